//! One distance of samples to where they should end, and what chance alone would give.

use crate::experiment::run::Experiment;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::goal::Distance;
use crate::job::goal::Goal;
use crate::job::measure::MAX_MATCHED;
use crate::math::points::Points;
use crate::metric::exact;
use crate::metric::mmd::MmdRun;
use crate::metric::mmd::bandwidth_of;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::sliced::SlicedRun;

/// A distance in the making.
enum Run {
    Sliced(SlicedRun),
    Exact(Points, Points),
    Kernel(MmdRun),
}

/// A distance of samples with its noise level.
pub(super) struct Judged {
    distance: Distance,
    goal: Goal,
    n: usize,
    bandwidth: f64,
    run: Run,
    is_known: bool,
    level: NoiseLevel,
}

impl Judged {
    /// The distance of `samples` before its first piece.
    pub(super) fn new(experiment: &Experiment, distance: Distance, samples: &Points) -> Self {
        let n = match distance {
            Distance::Exact => samples.n().min(MAX_MATCHED),
            Distance::Sliced | Distance::Kernel => samples.n(),
        };
        let goal = Goal::of(experiment);
        let fresh = goal.reference(experiment.seed, n);
        let bandwidth = bandwidth_of(&fresh);
        Self {
            distance,
            run: Run::between(distance, (samples.slice(0..n), fresh), bandwidth),
            goal,
            n,
            bandwidth,
            is_known: false,
            level: NoiseLevel::new(experiment.seed, N_PAIRS),
        }
    }

    /// The pair whose distance comes next.
    fn next_run(&self) -> Run {
        let pair = self.level.next_pair(|rng| self.goal.sample(self.n, rng));
        Run::between(self.distance, pair, self.bandwidth)
    }
}

impl Run {
    fn between(distance: Distance, (a, b): (Points, Points), bandwidth: f64) -> Self {
        match distance {
            Distance::Sliced => Self::Sliced(SlicedRun::new(a, b)),
            Distance::Exact => Self::Exact(a, b),
            Distance::Kernel => Self::Kernel(MmdRun::new(a, b, bandwidth)),
        }
    }

    /// Works for a few milliseconds; the distance at the end. Of diverged
    /// samples there is none: not a number.
    fn advance(&mut self) -> Option<f64> {
        match self {
            Self::Sliced(run) => run.advance_slice(),
            Self::Exact(a, b) => Some(exact::w2(a, b).unwrap_or(f64::NAN)),
            Self::Kernel(run) => run.advance_slice(),
        }
    }
}

impl Work for Judged {
    fn piece(&mut self) -> Piece {
        let Some(value) = self.run.advance() else { return Piece::default() };
        let [name, level_name] = self.goal.names(self.distance);
        let mut metrics = Vec::new();
        if self.is_known {
            self.level.record(value);
        } else {
            self.is_known = true;
            metrics.push(Number { name, value, spread: None });
        }
        let is_last = self.level.n_done() == self.level.n_pairs();
        if is_last {
            let level = self.level.value().map(|value| Number {
                name: level_name,
                value,
                spread: self.level.spread(),
            });
            metrics.extend(level);
        } else {
            self.run = self.next_run();
        }
        Piece { metrics, is_last, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (self.level.n_done() as usize, N_PAIRS as usize)
    }
}
