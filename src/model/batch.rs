//! Training batches, drawn on the CPU in double precision.

use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::dataset::Dataset;
use crate::dataset::source::Source;
use crate::experiment::condition::Labels;
use crate::experiment::run::Experiment;
use crate::experiment::run::TrainConfig;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::mlp::Mlp;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::model::time::push_features;
use crate::path::convert::PredictKind;
use crate::path::objective::WeightKind;
use crate::path::objective::row_weight;
use crate::path::scheduler::SchedulerKind;

/// One batch as a network sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Number of rows.
    pub n: usize,
    /// `x_t` beside the features of `t` and the places of the label, row after row.
    pub input: Vec<f32>,
    /// Target of each row in the space that is predicted, `[n, dim]`.
    pub target: Vec<f32>,
    /// Factor of each row's squared error; empty where all are 1.
    pub weights: Vec<f32>,
    /// Time of each row.
    pub times: Vec<f64>,
}

/// What a batch is made from, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// Points of the data.
    pub z: Points,
    /// Noise, or points of another source.
    pub eps: Points,
    /// Times.
    pub times: Vec<f64>,
    /// Labels, none where one was dropped; empty for a network that is told none.
    pub labels: Vec<Option<usize>>,
}

/// Where batches come from: fresh points of the data at every step.
#[derive(Clone, Debug)]
pub struct BatchSource {
    /// Law of the data.
    pub dataset: Dataset,
    /// Law at t = 0.
    pub source: Source,
    /// How both are mixed over time.
    pub scheduler: SchedulerKind,
    /// What the network says.
    pub predict: PredictKind,
    /// Labels that the network is told.
    pub labels: Option<Labels>,
    /// The network, for how it reads time and labels.
    pub shape: Mlp,
    /// Batch size and loss.
    pub config: TrainConfig,
    /// Seed of the experiment.
    pub seed: u64,
}

impl BatchSource {
    /// The batches of `experiment`.
    pub fn of(experiment: &Experiment) -> Self {
        Self {
            dataset: experiment.data.build(),
            source: experiment.source(),
            scheduler: experiment.path,
            predict: experiment.net.predict,
            labels: experiment.labels,
            shape: Mlp::new(&experiment.net, experiment.dim()),
            config: experiment.train,
            seed: experiment.seed,
        }
    }

    /// What the batch of training step `step` is made from.
    ///
    /// Random: stream `Batch` number `step`; first all `z`, with labels then
    /// whether each is dropped, then (unless the source is Gaussian noise) all
    /// points of the source, then `t` and, for noise, `eps` row by row.
    pub fn draws(&self, step: u32) -> Draws {
        let mut rng = Rng::stream(self.seed, Stream::Batch, u64::from(step));
        let n = self.config.batch as usize;
        let (z, labels) = self.data(n, &mut rng);
        let dim = z.dim();
        let is_noise = self.source.kind().is_gaussian();
        let starts: Option<Points> = (!is_noise).then(|| self.source.sample(n, &mut rng));
        let mut times = Vec::with_capacity(n);
        let mut noise = Vec::with_capacity(if is_noise { n * dim } else { 0 });
        for _ in 0..n {
            times.push(self.config.loss.times.draw(&mut rng));
            if is_noise {
                noise.extend((0..dim).map(|_| rng.normal()));
            }
        }
        Draws { z, eps: starts.unwrap_or_else(|| Points::new(dim, noise)), times, labels }
    }

    /// Points of the data with what the network is told of their labels.
    fn data(&self, n: usize, rng: &mut Rng) -> (Points, Vec<Option<usize>>) {
        let Some(Labels { eta, .. }) = self.labels else {
            return (self.dataset.sample(n, rng), Vec::new());
        };
        let drawn = self.dataset.sample_labelled(n, rng);
        let told = drawn.labels.into_iter().map(|label| (eta <= rng.uniform()).then_some(label));
        (drawn.points, told.collect())
    }

    /// Batch of training step `step`, the same on every device and machine.
    ///
    /// `t` of the loss's law, `x_t = alpha_t z + beta_t eps`, and the target of
    /// what is predicted; the weight turns the squared error of the prediction
    /// into the loss in its own space, see [`row_weight`].
    ///
    /// Random: as [`Self::draws`].
    pub fn batch(&self, step: u32) -> Batch {
        self.mixed(self.draws(step))
    }

    /// The batch that is made from `draws`.
    pub fn mixed(&self, draws: Draws) -> Batch {
        let Draws { z, eps, times, labels } = draws;
        let mut batch = Batch::with_room(times.len(), z.dim());
        for (row, ((z, eps), &t)) in z.rows().zip(eps.rows()).zip(&times).enumerate() {
            let s = self.scheduler.at(t);
            let [of_z, of_eps] = s.target(self.predict);
            let pairs = || z.iter().zip(eps);
            batch.input.extend(pairs().map(|(z, e)| (s.alpha * z + s.beta * e) as f32));
            push_features(self.shape.time(), t, &mut batch.input);
            let label = labels.get(row).copied().flatten();
            batch.input.extend(self.shape.label_row(label));
            batch.target.extend(pairs().map(|(z, e)| (of_z * z + of_eps * e) as f32));
            if !self.is_plain() {
                let (space, weight) = (self.config.loss.space, self.config.loss.weight);
                batch.weights.push(row_weight(s, self.predict, space, weight) as f32);
            }
        }
        Batch { times, ..batch }
    }

    /// Whether every row counts alike.
    fn is_plain(&self) -> bool {
        self.predict == self.config.loss.space && self.config.loss.weight == WeightKind::None
    }
}

impl Batch {
    fn with_room(n: usize, dim: usize) -> Self {
        Self {
            n,
            input: Vec::with_capacity(n * (dim + 1)),
            target: Vec::with_capacity(n * dim),
            weights: Vec::new(),
            times: Vec::new(),
        }
    }
}

/// What a network says of every row of a batch, row after row.
///
/// # Errors
/// [`DeviceLost`] if the network's device is gone.
pub async fn answers(network: &Network, batch: &Batch) -> Result<Vec<f32>, DeviceLost> {
    let input = TensorData::new(batch.input.clone(), [batch.n, network.shape.n_in()]);
    let layers = network.shape.layers(&network.params);
    let input = Tensor::from_data(input, &network.params.device());
    Ok(read(vec![network.shape.forward(&layers, input)]).await?.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(link: &str) -> Batch {
        BatchSource::of(&Experiment::from_link(link)).batch(3)
    }

    #[test]
    fn every_prediction_has_its_target_at_the_same_points() {
        let of = |predict: &str| batch(&format!("predict={predict}&batch=64"));
        let (u, z, eps, s) = (of("velocity"), of("data"), of("noise"), of("score"));
        for other in [&z, &eps, &s] {
            assert_eq!(other.input, u.input);
            assert!(other.weights.is_empty());
        }
        for row in 0..2 * 64 {
            // The straight path: u = z - eps, s = -eps / (1 - t).
            assert!((u.target[row] - (z.target[row] - eps.target[row])).abs() < 1e-5);
            let beta = 1.0 - u.times[row / 2] as f32;
            let error = (s.target[row] * beta + eps.target[row]).abs();
            assert!(error < 1e-4 * (1.0 + eps.target[row].abs()), "{error}");
        }
    }

    #[test]
    fn the_velocity_loss_of_a_data_prediction_weighs_by_the_noise_left() {
        let batch = batch("predict=data&loss=velocity&batch=16");
        for (weight, t) in batch.weights.iter().zip(&batch.times) {
            let exact = 1.0 / ((1.0 - t) * (1.0 - t));
            assert!((f64::from(*weight) / exact - 1.0).abs() < 1e-6);
        }
        assert_eq!(batch.weights.len(), 16);
    }

    #[test]
    fn from_another_source_the_path_starts_there() {
        let source = BatchSource::of(&Experiment::from_link("source=circles&batch=512&tmin=0"));
        let batch = source.batch(0);
        // x_t - t u = x_0, which lies on one of two circles of radius 5 and 2.5.
        for (i, t) in batch.times.iter().enumerate() {
            let at = |k: usize| {
                f64::from(batch.input[3 * i + k]) - t * f64::from(batch.target[2 * i + k])
            };
            let radius = at(0).hypot(at(1));
            let off = (radius - 5.0).abs().min((radius - 2.5).abs());
            assert!(off < 6.0 * 0.25, "{radius}");
        }
    }

    #[test]
    fn labels_are_dropped_at_the_rate_eta_and_stand_in_their_place() {
        for eta in [0.0, 0.1, 0.5, 1.0] {
            let link = format!("data=gmm5&net=8x1&batch=1000&cond=on&eta={eta}");
            let source = BatchSource::of(&Experiment::from_link(&link));
            let mut n_dropped = 0;
            for step in 0..10 {
                let draws = source.draws(step);
                n_dropped += draws.labels.iter().filter(|label| label.is_none()).count();
                let batch = source.mixed(draws.clone());
                for (row, label) in batch.input.chunks_exact(2 + 1 + 6).zip(&draws.labels) {
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
        let link = "data=gmm5&net=8x1&batch=200&tmin=0.5&cond=on&eta=0";
        let source = BatchSource::of(&Experiment::from_link(link));
        let draws = source.draws(0);
        let batch = source.mixed(draws.clone());
        for ((row, target), (t, label)) in batch
            .input
            .chunks_exact(9)
            .zip(batch.target.chunks_exact(2))
            .zip(batch.times.iter().zip(draws.labels))
        {
            // z = x + (1 - t) u lies within five of its bell's middle at radius 10.
            let at = |k: usize| f64::from(row[k]) + (1.0 - t) * f64::from(target[k]);
            let turn = std::f64::consts::TAU * label.expect("never dropped") as f64 / 5.0;
            let gap = (at(0) - 10.0 * turn.cos()).hypot(at(1) - 10.0 * turn.sin());
            assert!(gap < 5.0, "{gap}");
        }
    }
}
