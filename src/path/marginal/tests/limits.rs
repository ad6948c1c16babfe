//! Exact marginals against integrals, at both ends and far out.

use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::kind::Kind;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::quadrature::Rule;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;
use crate::path::marginal::tests::CONDOT;
use crate::path::marginal::tests::SQRT;
use crate::path::marginal::tests::boxes;
use crate::path::marginal::tests::gmm5;
use crate::path::marginal::tests::medley;
use crate::path::marginal::tests::one;
use crate::path::marginal::tests::tilted;
use crate::path::marginal::tests::two_points;
use crate::path::scheduler::SchedulerKind;

#[test]
fn box_marginals_agree_with_integration_over_the_box() {
    let law = boxes();
    for (t, scheduler) in
        [(0.0, CONDOT), (1e-6, CONDOT), (0.3, CONDOT), (0.3, SQRT), (0.8, CONDOT), (0.8, SQRT)]
    {
        let s = scheduler.at(t);
        let marginal = Marginal::new(&law, scheduler);
        for x in [[0.2, 0.4], [-2.0, 1.0], [1.5, -3.0], [4.0, 4.0]] {
            let (mut mass, mut mean, mut square) = (0.0, [0.0; 2], 0.0);
            for (w, component) in law.weights().iter().zip(law.components()) {
                let Component::Box { low, high } = component else { panic!("boxes only") };
                let rules = [0, 1].map(|i| Rule::legendre(80, low[i], high[i]));
                for (z0, w0) in rules[0].iter() {
                    for (z1, w1) in rules[1].iter() {
                        let r = [x[0] - s.alpha * z0, x[1] - s.alpha * z1].map(|r| r / s.beta);
                        let density = (-0.5 * (r[0] * r[0] + r[1] * r[1])).exp();
                        let volume = (high[0] - low[0]) * (high[1] - low[1]);
                        let e =
                            w * w0 * w1 * density / volume / std::f64::consts::TAU / s.beta.powi(2);
                        mass += e;
                        mean = [mean[0] + e * z0, mean[1] + e * z1];
                        square += e * (z0 * z0 + z1 * z1);
                    }
                }
            }
            let mean = mean.map(|m| m / mass);
            let variance = square / mass - mean[0] * mean[0] - mean[1] * mean[1];
            let ours = marginal.posterior_mean(t, &one(&x));
            assert!((marginal.log_density(t, &one(&x))[0] - mass.ln()).abs() < 1e-11);
            assert!((ours.data()[0] - mean[0]).abs() + (ours.data()[1] - mean[1]).abs() < 1e-11);
            assert!((marginal.posterior_variance(t, &one(&x))[0] - variance).abs() < 1e-10);
        }
    }
}

#[test]
fn densities_have_mass_one_at_all_times() {
    for (t, scheduler) in [(0.0, CONDOT), (0.4, CONDOT), (0.4, SQRT), (0.8, SQRT)] {
        for law in [medley(), boxes()] {
            let marginal = Marginal::new(&law, scheduler);
            let step = 0.08;
            let axis = || (-100..=100).map(|i| f64::from(i) * step);
            let grid = axis().flat_map(|x| axis().flat_map(move |y| [x, y])).collect();
            let logs = marginal.log_density(t, &Points::new(2, grid));
            let mass: f64 = logs.iter().map(|l| l.exp() * step * step).sum();
            assert!((mass - 1.0).abs() < 1e-8, "{scheduler:?} {t}: {mass}");
        }
    }
}

#[test]
fn the_path_starts_as_the_normal_law_but_for_ddpm_and_ends_as_the_law() {
    for &scheduler in SchedulerKind::ALL {
        for law in [tilted(), boxes(), gmm5(), medley()] {
            let marginal = Marginal::new(&law, scheduler);
            let x = law.sample(20, &mut Rng::stream(3, Stream::Data, 0));
            for ((start, end), (row, exact)) in marginal
                .log_density(0.0, &x)
                .iter()
                .zip(marginal.log_density(1.0, &x))
                .zip(x.rows().zip(law.log_density(&x)))
            {
                let square: f64 = row.iter().map(|v| v * v).sum();
                // What is left of the data moves the log density by about
                // `alpha_0 x . z`; no z lies beyond 15, and only ddpm leaves any.
                let left = 15.0 * scheduler.start_alpha() * (1.0 + square.sqrt());
                let gap = (start + 0.5 * square + std::f64::consts::TAU.ln()).abs();
                assert!(gap < 1e-12 * square.max(1.0) + left, "{scheduler:?} {gap}");
                assert!((end - exact).abs() < 1e-12);
            }
            let [u, s] = [marginal.velocity(1.0, &x), marginal.score(1.0, &x)];
            assert!(u.data().iter().chain(s.data()).all(|v| v.is_finite()));
            assert!(marginal.divergence(1.0, &x).iter().all(|v| v.is_finite()));
        }
    }
}

#[test]
fn fields_stay_finite_and_right_in_the_far_tails_and_just_before_the_end() {
    for &scheduler in SchedulerKind::ALL {
        for law in [two_points(), boxes(), gmm5(), medley()] {
            let marginal = Marginal::new(&law, scheduler);
            for t in [scheduler.start_time(1e-9), 1e-9, 0.5, 0.999, 1.0 - 1e-9] {
                let x = one(&vec![60.0; law.dim()]);
                let s = scheduler.at(t);
                let (u, z) = (marginal.velocity(t, &x), marginal.posterior_mean(t, &x));
                let mut implied = vec![0.0; law.dim()];
                s.velocity_from_data().apply(z.data(), x.data(), &mut implied);
                // Going through `E[z]` costs the digits that `u` itself keeps.
                let tolerance = 1e-9 + 1e-13 / (s.beta * s.beta);
                for (a, b) in u.data().iter().zip(&implied) {
                    assert!(
                        (a - b).abs() < tolerance * b.abs().max(1.0),
                        "{scheduler:?} {t}: {a} {b}"
                    );
                }
                assert!(marginal.divergence(t, &x)[0].is_finite());
                assert!(marginal.score(t, &x).data().iter().all(|v| v.is_finite()));
                let weights = marginal.posterior(t, x.data());
                assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn a_round_covariance_written_out_in_full_is_the_isotropic_one() {
    let in_full = |mean: &[f64]| {
        (1.0, Component::Gaussian { mean: mean.to_vec(), covariance: vec![1.0, 0.0, 0.0, 1.0] })
    };
    let round = gmm5();
    let means = |component: &Component| match component {
        Component::Isotropic { mean, .. } => in_full(mean),
        _ => panic!("isotropic only"),
    };
    let full = Mixture::new(2, round.components().iter().map(means).collect()).unwrap();
    let x = Rng::stream(5, Stream::Noise, 0).normal_points(50, 2);
    let [a, b] = [round, full].map(|law| Marginal::new(&law, SQRT));
    for t in [0.1, 0.6] {
        let fields =
            [&a, &b].map(|m| (m.velocity(t, &x), m.divergence(t, &x), m.posterior_variance(t, &x)));
        let numbers = fields.map(|(u, d, v)| [u.data(), &d, &v].concat());
        for (p, q) in numbers[0].iter().zip(&numbers[1]) {
            assert!((p - q).abs() < 1e-11 * q.abs().max(1.0), "{p} {q}");
        }
    }
}
