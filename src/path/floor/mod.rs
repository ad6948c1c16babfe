//! The loss that no network can beat: conditional flow matching's floor.
//!
//! `L* = E |target - E[target given x_t]|^2`. Given `x_t` the target is linear in
//! `z`, with slope `Delta / beta`, so at one time
//! `L*(t) = (Delta / beta)^2 E tr Cov[z given x_t]`: no difference of large
//! numbers, and never negative. The floor of a run is its mean over the run's
//! times, `t` uniform on `[tmin, tmax]`.

mod chance;
mod grid;

use crate::path::floor::chance::Chance;
use crate::path::floor::grid::Grid;
use crate::path::marginal::Marginal;
use crate::path::scheduler::ScheduleAt;

/// A number with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Best guess so far; not a number before there is one.
    pub value: f64,
    /// Standard error of a random estimate, a bound on the error of a
    /// quadrature; infinite before there is an estimate.
    pub std_error: f64,
}

/// The floor of one path and one range of times, worked out slice by slice.
///
/// Mixtures of few Gaussians on a line or a plane go by quadrature in `x` and
/// `t`; everything else by seeded Monte Carlo, stratified in `t`, until the
/// standard error is a thousandth of the value.
#[derive(Clone, Debug)]
pub struct CfmFloor {
    marginal: Marginal,
    method: Method,
}

#[derive(Clone, Debug)]
enum Method {
    Infinite,
    Grid(Grid),
    Chance(Box<Chance>),
}

impl CfmFloor {
    /// The floor of `marginal` for `t` uniform on `[tmin, tmax]`.
    ///
    /// Infinite if `tmax` is 1 and the schedule's `d_beta` is not finite there.
    /// Random: by `seed` alone, and only where quadrature is too much work.
    ///
    /// # Panics
    /// Unless `0 <= tmin < tmax <= 1`.
    pub fn new(marginal: &Marginal, [tmin, tmax]: [f64; 2], seed: u64) -> Self {
        assert!(0.0 <= tmin && tmin < tmax && tmax <= 1.0, "floor: times must rise within [0, 1]");
        let panels = panels([tmin, tmax], !marginal.scheduler().is_finite_at_start());
        let is_infinite = 1.0 <= tmax && !marginal.scheduler().at(1.0).d_beta.is_finite();
        let method = if is_infinite {
            Method::Infinite
        } else if let Some(grid) = Grid::new(marginal, &panels) {
            Method::Grid(grid)
        } else {
            Method::Chance(Box::new(Chance::new(&panels, seed)))
        };
        Self { marginal: marginal.clone(), method }
    }

    /// Does a few milliseconds of work; true while some is left.
    pub fn advance(&mut self) -> bool {
        match &mut self.method {
            Method::Infinite => false,
            Method::Grid(grid) => grid.advance(&self.marginal),
            Method::Chance(chance) => chance.advance(&self.marginal),
        }
    }

    /// Share of the work done, from 0 to 1; chance may be good enough before that.
    pub fn progress(&self) -> f64 {
        match &self.method {
            Method::Infinite => 1.0,
            Method::Grid(grid) => grid.progress(),
            Method::Chance(chance) => chance.progress(),
        }
    }

    /// The floor as far as it is known.
    pub fn value(&self) -> Estimate {
        match &self.method {
            Method::Infinite => Estimate { value: f64::INFINITY, std_error: 0.0 },
            Method::Grid(grid) => grid.value(),
            Method::Chance(chance) => chance.value(),
        }
    }
}

/// Mean loss of a network that always says zero: `E |d_alpha z + d_beta eps|^2`
/// at one time, for data with second moment `E |z|^2` in `dim` dimensions.
pub fn zero_loss(schedule: ScheduleAt, second_moment: f64, dim: usize) -> f64 {
    let ScheduleAt { d_alpha, d_beta, .. } = schedule;
    d_alpha * d_alpha * second_moment + d_beta * d_beta * dim as f64
}

/// `(Delta / beta)^2`: what a unit of posterior variance costs in loss.
fn price(schedule: ScheduleAt) -> f64 {
    let slope = schedule.b_delta / (schedule.beta * schedule.beta);
    slope * slope
}

/// `[tmin, tmax]` in pieces no longer than an eighth, halving toward `t = 1`,
/// and toward `t = 0` where floors grow there too (`is_steep_at_start`).
///
/// Floors grow like powers of `1 / (1 - t)`; on pieces that keep their distance
/// from 1 in proportion to their length they look alike.
fn panels([tmin, tmax]: [f64; 2], is_steep_at_start: bool) -> Vec<[f64; 2]> {
    const LONGEST: f64 = 0.125;
    const SHORTEST: f64 = 1.0 / 65_536.0;
    let mut panels = Vec::new();
    let mut from = tmin;
    while from < tmax {
        let mut length = (0.5 * (1.0 - from)).min(LONGEST);
        let is_last = tmax - from <= length * 1.5 || length < SHORTEST;
        if is_steep_at_start {
            length = length.min(from.max(SHORTEST));
        }
        let is_last = is_last && (tmax - from <= length * 1.5 || 0.5 < from);
        let to = if is_last { tmax } else { from + length };
        panels.push([from, to]);
        from = to;
    }
    panels
}

#[cfg(test)]
mod tests;
