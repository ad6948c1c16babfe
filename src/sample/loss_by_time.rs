//! Where in time the loss is made: the loss of fresh points by their time.

use crate::experiment::run::Experiment;
use crate::model::batch::Batch;
use crate::model::batch::BatchSource;
use crate::model::batch::answers;
use crate::model::record::DeviceLost;
use crate::model::shape::Network;
use crate::protocol::event::Curve;

/// Name of the curve.
pub const NAME: &str = "loss_by_t";

/// Equal parts that the range of training times is cut into.
const N_BINS: usize = 24;
/// Fresh points that are looked at.
const N_POINTS: u32 = 8192;
/// A batch that no training step draws.
const STEP: u32 = u32::MAX;

/// Mean loss of a network in each part of the training times, for a network on
/// the CPU: the weighted squared error of fresh points whose time falls there.
///
/// Parts without a point are left out. Random: the batch after the last step
/// that a run may have, of 8,192 points.
///
/// # Errors
/// [`DeviceLost`] never on the CPU.
pub async fn loss_by_time(network: &Network, experiment: &Experiment) -> Result<Curve, DeviceLost> {
    let mut fresh = experiment.clone();
    fresh.train.batch = N_POINTS;
    let batch = BatchSource::of(&fresh).batch(STEP);
    let said = answers(network, &batch).await?;
    Ok(curve(&batch, &losses(&batch, &said), experiment.time_range()))
}

/// Weighted squared error of each row.
fn losses(batch: &Batch, said: &[f32]) -> Vec<f64> {
    let dim = batch.target.len() / batch.n;
    let rows = said.chunks_exact(dim).zip(batch.target.chunks_exact(dim)).enumerate();
    let loss = |(i, (said, target)): (usize, (&[f32], &[f32]))| {
        let miss = said.iter().zip(target).map(|(a, b)| f64::from(a - b) * f64::from(a - b));
        let weight = batch.weights.get(i).map_or(1.0, |&w| f64::from(w));
        weight * miss.sum::<f64>()
    };
    rows.map(loss).collect()
}

fn curve(batch: &Batch, losses: &[f64], [tmin, tmax]: [f64; 2]) -> Curve {
    let width = (tmax - tmin) / N_BINS as f64;
    let mut bins = vec![(0_u32, 0.0); N_BINS];
    for (&t, loss) in batch.times.iter().zip(losses) {
        let bin = (((t - tmin) / width) as usize).min(N_BINS - 1);
        bins[bin].0 += 1;
        bins[bin].1 += loss;
    }
    let mut curve = Curve { name: NAME.to_owned(), ..Curve::default() };
    for (i, (n, sum)) in bins.into_iter().enumerate().filter(|(_, (n, _))| 0 < *n) {
        curve.x.0.push((tmin + (i as f64 + 0.5) * width) as f32);
        curve.y.0.push((sum / f64::from(n)) as f32);
        curve.spread.0.push(0.0);
    }
    curve
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;
    use crate::model::mlp::Mlp;
    use crate::model::ready::now;

    #[test]
    fn a_zero_networks_loss_by_time_is_the_mean_square_of_the_target() {
        // Straight path, five Gaussians: E|z - eps|^2 = 102 + 2 at every time.
        let experiment = Experiment::from_link("data=gmm5&net=1x1");
        let mlp = Mlp::new(&experiment.net, 2);
        let zeros = vec![0.0; mlp.layout().n_params()];
        let network = Network::with_params(mlp, zeros, &Device::flex());
        let curve = now(loss_by_time(&network, &experiment)).unwrap();
        assert_eq!(curve.x.0.len(), N_BINS);
        // Variance of |z - eps|^2: 4 |z|^2 sigma^2-like terms; about 29 a point.
        for loss in &curve.y.0 {
            assert!((loss - 104.0).abs() < 10.0, "{loss}");
        }
        let mean = curve.y.0.iter().sum::<f32>() / N_BINS as f32;
        assert!((mean - 104.0).abs() < 2.0, "{mean}");
    }
}
