//! One training step: a learner and a batch in, a learner and its loss out.

use burn::tensor::Device;
use burn::tensor::Tensor;

use crate::model::batch::Batch;
use crate::model::mlp::Linear;
use crate::model::mlp::Mlp;
use crate::model::mlp::Network;
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
///
/// # Panics
/// Never: every layer takes part in the loss.
pub fn loss_and_gradient(
    mlp: &Mlp,
    params: &Tensor<1>,
    batch: &Batch,
    device: &Device,
) -> (Tensor<1>, Tensor<1>) {
    let leaf = |layer: Linear| Linear {
        weight: layer.weight.autodiff().require_grad(),
        bias: layer.bias.autodiff().require_grad(),
    };
    let layers: Vec<Linear> = mlp.layers(params).into_iter().map(leaf).collect();
    let loss = flow_matching_loss(mlp, &layers, batch, device);
    let mut grads = loss.backward();
    let parts = layers.iter().flat_map(|layer| {
        let weight = layer.weight.grad_remove(&mut grads).map(|grad| grad.flatten::<1>(0, 1));
        let bias = layer.bias.grad_remove(&mut grads);
        [weight, bias].map(|grad| grad.expect("step: every layer takes part in the loss"))
    });
    let grad = Tensor::cat(parts.collect(), 0);
    (loss.inner(), grad)
}
