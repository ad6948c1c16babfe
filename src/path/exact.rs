//! The exact field between a source and a law, whatever the source.

use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::path::coupled::CoupledMarginal;
use crate::path::coupled::NotCoupled;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// The marginal path between two laws.
#[derive(Clone, Debug, PartialEq)]
pub enum ExactField {
    /// From `N(0, I)`: with score and SDE identities.
    Gaussian(Marginal),
    /// From any other mixture.
    Coupled(CoupledMarginal),
}

impl ExactField {
    /// The path from `source` to `data`, drawn independently, under `scheduler`.
    ///
    /// # Errors
    /// [`NotCoupled`] where the path has no density in closed form; never for
    /// the source `N(0, I)`.
    pub fn new(
        source: &Mixture,
        data: &Mixture,
        scheduler: SchedulerKind,
    ) -> Result<Self, NotCoupled> {
        if is_standard(source) {
            return Ok(Self::Gaussian(Marginal::new(data, scheduler)));
        }
        CoupledMarginal::new(source, data, scheduler).map(Self::Coupled)
    }

    /// The path from `N(0, I)` to `data`.
    pub fn from_noise(data: &Mixture, scheduler: SchedulerKind) -> Self {
        Self::Gaussian(Marginal::new(data, scheduler))
    }

    /// The law at `t = 1`.
    pub fn data(&self) -> &Mixture {
        match self {
            Self::Gaussian(marginal) => marginal.law(),
            Self::Coupled(coupled) => coupled.data(),
        }
    }

    /// How data and source are mixed over time.
    pub fn scheduler(&self) -> SchedulerKind {
        match self {
            Self::Gaussian(marginal) => marginal.scheduler(),
            Self::Coupled(coupled) => coupled.scheduler(),
        }
    }

    /// `grad log p_t`, where it drives an SDE of the same marginals: from `N(0, I)` only.
    pub fn score(&self, t: f64, x: &Points) -> Option<Points> {
        match self {
            Self::Gaussian(marginal) => Some(marginal.score(t, x)),
            Self::Coupled(_) => None,
        }
    }

    /// `E[z given x_t = x]` at every point.
    pub fn posterior_mean(&self, t: f64, x: &Points) -> Points {
        match self {
            Self::Gaussian(marginal) => marginal.posterior_mean(t, x),
            Self::Coupled(coupled) => coupled.posterior_mean(t, x),
        }
    }
}

impl VectorField<Points> for ExactField {
    fn velocity(&self, t: f64, x: &Points) -> Points {
        match self {
            Self::Gaussian(marginal) => marginal.velocity(t, x),
            Self::Coupled(coupled) => coupled.velocity(t, x),
        }
    }
}

impl LogDensity for ExactField {
    fn log_density(&self, t: f64, x: &Points) -> Vec<f64> {
        match self {
            Self::Gaussian(marginal) => marginal.log_density(t, x),
            Self::Coupled(coupled) => coupled.log_density(t, x),
        }
    }
}

impl Divergence for ExactField {
    fn divergence(&self, t: f64, x: &Points) -> Vec<f64> {
        match self {
            Self::Gaussian(marginal) => marginal.divergence(t, x),
            Self::Coupled(coupled) => coupled.divergence(t, x),
        }
    }
}

/// Whether a law is `N(0, I)`, written as one isotropic component.
fn is_standard(law: &Mixture) -> bool {
    let [Component::Isotropic { mean, variance }] = law.components() else {
        return false;
    };
    variance.to_bits() == 1.0_f64.to_bits() && mean.iter().all(|m| m.abs() <= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;

    #[test]
    fn the_standard_normal_source_gives_the_marginal_and_any_other_the_coupled_one() {
        let law = DatasetKind::Checkerboard.build();
        let noise = Mixture::isotropic(&Points::zeros(1, 2), 1.0).unwrap();
        let field = ExactField::new(&noise, law.law(), SchedulerKind::Vp).unwrap();
        assert_eq!(field, ExactField::from_noise(law.law(), SchedulerKind::Vp));
        let x = Points::new(2, vec![0.3, 0.4]);
        assert!(field.score(0.5, &x).is_some());
        let circles = DatasetKind::Circles.build();
        let linear = SchedulerKind::Linear;
        let field = ExactField::new(circles.law(), law.law(), linear).unwrap();
        assert!(matches!(field, ExactField::Coupled(_)) && field.score(0.5, &x).is_none());
        assert_eq!((field.data(), field.scheduler()), (law.law(), linear));
    }
}
