//! Training batches with labels on the plane, some of them dropped.

use crate::dataset::Dataset;
use crate::dataset::source::SourceKind;
use crate::experiment::run::Experiment;
use crate::experiment::run::TrainConfig;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::batch::Batch;
use crate::model::batch::BatchSource;
use crate::model::batch::Draws;
use crate::model::mlp::Mlp;

/// Batches of labelled points: a row of the network's input is `x_t`, the
/// features of `t`, and a 1 at the label, the last place for the null label.
///
/// The first layer's weights of those places are the learned embedding of the
/// labels, the null label's among them.
#[derive(Clone, Debug)]
pub struct LabelledBatches {
    source: BatchSource,
    eta: f64,
}

impl LabelledBatches {
    /// Batches of `dataset` for the network and training of `experiment`, labels
    /// dropped with probability `eta`.
    pub fn new(experiment: &Experiment, dataset: Dataset, eta: f64) -> Self {
        let source = SourceKind::Gaussian.build(dataset.dim());
        Self { source: BatchSource { dataset, source, ..BatchSource::of(experiment) }, eta }
    }

    /// The network for these batches, untrained.
    pub fn shape(&self, experiment: &Experiment) -> Mlp {
        let data = &self.source.dataset;
        Mlp::with_labels(&experiment.net, data.dim(), data.n_classes() + 1)
    }

    /// Batch size, steps and optimizer.
    pub fn config(&self) -> &TrainConfig {
        &self.source.config
    }

    /// The batch of training step `step` and its labels, none where dropped.
    ///
    /// Random: stream `Batch` number `step`: all points with their labels, then
    /// whether each label is dropped, then row by row `t` and `eps`.
    pub fn batch(&self, step: u32) -> (Batch, Vec<Option<usize>>) {
        let mut rng = Rng::stream(self.source.seed, Stream::Batch, u64::from(step));
        let n = self.source.config.batch as usize;
        let labelled = self.source.dataset.sample_labelled(n, &mut rng);
        let dim = labelled.points.dim();
        let labels: Vec<Option<usize>> = labelled
            .labels
            .into_iter()
            .map(|label| (self.eta <= rng.uniform()).then_some(label))
            .collect();
        let (mut times, mut eps) = (Vec::with_capacity(n), Vec::with_capacity(n * dim));
        for _ in 0..n {
            times.push(self.source.config.loss.times.draw(&mut rng));
            eps.extend((0..dim).map(|_| rng.normal()));
        }
        let eps = crate::math::points::Points::new(dim, eps);
        let batch = self.source.mixed(Draws { z: labelled.points, eps, times });
        (self.with_labels(batch, &labels), labels)
    }

    fn with_labels(&self, batch: Batch, labels: &[Option<usize>]) -> Batch {
        let n_labels = self.source.dataset.n_classes() + 1;
        let width = batch.input.len() / batch.n;
        let mut input = Vec::with_capacity(batch.n * (width + n_labels));
        for (row, label) in batch.input.chunks_exact(width).zip(labels) {
            input.extend_from_slice(row);
            input.extend(label_row(*label, n_labels));
        }
        Batch { input, ..batch }
    }
}

/// A 1 at the label's place, the last for none.
pub fn label_row(label: Option<usize>, n_labels: usize) -> Vec<f32> {
    let mut row = vec![0.0; n_labels];
    row[label.unwrap_or(n_labels - 1)] = 1.0;
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;

    #[test]
    fn labels_are_dropped_at_the_rate_eta_and_stand_in_their_place() {
        for eta in [0.0, 0.1, 0.5, 1.0] {
            let experiment = Experiment::from_link("data=gmm5&net=8x1&batch=1000");
            let data = DatasetKind::Gmm5.build();
            let batches = LabelledBatches::new(&experiment, data.clone(), eta);
            let mut n_dropped = 0;
            for step in 0..10 {
                let (batch, labels) = batches.batch(step);
                n_dropped += labels.iter().filter(|label| label.is_none()).count();
                for (row, label) in batch.input.chunks_exact(2 + 1 + 6).zip(&labels) {
                    let at = row[3..].iter().position(|v| (v - 1.0).abs() < 1e-9);
                    assert_eq!(at, Some(label.unwrap_or(5)));
                }
            }
            // Four standard errors of a share of 10,000.
            let bound = 4.0 * (eta * (1.0 - eta) / 1e4_f64).sqrt() + 1e-12;
            assert!((n_dropped as f64 / 1e4 - eta).abs() <= bound, "{eta}: {n_dropped}");
        }
    }

    #[test]
    fn a_label_is_that_of_its_point() {
        let experiment = Experiment::from_link("data=gmm5&net=8x1&batch=200&tmin=0.5");
        let data = DatasetKind::Gmm5.build();
        let batches = LabelledBatches::new(&experiment, data, 0.0);
        let (batch, labels) = batches.batch(0);
        for ((row, target), (t, label)) in batch
            .input
            .chunks_exact(9)
            .zip(batch.target.chunks_exact(2))
            .zip(batch.times.iter().zip(labels))
        {
            // z = x + (1 - t) u lies within five of its bell's middle at radius 10.
            let at = |k: usize| f64::from(row[k]) + (1.0 - t) * f64::from(target[k]);
            let turn = std::f64::consts::TAU * label.expect("never dropped") as f64 / 5.0;
            let gap = (at(0) - 10.0 * turn.cos()).hypot(at(1) - 10.0 * turn.sin());
            assert!(gap < 5.0, "{gap}");
        }
    }
}
