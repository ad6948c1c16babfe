//! Diffusion coefficients `sigma_t`: how much noise an equation with the same
//! marginals adds. Functions of time alone, and nothing about them is random.

use std::f64::consts::PI;

use thiserror::Error;

use crate::kinds;

kinds! {
    /// Shape of a diffusion coefficient over time, times a level `s`.
    pub enum SigmaKind {
        /// `s`.
        Const = "const", "Constant";
        /// `s beta_t`, fading as the path's noise does.
        Beta = "beta", "As the noise";
        /// `s (1 - t)`.
        Linear = "linear", "Linear";
        /// `s sin(pi t)`, without noise at either end.
        Sine = "sine", "Sine";
    }
}

/// A diffusion coefficient: a shape and its level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sigma {
    kind: SigmaKind,
    level: f64,
}

/// A level that no noise has.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error("the noise level {0} must be finite and not negative")]
pub struct BadSigma(pub f64);

impl Sigma {
    /// No noise: the flow itself.
    pub const ZERO: Self = Self { kind: SigmaKind::Const, level: 0.0 };

    /// The coefficient of shape `kind` and level `s`; units: data units per root time.
    ///
    /// # Errors
    /// [`BadSigma`] unless `level` is finite and not negative.
    pub fn new(kind: SigmaKind, level: f64) -> Result<Self, BadSigma> {
        if (0.0..=f64::MAX).contains(&level) {
            Ok(Self { kind, level })
        } else {
            Err(BadSigma(level))
        }
    }

    /// Shape over time.
    pub fn kind(self) -> SigmaKind {
        self.kind
    }

    /// Factor of the shape.
    pub fn level(self) -> f64 {
        self.level
    }

    /// `sigma_t` on a path whose noise has the factor `beta_t = beta(t)`.
    pub fn at(self, t: f64, beta: impl Fn(f64) -> f64) -> f64 {
        let shape = match self.kind {
            SigmaKind::Const => 1.0,
            SigmaKind::Beta => beta(t),
            SigmaKind::Linear => 1.0 - t,
            // The sine of the nearer end, so that it vanishes at t = 1 as well.
            SigmaKind::Sine => libm::sin(PI * t.min(1.0 - t)),
        };
        self.level * shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn every_shape_is_the_one_it_says() {
        let at = |kind, t| Sigma::new(kind, 2.0).unwrap().at(t, |t| (1.0 - t * t).sqrt());
        for (kind, expected) in [
            (SigmaKind::Const, 2.0),
            (SigmaKind::Beta, 2.0 * 0.8),
            (SigmaKind::Linear, 0.8),
            (SigmaKind::Sine, 2.0 * (0.6 * PI).sin()),
        ] {
            assert!((at(kind, 0.6) - expected).abs() < 1e-15, "{kind:?}");
        }
        assert!(at(SigmaKind::Sine, 1.0).abs() <= 0.0 && at(SigmaKind::Sine, 0.0).abs() <= 0.0);
    }

    #[test]
    fn without_a_level_no_shape_has_noise() {
        for &kind in SigmaKind::ALL {
            let sigma = Sigma::new(kind, 0.0).unwrap();
            assert!([0.0, 0.3, 1.0].iter().all(|&t| sigma.at(t, |t| 1.0 - t).abs() <= 0.0));
        }
    }

    #[test]
    fn levels_that_are_no_noise_are_refused() {
        for level in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(Sigma::new(SigmaKind::Const, level).is_err());
        }
    }
}
