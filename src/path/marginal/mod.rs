//! Exact marginals of a mixture under the path from `N(0, I)`: density,
//! velocity, score, divergence, posterior.
//!
//! Every component keeps its shape along the path, so all of these are sums
//! over components weighted by how likely each made the point `x` (the
//! posterior weights `g_k`). Formulas are exact: finite for `0 <= t < 1`, and
//! at `t = 1` where the component has a density. At `t = 1` data points give no
//! finite field, nor do boxes at points outside all of them.
//!
//! Source: MIT 6.S184 notes, marginalization trick; for a box the posterior of
//! `z` is a truncated normal law in every coordinate.

mod at;
mod gaussian_field;
mod isotropic;
mod shaped;

use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::path::marginal::at::MarginalAt;
use crate::path::marginal::isotropic::Isotropic;
use crate::path::marginal::shaped::Shaped;
use crate::path::scheduler::SchedulerKind;

/// The marginal path `p_t` of a law, from `N(0, I)` at `t = 0` to the law at `t = 1`.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    law: Mixture,
    scheduler: SchedulerKind,
    isotropic: Isotropic,
    shaped: Vec<Shaped>,
}

impl Marginal {
    /// The path to `law` under `scheduler`.
    pub fn new(law: &Mixture, scheduler: SchedulerKind) -> Self {
        let isotropic = Isotropic::of(law);
        let shaped = Shaped::all_of(law);
        Self { law: law.clone(), scheduler, isotropic, shaped }
    }

    /// The law at `t = 1`.
    pub fn law(&self) -> &Mixture {
        &self.law
    }

    /// How data and noise are mixed over time.
    pub fn scheduler(&self) -> SchedulerKind {
        self.scheduler
    }

    /// How likely each component of the law made the point `x` at time `t`.
    ///
    /// In the order of the law's components; they sum to 1.
    pub fn posterior(&self, t: f64, x: &[f64]) -> Vec<f64> {
        self.at(t).posterior(x)
    }

    /// `E[z given x_t = x]` at every point: the prediction of the data.
    pub fn posterior_mean(&self, t: f64, x: &Points) -> Points {
        self.map_points(t, x, MarginalAt::posterior_mean)
    }

    /// `tr Cov[z given x_t = x]` at every point: how much the data is still open.
    pub fn posterior_variance(&self, t: f64, x: &Points) -> Vec<f64> {
        self.map_numbers(t, x, MarginalAt::posterior_variance)
    }

    /// Everything that depends on the time alone, with room to work in.
    pub(super) fn at(&self, t: f64) -> MarginalAt<'_> {
        let schedule = self.scheduler.at(t);
        let isotropic = self.isotropic.at(schedule);
        let shaped = self.shaped.iter().map(|shape| shape.at(schedule)).collect();
        MarginalAt::new(self.law.dim(), schedule, isotropic, shaped)
    }

    fn map_points<'a>(
        &'a self,
        t: f64,
        x: &Points,
        f: impl Fn(&mut MarginalAt<'a>, &[f64], &mut [f64]),
    ) -> Points {
        assert_eq!(x.dim(), self.law.dim(), "marginal: points of another dimension");
        let mut at = self.at(t);
        let mut out = Points::zeros(x.n(), x.dim());
        for (i, row) in x.rows().enumerate() {
            f(&mut at, row, out.row_mut(i));
        }
        out
    }

    fn map_numbers<'a>(
        &'a self,
        t: f64,
        x: &Points,
        f: impl Fn(&mut MarginalAt<'a>, &[f64]) -> f64,
    ) -> Vec<f64> {
        assert_eq!(x.dim(), self.law.dim(), "marginal: points of another dimension");
        let mut at = self.at(t);
        x.rows().map(|row| f(&mut at, row)).collect()
    }
}

impl VectorField<Points> for Marginal {
    fn velocity(&self, t: f64, x: &Points) -> Points {
        self.map_points(t, x, MarginalAt::velocity)
    }
}

impl Score<Points> for Marginal {
    fn score(&self, t: f64, x: &Points) -> Points {
        self.map_points(t, x, MarginalAt::score)
    }
}

impl LogDensity for Marginal {
    fn log_density(&self, t: f64, x: &Points) -> Vec<f64> {
        self.map_numbers(t, x, MarginalAt::log_density)
    }
}

impl Divergence for Marginal {
    fn divergence(&self, t: f64, x: &Points) -> Vec<f64> {
        self.map_numbers(t, x, MarginalAt::divergence)
    }
}

#[cfg(test)]
mod tests;
