//! The loss that no network can beat, and the loss of one that says nothing.
//!
//! `L* = E w(t) |target - E[target given x_t]|^2`. Given `x_t` the target in
//! any space `q` is linear in `z`, so at one time `L*(t) = w(t) (d target_q/d z)^2
//! E tr Cov[z given x_t]`: no difference of large numbers, and never negative.
//! From a source of its own the posterior is that of `z` and `x_0` together. The
//! floor of a run is its mean over the law of the run's times.

mod chance;
mod grid;

use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::quadrature::Rule;
use crate::path::convert::PredictKind;
use crate::path::exact::ExactField;
use crate::path::floor::chance::Chance;
use crate::path::floor::grid::Grid;
use crate::path::objective;
use crate::path::objective::LossSpec;
use crate::path::objective::times::TimeDistKind;
use crate::path::scheduler::SchedulerKind;

/// Nodes in time on every piece, for the loss of a network that says zero.
const NODES: usize = 12;

/// A number with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Best guess so far; not a number before there is one.
    pub value: f64,
    /// Standard error of a random estimate, a bound on the error of a
    /// quadrature; infinite before there is an estimate.
    pub std_error: f64,
}

/// The floor of one path and one loss, worked out slice by slice.
///
/// From `N(0, I)`, mixtures of few Gaussians on a line or a plane go by
/// quadrature in `x` and `t`; everything else by seeded Monte Carlo, stratified
/// in `t`, until the standard error is a thousandth of the value, two from a
/// source that is a mixture.
#[derive(Clone, Debug)]
pub struct Floor {
    field: ExactField,
    method: Method,
}

#[derive(Clone, Debug)]
enum Method {
    Infinite,
    Grid(Grid),
    Chance(Box<Chance>),
}

impl Floor {
    /// The floor of `loss` on the path of `field`.
    ///
    /// Infinite where the integral over time is: for uniform times that reach an
    /// end at which the loss of data with a density is not integrable.
    /// Random: by `seed` alone, and only where quadrature is too much work.
    pub fn new(field: &ExactField, loss: LossSpec, seed: u64) -> Self {
        let grid = || match field {
            ExactField::Gaussian(marginal) => Grid::new(marginal, loss),
            ExactField::Coupled(_) => None,
        };
        let method = if is_infinite(field, loss) {
            Method::Infinite
        } else if let Some(grid) = grid() {
            Method::Grid(grid)
        } else {
            Method::Chance(Box::new(Chance::new(field, loss, seed)))
        };
        Self { field: field.clone(), method }
    }

    /// Does a few milliseconds of work; true while some is left.
    pub fn advance(&mut self) -> bool {
        match &mut self.method {
            Method::Infinite => false,
            Method::Grid(grid) => match &self.field {
                ExactField::Gaussian(marginal) => grid.advance(marginal),
                ExactField::Coupled(_) => unreachable!("grids are for the source N(0, I)"),
            },
            Method::Chance(chance) => chance.advance(&self.field),
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

/// Mean loss of a network that predicts zero in the space `predict`.
///
/// `E w(t) A(t)^2 |target_p|^2` over the law of the times, by quadrature;
/// infinite where uniform times reach an end at which it is not integrable.
pub fn zero_loss(field: &ExactField, loss: LossSpec, predict: PredictKind) -> f64 {
    let of_time = |t: f64| zero_loss_at(field, loss, predict, t);
    let [tmin, tmax] = loss.times.range();
    let is_uniform = loss.times.kind() == TimeDistKind::Uniform;
    let diverges = |is_at_end: bool, at: &dyn Fn(f64) -> f64| is_at_end && !is_integrable(at);
    if is_uniform
        && (diverges(tmin <= 0.0, &of_time) || diverges(1.0 <= tmax, &|h| of_time(1.0 - h)))
    {
        return f64::INFINITY;
    }
    let at = |v: f64| {
        let (t, density) = loss.times.at(v);
        density * of_time(t)
    };
    let pieces = loss.times.pieces(true);
    pieces.iter().map(|&[from, to]| Rule::legendre(NODES, from, to).integrate(at)).sum()
}

/// Whether the integral of `f` over distances `h` from an end converges.
///
/// Losses grow toward an end like a whole power of `1/h`: from one distance to
/// a much smaller one, `h f(h)` falls if it converges and does not otherwise.
fn is_integrable(f: &dyn Fn(f64) -> f64) -> bool {
    let [near, nearer] = [30, 40].map(|n| 1.0 / (1_u64 << n) as f64);
    nearer * f(nearer) < 0.5 * near * f(near)
}

/// The same at one time: `w(t) A(t)^2 E|of_z z + of_eps x_0|^2`.
pub fn zero_loss_at(field: &ExactField, loss: LossSpec, predict: PredictKind, t: f64) -> f64 {
    let schedule = field.scheduler().at(t);
    let data = field.data();
    let (of_source, along) = match field {
        ExactField::Gaussian(_) => (data.dim() as f64, 0.0),
        ExactField::Coupled(coupled) => {
            let source = coupled.source();
            let along = data.mean().iter().zip(source.mean()).map(|(z, y)| z * y).sum();
            (source.second_moment(), along)
        }
    };
    let [z, y] = schedule.target(predict);
    let square = z * z * data.second_moment() + y * y * of_source + 2.0 * z * y * along;
    objective::row_weight(schedule, predict, loss.space, loss.weight) * square
}

/// Whether the mean over uniform times diverges at an end of the range.
///
/// Toward `t = 1` the posterior variance of data with a width falls like
/// `beta^2`; toward `t = 0` it tends to the variance of the data.
fn is_infinite(field: &ExactField, loss: LossSpec) -> bool {
    let LossSpec { space, weight, times } = loss;
    if times.kind() != TimeDistKind::Uniform {
        return false;
    }
    let [tmin, tmax] = times.range();
    let end = objective::price_times_beta_square(field.scheduler().at(1.0), space, weight);
    let at_end = 1.0 <= tmax && has_width(field.data()) && !end.is_finite();
    let is_open = has_width(field.data()) || 1 < field.data().components().len();
    let at_start = tmin <= 0.0 && is_open && is_steep_at_start(field.scheduler(), loss);
    at_end || at_start
}

/// Whether the price of the posterior variance is infinite at `t = 0`.
fn is_steep_at_start(scheduler: SchedulerKind, loss: LossSpec) -> bool {
    !objective::price(scheduler.at(0.0), loss.space, loss.weight).is_finite()
}

fn has_width(law: &Mixture) -> bool {
    let is_point =
        |c: &Component| matches!(c, Component::Isotropic { variance, .. } if *variance <= 0.0);
    !law.components().iter().all(is_point)
}

#[cfg(test)]
mod tests;
