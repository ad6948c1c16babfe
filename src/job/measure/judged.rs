//! One distance of samples to fresh data, and what chance alone would give.

use crate::dataset::Dataset;
use crate::experiment::run::Experiment;
use crate::job::distance::reference;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::measure::MAX_MATCHED;
use crate::math::points::Points;
use crate::metric::exact;
use crate::metric::mmd::MmdRun;
use crate::metric::mmd::bandwidth_of;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::sliced::SlicedRun;

/// How far two sets are apart.
#[derive(Clone, Copy, Debug)]
pub(super) enum Distance {
    /// Sliced W2.
    Sliced,
    /// W2 by the best matching.
    Exact,
    /// Squared MMD.
    Kernel,
}

/// A distance in the making.
enum Run {
    Sliced(SlicedRun),
    Exact(Points, Points),
    Kernel(MmdRun),
}

/// A distance of samples with its noise level.
pub(super) struct Judged {
    distance: Distance,
    data: Dataset,
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
        let data = experiment.data.build();
        let fresh = reference(&data, experiment.seed, n);
        let bandwidth = bandwidth_of(&fresh);
        Self {
            distance,
            run: distance.between(samples.slice(0..n), fresh, bandwidth),
            data,
            n,
            bandwidth,
            is_known: false,
            level: NoiseLevel::new(experiment.seed, N_PAIRS),
        }
    }

    /// The pair whose distance comes next.
    fn next_run(&self) -> Run {
        let (a, b) = self.level.next_pair(|rng| self.data.sample(self.n, rng));
        self.distance.between(a, b, self.bandwidth)
    }
}

impl Distance {
    /// Names of the distance and of its level.
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Sliced => ["sliced_w2", "sliced_w2_noise"],
            Self::Exact => ["w2", "w2_noise"],
            Self::Kernel => ["mmd", "mmd_noise"],
        }
    }

    fn between(self, a: Points, b: Points, bandwidth: f64) -> Run {
        match self {
            Self::Sliced => Run::Sliced(SlicedRun::new(a, b)),
            Self::Exact => Run::Exact(a, b),
            Self::Kernel => Run::Kernel(MmdRun::new(a, b, bandwidth)),
        }
    }
}

impl Run {
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
        let [name, level_name] = self.distance.names();
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
