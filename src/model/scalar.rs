//! Nonlinearities and their slopes number by number, written so that compilers
//! vectorize them: no branches, no calls, no table.
//!
//! A scalar `expf` of the platform took half of a training step in the browser.

use crate::experiment::choice::ActivationKind;

/// `1.5 * 2^23`: adding it rounds to an integer kept in the lowest bits.
const ROUNDER: f32 = 12_582_912.0;
/// `ln 2` in two parts; products of the first with small integers are exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// `alpha` of SELU, Klambauer et al. (2017).
const SELU_ALPHA: f32 = 1.673_263_2;
/// `lambda` of SELU, same source.
const SELU_SCALE: f32 = 1.050_701;

/// Replaces every number of `values` by the nonlinearity's value there, and
/// puts its slope there into `slopes`.
///
/// # Panics
/// If the two differ in length.
pub fn values_and_slopes(kind: ActivationKind, values: &mut [f32], slopes: &mut [f32]) {
    match kind {
        ActivationKind::Silu => each(values, slopes, silu),
        ActivationKind::Relu => each(values, slopes, relu),
        ActivationKind::Gelu => each(values, slopes, gelu),
        ActivationKind::Tanh => each(values, slopes, tanh),
        ActivationKind::Elu => each(values, slopes, |x| elu(x, 1.0)),
        ActivationKind::Selu => each(values, slopes, selu),
    }
}

#[inline]
fn each(values: &mut [f32], slopes: &mut [f32], f: impl Fn(f32) -> (f32, f32)) {
    assert_eq!(values.len(), slopes.len(), "activation: a slope for each value");
    for (value, slope) in values.iter_mut().zip(slopes) {
        (*value, *slope) = f(*value);
    }
}

/// `x s` with `s = 1/(1 + exp(-x))`; slope `s (1 + x (1 - s))`.
#[inline]
fn silu(x: f32) -> (f32, f32) {
    let s = 1.0 / (1.0 + exp(-x));
    (x * s, s * (1.0 + x * (1.0 - s)))
}

#[inline]
fn relu(x: f32) -> (f32, f32) {
    // A number that is none stays none.
    if x <= 0.0 { (0.0, 0.0) } else { (x, 1.0) }
}

/// `x Phi(x)`; slope `Phi(x) + x phi(x)`.
///
/// `Phi` to 1e-7. Source: Abramowitz and Stegun, 7.1.26.
#[inline]
fn gelu(x: f32) -> (f32, f32) {
    let bell = exp(-0.5 * x * x);
    let t = 1.0 / (1.0 + 0.327_591_1 * std::f32::consts::FRAC_1_SQRT_2 * x.abs());
    let series = 1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4);
    let tail = 0.5 * bell * t * (0.254_829_6 + t * (-0.284_496_72 + t * series));
    let phi = if x < 0.0 { tail } else { 1.0 - tail };
    (x * phi, phi + x * bell * 0.398_942_3)
}

/// Slope `1 - tanh(x)^2`. Source of the polynomial: Moshier, Cephes, `tanhf`.
#[inline]
fn tanh(x: f32) -> (f32, f32) {
    let z = x * x;
    let series = 2.063_909e-2 + z * -5.704_988_7e-3;
    let series = 0.133_314_42 + z * (-5.373_971_6e-2 + z * series);
    let near = x + x * z * (-0.333_332_8 + z * series);
    let far = (1.0 - 2.0 / (1.0 + exp(2.0 * x.abs()))).copysign(x);
    let y = if x.abs() < 0.625 { near } else { far };
    (y, 1.0 - y * y)
}

/// `x` above 0, `alpha (exp(x) - 1)` below.
#[inline]
fn elu(x: f32, alpha: f32) -> (f32, f32) {
    let e = alpha * exp(if 0.0 < x { 0.0 } else { x });
    if 0.0 < x { (x, 1.0) } else { (e - alpha, e) }
}

#[inline]
fn selu(x: f32) -> (f32, f32) {
    let (value, slope) = elu(x, SELU_ALPHA);
    (SELU_SCALE * value, SELU_SCALE * slope)
}

/// `e^x` to two roundings for `x` in `[-87, 88]`, its value at the nearer end beyond.
///
/// Method: `x = n ln 2 + r`, a Taylor polynomial of `e^r`, and `2^n` put
/// together from bits.
#[inline]
fn exp(x: f32) -> f32 {
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if 88.0 < x { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = x - n * LN_2_HIGH - n * LN_2_LOW;
    let high = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (1.0 / 5_040.0)));
    let series = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * high)));
    let power = (shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits());
    series * f32::from_bits(power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    /// The formula in double precision.
    fn exact(kind: ActivationKind, x: f64) -> f64 {
        let elu = |alpha: f64| if 0.0 < x { x } else { alpha * libm::expm1(x) };
        match kind {
            ActivationKind::Silu => x / (1.0 + libm::exp(-x)),
            ActivationKind::Relu => x.max(0.0),
            ActivationKind::Gelu => 0.5 * x * libm::erfc(-x / std::f64::consts::SQRT_2),
            ActivationKind::Tanh => libm::tanh(x),
            ActivationKind::Elu => elu(1.0),
            ActivationKind::Selu => 1.050_700_987_355_480_5 * elu(1.673_263_242_354_377_2),
        }
    }

    fn at(kind: ActivationKind, x: f32) -> (f64, f64) {
        let (mut values, mut slopes) = ([x], [0.0]);
        values_and_slopes(kind, &mut values, &mut slopes);
        (f64::from(values[0]), f64::from(slopes[0]))
    }

    #[test]
    fn every_activation_is_its_formula_and_its_slope_is_the_derivative() {
        for &kind in ActivationKind::ALL {
            for i in -4_000..4_000 {
                let x = (f64::from(i) + 0.5) * 5e-3; // off the corner at 0
                let (value, slope) = at(kind, x as f32);
                let (x, h) = (f64::from(x as f32), 1e-5);
                let derivative = (exact(kind, x + h) - exact(kind, x - h)) / (2.0 * h);
                let bound = 3e-7 * x.abs().max(1.0);
                assert!((value - exact(kind, x)).abs() < bound, "{kind:?} at {x}: {value}");
                assert!((slope - derivative).abs() < 2.0 * bound, "{kind:?}' at {x}: {slope}");
            }
        }
    }

    #[test]
    fn large_numbers_have_finite_values_and_slopes_and_no_number_stays_none() {
        for &kind in ActivationKind::ALL {
            for x in [-1e4, -300.0, 300.0, 1e4] {
                let (value, slope) = at(kind, x);
                assert!((value - exact(kind, f64::from(x))).abs() < 1e-2, "{kind:?} at {x}");
                assert!(slope.is_finite(), "{kind:?} at {x}");
            }
            assert!(at(kind, f32::NAN).0.is_nan(), "{kind:?}");
        }
    }

    #[test]
    fn the_exponential_is_good_to_two_roundings() {
        for i in -8_700..8_800 {
            let x = i as f32 * 0.01;
            let exact = libm::exp(f64::from(x));
            let error = (f64::from(exp(x)) / exact - 1.0).abs();
            assert!(error < 2.5e-7, "exp({x}): off by {error:e}");
        }
    }
}
