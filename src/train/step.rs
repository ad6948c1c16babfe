//! One training step: what a network is taught, and a learner before and after it.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::experiment::run::TrainConfig;
use crate::model::batch::Batch;
use crate::model::batch::BatchSource;
use crate::model::mlp::Mlp;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::train::objective::Judged;
use crate::train::objective::squared_error;
use crate::train::optimizer::Optimizer;

/// A network, the state of its optimizer, and the average of its weights.
#[derive(Clone, Debug)]
pub struct Learner<S = Mlp> {
    /// The network.
    pub network: Network<S>,
    /// Its optimizer.
    pub optimizer: Optimizer,
    /// Moving average of the weights, `[n_params]`, where one is kept.
    pub average: Option<Tensor<1>>,
}

impl<S: Shape> Learner<S> {
    /// The learner before its first step; the average starts as the weights.
    pub fn first(network: Network<S>, optimizer: Optimizer) -> Self {
        let average = (0.0 < optimizer.config.ema).then(|| network.params.clone());
        Self { network, optimizer, average }
    }

    /// The network to draw samples with: of the average where one is kept.
    pub fn sampled(&self) -> Network<S> {
        let params = self.average.as_ref().unwrap_or(&self.network.params);
        Network { shape: self.network.shape.clone(), params: params.clone() }
    }
}

/// What a network is taught: a batch for every step, and how the network is judged on it.
pub trait Lessons {
    /// The network.
    type Shape: Shape;

    /// Steps, optimizer and loss.
    fn config(&self) -> &TrainConfig;

    /// The loss on the batch of training step `step`, and its gradient in the
    /// order of the flat vector; both still on the device.
    fn judged(
        &self,
        network: &Network<Self::Shape>,
        step: u32,
        device: &Device,
    ) -> (Tensor<1>, Tensor<1>);
}

impl Lessons for BatchSource {
    type Shape = Mlp;

    fn config(&self) -> &TrainConfig {
        &self.config
    }

    fn judged(&self, network: &Network, step: u32, device: &Device) -> (Tensor<1>, Tensor<1>) {
        loss_and_gradient(&network.shape, &network.params, &self.batch(step), device)
    }
}

impl<S: Shape> Learner<S> {
    /// The learner after the update that `grad` asks for.
    #[must_use]
    pub fn updated(self, grad: Tensor<1>) -> Self {
        let Self { network: Network { shape, params }, optimizer, average } = self;
        let (params, optimizer) = optimizer.updated(params, grad);
        let ema = optimizer.config.ema;
        let average = average.map(|old| old.mul_scalar(ema) + params.clone().mul_scalar(1.0 - ema));
        Self { network: Network { shape, params }, optimizer, average }
    }
}

/// The learner after one step on `batch`, and the loss before it, a number
/// that is still on the device.
pub fn train_step(learner: Learner, batch: &Batch, device: &Device) -> (Learner, Tensor<1>) {
    let Network { shape, params } = &learner.network;
    let (loss, grad) = loss_and_gradient(shape, params, batch, device);
    (learner.updated(grad), loss)
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
