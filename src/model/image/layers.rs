//! Linear and convolutional layers of image networks.

use burn::tensor::Tensor;
use burn::tensor::module::conv2d;
use burn::tensor::module::linear;
use burn::tensor::ops::ConvOptions;

use crate::model::image::plan::Law;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;
use crate::model::image::plan::Slot;

/// A linear layer `x W + b`.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    weight: Slot,
    bias: Slot,
    n_in: usize,
    n_out: usize,
}

/// A convolution over a square image, its edge padded with zeros.
#[derive(Clone, Debug, PartialEq)]
pub struct Conv {
    weight: Slot,
    bias: Slot,
    n_in: usize,
    n_out: usize,
    kernel: usize,
    stride: usize,
}

/// How a layer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// With numbers around 0.
    Random,
    /// With zeros: the layer says nothing at first.
    Silent,
}

impl Begin {
    fn law(self, n_in: usize) -> Law {
        match self {
            Self::Random => Law::Uniform { n_in },
            Self::Silent => Law::Zeros,
        }
    }
}

impl Linear {
    /// A layer from `n_in` to `n_out` numbers.
    pub fn init(plan: &mut Plan, name: &str, [n_in, n_out]: [usize; 2], begin: Begin) -> Self {
        let law = begin.law(n_in);
        let weight = plan.add(format!("{name}.weight"), &[n_in, n_out], law);
        let bias = plan.add(format!("{name}.bias"), &[n_out], law);
        Self { weight, bias, n_in, n_out }
    }

    /// Shapes: `x` is `[…, n_in]`, the result `[…, n_out]`.
    pub fn forward<const D: usize>(&self, leaves: &Leaves, x: Tensor<D>) -> Tensor<D> {
        let weight = leaves.get(self.weight, [self.n_in, self.n_out]);
        linear(x, weight, Some(leaves.get(self.bias, [self.n_out])))
    }
}

impl Conv {
    /// A convolution with a `kernel` by `kernel` window every `stride` pixels.
    pub fn init(
        plan: &mut Plan,
        name: &str,
        [n_in, n_out]: [usize; 2],
        [kernel, stride]: [usize; 2],
        begin: Begin,
    ) -> Self {
        let law = begin.law(n_in * kernel * kernel);
        let weight = plan.add(format!("{name}.weight"), &[n_out, n_in, kernel, kernel], law);
        let bias = plan.add(format!("{name}.bias"), &[n_out], law);
        Self { weight, bias, n_in, n_out, kernel, stride }
    }

    /// Shapes: `x` is `[n, n_in, side, side]`, the result
    /// `[n, n_out, side / stride, side / stride]`.
    pub fn forward(&self, leaves: &Leaves, x: Tensor<4>) -> Tensor<4> {
        let Self { n_in, n_out, kernel, stride, .. } = *self;
        let weight = leaves.get(self.weight, [n_out, n_in, kernel, kernel]);
        let bias = leaves.get(self.bias, [n_out]);
        let padding = kernel / 2;
        let options = ConvOptions::new([stride; 2], [padding; 2], [1; 2], 1);
        conv2d(x, weight, Some(bias), options)
    }
}
