//! The conditional flow matching loss.

use burn::tensor::Tensor;

/// A loss and its gradient by the network's output, still on the device.
#[derive(Clone, Debug)]
pub struct Judged {
    /// One number.
    pub loss: Tensor<1>,
    /// `[batch, dim]`.
    pub d_output: Tensor<2>,
}

/// Mean over the batch of `||output - target||^2`, the sum over coordinates.
///
/// Shapes: both are `[batch, dim]`.
///
/// Source: Lipman et al. (2023), conditional flow matching.
pub fn flow_matching_loss(output: Tensor<2>, target: Tensor<2>) -> Judged {
    let [n, _] = output.dims();
    let miss = output - target;
    let loss = miss.clone().square().sum().div_scalar(n as f64);
    Judged { loss, d_output: miss.mul_scalar(2.0 / n as f64) }
}
