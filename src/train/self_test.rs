//! Trial steps that show whether a device may train a network.

use std::rc::Rc;

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::dataset::images::ImageSet;
use crate::experiment::images::run::Imaging;
use crate::experiment::run::Experiment;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::batch::BatchSource;
use crate::model::image::batch::ImageBatches;
use crate::model::image::net::ImageNet;
use crate::model::mlp::Mlp;
use crate::model::self_test::NotTrusted;
use crate::model::self_test::compare;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::train::optimizer::Optimizer;
use crate::train::step::Learner;
use crate::train::step::Lessons;
use crate::train::step::loss_and_gradient;
use crate::train::step::train_step;

/// Sizes at which kernels take different ways.
const BATCHES: [u32; 2] = [1, 64];

/// Compares loss, gradient and updated weights of `experiment`'s own network
/// on `device` with the CPU's, for batches of 1 and 64.
///
/// # Errors
/// [`NotTrusted`] if they differ by more than rounding, or the device is gone.
pub async fn self_test(experiment: &Experiment, device: &Device) -> Result<(), NotTrusted> {
    for batch in BATCHES {
        let mut experiment = experiment.clone();
        experiment.train.batch = batch;
        let batch = BatchSource::of(&experiment).batch(0);
        let mlp = Mlp::new(&experiment.net, experiment.dim());
        compare((&mlp, experiment.seed), device, |network, device| {
            let (loss, grad) = loss_and_gradient(&network.shape, &network.params, &batch, device);
            let (train, n_params) = (experiment.train, network.shape.layout().n_params());
            let optimizer = Optimizer::fresh(train.optimizer, train.n_steps, n_params, device);
            let learner = Learner::first(network, optimizer);
            let (learner, _) = train_step(learner, &batch, device);
            // The first update has the size of the learning rate, far above
            // the weights' rounding, and the gradient's sign.
            let moment = learner.optimizer.moment1.add(learner.optimizer.moment2);
            [("losses", loss), ("gradients", grad), ("updates", moment)]
        })
        .await?;
    }
    Ok(())
}

/// The same for a network of images, whose layers are of other kinds: loss and
/// gradient of a step from weights that have left their zeros.
///
/// # Errors
/// [`NotTrusted`] if they differ by more than rounding, or the device is gone.
pub async fn self_test_images(
    experiment: &Imaging,
    set: &Rc<ImageSet>,
    device: &Device,
) -> Result<(), NotTrusted> {
    for batch in IMAGE_BATCHES {
        let mut experiment = experiment.clone();
        experiment.train.batch = batch;
        let lessons = ImageBatches::of(&experiment, Rc::clone(set));
        let shape = ImageNet::new(experiment.net, experiment.data);
        compare((&shape, experiment.seed), device, |network, device| {
            // Some layers begin at zero and would hide those before them.
            let n = shape.n_params();
            let stirred = Rng::stream(experiment.seed, Stream::Init, 1 << 40).normal_points(1, n);
            let stirred = TensorData::new(stirred.to_f32(), [n]);
            let stirred = Tensor::<1>::from_data(stirred, device).mul_scalar(0.05);
            let network = Network { params: network.params + stirred, ..network };
            let (loss, grad) = lessons.judged(&network, 0, device);
            let square = grad.clone() * grad.clone();
            [("losses", loss), ("gradients", grad), ("gradients", square)]
        })
        .await?;
    }
    Ok(())
}

/// Sizes of batches of images that are tried.
const IMAGE_BATCHES: [u32; 2] = [1, 16];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ready::now;

    #[test]
    fn the_cpu_passes_its_own_test() {
        let experiment = Experiment::from_link("net=16x2&act=gelu&time=fourier:4");
        assert_eq!(now(self_test(&experiment, &Device::flex())), Ok(()));
    }
}
