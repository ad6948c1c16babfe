//! Exact marginals of `x_t = alpha_t z + beta_t x_0` for a source that is a
//! mixture of its own, drawn independently of the data: density, velocity,
//! divergence, posterior.
//!
//! Every pair of a source and a data component keeps its shape along the path;
//! all quantities are sums over pairs weighted by how likely each made the
//! point `x`. Two Gaussians make a Gaussian; next to a uniform box each
//! coordinate is a truncated normal law, between two boxes a uniform law on the
//! overlap of two intervals. There is no score in the sense of an SDE identity.
//!
//! Cost: pairs of isotropic components stand in tiles of neighbors, and every
//! tile and every pair with a box has an upper bound of its log density at `x`
//! (distance to its bounding box). Pairs are left out only where that bound
//! lies `40 + log(number of pairs)` below the log density of a pair at hand, so
//! that all of them together weigh less than `e^-40`, under a rounding.
//! Measured natively: about 9 ns for a kept isotropic pair of the plane, 450 ns
//! for one with a box, and 2 to 4 ns for every pair of two curves that there is.
//!
//! Source: MIT 6.S184, lab 2 (linear path between any two laws); Albergo et
//! al., stochastic interpolants.

mod at;
mod flat;
mod shaped;
mod span;
mod split;
mod tiles;

use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::VectorField;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::path::convert::PredictKind;
use crate::path::coupled::at::CoupledAt;
use crate::path::coupled::flat::FlatPairs;
use crate::path::coupled::shaped::ShapedPair;
use crate::path::scheduler::SchedulerKind;

/// Two laws between which the path has no density in closed form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCoupled {
    /// A source point meets a data point: the path stays a point at all times.
    #[error("source and data must not both have parts without a width; blur one of them")]
    NoDensity,
    /// A correlated Gaussian meets a box, and it is flat or not in the plane.
    #[error("a correlated Gaussian meets a box; give it a width in every direction of the plane")]
    TiltedBox,
}

/// The marginal path from a source at `t = 0` to a law at `t = 1`.
#[derive(Clone, Debug, PartialEq)]
pub struct CoupledMarginal {
    source: Mixture,
    data: Mixture,
    scheduler: SchedulerKind,
    flat: FlatPairs,
    shaped: Vec<ShapedPair>,
}

impl CoupledMarginal {
    /// The path from `source` to `data`, drawn independently, under `scheduler`.
    ///
    /// Correlated Gaussians that meet a box on the other side become rows of
    /// isotropic ones, with the density to about `1e-10` of its largest value;
    /// everything else is exact.
    ///
    /// # Errors
    /// [`NotCoupled`] where the path has no density in closed form.
    ///
    /// # Panics
    /// If the laws differ in dimension.
    pub fn new(
        source: &Mixture,
        data: &Mixture,
        scheduler: SchedulerKind,
    ) -> Result<Self, NotCoupled> {
        assert_eq!(source.dim(), data.dim(), "coupled: both laws in one space");
        let facing = |law: &Mixture, other: &Mixture| {
            if other.components().iter().any(|c| matches!(c, Component::Box { .. })) {
                split::untilted(law)
            } else {
                Ok(law.clone())
            }
        };
        let (from, to) = (facing(source, data)?, facing(data, source)?);
        let flat = FlatPairs::of(&from, &to)?;
        let shaped = ShapedPair::all_of(&from, &to)?;
        Ok(Self { source: source.clone(), data: data.clone(), scheduler, flat, shaped })
    }

    /// The law at `t = 0`.
    pub fn source(&self) -> &Mixture {
        &self.source
    }

    /// The law at `t = 1`.
    pub fn data(&self) -> &Mixture {
        &self.data
    }

    /// How data and source are mixed over time.
    pub fn scheduler(&self) -> SchedulerKind {
        self.scheduler
    }

    /// `E[z given x_t = x]` at every point.
    pub fn posterior_mean(&self, t: f64, x: &Points) -> Points {
        self.converted(t, x, PredictKind::Data)
    }

    /// `E[x_0 given x_t = x]` at every point.
    pub fn source_mean(&self, t: f64, x: &Points) -> Points {
        self.converted(t, x, PredictKind::Noise)
    }

    /// `tr Cov[d_alpha z + d_beta x_0 given x_t = x]`: what the velocity at `x`
    /// leaves open; for the linear path `tr Cov[z - x_0 given x]`.
    pub fn target_variance(&self, t: f64, x: &Points) -> Vec<f64> {
        let mut at = self.at(t);
        self.checked(x).rows().map(|row| at.target_variance(row)).collect()
    }

    /// Number of pairs of components.
    pub fn n_pairs(&self) -> usize {
        self.flat.n_pairs() + self.shaped.len()
    }

    /// Everything that depends on the time alone, with room to work in.
    pub(super) fn at(&self, t: f64) -> CoupledAt<'_> {
        CoupledAt::new(self.source.dim(), self.scheduler.at(t), &self.flat, &self.shaped)
    }

    /// What the velocity says about `z` or `x_0`: they are linear in each other.
    fn converted(&self, t: f64, x: &Points, to: PredictKind) -> Points {
        let velocity = self.velocity(t, x);
        let conversion = self.scheduler.at(t).conversion(PredictKind::Velocity, to);
        let mut out = Points::zeros(x.n(), x.dim());
        conversion.apply(velocity.data(), x.data(), out.data_mut());
        out
    }

    fn checked<'x>(&self, x: &'x Points) -> &'x Points {
        assert_eq!(x.dim(), self.source.dim(), "coupled: points of another dimension");
        x
    }
}

impl VectorField<Points> for CoupledMarginal {
    fn velocity(&self, t: f64, x: &Points) -> Points {
        let mut at = self.at(t);
        let mut out = Points::zeros(x.n(), x.dim());
        for (i, row) in self.checked(x).rows().enumerate() {
            at.velocity(row, out.row_mut(i));
        }
        out
    }
}

impl LogDensity for CoupledMarginal {
    fn log_density(&self, t: f64, x: &Points) -> Vec<f64> {
        let mut at = self.at(t);
        self.checked(x).rows().map(|row| at.log_density(row)).collect()
    }
}

impl Divergence for CoupledMarginal {
    fn divergence(&self, t: f64, x: &Points) -> Vec<f64> {
        let mut at = self.at(t);
        self.checked(x).rows().map(|row| at.divergence(row)).collect()
    }
}

#[cfg(test)]
mod tests;
