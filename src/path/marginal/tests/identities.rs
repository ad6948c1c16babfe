//! Exact marginals against differences of themselves, and against each other.

use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::kind::Kind;
use crate::math::mixture::Mixture;
use crate::path::marginal::Marginal;
use crate::path::marginal::tests::boxes;
use crate::path::marginal::tests::gmm5;
use crate::path::marginal::tests::medley;
use crate::path::marginal::tests::moved;
use crate::path::marginal::tests::one;
use crate::path::marginal::tests::probes;
use crate::path::marginal::tests::tilted;
use crate::path::marginal::tests::two_points;
use crate::path::scheduler::SchedulerKind;

#[test]
fn the_score_is_the_gradient_of_the_log_density() {
    let h = 1e-5;
    for (law, t, scheduler) in everywhere() {
        let marginal = Marginal::new(&law, scheduler);
        for x in probes(&law) {
            let score = marginal.score(t, &one(&x));
            for i in 0..x.len() {
                let at = |step: f64| marginal.log_density(t, &one(&moved(&x, i, step)))[0];
                let slope = (at(h) - at(-h)) / (2.0 * h);
                let error = (score.data()[i] - slope).abs();
                assert!(error < 2e-6 * slope.abs().max(1.0), "{scheduler:?} {t} {x:?}: {error:e}");
            }
        }
    }
}

#[test]
fn the_divergence_is_the_trace_of_the_jacobian() {
    let h = 1e-5;
    for (law, t, scheduler) in everywhere() {
        let marginal = Marginal::new(&law, scheduler);
        for x in probes(&law) {
            let slope = |i: usize| {
                let at = |step: f64| marginal.velocity(t, &one(&moved(&x, i, step))).data()[i];
                (at(h) - at(-h)) / (2.0 * h)
            };
            let trace: f64 = (0..x.len()).map(slope).sum();
            let error = (marginal.divergence(t, &one(&x))[0] - trace).abs();
            assert!(error < 5e-6 * trace.abs().max(1.0), "{scheduler:?} {t} {x:?}: {error:e}");
        }
    }
}

#[test]
fn densities_and_velocities_satisfy_the_continuity_equation() {
    // d log p/dt + div u + u . s = 0, which is dp/dt = -div(p u) over p.
    let h = 1e-5;
    for (law, t, scheduler) in everywhere() {
        let marginal = Marginal::new(&law, scheduler);
        for x in probes(&law).iter().map(|x| one(x)) {
            let at = |t: f64| marginal.log_density(t, &x)[0];
            let rate = (at(t + h) - at(t - h)) / (2.0 * h);
            let (u, s) = (marginal.velocity(t, &x), marginal.score(t, &x));
            let along: f64 = u.data().iter().zip(s.data()).map(|(u, s)| u * s).sum();
            let residual = (rate + marginal.divergence(t, &x)[0] + along).abs();
            assert!(residual < 1e-5 * rate.abs().max(1.0), "{scheduler:?} {t}: {residual:e}");
        }
    }
}

#[test]
fn scores_and_velocities_and_posterior_means_convert_into_each_other() {
    for (law, t, scheduler) in everywhere() {
        let marginal = Marginal::new(&law, scheduler);
        let at = scheduler.at(t);
        for x in probes(&law).iter().map(|x| one(x)) {
            let u = marginal.velocity(t, &x);
            let mut out = vec![0.0; law.dim()];
            let close = |ours: &[f64], exact: &[f64]| {
                for (a, b) in ours.iter().zip(exact) {
                    assert!((a - b).abs() < 1e-10 * b.abs().max(1.0), "{scheduler:?} {t}: {a} {b}");
                }
            };
            at.score_from_velocity().apply(u.data(), x.data(), &mut out);
            close(&out, marginal.score(t, &x).data());
            at.data_from_velocity().apply(u.data(), x.data(), &mut out);
            close(&out, marginal.posterior_mean(t, &x).data());
        }
    }
}

/// Laws, times and schedules for identities.
fn everywhere() -> Vec<(Mixture, f64, SchedulerKind)> {
    let laws = [two_points(), gmm5(), tilted(), boxes(), medley()];
    let times = [0.1, 0.5, 0.85];
    let all = laws.iter().flat_map(|law| {
        times.map(|t| SchedulerKind::ALL.iter().map(move |&k| (law.clone(), t, k)))
    });
    all.flatten().collect()
}
