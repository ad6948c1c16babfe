//! Mixtures of Gaussians on a line: density, probability of an interval, moments.
//!
//! What [`Mixture`] is in any dimension, with what only a line has: the area
//! under the density between two places.

use std::f64::consts::FRAC_1_SQRT_2;

use crate::math::mixture::BadMixture;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::rng::Rng;
use crate::math::truncated::log_normal_density;

/// One Gaussian of a [`LineLaw`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bell {
    /// Share of the whole; the shares of a law sum to 1.
    pub weight: f64,
    /// Center.
    pub mean: f64,
    /// Standard deviation, above 0.
    pub std: f64,
}

/// The law `sum w_k N(m_k, s_k^2)` on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineLaw {
    bells: Vec<Bell>,
    mixture: Mixture,
}

impl LineLaw {
    /// The mixture of bells; weights are scaled to sum to 1.
    ///
    /// # Errors
    /// [`BadMixture`] if there is no bell, a number is not finite, a weight is
    /// negative or all are zero, or a standard deviation is not above 0.
    pub fn new(bells: &[Bell]) -> Result<Self, BadMixture> {
        if let Some(k) = bells.iter().position(|bell| bell.std <= 0.0) {
            return Err(BadMixture::Covariance(k));
        }
        let component = |bell: &Bell| {
            let variance = bell.std * bell.std;
            (bell.weight, Component::Isotropic { mean: vec![bell.mean], variance })
        };
        let mixture = Mixture::new(1, bells.iter().map(component).collect())?;
        let scaled = |(bell, weight): (&Bell, &f64)| Bell { weight: *weight, ..*bell };
        let bells = bells.iter().zip(mixture.weights()).map(scaled).collect();
        Ok(Self { bells, mixture })
    }

    /// The bells, their weights summing to 1.
    pub fn bells(&self) -> &[Bell] {
        &self.bells
    }

    /// `p(x)`.
    pub fn density(&self, x: f64) -> f64 {
        let at = |bell: &Bell| bell.weight * normal_density(x, bell.mean, bell.std);
        self.bells.iter().map(at).sum()
    }

    /// `P(low <= X <= high)`; infinite ends are ends of the line.
    pub fn probability(&self, low: f64, high: f64) -> f64 {
        let of = |bell: &Bell| {
            let standard = |x: f64| (x - bell.mean) / bell.std;
            bell.weight * standard_probability(standard(low), standard(high))
        };
        self.bells.iter().map(of).sum()
    }

    /// `E[X]`.
    pub fn mean(&self) -> f64 {
        self.bells.iter().map(|bell| bell.weight * bell.mean).sum()
    }

    /// `E[(X - E X)^2]`.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        let of = |bell: &Bell| {
            let away = bell.mean - mean;
            bell.weight * (bell.std * bell.std + away * away)
        };
        self.bells.iter().map(of).sum()
    }

    /// `n` independent draws. Random: one uniform and one normal number a draw.
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Vec<f64> {
        self.mixture.sample(n, rng).data().to_vec()
    }
}

/// Density of `N(mean, std^2)` at `x`.
pub fn normal_density(x: f64, mean: f64, std: f64) -> f64 {
    libm::exp(log_normal_density((x - mean) / std)) / std
}

/// `P(low <= eps <= high)` for standard normal `eps`; 0 where `high < low`.
///
/// Both ends are measured from the tail that they lie in, so that far out no
/// digits are lost.
pub fn standard_probability(low: f64, high: f64) -> f64 {
    if high < low {
        return 0.0;
    }
    if high < 0.0 {
        return standard_probability(-high, -low);
    }
    let above = |x: f64| 0.5 * libm::erfc(x * FRAC_1_SQRT_2);
    if low < 0.0 { 1.0 - above(-low) - above(high) } else { above(low) - above(high) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::quadrature::Rule;
    use crate::math::rng::Stream;

    fn law() -> LineLaw {
        let bell = |weight, mean, std| Bell { weight, mean, std };
        LineLaw::new(&[bell(3.0, -2.0, 0.5), bell(1.0, 1.5, 1.2)]).unwrap()
    }

    #[test]
    fn probabilities_of_the_normal_law_are_those_of_the_tables() {
        // NIST's table of the normal law, to all its digits.
        for (k, inside) in [(1.0, 0.682_689_492_137), (2.0, 0.954_499_736_104)] {
            assert!((standard_probability(-k, k) - inside).abs() < 1e-12, "{k}");
        }
        // Phi(-10) = 7.619853024160526e-24.
        let tail = standard_probability(f64::NEG_INFINITY, -10.0);
        assert!((tail / 7.619_853_024_160_526e-24 - 1.0).abs() < 1e-12, "{tail:e}");
        assert_eq!(tail.to_bits(), standard_probability(10.0, f64::INFINITY).to_bits());
        assert!(standard_probability(1.0, -1.0).abs() <= 0.0);
    }

    #[test]
    fn the_probability_of_an_interval_is_the_area_under_the_density() {
        let law = law();
        for (low, high) in [(-3.0, -1.0), (-1.0, 4.0), (0.2, 0.3)] {
            let area = Rule::legendre(60, low, high).integrate(|x| law.density(x));
            assert!((law.probability(low, high) - area).abs() < 1e-12);
        }
        let whole = law.probability(f64::NEG_INFINITY, f64::INFINITY);
        assert!((whole - 1.0).abs() < 1e-15);
    }

    #[test]
    fn moments_are_integrals_and_draws_agree() {
        let law = law();
        let rule = Rule::legendre(200, -12.0, 14.0);
        assert!((rule.integrate(|x| x * law.density(x)) - law.mean()).abs() < 1e-10);
        let second = rule.integrate(|x| x * x * law.density(x));
        assert!((second - law.mean().powi(2) - law.variance()).abs() < 1e-10);
        let draws = law.sample(40_000, &mut Rng::stream(4, Stream::Figure, 0));
        let mean = draws.iter().sum::<f64>() / 40_000.0;
        assert!((mean - law.mean()).abs() < 4.0 * (law.variance() / 40_000.0).sqrt());
    }

    #[test]
    fn a_bell_without_width_is_refused() {
        let flat = Bell { weight: 1.0, mean: 0.0, std: 0.0 };
        assert_eq!(LineLaw::new(&[flat]), Err(BadMixture::Covariance(0)));
        assert_eq!(LineLaw::new(&[]), Err(BadMixture::Empty));
    }
}
