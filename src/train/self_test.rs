//! Trial steps that show whether a device may train a network.

use burn::tensor::Device;

use crate::experiment::run::Experiment;
use crate::model::batch::BatchSource;
use crate::model::self_test::NotTrusted;
use crate::model::self_test::compare;
use crate::train::optimizer::Optimizer;
use crate::train::step::Learner;
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
        compare(&experiment, device, |network, device| {
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
