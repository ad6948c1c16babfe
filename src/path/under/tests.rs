//! One path read as another, against the other path's own marginals.

use super::*;
use crate::dataset::DatasetKind;
use crate::math::field::Score;
use crate::math::kind::Kind;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;

fn pairs() -> impl Iterator<Item = Under> {
    let all = SchedulerKind::ALL;
    all.iter().flat_map(|&trained| all.iter().map(move |&sampled| Under { trained, sampled }))
}

fn tilted() -> Mixture {
    let component = |mean: [f64; 2], covariance: [f64; 4]| Component::Gaussian {
        mean: mean.to_vec(),
        covariance: covariance.to_vec(),
    };
    let first = component([1.0, 2.0], [1.0, 0.6, 0.6, 0.5]);
    Mixture::new(2, vec![(0.7, first), (0.3, component([-1.0, 0.0], [0.3, -0.1, -0.1, 0.2]))])
        .unwrap()
}

#[track_caller]
fn check_close(ours: &Points, exact: &Points, tolerance: f64) {
    for (a, b) in ours.data().iter().zip(exact.data()) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a} is not {b}");
    }
}

#[test]
fn times_match_in_signal_to_noise_and_the_scale_carries_both_factors() {
    for under in pairs() {
        for s in [under.first_exact(), 0.01, 0.3, 0.5, 0.9, 0.999, 1.0] {
            let at = under.at(s);
            assert_eq!(at.trained, under.trained.at(at.t));
            let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-13, "{under:?} {s}: {a} {b}");
            close(at.scale * at.trained.alpha, at.sampled.alpha);
            close(at.scale * at.trained.beta, at.sampled.beta);
        }
        let ends = [under.at(1.0).t, under.at(1.0).scale];
        assert_eq!(ends.map(f64::to_bits), [1.0_f64; 2].map(f64::to_bits), "{under:?}");
        if under.trained != SchedulerKind::Ddpm && under.sampled != SchedulerKind::Ddpm {
            let start = under.at(0.0);
            assert_eq!([start.t, start.scale].map(f64::to_bits), [0.0, 1.0_f64].map(f64::to_bits));
        }
    }
}

#[test]
fn times_match_in_the_closed_forms_between_the_straight_path_and_the_others() {
    // r = s / (1 - s) at s = 0.2 is 1/4.
    let t = |trained| Under { trained, sampled: SchedulerKind::CondOt }.at(0.2).t;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} is not {b}");
    close(t(SchedulerKind::Trig), 2.0 / std::f64::consts::PI * 0.25_f64.atan());
    close(t(SchedulerKind::Vp), 1.0 / 17.0);
    close(t(SchedulerKind::Sqrt), (-1.0 + 65.0_f64.sqrt()) / 32.0);
}

#[test]
fn any_prediction_of_one_path_gives_the_fields_of_any_other_pointwise() {
    let x = Rng::stream(4, Stream::Noise, 0).normal_points(12, 2);
    for law in [DatasetKind::Gmm5.build().law().clone(), tilted()] {
        for under in pairs() {
            let [trained, sampled] =
                [under.trained, under.sampled].map(|scheduler| Marginal::new(&law, scheduler));
            for s in [0.02, 0.4, 0.9] {
                let at = under.at(s);
                let x_t = x.clone().scaled(1.0 / at.scale);
                let eps = |schedule: ScheduleAt, score: Points| score.scaled(-schedule.beta);
                let theirs = [
                    trained.velocity(at.t, &x_t),
                    trained.score(at.t, &x_t),
                    eps(at.trained, trained.score(at.t, &x_t)),
                    trained.posterior_mean(at.t, &x_t),
                ];
                let ours = [
                    sampled.velocity(s, &x),
                    sampled.score(s, &x),
                    eps(at.sampled, sampled.score(s, &x)),
                    sampled.posterior_mean(s, &x),
                ];
                for (&from, given) in PredictKind::ALL.iter().zip(&theirs) {
                    for (&to, exact) in PredictKind::ALL.iter().zip(&ours) {
                        let Conversion { given: of_given, point } = at.conversion(from, to);
                        let found = given.clone().scaled(of_given).add_scaled(point, &x);
                        check_close(&found, exact, 2e-10);
                    }
                }
            }
        }
    }
}

/// Classical Runge-Kutta from `s0` to `s1`.
fn integrate(field: &impl VectorField<Points>, [s0, s1]: [f64; 2], n: usize, x: Points) -> Points {
    let h = (s1 - s0) / n as f64;
    (0..n).fold(x, |x, i| {
        let s = s0 + h * i as f64;
        let at = |share: f64, slope: &Points| x.clone().add_scaled(share * h, slope);
        let k1 = field.velocity(s, &x);
        let k2 = field.velocity(s + 0.5 * h, &at(0.5, &k1));
        let k3 = field.velocity(s + 0.5 * h, &at(0.5, &k2));
        let k4 = field.velocity(s + h, &at(1.0, &k3));
        let sum = k1.add_scaled(2.0, &k2).add_scaled(2.0, &k3).add_scaled(1.0, &k4);
        x.clone().add_scaled(h / 6.0, &sum)
    })
}

#[test]
fn flows_under_any_path_carry_the_same_start_to_the_same_end() {
    let law = tilted();
    let x = Rng::stream(9, Stream::Noise, 0).normal_points(6, 2);
    for under in pairs() {
        let trained = Marginal::new(&law, under.trained);
        let field = UnderField { under, field: trained.clone() };
        // The same piece of both paths, away from infinite velocities.
        let piece = [[1.0, 2.0], [9.0, 1.0]].map(|ratio| under.sampled.time_of(ratio));
        let [from, to] = piece.map(|s| under.at(s));
        let own = integrate(&trained, [from.t, to.t], 300, x.clone().scaled(1.0 / from.scale));
        let other = integrate(&field, piece, 300, x.clone());
        check_close(&other, &own.scaled(to.scale), 2e-7);
    }
}

#[test]
fn whole_flows_of_one_gaussian_end_at_its_deviation_times_the_start() {
    let law = Mixture::isotropic(&Points::zeros(1, 1), 4.0).unwrap();
    let smooth = [SchedulerKind::CondOt, SchedulerKind::Trig, SchedulerKind::Linear];
    for under in pairs().filter(|u| smooth.contains(&u.trained) && smooth.contains(&u.sampled)) {
        let field = UnderField { under, field: Marginal::new(&law, under.trained) };
        let end = integrate(&field, [0.0, 1.0], 400, Points::new(1, vec![0.7]));
        assert!((end.data()[0] - 1.4).abs() < 1e-9, "{under:?}: {end:?}");
    }
}

#[test]
fn a_path_under_itself_is_unchanged_at_every_time() {
    for &trained in SchedulerKind::ALL {
        let under = Under { trained, sampled: trained };
        for s in [0.0, 0.37, 1.0] {
            let at = under.at(s);
            assert_eq!([at.t, at.scale].map(f64::to_bits), [s, 1.0].map(f64::to_bits));
            let same = at.conversion(PredictKind::Velocity, PredictKind::Velocity);
            assert_eq!(same, Conversion::IDENTITY);
        }
    }
}

#[test]
fn only_a_ddpm_network_has_times_it_never_saw() {
    for under in pairs() {
        let is_late = under.trained == SchedulerKind::Ddpm && under.sampled != under.trained;
        assert_eq!(0.0 < under.first_exact(), is_late, "{under:?}");
        assert!(under.first_exact() < 0.007);
    }
    let early = Under { trained: SchedulerKind::Ddpm, sampled: SchedulerKind::CondOt }.at(0.0);
    assert_eq!(early.t.to_bits(), 0);
    assert!((early.scale - 1.0).abs() < 3e-5);
}
