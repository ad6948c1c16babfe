//! Normalization: what each image, or token, looks like apart from its scale.

use burn::tensor::Tensor;

use crate::model::image::plan::Law;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;
use crate::model::image::plan::Slot;

/// Added to each variance, so that a group of equal numbers stays finite; the
/// value of `PyTorch`'s layers.
pub const EPS: f64 = 1e-5;

/// Channels of a group.
const CHANNELS_PER_GROUP: usize = 4;

/// Group norm: mean 0 and variance 1 over each group of channels of an image,
/// then a learned scale and shift for each channel.
///
/// Source: Wu and He (2018).
#[derive(Clone, Debug, PartialEq)]
pub struct GroupNorm {
    scale: Slot,
    shift: Slot,
    n_channels: usize,
}

impl GroupNorm {
    /// The norm of images with `n_channels` channels.
    pub fn init(plan: &mut Plan, name: &str, n_channels: usize) -> Self {
        let scale = plan.add(format!("{name}.scale"), &[n_channels], Law::Ones);
        let shift = plan.add(format!("{name}.shift"), &[n_channels], Law::Zeros);
        Self { scale, shift, n_channels }
    }

    /// Shapes: `x` and the result are `[n, n_channels, side, side]`.
    pub fn forward(&self, leaves: &Leaves, x: Tensor<4>) -> Tensor<4> {
        let c = self.n_channels;
        let scale = leaves.get(self.scale, [1, c, 1, 1]);
        let shift = leaves.get(self.shift, [1, c, 1, 1]);
        let [n, _, height, width] = x.dims();
        let n_groups = (c / CHANNELS_PER_GROUP).max(1);
        let grouped = x.reshape([n, n_groups, c / n_groups * height * width]);
        normalized(grouped).reshape([n, c, height, width]) * scale + shift
    }
}

/// Mean 0 and variance 1 along the last axis.
pub fn normalized(x: Tensor<3>) -> Tensor<3> {
    let centered = x.clone() - x.mean_dim(2);
    let variance = (centered.clone() * centered.clone()).mean_dim(2);
    centered * variance.add_scalar(EPS).sqrt().recip()
}
