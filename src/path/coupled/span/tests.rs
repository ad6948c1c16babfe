//! One coordinate against integration over `z` and differences of itself.

use super::*;
use crate::math::kind::Kind;
use crate::math::quadrature::Rule;
use crate::math::truncated::log_normal_density;
use crate::path::scheduler::SchedulerKind;

const NORMAL: Span = Span::Normal { mean: 0.7, variance: 0.3 };
const OTHER: Span = Span::Normal { mean: -1.1, variance: 1.6 };
const SIDE: Span = Span::Uniform { low: -0.5, high: 1.5 };
const WIDE: Span = Span::Uniform { low: -3.0, high: 0.4 };

fn density(span: Span, y: f64) -> f64 {
    match span {
        Span::Normal { mean, variance } => {
            let std = variance.sqrt();
            log_normal_density((y - mean) / std).exp() / std
        }
        Span::Uniform { low, high } => {
            if low <= y && y <= high {
                1.0 / (high - low)
            } else {
                0.0
            }
        }
    }
}

fn reach(span: Span) -> [f64; 2] {
    match span {
        Span::Normal { mean, variance } => [-12.0, 12.0].map(|k| mean + k * variance.sqrt()),
        Span::Uniform { low, high } => [low, high],
    }
}

/// Log density, mean and variance of the target by a fine rule in `z`.
fn by_integration(mix: Mix, [data, source]: [Span; 2], x: f64) -> Option<[f64; 3]> {
    let ([zl, zh], [yl, yh]) = (reach(data), reach(source));
    let from = zl.max((x - mix.b * yh) / mix.a);
    let to = zh.min((x - mix.b * yl) / mix.a);
    let width = (to - from) / 60.0;
    if width <= 0.0 {
        return None;
    }
    let [mut mass, mut mean, mut square] = [0.0; 3];
    for panel in 0..60 {
        let low = from + width * f64::from(panel);
        for (z, w) in Rule::legendre(16, low, low + width).iter() {
            let y = (x - mix.a * z) / mix.b;
            let (e, target) =
                (w * density(data, z) * density(source, y) / mix.b, mix.da * z + mix.db * y);
            mass += e;
            mean += e * target;
            square += e * target * target;
        }
    }
    let mean = mean / mass;
    Some([mass.ln(), mean, square / mass - mean * mean])
}

#[test]
fn every_pair_agrees_with_integration_over_z() {
    let mut n_checked = 0;
    for &scheduler in SchedulerKind::ALL {
        for t in [0.1, 0.4, 0.7, 0.9] {
            let mix = Mix::of(scheduler.at(t));
            for pair in [[SIDE, OTHER], [NORMAL, WIDE], [SIDE, WIDE], [WIDE, SIDE], [NORMAL, OTHER]]
            {
                for x in [-2.3, -0.8, 0.05, 0.9, 1.7] {
                    let Some([log, mean, variance]) = by_integration(mix, pair, x) else {
                        // Outside of everything, or beyond twelve deviations.
                        assert!(say(mix, pair, x).log < -60.0);
                        continue;
                    };
                    let said = say(mix, pair, x);
                    let context = format!("{scheduler:?} {t} {pair:?} {x}: {said:?}");
                    let scale = mix.delta_square.sqrt() + mean.abs();
                    assert!((said.log - log).abs() < 1e-10 * log.abs().max(1.0), "{context} {log}");
                    assert!((said.velocity - mean).abs() < 1e-10 * scale, "{context} {mean}");
                    let error = (said.variance - variance).abs();
                    assert!(error < 1e-9 * scale * scale, "{context} {variance}");
                    n_checked += 1;
                }
            }
        }
    }
    assert!(400 < n_checked);
}

#[test]
fn slopes_are_those_of_the_log_density_and_of_the_velocity_and_bounds_hold() {
    let h = 1e-6;
    for &scheduler in SchedulerKind::ALL {
        for t in [0.1, 0.5, 0.9] {
            let mix = Mix::of(scheduler.at(t));
            for data in [NORMAL, OTHER, SIDE, WIDE] {
                for source in [NORMAL, OTHER, SIDE, WIDE] {
                    let bound = Bound::new(mix, [data, source]);
                    for x in [-1.93, -0.81, 0.07, 0.93, 1.71] {
                        let at = |x: f64| say(mix, [data, source], x);
                        let [before, said, after] = [at(x - h), at(x), at(x + h)];
                        assert!(said.log <= bound.cap - bound.drop(x) + 1e-12);
                        if said.log == f64::NEG_INFINITY {
                            continue;
                        }
                        let slope = (after.log - before.log) / (2.0 * h);
                        assert!((said.gradient - slope).abs() < 1e-7 * slope.abs().max(10.0));
                        let slope = (after.velocity - before.velocity) / (2.0 * h);
                        assert!(
                            (said.divergence - slope).abs() < 1e-6 * slope.abs().max(10.0),
                            "{scheduler:?} {t} {data:?} {source:?} {x}: {said:?} {slope}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn ends_of_the_path_are_the_limits_from_inside() {
    let x = 0.21;
    for data in [NORMAL, SIDE, WIDE] {
        for source in [OTHER, SIDE, WIDE] {
            for (end, near) in [(0.0, 1e-9), (1.0, 1.0 - 1e-9)] {
                let at = |t: f64| say(Mix::of(SchedulerKind::Linear.at(t)), [data, source], x);
                let (at_end, close) = (at(end), at(near));
                let context = format!("{data:?} {source:?} {end}: {at_end:?} {close:?}");
                assert!((at_end.log - close.log).abs() < 1e-6, "{context}");
                assert!((at_end.velocity - close.velocity).abs() < 1e-6, "{context}");
                assert!((at_end.gradient - close.gradient).abs() < 1e-6, "{context}");
                assert!((at_end.divergence - close.divergence).abs() < 1e-6, "{context}");
                assert!((at_end.variance - close.variance).abs() < 1e-6, "{context}");
            }
        }
    }
}
