//! Moments of a standard normal number kept inside an interval.
//!
//! Exact in the far tails and down to zero width, where the textbook formulas
//! are `0/0`: the posterior of a uniform box under Gaussian noise needs both.

use std::f64::consts::FRAC_1_SQRT_2;
use std::f64::consts::PI;
use std::sync::LazyLock;

use crate::math::exp;
use crate::math::quadrature::Rule;

/// Intervals wider than this, and not far out, go by the textbook formulas.
const WIDE: f64 = 2.0;
/// Beyond this many deviations the textbook variance loses digits.
const FAR: f64 = 3.0;
/// The density is left out where it is `e^-38` of its largest value: under a rounding.
const DEPTH: f64 = 38.0;
/// Enough nodes for `e^-x` over `[0, DEPTH]` to a few roundings; a test compares a finer rule.
const NODES: usize = 24;
/// Room for the finer rule of a test.
const MOST_NODES: usize = 80;

static RULE: LazyLock<Rule> = LazyLock::new(|| Rule::legendre(NODES, 0.0, 1.0));

/// A standard normal `y` given `low <= y <= low + width`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truncated {
    /// Logarithm of the normal density averaged over the interval.
    pub log_mean_density: f64,
    /// `E[y]`.
    pub mean: f64,
    /// `1 - Var[y]`, without cancellation where the interval hardly matters.
    pub deficit: f64,
    /// `E[(y - low) / width]`, finite for zero width.
    pub fraction: f64,
    /// Variance of `(y - low) / width`, finite for zero width.
    pub fraction_variance: f64,
}

impl Truncated {
    /// Moments on `[low, low + width]`, for `0 <= width`, both finite.
    pub fn new(low: f64, width: f64) -> Self {
        if low + 0.5 * width < 0.0 {
            return Self::right_of_zero(-(low + width), width).reflected();
        }
        Self::right_of_zero(low, width)
    }

    /// For an interval whose middle is not negative.
    fn right_of_zero(low: f64, width: f64) -> Self {
        if WIDE < width && low < FAR {
            Self::textbook(low, width)
        } else {
            Self::by_rule(low, width, &RULE)
        }
    }

    /// `mass = Phi(high) - Phi(low)` and the moments that follow from it.
    fn textbook(low: f64, width: f64) -> Self {
        let high = low + width;
        let mass = 0.5 * (libm::erfc(low * FRAC_1_SQRT_2) - libm::erfc(high * FRAC_1_SQRT_2));
        let [at_low, at_high] = [low, high].map(|y| libm::exp(log_normal_density(y)) / mass);
        let mean = at_low - at_high;
        let deficit = mean * mean + high * at_high - low * at_low;
        Self {
            log_mean_density: libm::log(mass / width),
            mean,
            deficit,
            fraction: (mean - low) / width,
            fraction_variance: (1.0 - deficit) / (width * width),
        }
    }

    /// Quadrature over the part of the interval that carries the mass.
    ///
    /// With `y = low + reach q`, the density falls as `e^-(low v + v^2/2)` at
    /// `v = reach q`; sums of positive terms, so nothing cancels.
    fn by_rule(low: f64, width: f64, rule: &Rule) -> Self {
        let depth_at = 2.0 * DEPTH / (low + libm::sqrt(low * low + 2.0 * DEPTH));
        let (reach, share) =
            if width <= depth_at { (width, 1.0) } else { (depth_at, depth_at / width) };
        let mut room = [0.0; MOST_NODES];
        let density = &mut room[..rule.nodes.len()];
        for (e, q) in density.iter_mut().zip(&rule.nodes) {
            let v = reach * q;
            *e = -v * (low + 0.5 * v);
        }
        exp::exp_all(density, 0.0);
        let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
        for ((q, w), e) in rule.iter().zip(density) {
            let e = w * *e;
            mass += e;
            first += e * q;
            second += e * q * q;
        }
        let q = first / mass;
        let variance = second / mass - q * q;
        Self {
            log_mean_density: log_normal_density(low) + libm::log(share * mass),
            mean: low + reach * q,
            deficit: 1.0 - reach * reach * variance,
            fraction: share * q,
            fraction_variance: share * share * variance,
        }
    }

    /// The same with `y` replaced by `-y`.
    fn reflected(self) -> Self {
        Self { mean: -self.mean, fraction: 1.0 - self.fraction, ..self }
    }
}

/// `log` of the standard normal density.
pub fn log_normal_density(y: f64) -> f64 {
    -0.5 * (y * y + libm::log(2.0 * PI))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments by 40 panels of a fine rule, over the part that carries the mass.
    ///
    /// In `v = y - peak`, so that a narrow interval far out loses no digits.
    fn by_brute_force(low: f64, width: f64) -> Truncated {
        let to_peak = (-low).clamp(0.0, width);
        let peak = low + to_peak;
        let reach = 10.0_f64.min(60.0 / peak.abs().max(1.0));
        let (from, to) = ((-to_peak).max(-reach), (width - to_peak).min(reach));
        let moment = |center: f64, power: i32| -> f64 {
            let at = |i: i32| from + (to - from) * f64::from(i) / 40.0;
            let on_panel = |i: i32| {
                let rule = Rule::legendre(20, at(i), at(i + 1));
                rule.integrate(|v| (v - center).powi(power) * (-v * (peak + 0.5 * v)).exp())
            };
            (0..40).map(on_panel).sum()
        };
        let mass = moment(0.0, 0);
        let shift = moment(0.0, 1) / mass;
        let variance = moment(shift, 2) / mass;
        Truncated {
            log_mean_density: log_normal_density(peak) + (mass / width).ln(),
            mean: peak + shift,
            deficit: 1.0 - variance,
            fraction: (to_peak + shift) / width,
            fraction_variance: variance / (width * width),
        }
    }

    #[test]
    fn moments_agree_with_brute_force_on_both_sides_of_every_switch() {
        for low in [-30.0, -5.0, -1.2, -0.3, 0.0, 0.7, 2.9, 3.1, 12.0, 400.0] {
            for width in [1e-3, 0.2, 1.9, 2.1, 6.0, 29.0, 800.0] {
                let (ours, brute) = (Truncated::new(low, width), by_brute_force(low, width));
                let close = |a: f64, b: f64, scale: f64| (a - b).abs() <= 4e-13 * scale;
                let context = format!("low {low}, width {width}: {ours:?} {brute:?}");
                let depth = brute.log_mean_density.abs().max(1.0);
                assert!(close(ours.log_mean_density, brute.log_mean_density, depth), "{context}");
                assert!(close(ours.mean, brute.mean, brute.mean.abs().max(1.0)), "{context}");
                assert!(close(ours.deficit, brute.deficit, 1.0), "{context}");
                assert!(close(ours.fraction, brute.fraction, 1.0), "{context}");
                let variance = brute.fraction_variance;
                assert!(close(ours.fraction_variance, variance, 20.0 * variance), "{context}");
            }
        }
    }

    #[test]
    fn zero_width_is_the_uniform_law_on_the_interval() {
        let at_two = Truncated::new(2.0, 0.0);
        assert!((at_two.log_mean_density - log_normal_density(2.0)).abs() < 1e-15);
        assert!((at_two.mean - 2.0).abs() < 1e-15);
        assert!((at_two.fraction - 0.5).abs() < 1e-15);
        assert!((at_two.fraction_variance - 1.0 / 12.0).abs() < 1e-15);
    }

    #[test]
    fn the_far_tail_is_exponential() {
        // Asymptotics at low = A: mean A + 1/A - 2/A^3, variance 1/A^2 - 6/A^4.
        let far = Truncated::new(1e5, 1e6);
        assert!(((far.mean - 1e5) * 1e5 - 1.0).abs() < 1e-6);
        assert!((far.fraction * 1e11 - 1.0).abs() < 1e-9);
        assert!((far.fraction_variance * 1e22 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn more_nodes_change_nothing() {
        let fine = Rule::legendre(80, 0.0, 1.0);
        for (low, width) in
            [(-1.0, 2.0), (0.3, 1.9), (3.0, 5.0), (3.0, 90.0), (50.0, 0.3), (1e4, 7.0)]
        {
            let (ours, finer) =
                (Truncated::by_rule(low, width, &RULE), Truncated::by_rule(low, width, &fine));
            let relative = |a: f64, b: f64| ((a - b) / b).abs();
            assert!(relative(ours.log_mean_density, finer.log_mean_density) < 1e-13);
            assert!(relative(ours.fraction, finer.fraction) < 1e-12, "{ours:?} {finer:?}");
            assert!(
                relative(ours.fraction_variance, finer.fraction_variance) < 1e-11,
                "{ours:?} {finer:?}"
            );
        }
    }
}
