//! Strictly monotone time grids; the only way to say which steps are made.
//!
//! A field that is singular at the end of time is met here, by a grid that
//! keeps away from it, never by an epsilon inside a formula.

use thiserror::Error;

use crate::solver::step::Step;

/// Most steps that a grid may have.
pub const MAX_STEPS: usize = 1_000_000;

/// Times `t_0, ..., t_n`, at least one step, all forward or all backward.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeGrid {
    times: Vec<f64>,
}

/// Why numbers are no time grid.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum BadGrid {
    /// A grid needs a first step.
    #[error("a time grid needs at least one step")]
    NoSteps,
    /// More than [`MAX_STEPS`].
    #[error("a time grid of {n_steps} steps is too long; take at most {MAX_STEPS}")]
    TooManySteps {
        /// Number of steps asked for.
        n_steps: usize,
    },
    /// Infinite or not a number.
    #[error("time {t} is not a number of the time axis")]
    NotFinite {
        /// The time given.
        t: f64,
    },
    /// A step of no length, or against the direction of the first.
    #[error("times {t0} and {t1} do not move on; take fewer steps or a longer interval")]
    NotMonotone {
        /// Beginning of the step.
        t0: f64,
        /// End of the step.
        t1: f64,
    },
    /// The gap swallows the whole grid, or is negative.
    #[error("a gap of {gap} leaves nothing of a grid that is {span} long")]
    BadGap {
        /// Gap asked for.
        gap: f64,
        /// Length of the grid.
        span: f64,
    },
    /// A grid that is spaced by the ratio of noise to signal leaves the path.
    #[error("time {t} lies outside 0 to 1, where noise and signal have a ratio")]
    OffPath {
        /// The time given.
        t: f64,
    },
    /// A grid that is spaced by the ratio of noise to signal starts at its end.
    #[error("a grid spaced by noise has no room after t = {t}; start earlier")]
    TooLate {
        /// First time asked for.
        t: f64,
    },
}

impl TimeGrid {
    /// The times given, in their order.
    ///
    /// # Errors
    /// [`BadGrid`] unless all are finite and strictly increase, or strictly
    /// decrease, over 1 to [`MAX_STEPS`] steps.
    pub fn from_times(times: Vec<f64>) -> Result<Self, BadGrid> {
        check_n_steps(times.len().saturating_sub(1))?;
        check_finite(&times)?;
        let is_forward = times[0] < times[1];
        for pair in times.windows(2) {
            let (t0, t1) = (pair[0], pair[1]);
            let moves_on = if is_forward { t0 < t1 } else { t1 < t0 };
            if !moves_on {
                return Err(BadGrid::NotMonotone { t0, t1 });
            }
        }
        Ok(Self { times })
    }

    /// `t_i = t0 + (t1 - t0) i/n`, with `n` steps; backward if `t1 < t0`.
    ///
    /// The last time is `t1` to the last bit.
    ///
    /// # Errors
    /// [`BadGrid`] if `n` is not within 1 to [`MAX_STEPS`], a time is not
    /// finite, or the steps are too short to tell times apart.
    pub fn uniform(t0: f64, t1: f64, n: usize) -> Result<Self, BadGrid> {
        Self::warped(t0, t1, n, |share| share)
    }

    /// `t_i = t0 + (t1 - t0) warp(i/n)`, with `warp` rising from 0 to 1.
    ///
    /// The last time is `t1` to the last bit.
    ///
    /// # Errors
    /// As [`Self::uniform`], and if `warp` turns back.
    pub fn warped(t0: f64, t1: f64, n: usize, warp: impl Fn(f64) -> f64) -> Result<Self, BadGrid> {
        check_n_steps(n)?;
        check_finite(&[t0, t1])?;
        let share = |i: usize| warp(i as f64 / n as f64);
        let mut times: Vec<f64> = (0..n).map(|i| t0 + (t1 - t0) * share(i)).collect();
        times.push(t1);
        Self::from_times(times)
    }

    /// The same number of steps in the same proportions, ending `gap` earlier.
    ///
    /// # Errors
    /// [`BadGrid::BadGap`] unless `0 <= gap < |t_n - t_0|`.
    pub fn without_end(self, gap: f64) -> Result<Self, BadGrid> {
        let (t0, t1) = (self.start(), self.end());
        let span = (t1 - t0).abs();
        if !(0.0 <= gap && gap < span) {
            return Err(BadGrid::BadGap { gap, span });
        }
        let end = if t0 < t1 { t1 - gap } else { t1 + gap };
        let scale = (end - t0) / (t1 - t0);
        let mut times: Vec<f64> = self.times.iter().map(|t| t0 + (t - t0) * scale).collect();
        times.pop();
        times.push(end);
        Self::from_times(times)
    }

    /// The same times in the opposite order.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.times.reverse();
        self
    }

    /// Whether time rises along the grid.
    pub fn is_forward(&self) -> bool {
        self.start() < self.end()
    }

    /// All times, one more than there are steps.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// Number of steps, at least one.
    pub fn n_steps(&self) -> usize {
        self.times.len() - 1
    }

    /// First time.
    pub fn start(&self) -> f64 {
        self.times[0]
    }

    /// Last time.
    pub fn end(&self) -> f64 {
        self.times[self.n_steps()]
    }

    /// Step number `step_idx`, if there is one.
    pub fn step(&self, step_idx: usize) -> Option<Step> {
        let t1 = *self.times.get(step_idx + 1)?;
        Some(Step { t0: self.times[step_idx], t1 })
    }
}

fn check_n_steps(n_steps: usize) -> Result<(), BadGrid> {
    match n_steps {
        0 => Err(BadGrid::NoSteps),
        _ if MAX_STEPS < n_steps => Err(BadGrid::TooManySteps { n_steps }),
        _ => Ok(()),
    }
}

fn check_finite(times: &[f64]) -> Result<(), BadGrid> {
    match times.iter().find(|t| !t.is_finite()) {
        Some(&t) => Err(BadGrid::NotFinite { t }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uniform_grid_cuts_the_interval_into_equal_steps() {
        let grid = TimeGrid::uniform(0.0, 1.0, 4).unwrap();
        assert_eq!(grid.times(), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(grid.n_steps(), 4);
        assert_eq!(grid.step(3), Some(Step { t0: 0.75, t1: 1.0 }));
        assert_eq!(grid.step(4), None);
    }

    #[test]
    fn a_uniform_grid_ends_where_it_was_told_to_and_never_beyond() {
        for n in 1..=1000 {
            let grid = TimeGrid::uniform(0.001, 0.999, n).unwrap();
            assert_eq!((grid.start(), grid.end()), (0.001, 0.999), "n = {n}");
        }
    }

    #[test]
    fn a_grid_may_run_backward() {
        let backward = TimeGrid::uniform(1.0, 0.0, 4).unwrap();
        assert_eq!(backward, TimeGrid::uniform(0.0, 1.0, 4).unwrap().reversed());
        assert!(backward.step(0).unwrap().h() < 0.0);
    }

    #[test]
    fn a_grid_without_its_end_keeps_its_steps_and_proportions() {
        let grid = TimeGrid::from_times(vec![0.0, 0.5, 0.75, 1.0]).unwrap();
        let shorter = grid.without_end(0.5).unwrap();
        assert_eq!(shorter.times(), [0.0, 0.25, 0.375, 0.5]);
        let uniform = TimeGrid::uniform(0.0, 1.0, 100).unwrap().without_end(1e-3).unwrap();
        assert_eq!((uniform.n_steps(), uniform.end()), (100, 1.0 - 1e-3));
    }

    #[test]
    fn a_backward_grid_without_its_end_stops_above_it() {
        let grid = TimeGrid::uniform(1.0, 0.0, 2).unwrap().without_end(0.5).unwrap();
        assert_eq!(grid.times(), [1.0, 0.75, 0.5]);
    }

    #[test]
    fn bad_numbers_are_told_apart() {
        let uniform = |t0, t1, n| TimeGrid::uniform(t0, t1, n).unwrap_err();
        assert_eq!(uniform(0.0, 1.0, 0), BadGrid::NoSteps);
        assert_eq!(uniform(0.0, 1.0, 2_000_000), BadGrid::TooManySteps { n_steps: 2_000_000 });
        assert_eq!(uniform(0.0, f64::INFINITY, 1), BadGrid::NotFinite { t: f64::INFINITY });
        assert!(matches!(uniform(f64::NAN, 1.0, 3), BadGrid::NotFinite { .. }));
        assert_eq!(uniform(0.5, 0.5, 1), BadGrid::NotMonotone { t0: 0.5, t1: 0.5 });
        let hair = 1.0 + f64::EPSILON;
        assert!(matches!(uniform(1.0, hair, 2), BadGrid::NotMonotone { .. }));
    }

    #[test]
    fn times_that_turn_back_are_no_grid() {
        let turning = TimeGrid::from_times(vec![0.0, 0.5, 0.4]);
        assert_eq!(turning, Err(BadGrid::NotMonotone { t0: 0.5, t1: 0.4 }));
        assert_eq!(TimeGrid::from_times(vec![]), Err(BadGrid::NoSteps));
        assert_eq!(TimeGrid::from_times(vec![0.0]), Err(BadGrid::NoSteps));
    }

    #[test]
    fn a_gap_must_leave_something() {
        let grid = || TimeGrid::uniform(0.0, 1.0, 3).unwrap();
        for gap in [1.0, 2.0, -0.1, f64::NAN] {
            assert!(matches!(grid().without_end(gap), Err(BadGrid::BadGap { .. })), "gap {gap}");
        }
        assert_eq!(grid().without_end(0.0), Ok(grid()));
    }
}
