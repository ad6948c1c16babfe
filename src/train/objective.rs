//! The conditional flow matching loss.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::model::batch::Batch;
use crate::model::mlp::Linear;
use crate::model::mlp::Mlp;

/// Mean over the batch of `||u_theta(t, x_t) - target||^2`, the sum over
/// coordinates; one number, still on the device.
///
/// Source: Lipman et al. (2023), conditional flow matching.
pub fn flow_matching_loss(
    mlp: &Mlp,
    layers: &[Linear],
    batch: &Batch,
    device: &Device,
) -> Tensor<1> {
    let input = TensorData::new(batch.input.clone(), [batch.n, mlp.n_in()]);
    let target = TensorData::new(batch.target.clone(), [batch.n, mlp.dim()]);
    let output = mlp.forward(layers, Tensor::from_data(input, device)); // [batch, dim]
    let miss = output - Tensor::from_data(target, device);
    miss.square().sum().div_scalar(batch.n as f64)
}
