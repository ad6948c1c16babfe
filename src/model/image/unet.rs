//! A small U-Net: down, through the middle, and up again past a skip.

use burn::tensor::Tensor;
use burn::tensor::activation::silu;

use crate::model::image::block::ResBlock;
use crate::model::image::embed::Embedding;
use crate::model::image::layers::Begin;
use crate::model::image::layers::Conv;
use crate::model::image::norm::GroupNorm;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;

/// Sizes of a U-Net.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnetConfig {
    /// Numbers a pixel.
    pub n_channels: usize,
    /// Number of labels.
    pub n_classes: usize,
    /// Channels at full size; twice as many at half size.
    pub width: usize,
}

/// The network, two sizes deep.
///
/// Its shape is told to readers by [`crate::experiment::images::anatomy`],
/// which a test holds to the parameters here.
///
/// Source: Ronneberger et al. (2015); time and label enter as in Dhariwal and
/// Nichol (2021).
#[derive(Clone, Debug, PartialEq)]
pub struct Unet {
    embedding: Embedding,
    first: Conv,
    outer: ResBlock,
    down: Conv,
    inner: ResBlock,
    middle: ResBlock,
    up: Conv,
    last: ResBlock,
    norm: GroupNorm,
    out: Conv,
}

impl UnetConfig {
    /// The network, its tensors noted in `plan`.
    pub fn init(&self, plan: &mut Plan) -> Unet {
        let Self { n_channels, n_classes, width: c } = *self;
        let n_embed = 4 * c;
        let conv = |plan: &mut Plan, name, sizes, stride| {
            Conv::init(plan, name, sizes, [3, stride], Begin::Random)
        };
        Unet {
            embedding: Embedding::init(plan, n_classes, n_embed),
            first: conv(plan, "first", [n_channels, c], 1),
            outer: ResBlock::init(plan, "outer", [c, c], n_embed),
            down: conv(plan, "down", [c, 2 * c], 2),
            inner: ResBlock::init(plan, "inner", [2 * c, 2 * c], n_embed),
            middle: ResBlock::init(plan, "middle", [2 * c, 2 * c], n_embed),
            up: conv(plan, "up", [2 * c, c], 1),
            last: ResBlock::init(plan, "last", [2 * c, c], n_embed),
            norm: GroupNorm::init(plan, "norm", c),
            out: Conv::init(plan, "out", [c, n_channels], [3, 1], Begin::Silent),
        }
    }
}

impl Unet {
    /// Shapes: `x` and the result are `[n, n_channels, side, side]` with an even
    /// side, `times` `[n, N_TIME]`, `labels` `[n, n_classes + 1]`.
    pub fn forward(
        &self,
        leaves: &Leaves,
        x: Tensor<4>,
        [times, labels]: [Tensor<2>; 2],
    ) -> Tensor<4> {
        let embedding = silu(self.embedding.forward(leaves, times, labels));
        let x = self.first.forward(leaves, x);
        let skip = self.outer.forward(leaves, x, embedding.clone());
        let x = self.down.forward(leaves, skip.clone());
        let x = self.inner.forward(leaves, x, embedding.clone());
        let x = self.middle.forward(leaves, x, embedding.clone());
        let x = self.up.forward(leaves, doubled(x));
        let x = self.last.forward(leaves, Tensor::cat(vec![x, skip], 1), embedding);
        self.out.forward(leaves, silu(self.norm.forward(leaves, x)))
    }
}

/// Every pixel as a square of four: `[n, c, side, side]` to `[n, c, 2 side, 2 side]`.
fn doubled(x: Tensor<4>) -> Tensor<4> {
    let [n, c, height, width] = x.dims();
    let apart = x.reshape([n * c, height, 1, width, 1]);
    apart.expand([n * c, height, 2, width, 2]).reshape([n, c, 2 * height, 2 * width])
}
