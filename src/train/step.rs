//! One training step: a learner and a batch in, a learner and its loss out.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::model::batch::Batch;
use crate::model::mlp::Mlp;
use crate::model::mlp::Network;
use crate::train::objective::Judged;
use crate::train::objective::squared_error;
use crate::train::optimizer::Optimizer;

/// A network, the state of its optimizer, and the average of its weights.
#[derive(Clone, Debug)]
pub struct Learner {
    /// The network.
    pub network: Network,
    /// Its optimizer.
    pub optimizer: Optimizer,
    /// Moving average of the weights, `[n_params]`, where one is kept.
    pub average: Option<Tensor<1>>,
}

impl Learner {
    /// The learner before its first step; the average starts as the weights.
    pub fn first(network: Network, optimizer: Optimizer) -> Self {
        let average = (0.0 < optimizer.config.ema).then(|| network.params.clone());
        Self { network, optimizer, average }
    }

    /// The network to draw samples with: of the average where one is kept.
    pub fn sampled(&self) -> Network {
        let params = self.average.as_ref().unwrap_or(&self.network.params);
        Network { mlp: self.network.mlp.clone(), params: params.clone() }
    }
}

/// The learner after one step on `batch`, and the loss before it, a number
/// that is still on the device.
pub fn train_step(learner: Learner, batch: &Batch, device: &Device) -> (Learner, Tensor<1>) {
    let Learner { network: Network { mlp, params }, optimizer, average } = learner;
    let (loss, grad) = loss_and_gradient(&mlp, &params, batch, device);
    let (params, optimizer) = optimizer.updated(params, grad);
    let ema = optimizer.config.ema;
    let average = average.map(|old| old.mul_scalar(ema) + params.clone().mul_scalar(1.0 - ema));
    (Learner { network: Network { mlp, params }, optimizer, average }, loss)
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
    let target = Tensor::from_data(target, device);
    let weights = (!batch.weights.is_empty())
        .then(|| Tensor::from_data(TensorData::new(batch.weights.clone(), [batch.n, 1]), device));
    let Judged { loss, d_output } = squared_error(output, target, weights);
    (loss, Mlp::gradient(&layers, trace, d_output))
}
