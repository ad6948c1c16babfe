//! The residual block of a U-Net.

use burn::tensor::Tensor;
use burn::tensor::activation::silu;

use crate::model::image::layers::Begin;
use crate::model::image::layers::Conv;
use crate::model::image::layers::Linear;
use crate::model::image::norm::GroupNorm;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;

/// `shortcut(x) + conv(SiLU((1 + scale) norm(conv(SiLU(norm(x)))) + shift))`,
/// where scale and shift are read off the embedding of time and label.
///
/// The last convolution begins at zero, so that every block begins as its
/// shortcut. Source: Dhariwal and Nichol (2021), their residual block.
#[derive(Clone, Debug, PartialEq)]
pub struct ResBlock {
    norm1: GroupNorm,
    conv1: Conv,
    embed: Linear,
    norm2: GroupNorm,
    conv2: Conv,
    shortcut: Option<Conv>,
    n_out: usize,
}

impl ResBlock {
    /// A block from `n_in` to `n_out` channels that reads `n_embed` numbers.
    pub fn init(plan: &mut Plan, name: &str, [n_in, n_out]: [usize; 2], n_embed: usize) -> Self {
        let part = |part: &str| format!("{name}.{part}");
        Self {
            norm1: GroupNorm::init(plan, &part("norm1"), n_in),
            conv1: Conv::init(plan, &part("conv1"), [n_in, n_out], [3, 1], Begin::Random),
            embed: Linear::init(plan, &part("embed"), [n_embed, 2 * n_out], Begin::Random),
            norm2: GroupNorm::init(plan, &part("norm2"), n_out),
            conv2: Conv::init(plan, &part("conv2"), [n_out, n_out], [3, 1], Begin::Silent),
            shortcut: (n_in != n_out)
                .then(|| Conv::init(plan, &part("shortcut"), [n_in, n_out], [1, 1], Begin::Random)),
            n_out,
        }
    }

    /// Shapes: `x` is `[n, n_in, side, side]`, `embedding` `[n, n_embed]` after
    /// its nonlinearity; the result is `[n, n_out, side, side]`.
    pub fn forward(&self, leaves: &Leaves, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        let [n, ..] = x.dims();
        let c = self.n_out;
        let h = self.conv1.forward(leaves, silu(self.norm1.forward(leaves, x.clone())));
        let both = self.embed.forward(leaves, embedding); // [n, 2 c]
        let scale = both.clone().slice([0..n, 0..c]).reshape([n, c, 1, 1]);
        let shift = both.slice([0..n, c..2 * c]).reshape([n, c, 1, 1]);
        let h = self.norm2.forward(leaves, h) * scale.add_scalar(1.0) + shift;
        let h = self.conv2.forward(leaves, silu(h));
        match &self.shortcut {
            Some(shortcut) => shortcut.forward(leaves, x) + h,
            None => x + h,
        }
    }
}
