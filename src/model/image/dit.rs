//! A small transformer over the patches of an image.

use burn::tensor::Tensor;
use burn::tensor::activation::gelu;
use burn::tensor::activation::silu;
use burn::tensor::activation::softmax;

use crate::model::image::embed::Embedding;
use crate::model::image::layers::Begin;
use crate::model::image::layers::Linear;
use crate::model::image::norm::normalized;
use crate::model::image::plan::Law;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;
use crate::model::image::plan::Slot;

/// Sizes of a patch transformer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DitConfig {
    /// Pixels along an edge.
    pub side: usize,
    /// Numbers a pixel.
    pub n_channels: usize,
    /// Number of labels.
    pub n_classes: usize,
    /// Pixels along a patch's edge.
    pub patch: usize,
    /// Numbers a token.
    pub width: usize,
    /// Blocks.
    pub n_blocks: usize,
    /// Heads of attention.
    pub n_heads: usize,
    /// Hidden numbers of a token's own network, in widths.
    pub ratio: usize,
}

/// The network. Source: Peebles and Xie (2023), their block with adaLN-zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Dit {
    config: DitConfig,
    embedding: Embedding,
    patches: Linear,
    places: Slot,
    blocks: Vec<Block>,
    modulate: Linear,
    out: Linear,
}

#[derive(Clone, Debug, PartialEq)]
struct Block {
    modulate: Linear,
    qkv: Linear,
    project: Linear,
    grow: Linear,
    shrink: Linear,
}

impl DitConfig {
    /// The network, its tensors noted in `plan`.
    pub fn init(&self, plan: &mut Plan) -> Dit {
        let d = self.width;
        let n_pixels = self.n_channels * self.patch * self.patch;
        let embedding = Embedding::init(plan, self.n_classes, d);
        let patches = Linear::init(plan, "patches", [n_pixels, d], Begin::Random);
        let law = Law::Normal { std: 0.1 };
        let places = plan.add("places".to_owned(), &[self.n_tokens(), d], law);
        let blocks = (0..self.n_blocks).map(|i| self.block(plan, i)).collect();
        let modulate = Linear::init(plan, "modulate", [d, 2 * d], Begin::Silent);
        let out = Linear::init(plan, "out", [d, n_pixels], Begin::Silent);
        Dit { config: *self, embedding, patches, places, blocks, modulate, out }
    }

    fn block(&self, plan: &mut Plan, i: usize) -> Block {
        let (d, hidden) = (self.width, self.ratio * self.width);
        let mut part = |part: &str, sizes, begin| {
            Linear::init(plan, &format!("block.{i}.{part}"), sizes, begin)
        };
        Block {
            modulate: part("modulate", [d, 6 * d], Begin::Silent),
            qkv: part("qkv", [d, 3 * d], Begin::Random),
            project: part("project", [d, d], Begin::Random),
            grow: part("grow", [d, hidden], Begin::Random),
            shrink: part("shrink", [hidden, d], Begin::Random),
        }
    }

    /// Patches of an image.
    pub fn n_tokens(&self) -> usize {
        (self.side / self.patch) * (self.side / self.patch)
    }
}

impl Dit {
    /// Shapes: `x` and the result are `[n, n_channels, side, side]`, `times`
    /// `[n, N_TIME]`, `labels` `[n, n_classes + 1]`.
    pub fn forward(
        &self,
        leaves: &Leaves,
        x: Tensor<4>,
        [times, labels]: [Tensor<2>; 2],
    ) -> Tensor<4> {
        let DitConfig { side, n_channels: c, patch, width: d, .. } = self.config;
        let (n_tokens, across) = (self.config.n_tokens(), side / patch);
        let [n, ..] = x.dims();
        let embedding = silu(self.embedding.forward(leaves, times, labels));
        let cut = x.reshape([n, c, across, patch, across, patch]).permute([0, 2, 4, 1, 3, 5]);
        let tokens = self.patches.forward(leaves, cut.reshape([n, n_tokens, c * patch * patch]));
        let places = leaves.get(self.places, [1, n_tokens, d]);
        let mut tokens = tokens + places;
        for block in &self.blocks {
            tokens = block.forward(leaves, tokens, embedding.clone(), self.config.n_heads);
        }
        let [scale, shift] = pieces(self.modulate.forward(leaves, embedding));
        let out = self.out.forward(leaves, modulated(tokens, scale, shift));
        let joined = out.reshape([n, across, across, c, patch, patch]).permute([0, 3, 1, 4, 2, 5]);
        joined.reshape([n, c, side, side])
    }
}

impl Block {
    /// Shapes: `tokens` and the result are `[n, n_tokens, width]`, `embedding`
    /// `[n, width]` after its nonlinearity.
    fn forward(
        &self,
        leaves: &Leaves,
        tokens: Tensor<3>,
        embedding: Tensor<2>,
        n_heads: usize,
    ) -> Tensor<3> {
        let [scale1, shift1, gate1, scale2, shift2, gate2] =
            pieces(self.modulate.forward(leaves, embedding));
        let seen = self.attention(leaves, modulated(tokens.clone(), scale1, shift1), n_heads);
        let tokens = tokens + seen * gate1;
        let own = self.grow.forward(leaves, modulated(tokens.clone(), scale2, shift2));
        tokens + self.shrink.forward(leaves, gelu(own)) * gate2
    }

    /// `softmax(q k^T / sqrt(width of a head)) v` in every head, side by side.
    fn attention(&self, leaves: &Leaves, tokens: Tensor<3>, n_heads: usize) -> Tensor<3> {
        let [n, n_tokens, d] = tokens.dims();
        let head = d / n_heads;
        let qkv = self.qkv.forward(leaves, tokens);
        let part = |k: usize| {
            let part = qkv.clone().slice([0..n, 0..n_tokens, k * d..(k + 1) * d]);
            part.reshape([n, n_tokens, n_heads, head]).swap_dims(1, 2)
        };
        let likeness = part(0).matmul(part(1).transpose()).div_scalar((head as f64).sqrt());
        let seen = softmax(likeness, 3).matmul(part(2)); // [n, heads, tokens, head]
        self.project.forward(leaves, seen.swap_dims(1, 2).reshape([n, n_tokens, d]))
    }
}

/// Layer norm without weights of its own, scaled and shifted by the embedding.
fn modulated(tokens: Tensor<3>, scale: Tensor<3>, shift: Tensor<3>) -> Tensor<3> {
    normalized(tokens) * scale.add_scalar(1.0) + shift
}

/// Equal parts of each row: `[n, N d]` as N times `[n, 1, d]`.
fn pieces<const N: usize>(x: Tensor<2>) -> [Tensor<3>; N] {
    let [n, width] = x.dims();
    let d = width / N;
    std::array::from_fn(|k| x.clone().slice([0..n, k * d..(k + 1) * d]).reshape([n, 1, d]))
}
