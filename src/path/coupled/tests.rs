//! Coupled marginals against plain ones, integrals, and differences of themselves.

use super::*;
use crate::dataset::DatasetKind;
use crate::math::field::Score;
use crate::math::kind::Kind;
use crate::math::quadrature::Rule;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;

const LINEAR: SchedulerKind = SchedulerKind::Linear;

fn law_of(kind: DatasetKind) -> Mixture {
    kind.build().law().clone()
}

fn one(x: &[f64]) -> Points {
    Points::new(x.len(), x.to_vec())
}

fn gaussian(mean: [f64; 2], covariance: [f64; 4]) -> Component {
    Component::Gaussian { mean: mean.to_vec(), covariance: covariance.to_vec() }
}

fn boxed(low: [f64; 2], high: [f64; 2]) -> Component {
    Component::Box { low: low.to_vec(), high: high.to_vec() }
}

/// One of each kind of component, correlated ones too.
fn medley() -> Mixture {
    let parts = vec![
        (0.5, Component::Isotropic { mean: vec![2.0, -1.5], variance: 0.2 }),
        (0.4, gaussian([1.0, 2.0], [1.0, 0.6, 0.6, 0.5])),
        (0.4, boxed([-3.0, -1.0], [-1.0, 0.5])),
        (0.2, gaussian([-1.0, 0.0], [0.3, 0.0, 0.0, 0.2])),
        (0.3, Component::Isotropic { mean: vec![-2.0, 2.5], variance: 0.05 }),
    ];
    Mixture::new(2, parts).unwrap()
}

fn uniform_source() -> Mixture {
    Mixture::new(2, vec![(1.0, boxed([-2.0, -2.5], [2.5, 2.0]))]).unwrap()
}

/// Pairs of laws of every kind of component.
fn couples() -> Vec<CoupledMarginal> {
    let couple = |source: &Mixture, data: &Mixture| CoupledMarginal::new(source, data, LINEAR);
    let [gauss, board] = [DatasetKind::EightGaussians, DatasetKind::Checkerboard].map(law_of);
    vec![
        couple(&gauss, &medley()).unwrap(),
        couple(&uniform_source(), &medley()).unwrap(),
        couple(&medley(), &law_of(DatasetKind::Gmm5)).unwrap(),
        couple(&uniform_source(), &board).unwrap(),
        couple(&board, &gauss).unwrap(),
    ]
}

fn probes() -> Vec<[f64; 2]> {
    vec![[0.31, -0.83], [-1.72, 0.94], [1.53, 1.21], [0.02, 0.07]]
}

#[track_caller]
fn check_close(ours: &[f64], exact: &[f64], tolerance: f64) {
    for (a, b) in ours.iter().zip(exact) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a} is not {b}");
    }
}

#[test]
fn the_standard_normal_source_gives_the_plain_marginal() {
    let noise = Mixture::isotropic(&Points::zeros(1, 2), 1.0).unwrap();
    let points = Mixture::empirical(&Points::new(2, vec![-2.0, 0.3, 1.0, 1.5])).unwrap();
    let laws = [medley(), law_of(DatasetKind::Gmm5), law_of(DatasetKind::Checkerboard), points];
    let x = Rng::stream(3, Stream::Noise, 0).normal_points(20, 2).to_f32();
    let x = Points::from_f32(2, &x.iter().map(|v| 2.0 * v).collect::<Vec<_>>());
    for law in laws {
        for &scheduler in SchedulerKind::ALL {
            let coupled = CoupledMarginal::new(&noise, &law, scheduler).unwrap();
            let plain = Marginal::new(&law, scheduler);
            for t in [scheduler.start_time(0.01), 0.2, 0.5, 0.9] {
                let s = scheduler.at(t);
                check_close(coupled.velocity(t, &x).data(), plain.velocity(t, &x).data(), 1e-11);
                check_close(&coupled.log_density(t, &x), &plain.log_density(t, &x), 1e-12);
                check_close(&coupled.divergence(t, &x), &plain.divergence(t, &x), 1e-10);
                let mean = coupled.posterior_mean(t, &x);
                check_close(mean.data(), plain.posterior_mean(t, &x).data(), 1e-11);
                let eps: Vec<f64> = plain.score(t, &x).data().iter().map(|v| -s.beta * v).collect();
                check_close(coupled.source_mean(t, &x).data(), &eps, 1e-11);
                let slope = s.b_delta / (s.beta * s.beta);
                let open: Vec<f64> =
                    plain.posterior_variance(t, &x).iter().map(|v| slope * slope * v).collect();
                check_close(&coupled.target_variance(t, &x), &open, 1e-9);
            }
        }
    }
}

#[test]
fn the_divergence_is_the_trace_of_the_jacobian_and_mass_is_kept() {
    // d log p/dt + div u + u . grad log p = 0.
    let h = 1e-5;
    for couple in couples() {
        for t in [0.15, 0.5, 0.8] {
            for x in probes() {
                let log = |t: f64, x: [f64; 2]| couple.log_density(t, &one(&x))[0];
                let u = couple.velocity(t, &one(&x));
                let (mut trace, mut along) = (0.0, 0.0);
                for i in 0..2 {
                    let moved = |step: f64| {
                        let mut x = x;
                        x[i] += step;
                        x
                    };
                    let slope = |step: f64| couple.velocity(t, &one(&moved(step))).data()[i];
                    trace += (slope(h) - slope(-h)) / (2.0 * h);
                    along += u.data()[i] * (log(t, moved(h)) - log(t, moved(-h))) / (2.0 * h);
                }
                let divergence = couple.divergence(t, &one(&x))[0];
                check_close(&[divergence], &[trace], 2e-5);
                let rate = (log(t + h, x) - log(t - h, x)) / (2.0 * h);
                let residual = (rate + divergence + along).abs();
                assert!(residual < 2e-5 * rate.abs().max(10.0), "{t} {x:?}: {residual:e} {rate}");
            }
        }
    }
}

#[test]
fn the_path_starts_as_the_source_and_ends_as_the_law() {
    for couple in couples() {
        let x = couple.data().sample(20, &mut Rng::stream(3, Stream::Data, 0));
        for (t, law) in [(0.0, couple.source()), (1.0, couple.data())] {
            for (ours, exact) in couple.log_density(t, &x).iter().zip(law.log_density(&x)) {
                // Correlated Gaussians next to boxes are rows, good to `1e-10` of the top.
                assert!((ours.exp() - exact.exp()).abs() < 1e-9, "{t}: {ours} {exact}");
            }
            let on_it = law.sample(20, &mut Rng::stream(4, Stream::Data, 0));
            assert!(couple.velocity(t, &on_it).data().iter().all(|v| v.is_finite()));
            assert!(couple.divergence(t, &on_it).iter().all(|v| v.is_finite()));
        }
    }
}

#[test]
fn a_correlated_gaussian_and_a_box_agree_with_integration_over_the_box() {
    let covariance = [1.0, 0.6, 0.6, 0.5];
    let data = Mixture::new(2, vec![(1.0, gaussian([1.0, 2.0], covariance))]).unwrap();
    let couple = CoupledMarginal::new(&uniform_source(), &data, LINEAR).unwrap();
    let (t, b) = (0.4, 0.6);
    let s = covariance.map(|c| t * t * c);
    let det = s[0] * s[3] - s[1] * s[2];
    for x in [[0.3, 0.9], [-1.0, -0.4], [1.4, 2.1]] {
        let (mut mass, mut mean) = (0.0, [0.0; 2]);
        for (p, wp) in Rule::legendre(120, -2.0, 2.5).iter() {
            for (q, wq) in Rule::legendre(120, -2.5, 2.0).iter() {
                let r = [x[0] - b * p - t, x[1] - b * q - 2.0 * t];
                let square = s[3] * r[0] * r[0] - 2.0 * s[1] * r[0] * r[1] + s[0] * r[1] * r[1];
                let normal = (-0.5 * square / det).exp() / (std::f64::consts::TAU * det.sqrt());
                let e = wp * wq / 20.25 * normal;
                mass += e;
                mean = [mean[0] + e * p, mean[1] + e * q];
            }
        }
        let found = couple.log_density(t, &one(&x))[0];
        assert!((found.exp() - mass).abs() < 1e-9, "{found} {}", mass.ln());
        check_close(couple.source_mean(t, &one(&x)).data(), &mean.map(|m| m / mass), 1e-8);
    }
}

#[test]
fn what_is_left_out_changes_nothing_and_most_is_left_out() {
    let [source, data] = [DatasetKind::Circles, DatasetKind::Moons].map(law_of);
    let couple = CoupledMarginal::new(&source, &data, LINEAR).unwrap();
    let isotropic = |c: &Component| match c {
        Component::Isotropic { mean, variance } => ([mean[0], mean[1]], *variance),
        _ => panic!("isotropic only"),
    };
    for (t, x) in [(0.1, [4.0, 1.0]), (0.5, [0.3, 2.2]), (0.5, [30.0, -7.0]), (0.95, [3.4, 0.2])] {
        let (a, b) = (t, 1.0 - t);
        let (mut terms, mut targets) = (Vec::new(), Vec::new());
        for (z, w) in data.components().iter().zip(data.weights()) {
            for (y, v) in source.components().iter().zip(source.weights()) {
                let ((m, c), (n, d)) = (isotropic(z), isotropic(y));
                let s = a * a * c + b * b * d;
                let r = [0, 1].map(|i| x[i] - a * m[i] - b * n[i]);
                let square = (r[0] * r[0] + r[1] * r[1]) / s;
                terms.push((w * v).ln() - 0.5 * square - (std::f64::consts::TAU * s).ln());
                targets.push([0, 1].map(|i| m[i] - n[i] + (a * c - b * d) / s * r[i]));
            }
        }
        let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mass: f64 = terms.iter().map(|l| (l - largest).exp()).sum();
        let mean = [0, 1].map(|i| {
            let sum = terms.iter().zip(&targets).map(|(l, u)| (l - largest).exp() * u[i]);
            sum.sum::<f64>() / mass
        });
        check_close(&couple.log_density(t, &one(&x)), &[largest + mass.ln()], 1e-12);
        check_close(couple.velocity(t, &one(&x)).data(), &mean, 1e-11);
        let mut at = couple.at(t);
        at.log_density(&x);
        let share = at.n_kept()[0] as f64 / couple.n_pairs() as f64;
        assert!(share < 0.6, "{t} {x:?}: {share}");
    }
}

#[test]
fn far_out_and_close_to_the_ends_all_is_finite() {
    for couple in couples().iter().take(3) {
        for t in [1e-9, 0.3, 0.999, 1.0 - 1e-9] {
            let x = one(&[40.0, -35.0]);
            assert!(couple.velocity(t, &x).data().iter().all(|v| v.is_finite()));
            assert!(couple.divergence(t, &x)[0].is_finite());
            assert!(couple.target_variance(t, &x)[0].is_finite());
        }
    }
}

#[test]
fn two_laws_of_points_have_no_path_with_a_density() {
    let points = Mixture::empirical(&Points::new(2, vec![0.0, 1.0])).unwrap();
    assert_eq!(CoupledMarginal::new(&points, &points, LINEAR).err(), Some(NotCoupled::NoDensity));
    let flat = Mixture::new(2, vec![(1.0, gaussian([0.0; 2], [1.0, 2.0, 2.0, 4.0]))]).unwrap();
    let refused = |source: &Mixture| CoupledMarginal::new(source, &flat, LINEAR).err();
    assert_eq!(refused(&points), Some(NotCoupled::NoDensity));
    assert_eq!(refused(&uniform_source()), Some(NotCoupled::TiltedBox));
    assert_eq!(refused(&law_of(DatasetKind::Gmm5)), None);
}
