//! Exponentials and sums over long slices, written so that compilers vectorize them.
//!
//! Plain additions and multiplications in a fixed order: the same bits natively
//! and in wasm, whatever the width of the vectors.

use std::f64::consts::LOG2_E;

/// Below this, `e^x` is closer to zero than any normal number.
const LOWEST: f64 = -708.0;
/// `1.5 * 2^52`: adding it rounds to an integer kept in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// `ln 2` in two parts; products of the first with small integers are exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// `1/13!, ..., 1/2!, 1, 1`: the next term is below half a rounding on `|r| <= ln(2)/2`.
const TAYLOR: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    1.0 / 2.0,
    1.0,
    1.0,
];

/// `e^x` for `x <= 0`, within two roundings; zero below -708.
///
/// Method: `x = n ln 2 + r`, a Taylor polynomial of `e^r`, and `2^n` put
/// together from bits.
#[inline]
pub fn exp_of_nonpositive(x: f64) -> f64 {
    let shifted = clamped(x) * LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (clamped(x) - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut e = TAYLOR[0];
    for c in &TAYLOR[1..] {
        e = e * r + c;
    }
    if x < LOWEST { 0.0 } else { e * power_of_two(shifted) }
}

/// Replaces every `v` by `e^(v - shift)` and returns their sum; no `v` exceeds `shift`.
pub fn exp_all(values: &mut [f64], shift: f64) -> f64 {
    let (blocks, rest) = values.as_chunks_mut::<8>();
    for block in blocks {
        *block = exp_of_block(block.map(|v| v - shift));
    }
    for v in rest {
        *v = exp_of_nonpositive(*v - shift);
    }
    sum([values], |[v]| v)
}

/// [`exp_of_nonpositive`] of eight numbers, step by step side by side.
///
/// The steps of one number wait for each other; eight keep the processor busy.
#[inline]
fn exp_of_block(x: [f64; 8]) -> [f64; 8] {
    let shifted = x.map(|x| clamped(x) * LOG2_E + ROUNDER);
    let mut r = x;
    for (r, shifted) in r.iter_mut().zip(&shifted) {
        let n = shifted - ROUNDER;
        *r = (clamped(*r) - n * LN_2_HIGH) - n * LN_2_LOW;
    }
    let mut e = [TAYLOR[0]; 8];
    for c in &TAYLOR[1..] {
        for (e, r) in e.iter_mut().zip(&r) {
            *e = *e * r + c;
        }
    }
    for ((e, shifted), x) in e.iter_mut().zip(&shifted).zip(&x) {
        *e *= power_of_two(*shifted);
        *e = if *x < LOWEST { 0.0 } else { *e };
    }
    e
}

/// `x`, but not below [`LOWEST`]; a NaN stays one.
#[inline]
fn clamped(x: f64) -> f64 {
    if x < LOWEST { LOWEST } else { x }
}

/// `2^n` from `n + ROUNDER`, for `-1022 <= n <= 0`.
#[inline]
fn power_of_two(shifted: f64) -> f64 {
    f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// Largest value; minus infinity of an empty slice. NaNs are passed over.
pub fn max(values: &[f64]) -> f64 {
    let larger = |a: f64, b: f64| if a < b { b } else { a };
    let mut lanes = [f64::NEG_INFINITY; 4];
    let chunks = values.chunks_exact(4);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &v) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, v);
        }
    }
    lanes.into_iter().chain(rest.iter().copied()).fold(f64::NEG_INFINITY, larger)
}

/// Sum of `term` over slices of one length, taken side by side, in four lanes.
pub fn sum<const N: usize>(slices: [&[f64]; N], term: impl Fn([f64; N]) -> f64) -> f64 {
    let n = slices[0].len();
    let slices = slices.map(|slice| &slice[..n]);
    let whole = n - n % 4;
    let mut lanes = [0.0; 4];
    for k in (0..whole).step_by(4) {
        let chunks = slices.map(|slice| &slice[k..k + 4]);
        for (i, lane) in lanes.iter_mut().enumerate() {
            *lane += term(chunks.map(|chunk| chunk[i]));
        }
    }
    let tail: f64 = (whole..n).map(|k| term(slices.map(|slice| slice[k]))).sum();
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_libm_to_two_roundings() {
        for i in 0..200_000 {
            let x = -708.0 * f64::from(i) / 199_999.0;
            let (ours, theirs) = (exp_of_nonpositive(x), libm::exp(x));
            assert!((ours - theirs).abs() <= 2.0 * f64::EPSILON * theirs, "{x}: {ours} {theirs}");
        }
        assert_eq!(exp_of_nonpositive(0.0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(exp_of_nonpositive(-709.0).to_bits(), 0);
        assert_eq!(exp_of_nonpositive(f64::NEG_INFINITY).to_bits(), 0);
        assert!(exp_of_nonpositive(f64::NAN).is_nan());
    }

    #[test]
    fn sums_and_largest_values_include_the_tail() {
        let values: Vec<f64> = (1..=7).map(f64::from).collect();
        assert_eq!(sum([&values, &values], |[a, b]| a * b).to_bits(), 140.0_f64.to_bits());
        assert_eq!(max(&values).to_bits(), 7.0_f64.to_bits());
        assert_eq!(max(&values[..4]).to_bits(), 4.0_f64.to_bits());
        let mut logs = vec![0.0, f64::NEG_INFINITY, -1.0];
        assert!((exp_all(&mut logs, 0.0) - 1.0 - (-1.0_f64).exp()).abs() < 1e-15);
    }

    #[test]
    fn a_block_of_eight_has_the_bits_of_one_by_one() {
        let mut values: Vec<f64> = (0..4_003).map(|i| -0.178 * f64::from(i)).collect();
        values.extend([f64::NAN, f64::NEG_INFINITY, -750.0, 0.0, -708.0]);
        let one_by_one: Vec<u64> =
            values.iter().map(|&v| exp_of_nonpositive(v).to_bits()).collect();
        exp_all(&mut values, 0.0);
        assert_eq!(values.iter().map(|v| v.to_bits()).collect::<Vec<_>>(), one_by_one);
    }
}
