//! The squared error of a prediction, row by row weighted: every loss there is.

use burn::tensor::Tensor;

/// A loss and its gradient by the network's output, still on the device.
#[derive(Clone, Debug)]
pub struct Judged {
    /// One number.
    pub loss: Tensor<1>,
    /// `[batch, dim]`.
    pub d_output: Tensor<2>,
}

/// Mean over the batch of `w ||output - target||^2`, the sum over coordinates;
/// without weights every `w` is 1.
///
/// Shapes: `output` and `target` are `[batch, dim]`, `weights` `[batch, 1]`.
///
/// Source: Lipman et al. (2023), conditional flow matching; for the weights see
/// [`crate::path::objective`].
pub fn squared_error(output: Tensor<2>, target: Tensor<2>, weights: Option<Tensor<2>>) -> Judged {
    let [n, _] = output.dims();
    let miss = output - target;
    let weighted = match weights {
        Some(weights) => miss.clone() * weights,
        None => miss.clone(),
    };
    let loss = (miss * weighted.clone()).sum().div_scalar(n as f64);
    Judged { loss, d_output: weighted.mul_scalar(2.0 / n as f64) }
}
