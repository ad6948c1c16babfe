//! The way of samples from noise to data: how bent it is and what it costs.

use crate::experiment::run::Experiment;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::goal::Goal;
use crate::job::measure::MAX_MATCHED;
use crate::math::points::Points;
use crate::math::state::State;
use crate::metric::exact;
use crate::metric::path_energy::npe;
use crate::metric::path_energy::path_energy;
use crate::metric::straightness::straightness;

/// Trajectories at their kept times.
///
/// Speeds are those between two kept times: exact for Euler's scheme where
/// every step is kept, and a little too small where the way bends in between.
/// Time is stretched to length one where a grid starts later than at 0.
pub(super) struct Way {
    times: Vec<f64>,
    states: Vec<Points>,
    /// Points that the way starts from.
    start: Points,
    /// As many fresh ones of the law that it should end in.
    fresh: Points,
}

impl Way {
    /// The way through `states`, one per time, at least two.
    pub(super) fn new(experiment: &Experiment, times: Vec<f64>, states: Vec<Points>) -> Self {
        let n = states[0].n().min(MAX_MATCHED);
        let first = if experiment.is_backward() { states.len() - 1 } else { 0 };
        let (start, fresh) =
            (states[first].slice(0..n), Goal::of(experiment).reference(experiment.seed, n));
        let (t0, t1) = (times[0], times[times.len() - 1]);
        let times = times.into_iter().map(|t| (t - t0) / (t1 - t0)).collect();
        Self { times, states, start, fresh }
    }
}

impl Work for Way {
    fn piece(&mut self) -> Piece {
        let (times, states) = (&self.times, &self.states);
        let speeds: Vec<Points> = times
            .windows(2)
            .zip(states.windows(2))
            .map(|(t, x)| x[1].clone().add_scaled(-1.0, &x[0]).scaled(1.0 / (t[1] - t[0])))
            .collect();
        let energy = path_energy(times, &speeds);
        let least = exact::w2(&self.start, &self.fresh).unwrap_or(f64::NAN);
        let number = |name, value| Number { name, value, spread: None };
        let metrics = vec![
            number("straightness", straightness(times, states)),
            number("path_energy", energy),
            number("npe", npe(energy, least * least)),
        ];
        Piece { metrics, is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (0, 1)
    }
}
