//! One training step: a learner and a batch in, a learner and its loss out.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::model::batch::Batch;
use crate::model::mlp::Mlp;
use crate::model::mlp::Network;
use crate::train::objective::Judged;
use crate::train::objective::flow_matching_loss;
use crate::train::optimizer::Adam;

/// A network and the state of its optimizer.
#[derive(Clone, Debug)]
pub struct Learner {
    /// The network.
    pub network: Network,
    /// Its optimizer.
    pub adam: Adam,
}

/// The learner after one step on `batch`, and the loss before it, a number
/// that is still on the device.
pub fn train_step(learner: Learner, batch: &Batch, device: &Device) -> (Learner, Tensor<1>) {
    let Learner { network: Network { mlp, params }, adam } = learner;
    let (loss, grad) = loss_and_gradient(&mlp, &params, batch, device);
    let (params, adam) = adam.updated(params, grad);
    (Learner { network: Network { mlp, params }, adam }, loss)
}

/// The loss at `params` and its gradient in the order of the flat vector.
pub fn loss_and_gradient(
    mlp: &Mlp,
    params: &Tensor<1>,
    batch: &Batch,
    device: &Device,
) -> (Tensor<1>, Tensor<1>) {
    let input = TensorData::new(batch.input.clone(), [batch.n, mlp.n_in()]);
    let target = TensorData::new(batch.target.clone(), [batch.n, mlp.dim()]);
    let layers = mlp.layers(params);
    let (output, trace) = mlp.forward_traced(&layers, Tensor::from_data(input, device));
    let Judged { loss, d_output } = flow_matching_loss(output, Tensor::from_data(target, device));
    (loss, Mlp::gradient(&layers, trace, d_output))
}
