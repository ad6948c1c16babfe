//! How far samples are from fresh data, beside what chance alone would give.

use crate::dataset::Dataset;
use crate::experiment::run::Experiment;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::metric::exact;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::sliced::sliced_w2;
use crate::protocol::buffer::Buffer;

/// The set of fresh data that samples are compared with.
///
/// Shapes: `[n, dim]`. Random: `Stream::Metric` of the seed, so that it shares
/// no number with what the network was trained on.
pub fn reference(data: &Dataset, seed: u64, n: usize) -> Points {
    data.sample(n, &mut Rng::stream(seed, Stream::Metric, 0))
}

/// Distances of one set of samples.
pub(crate) struct Distances {
    data: Dataset,
    seed: u64,
    samples: Points,
    is_exact_wanted: bool,
    sliced_noise: NoiseLevel,
    exact_noise: NoiseLevel,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Sliced,
    SlicedNoise,
    Exact,
    ExactNoise,
}

impl Distances {
    /// The distances before any is known; without samples there is nothing to do.
    pub(crate) fn new(experiment: &Experiment, samples: &Buffer, is_exact_wanted: bool) -> Self {
        let data = experiment.aim();
        let dim = data.dim();
        let n_whole = samples.0.len() / dim * dim;
        Self {
            seed: experiment.seed,
            samples: Points::from_f32(dim, &samples.0[..n_whole]),
            data,
            is_exact_wanted,
            sliced_noise: NoiseLevel::new(experiment.seed, N_PAIRS),
            exact_noise: NoiseLevel::new(experiment.seed, N_PAIRS),
            stage: Stage::Sliced,
        }
    }

    fn distance(&self, name: &'static str, metric: impl Fn(&Points, &Points) -> f64) -> Number {
        let fresh = reference(&self.data, self.seed, self.samples.n());
        Number { name, value: metric(&self.samples, &fresh), spread: None }
    }
}

/// Exact W2 of two sets that are known to be of a size it takes.
fn exact_w2(a: &Points, b: &Points) -> f64 {
    exact::w2(a, b).unwrap_or(f64::NAN)
}

fn noise_piece(
    level: &mut NoiseLevel,
    name: &'static str,
    draw: impl FnMut(&mut Rng) -> Points,
    metric: impl Fn(&Points, &Points) -> f64,
) -> Option<Number> {
    if level.advance(draw, metric) {
        return None;
    }
    Some(Number { name, value: level.value()?, spread: level.spread() })
}

impl Work for Distances {
    fn piece(&mut self) -> Piece {
        let n = self.samples.n();
        if n == 0 {
            return Piece { is_last: true, ..Piece::default() };
        }
        let is_exact_wanted = self.is_exact_wanted && n <= exact::MAX_POINTS;
        let data = &self.data;
        let draw = |rng: &mut Rng| data.sample(n, rng);
        let (number, next) = match self.stage {
            Stage::Sliced => {
                (Some(self.distance("sliced_w2", sliced_w2)), Some(Stage::SlicedNoise))
            }
            Stage::SlicedNoise => {
                let level = &mut self.sliced_noise;
                let number = noise_piece(level, "sliced_w2_noise", draw, sliced_w2);
                (number, is_exact_wanted.then_some(Stage::Exact))
            }
            Stage::Exact => (Some(self.distance("w2", exact_w2)), Some(Stage::ExactNoise)),
            Stage::ExactNoise => {
                let level = &mut self.exact_noise;
                (noise_piece(level, "w2_noise", draw, exact_w2), None)
            }
        };
        if let (Some(_), Some(next)) = (&number, next) {
            self.stage = next;
        }
        let is_last = number.is_some() && next.is_none();
        Piece { metrics: number.into_iter().collect(), is_last, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        let n_levels = 1 + usize::from(self.is_exact_wanted);
        let done = self.sliced_noise.n_done() + self.exact_noise.n_done();
        (done as usize, n_levels * N_PAIRS as usize)
    }
}
