//! How a time becomes numbers that a network reads.

use std::f64::consts::PI;

use crate::experiment::choice::TimeFeaturesKind;

/// Appends the features of the time `t` to `out`.
///
/// Raw: `t`. Fourier with `n` pairs: `cos(pi k t), sin(pi k t)` for
/// `k = 1, ..., n`. The slowest pair makes half a turn on `[0, 1]`, so that
/// noise and data are not the same time to the network.
///
/// Random: no.
pub fn push_features(kind: TimeFeaturesKind, t: f64, out: &mut Vec<f32>) {
    if kind == TimeFeaturesKind::Raw {
        out.push(t as f32);
        return;
    }
    for k in 1..=kind.n_features() / 2 {
        let (sin, cos) = libm::sincos(PI * k as f64 * t);
        out.push(cos as f32);
        out.push(sin as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn there_are_as_many_features_as_promised() {
        for &kind in TimeFeaturesKind::ALL {
            let mut out = Vec::new();
            push_features(kind, 0.3, &mut out);
            assert_eq!(out.len(), kind.n_features(), "{kind:?}");
        }
    }

    #[test]
    fn the_ends_of_time_look_different() {
        for &kind in TimeFeaturesKind::ALL {
            let (mut noise, mut data) = (Vec::new(), Vec::new());
            push_features(kind, 0.0, &mut noise);
            push_features(kind, 1.0, &mut data);
            let gap = noise.iter().zip(&data).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(0.9 < gap, "{kind:?}");
        }
    }

    #[test]
    fn the_first_pair_makes_half_a_turn() {
        let mut out = Vec::new();
        push_features(TimeFeaturesKind::Fourier4, 0.5, &mut out);
        assert!((out[0] - 0.0).abs() < 1e-6 && (out[1] - 1.0).abs() < 1e-6);
        assert!((out[2] + 1.0).abs() < 1e-6 && (out[3] - 0.0).abs() < 1e-6);
    }
}
