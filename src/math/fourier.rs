//! Frequencies that turn one number of `[0, 1]` into many, so that a network can
//! tell near values apart.

use std::f64::consts::PI;

/// Half turns of the fastest frequency.
pub const FASTEST: f64 = 32.0;

/// Frequency `k` of `n`, in half turns on `[0, 1]`: from 1 to [`FASTEST`] in equal ratios.
///
/// `32^(k/(n - 1))`; a single one makes 1. The slowest makes half a turn, so
/// that 0 and 1 are not the same to the network.
///
/// # Panics
/// If `k` is not below `n`.
pub fn frequency(k: usize, n: usize) -> f64 {
    assert!(k < n, "fourier: frequency {k} of {n}");
    if n == 1 {
        return 1.0;
    }
    libm::pow(FASTEST, k as f64 / (n - 1) as f64)
}

/// `cos(pi f t), sin(pi f t)`: the two features of the frequency `f`, in half turns.
pub fn pair(f: f64, t: f64) -> [f64; 2] {
    let (sin, cos) = libm::sincos(PI * f * t);
    [cos, sin]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_run_from_one_half_turn_to_the_fastest_in_equal_ratios() {
        for n in 2..=32 {
            assert!((frequency(0, n) - 1.0).abs() < 1e-12);
            assert!((frequency(n - 1, n) - FASTEST).abs() < 1e-12);
            for k in 1..n {
                let ratio = frequency(k, n) / frequency(k - 1, n);
                // Five octaves in n - 1 steps.
                let expected = 2.0_f64.powf(5.0 / (n - 1) as f64);
                assert!((ratio - expected).abs() < 1e-12, "{n} {k}");
            }
        }
        assert!((frequency(0, 1) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_slowest_pair_makes_half_a_turn_and_every_pair_has_length_one() {
        for (t, expected) in [(0.0, [1.0, 0.0]), (0.5, [0.0, 1.0]), (1.0, [-1.0, 0.0])] {
            let found = pair(frequency(0, 16), t);
            assert!((0..2).all(|i| (found[i] - expected[i]).abs() < 1e-12), "{t}: {found:?}");
        }
        for k in 0..16 {
            let [cos, sin] = pair(frequency(k, 16), 0.37);
            assert!((cos * cos + sin * sin - 1.0).abs() < 1e-12);
        }
    }
}
