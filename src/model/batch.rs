//! Training batches, drawn on the CPU in double precision.

use crate::dataset::Dataset;
use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::run::Experiment;
use crate::experiment::run::TrainConfig;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::time::push_features;
use crate::path::gaussian::GaussianPath;

/// One batch as a network sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Number of rows.
    pub n: usize,
    /// `x_t` beside the features of `t`, row after row.
    pub input: Vec<f32>,
    /// Velocity target of each row, `[n, dim]`.
    pub target: Vec<f32>,
}

/// Where batches come from: fresh points of the data at every step.
#[derive(Clone, Debug)]
pub struct BatchSource {
    /// Law of the data.
    pub dataset: Dataset,
    /// From noise to data.
    pub path: GaussianPath,
    /// How the network reads time.
    pub time: TimeFeaturesKind,
    /// Batch size and time range.
    pub config: TrainConfig,
    /// Seed of the experiment.
    pub seed: u64,
}

impl BatchSource {
    /// The batches of `experiment`.
    pub fn of(experiment: &Experiment) -> Self {
        Self {
            dataset: experiment.data.build(),
            path: GaussianPath { scheduler: experiment.path },
            time: experiment.net.time,
            config: experiment.train,
            seed: experiment.seed,
        }
    }

    /// Batch of training step `step`, the same on every device and machine.
    ///
    /// `t ~ U[tmin, tmax]`, `eps ~ N(0, I)`, `x_t = alpha_t z + beta_t eps`,
    /// target `d_alpha_t z + d_beta_t eps`.
    ///
    /// Random: stream `Batch` number `step`; first all `z`, then `t` and `eps`
    /// row by row.
    pub fn batch(&self, step: u32) -> Batch {
        let mut rng = Rng::stream(self.seed, Stream::Batch, u64::from(step));
        let z = self.dataset.sample(self.config.batch as usize, &mut rng);
        let dim = z.dim();
        let mut eps = vec![0.0; dim];
        let (mut x_t, mut u) = (vec![0.0; dim], vec![0.0; dim]);
        let mut batch = Batch { n: z.n(), input: Vec::new(), target: Vec::new() };
        batch.target.reserve(z.n() * dim);
        batch.input.reserve(z.n() * (dim + 1));
        for z in z.rows() {
            let t = rng.uniform_in(self.config.tmin, self.config.tmax);
            eps.fill_with(|| rng.normal());
            self.path.interpolate(t, z, &eps, &mut x_t);
            self.path.target(t, z, &eps, &mut u);
            batch.input.extend(x_t.iter().map(|&v| v as f32));
            push_features(self.time, t, &mut batch.input);
            batch.target.extend(u.iter().map(|&v| v as f32));
        }
        batch
    }
}
