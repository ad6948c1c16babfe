//! Schemes against each other on one exact field: error and distance to the
//! data over the number of field calls.

mod ends;

use std::collections::VecDeque;

use crate::dataset::Dataset;
use crate::experiment::run::Experiment;
use crate::job::bench::ends::Ends;
use crate::job::distance::reference;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::plan::SamplePlan;
use crate::math::kind::Kind;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::order::fitted_order;
use crate::metric::order::rounding_floor;
use crate::metric::sliced::SlicedRun;
use crate::path::marginal::Marginal;
use crate::protocol::event::Curve;
use crate::protocol::event::Frame;
use crate::solver::SolverKind;
use crate::solver::sigma::Sigma;
use crate::solver::spacing::GridKind;

/// Numbers of steps behind the distances.
pub const STEPS: [usize; 8] = [1, 2, 4, 8, 16, 32, 64, 128];
/// Numbers of steps behind the errors.
pub const ERROR_STEPS: [usize; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/// First of [`ERROR_STEPS`] that counts for the fitted order: with fewer steps
/// some points still fall on the wrong side of a border between modes.
pub const FIRST_FITTED: usize = 6;
/// Seeds behind every distance.
pub const N_SEEDS: u64 = 3;

/// Points whose error is taken.
const N_FOLLOWED: usize = 128;
/// Steps of the reference, by the fourth-order scheme, shorter near the data.
const N_FINE: usize = 1_024;

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// The ends of the fine flow.
    Fine,
    /// Error of a scheme with a number of steps.
    Error(SolverKind, usize),
    /// Distance of a scheme's samples to fresh data, under the seed of that number.
    Distance(SolverKind, usize, u64),
    /// What chance leaves of the distance.
    Level,
}

/// A stage in the making.
enum Doing {
    Carrying(Ends),
    Judging(SlicedRun),
}

/// The comparison, stage after stage.
pub(crate) struct SolverBench {
    experiment: Experiment,
    data: Dataset,
    field: Marginal,
    queue: VecDeque<Stage>,
    n_stages: usize,
    doing: Option<Doing>,
    /// Ends of the fine flow.
    fine: Points,
    curves: Vec<Curve>,
    /// Distances of the seeds so far.
    distances: Vec<f64>,
    level: NoiseLevel,
}

impl SolverBench {
    /// Nothing compared yet. The source is Gaussian noise, whatever the link
    /// says: schemes with noise and by predictions need a score.
    pub(crate) fn new(experiment: &Experiment) -> Self {
        let data = experiment.data.build();
        let followed = SolverKind::ALL.iter().copied().filter(|kind| !kind.is_stochastic());
        let mut queue = VecDeque::from([Stage::Fine]);
        queue.extend(followed.flat_map(|kind| ERROR_STEPS.map(|n| Stage::Error(kind, n))));
        queue.extend((0..N_PAIRS).map(|_| Stage::Level));
        queue.extend(SolverKind::ALL.iter().flat_map(|&kind| {
            let seeds = move |n| (0..N_SEEDS).map(move |seed| Stage::Distance(kind, n, seed));
            STEPS.into_iter().flat_map(seeds)
        }));
        Self {
            field: Marginal::new(data.law(), experiment.path),
            data,
            experiment: experiment.clone(),
            n_stages: queue.len(),
            queue,
            doing: None,
            fine: Points::zeros(0, experiment.dim()),
            curves: Vec::new(),
            distances: Vec::new(),
            level: NoiseLevel::new(experiment.seed, N_PAIRS),
        }
    }

    fn n_samples(&self) -> usize {
        self.experiment.sample.n_samples as usize
    }

    fn begin(&self, stage: Stage) -> Doing {
        let n = self.n_samples();
        match stage {
            Stage::Fine => {
                let plan = self.plan(SolverKind::Rk4, GridKind::Late, N_FINE, 0);
                Doing::Carrying(Ends::new(plan, self.start(N_FOLLOWED, 0)))
            }
            Stage::Error(kind, n_steps) => {
                let plan = self.plan(kind, self.experiment.sample.grid, n_steps, 0);
                Doing::Carrying(Ends::new(plan, self.start(N_FOLLOWED, 0)))
            }
            Stage::Distance(kind, n_steps, seed) => {
                let plan = self.plan(kind, self.experiment.sample.grid, n_steps, seed);
                Doing::Carrying(Ends::new(plan, self.start(n, seed)))
            }
            Stage::Level => {
                let (a, b) = self.level.next_pair(|rng| self.data.sample(n, rng));
                Doing::Judging(SlicedRun::new(a, b))
            }
        }
    }

    /// Noise for the seed of that number.
    fn start(&self, n: usize, seed: u64) -> Points {
        let mut rng = Rng::stream(self.experiment.seed + seed, Stream::Noise, 0);
        rng.normal_points(n, self.experiment.dim())
    }

    /// As the experiment's own samples, but for scheme, grid and seed.
    fn plan(&self, kind: SolverKind, grid: GridKind, n_steps: usize, seed: u64) -> SamplePlan {
        let mut experiment = self.experiment.clone();
        experiment.seed += seed;
        experiment.sample.under = experiment.path;
        experiment.sample.solver = kind;
        experiment.sample.grid = grid;
        experiment.sample.n_steps = n_steps as u32;
        if !kind.is_stochastic() {
            experiment.sample.sigma = Sigma::ZERO;
        }
        SamplePlan::exact(&experiment, self.data.law().is_smooth())
    }

    /// Takes in the ends of what was carried; what else is to be done with them.
    fn carried(&mut self, stage: Stage, ends: Points) -> (Option<Doing>, Piece) {
        match stage {
            Stage::Fine => {
                self.fine = ends;
                (None, Piece::default())
            }
            Stage::Error(kind, n_steps) => {
                let error = rms_distance(&ends, &self.fine);
                (None, self.note_error(kind, n_steps, error))
            }
            Stage::Distance(_, _, seed) => {
                let fresh = reference(&self.data, self.experiment.seed + seed, ends.n());
                (Some(Doing::Judging(SlicedRun::new(ends, fresh))), Piece::default())
            }
            Stage::Level => (None, Piece::default()),
        }
    }

    /// Takes in a distance.
    fn judged(&mut self, stage: Stage, distance: f64) -> Piece {
        let Stage::Distance(kind, n_steps, seed) = stage else {
            self.level.record(distance);
            let is_last = self.level.n_done() == self.level.n_pairs();
            let level = self.level.value().filter(|_| is_last);
            let spread = self.level.spread();
            let number = |value| Number { name: "sliced_w2_noise", value, spread };
            return Piece { metrics: level.map(number).into_iter().collect(), ..Piece::default() };
        };
        self.distances.push(distance);
        if seed + 1 < N_SEEDS {
            return Piece::default();
        }
        let (mean, spread) = mean_and_spread(&std::mem::take(&mut self.distances));
        self.note(&format!("{DISTANCE}{}", kind.key()), nfe(kind, n_steps), mean, spread);
        self.shown(Some(&n_steps) == STEPS.last(), Vec::new())
    }

    fn note_error(&mut self, kind: SolverKind, n_steps: usize, error: f64) -> Piece {
        let name = format!("{ERROR}{}", kind.key());
        self.note(&name, nfe(kind, n_steps), error, 0.0);
        let is_last = Some(&n_steps) == ERROR_STEPS.last();
        let order = is_last.then(|| self.order(kind, &name)).flatten();
        self.shown(is_last, order.into_iter().collect())
    }

    fn order(&self, kind: SolverKind, curve: &str) -> Option<Number> {
        let curve = self.curves.iter().find(|c| c.name == curve)?;
        let errors: Vec<f64> = curve.y.0.iter().map(|&y| f64::from(y)).collect();
        let steps = ERROR_STEPS.map(|n| n as f64);
        let floor = rounding_floor(scale(&self.fine));
        let order = fitted_order(&steps[FIRST_FITTED..], &errors[FIRST_FITTED..], floor)?;
        Some(Number { name: order_name(kind)?, value: order.value, spread: order.std_error })
    }

    fn note(&mut self, name: &str, x: f64, y: f64, spread: f64) {
        if self.curves.iter().all(|curve| curve.name != name) {
            self.curves.push(Curve { name: name.to_owned(), ..Curve::default() });
        }
        if let Some(curve) = self.curves.iter_mut().find(|curve| curve.name == name) {
            curve.x.0.push(x as f32);
            curve.y.0.push(y as f32);
            curve.spread.0.push(spread as f32);
        }
    }

    /// All curves so far, where a scheme has been tried with every number of steps.
    fn shown(&self, is_whole: bool, metrics: Vec<Number>) -> Piece {
        let frame = is_whole.then(|| Frame::Curves { curves: self.curves.clone() });
        Piece { frames: frame.into_iter().collect(), metrics, ..Piece::default() }
    }
}

/// Names of curves: the error's, and the distance's, before the scheme's key.
pub const ERROR: &str = "error/";
/// See [`ERROR`].
pub const DISTANCE: &str = "sliced_w2/";

/// Name of a scheme's fitted order; none for schemes with noise.
pub fn order_name(kind: SolverKind) -> Option<&'static str> {
    match kind {
        SolverKind::Euler => Some("order_euler"),
        SolverKind::Midpoint => Some("order_midpoint"),
        SolverKind::Heun => Some("order_heun"),
        SolverKind::Rk4 => Some("order_rk4"),
        SolverKind::Ddim => Some("order_ddim"),
        SolverKind::EulerMaruyama | SolverKind::StochasticHeun | SolverKind::Ancestral => None,
    }
}

fn nfe(kind: SolverKind, n_steps: usize) -> f64 {
    n_steps as f64 * f64::from(kind.calls_per_step())
}

fn rms_distance(a: &Points, b: &Points) -> f64 {
    let sum: f64 = a.data().iter().zip(b.data()).map(|(a, b)| (a - b) * (a - b)).sum();
    (sum / a.n() as f64).sqrt()
}

/// Root mean square of the points.
fn scale(points: &Points) -> f64 {
    rms_distance(points, &Points::zeros(points.n(), points.dim()))
}

/// Mean, and standard deviation with divisor `n - 1`.
fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sum: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, (sum / (n - 1.0)).sqrt())
}

impl Work for SolverBench {
    fn piece(&mut self) -> Piece {
        let Some(&stage) = self.queue.front() else {
            return Piece { is_last: true, ..Piece::default() };
        };
        let mut doing = self.doing.take().unwrap_or_else(|| self.begin(stage));
        let (next, piece) = match &mut doing {
            Doing::Carrying(ends) => match ends.advance(&self.field) {
                Some(ends) => self.carried(stage, ends),
                None => (Some(doing), Piece::default()),
            },
            Doing::Judging(run) => match run.advance_slice() {
                Some(distance) => (None, self.judged(stage, distance)),
                None => (Some(doing), Piece::default()),
            },
        };
        self.doing = next;
        if self.doing.is_none() {
            self.queue.pop_front();
        }
        Piece { is_last: self.queue.is_empty(), ..piece }
    }

    fn progress(&self) -> (usize, usize) {
        (self.n_stages - self.queue.len(), self.n_stages)
    }
}

#[cfg(test)]
mod tests;
