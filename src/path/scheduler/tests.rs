//! Schedules against differences of themselves and closed-form values.

use super::*;
use crate::math::kind::Kind;

const TIMES: [f64; 5] = [0.01, 0.2, 0.5, 0.8, 0.99];

#[track_caller]
fn check_close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} is not {b}");
}

fn is_zero(x: f64) -> bool {
    x.to_bits() == 0
}

#[test]
fn every_schedule_but_ddpm_runs_from_exactly_noise_to_exactly_data() {
    for &kind in SchedulerKind::ALL {
        let (start, end) = (kind.at(0.0), kind.at(1.0));
        assert_eq!([end.alpha, end.beta].map(f64::to_bits), [1.0, 0.0_f64].map(f64::to_bits));
        if kind == SchedulerKind::Ddpm {
            assert!((start.alpha - 0.006_571_59).abs() < 5.1e-9);
            assert!((start.beta - 0.999_978_41).abs() < 5.1e-9);
        } else {
            let ends = [start.alpha, start.beta];
            assert_eq!(ends.map(f64::to_bits), [0.0, 1.0_f64].map(f64::to_bits), "{kind:?}");
        }
        assert_eq!(is_zero(kind.start_alpha()), kind != SchedulerKind::Ddpm);
    }
}

#[test]
fn derivatives_are_those_of_the_schedule() {
    for &kind in SchedulerKind::ALL {
        for t in TIMES {
            let (s, h) = (kind.at(t), 1e-6);
            let [later, earlier] = [kind.at(t + h), kind.at(t - h)];
            let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{kind:?} {t}: {a} {b}");
            close(s.d_alpha, (later.alpha - earlier.alpha) / (2.0 * h));
            close(s.d_beta, (later.beta - earlier.beta) / (2.0 * h));
        }
    }
}

#[test]
fn closed_products_equal_their_factors() {
    for &kind in SchedulerKind::ALL {
        for t in TIMES {
            let s = kind.at(t);
            let delta = s.beta * s.d_alpha - s.alpha * s.d_beta;
            check_close(s.a_da, s.alpha * s.d_alpha);
            check_close(s.b_db, s.beta * s.d_beta);
            check_close(s.b_delta, s.beta * delta);
            check_close(s.a_delta(), s.alpha * delta);
            check_close(s.inv_delta, 1.0 / delta);
            check_close(s.da_by_delta, s.d_alpha / delta);
            check_close(s.db_by_delta, s.d_beta / delta);
            check_close(s.a_by_b_delta, s.alpha / (s.beta * delta));
            check_close(s.da_by_b_delta, s.d_alpha / (s.beta * delta));
        }
    }
}

#[test]
fn closed_products_are_finite_at_both_ends_and_their_exceptions_are_known() {
    for &kind in SchedulerKind::ALL {
        let is_straight = matches!(kind, SchedulerKind::CondOt | SchedulerKind::Linear);
        for t in [0.0, 1.0] {
            let s = kind.at(t);
            let always = [s.alpha, s.beta, s.a_da, s.b_db, s.inv_delta, s.da_by_delta];
            assert!(always.iter().chain([&s.db_by_delta]).all(|v| v.is_finite()), "{kind:?} {t}");
            assert_eq!(s.b_delta.is_finite(), kind != SchedulerKind::Vp || 0.0 < t);
            let is_open = is_straight || kind == SchedulerKind::Trig;
            assert_eq!(s.a_by_b_delta.is_finite(), !is_open || t < 1.0, "{kind:?}");
            assert_eq!(s.da_by_b_delta.is_finite(), !is_straight || t < 1.0, "{kind:?}");
        }
        assert_eq!(kind.is_finite_at_start(), kind != SchedulerKind::Vp);
        let steep = [SchedulerKind::Sqrt, SchedulerKind::Vp, SchedulerKind::Ddpm];
        assert_eq!(kind.is_finite_at_end(), !steep.contains(&kind));
        let start: f64 = if kind == SchedulerKind::Vp { 1e-3 } else { 0.0 };
        assert_eq!(kind.start_time(1e-3).to_bits(), start.to_bits());
    }
}

#[test]
fn ddpm_has_its_closed_form_values() {
    let known = [
        (0.5, [0.281_182_88, 0.959_654_20, 1.412_943_98, -0.413_998_77]),
        (0.75, [0.723_657_19, 0.690_159_60, 1.836_280_11, -1.925_405_78]),
    ];
    for (t, exact) in known {
        let s = SchedulerKind::Ddpm.at(t);
        for (ours, exact) in [s.alpha, s.beta, s.d_alpha, s.d_beta].iter().zip(exact) {
            assert!((ours - exact).abs() < 5.1e-9, "{t}: {ours} is not {exact}");
        }
    }
}

#[test]
fn the_noise_that_makes_noising_linear_is_that_of_the_closed_form() {
    let known = [
        (SchedulerKind::CondOt, 2.0),
        (SchedulerKind::Sqrt, 3.0),
        (SchedulerKind::Trig, std::f64::consts::PI),
        (SchedulerKind::Vp, 2.0),
        (SchedulerKind::Ddpm, 10.05),
    ];
    for (kind, exact) in known {
        check_close(kind.at(0.5).linear_noising_variance(), exact);
    }
    // For ddpm it is the rate itself, at every time.
    for t in TIMES {
        check_close(SchedulerKind::Ddpm.at(t).linear_noising_variance(), 20.0 - 19.9 * t);
    }
}

#[test]
fn the_time_of_a_ratio_is_the_inverse_of_the_schedule_and_exact_at_both_ends() {
    for &kind in SchedulerKind::ALL {
        for t in [1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1.0 - 1e-6] {
            let s = kind.at(t);
            for size in [1e-3, 1.0, 40.0] {
                let back = kind.time_of([size * s.alpha, size * s.beta]);
                assert!((back - t).abs() < 1e-13, "{kind:?}: {back} is not {t}");
            }
        }
        assert!(is_zero(kind.time_of([0.0, 1.0])));
        assert_eq!(kind.time_of([1.0, 0.0]).to_bits(), 1.0_f64.to_bits());
    }
    // Ratios below what ddpm knows are held at its start.
    assert!(is_zero(SchedulerKind::Ddpm.time_of([0.006, 1.0])));
}

#[test]
fn the_linear_path_has_the_numbers_of_the_straight_one_and_takes_any_source() {
    for t in [0.0, 0.3, 1.0] {
        assert_eq!(SchedulerKind::Linear.at(t), SchedulerKind::CondOt.at(t));
    }
    let takers = SchedulerKind::ALL.iter().filter(|kind| kind.takes_any_source());
    assert_eq!(takers.copied().collect::<Vec<_>>(), [SchedulerKind::Linear]);
    let keys: Vec<&str> = SchedulerKind::ALL.iter().map(|kind| kind.key()).collect();
    assert_eq!(keys, ["condot", "sqrt", "trig", "vp", "ddpm", "linear"]);
}
