//! What image networks are taught: the squared error of a prediction, and for a
//! judge the cross entropy of the label.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;
use burn::tensor::activation::log_softmax;

use crate::dataset::images::ImageSet;
use crate::experiment::run::TrainConfig;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::image::batch::ImageBatch;
use crate::model::image::batch::ImageBatches;
use crate::model::image::batch::label_rows;
use crate::model::image::judge::Judge;
use crate::model::image::net::ImageNet;
use crate::model::image::plan::Leaves;
use crate::model::shape::Network;
use crate::train::step::Lessons;

impl Lessons for ImageBatches {
    type Shape = ImageNet;

    fn config(&self) -> &TrainConfig {
        self.config()
    }

    fn judged(
        &self,
        network: &Network<ImageNet>,
        step: u32,
        device: &Device,
    ) -> (Tensor<1>, Tensor<1>) {
        loss_and_gradient(network, &self.batch(step), device)
    }
}

/// The loss on `batch` and its gradient in the order of the flat vector: the
/// mean over the batch of `w ||prediction - target||^2`, summed over pixels.
pub fn loss_and_gradient(
    network: &Network<ImageNet>,
    batch: &ImageBatch,
    device: &Device,
) -> (Tensor<1>, Tensor<1>) {
    let net = &network.shape;
    let n_classes = net.images().n_classes();
    derived(net.plan().leaves(&network.params), |leaves| {
        let output = net.forward(leaves, batch.input(n_classes, device));
        let [n, dim] = output.dims();
        let target = TensorData::new(batch.target.clone(), [n, dim]);
        let miss = output - Tensor::from_data(target, device);
        let square = miss.clone() * miss;
        let weighted = if batch.weights.is_empty() {
            square
        } else {
            let weights = TensorData::new(batch.weights.clone(), [n, 1]);
            square * Tensor::from_data(weights, device)
        };
        weighted.sum().div_scalar(n as f64)
    })
}

/// A loss and its gradient by all leaves, by Burn's tape.
pub(super) fn derived(
    leaves: Leaves,
    loss: impl FnOnce(&Leaves) -> Tensor<1>,
) -> (Tensor<1>, Tensor<1>) {
    let leaves = leaves.taped();
    let loss = loss(&leaves);
    let mut grads = loss.clone().backward();
    let parts = leaves.0.iter().map(|leaf| {
        let grad = leaf.grad_remove(&mut grads);
        // A tensor that the loss does not touch has gradient 0.
        grad.unwrap_or_else(|| leaf.clone().inner().zeros_like())
    });
    let grad = Tensor::cat(parts.collect(), 0);
    (loss.inner(), grad)
}

/// What a judge is taught: which label each image shows.
#[derive(Clone, Debug)]
pub struct Labels {
    /// The images.
    pub set: Rc<ImageSet>,
    /// Steps and optimizer.
    pub config: TrainConfig,
    /// Seed of the batches.
    pub seed: u64,
}

/// Largest shift of an image in pixels, so that a judge looks at shapes and not at places.
const MAX_SHIFT: usize = 1;

impl Labels {
    /// Images and labels of the batch of step `step`.
    ///
    /// Random: stream `Batch` number `step`; row by row the image and its shift
    /// down and across, each -1, 0 or 1 pixel.
    fn batch(&self, step: u32) -> (Vec<f32>, Vec<u8>) {
        let mut rng = Rng::stream(self.seed, Stream::Batch, u64::from(step));
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        let side = self.set.kind.side();
        // Where a pixel comes from: one before, itself, or one behind; none beyond the edge.
        let from =
            |k: usize, shift: usize| (k + shift).checked_sub(MAX_SHIFT).filter(|k| *k < side);
        for _ in 0..self.config.batch {
            let idx = rng.below(self.set.train.n());
            let [down, across] = [0, 1].map(|_| rng.below(2 * MAX_SHIFT + 1));
            for channel in self.set.train.image(idx).chunks_exact(side * side) {
                for k in 0..side * side {
                    let place = from(k / side, down).zip(from(k % side, across));
                    pixels.push(place.map_or(-1.0, |(row, column)| channel[row * side + column]));
                }
            }
            labels.push(self.set.train.labels[idx]);
        }
        (pixels, labels)
    }
}

impl Lessons for Labels {
    type Shape = Judge;

    fn config(&self) -> &TrainConfig {
        &self.config
    }

    /// Mean over the batch of `-log p(label)`.
    fn judged(
        &self,
        network: &Network<Judge>,
        step: u32,
        device: &Device,
    ) -> (Tensor<1>, Tensor<1>) {
        let (pixels, labels) = self.batch(step);
        let n = labels.len();
        let x = TensorData::new(pixels, [n, self.set.kind.dim()]);
        let n_classes = self.set.kind.n_classes();
        let labels: Vec<Option<u8>> = labels.into_iter().map(Some).collect();
        let judge = &network.shape;
        derived(judge.plan().leaves(&network.params), |leaves| {
            let told = log_softmax(judge.forward(leaves, Tensor::from_data(x, device)), 1);
            let at_label = label_rows(&labels, n_classes, device).slice([0..n, 0..n_classes]);
            (told * at_label).sum().div_scalar(-(n as f64))
        })
    }
}
