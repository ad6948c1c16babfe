//! Orders of the schemes with noise, on the Ornstein-Uhlenbeck process.

use crate::math::brownian::Brownian;
use crate::math::brownian::BrownianPath;
use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::state::State;
use crate::solver::Family;
use crate::solver::SolverKind;
use crate::solver::process::Driven;
use crate::solver::run::Integration;
use crate::solver::step::Sde;
use crate::solver::tests::COARSE;
use crate::solver::tests::check_close;
use crate::solver::tests::final_variance;
use crate::solver::tests::fitted_order;
use crate::solver::tests::kinds_of;
use crate::solver::tests::slope;
use crate::solver::tests::uniform;

/// Pull towards the origin and noise of `dX = -theta X dt + sigma dW`.
const THETA: f64 = 0.8;
const SIGMA: f64 = 0.5;
const T: f64 = 2.0;

/// Motions carried at once.
const N_PATHS: usize = 2000;

/// A fine Brownian motion and the exact end of the process it drives from 1.
///
/// Over a step of length `h` the increment `dW` and `I`, the integral of
/// `exp(-theta (h - r)) dW_r`, are normal with variances `h` and
/// `(1 - e^(-2 theta h))/(2 theta)` and covariance `(1 - e^(-theta h))/theta`;
/// the process moves by `X -> e^(-theta h) X + sigma I` exactly.
fn fine_motion(n: usize) -> (BrownianPath<Points>, Points) {
    let h = T / n as f64;
    let like = Points::zeros(N_PATHS, 1);
    let path = BrownianPath::drawn(&SeededBrownian::new(11, 0), h, n, &like);
    let covariance = (1.0 - (-THETA * h).exp()) / THETA;
    let variance = (1.0 - (-2.0 * THETA * h).exp()) / (2.0 * THETA);
    let rest = (variance - covariance * covariance / h).sqrt();
    let other = SeededBrownian::new(11, 1);
    let start = Points::new(1, vec![1.0; N_PATHS]);
    let end = path.increments().iter().enumerate().fold(start, |x, (step_idx, dw)| {
        x.scaled((-THETA * h).exp())
            .add_scaled(SIGMA * covariance / h, dw)
            .add_scaled(SIGMA * rest, &other.increment(step_idx, 1.0, &like))
    });
    (path, end)
}

#[test]
fn every_scheme_with_noise_has_its_strong_order_along_one_motion() {
    let n_fine = COARSE[COARSE.len() - 1];
    let (fine, exact) = fine_motion(n_fine);
    let drift = |_: f64, x: &Points| x.clone().scaled(-THETA);
    for kind in kinds_of(Family::Noise) {
        let error = |n: usize| {
            let noise = fine.coarsened(n_fine / n);
            let process =
                Driven { sde: Sde { drift: &drift, diffusion: &|_| SIGMA }, noise: &noise };
            let start = Points::new(1, vec![1.0; N_PATHS]);
            let end = Integration::new(kind, uniform(0.0, T, n), start).finish(&process);
            let away = end.x().clone().add_scaled(-1.0, &exact);
            (away.data().iter().map(|v| v * v).sum::<f64>() / N_PATHS as f64).sqrt()
        };
        let order = f64::from(kind.strong_order().unwrap());
        check_close(fitted_order(error), order, 0.1);
    }
}

#[test]
fn every_scheme_with_noise_has_its_weak_order_in_mean_and_variance() {
    let pull = |_: f64, x: &f64| -THETA * x;
    let exact = SIGMA * SIGMA * (1.0 - (-2.0 * THETA * T).exp()) / (2.0 * THETA);
    for kind in kinds_of(Family::Noise) {
        let order = f64::from(kind.order());
        let variance = fitted_order(|n| {
            let v = final_variance(kind, &uniform(0.0, T, n), 0.0, |noise| Driven {
                sde: Sde { drift: &pull, diffusion: &|_| SIGMA },
                noise,
            });
            (v - exact).abs()
        });
        check_close(variance, order, 0.15);
        let mean = fitted_order(|n| {
            let silent = Driven {
                sde: Sde { drift: &pull, diffusion: &|_| 0.0 },
                noise: &SeededBrownian::new(0, 0),
            };
            let end = Integration::new(kind, uniform(0.0, T, n), 1.0).finish(&silent);
            (end.x() - (-THETA * T).exp()).abs()
        });
        check_close(mean, order, 0.2);
    }
}

#[test]
fn noise_that_changes_over_time_is_met_in_the_same_order() {
    // X_1 = int sin(pi t) dW has variance 1/2 plus what the pull takes:
    // int_0^1 e^(-2 theta (1 - t)) sin^2(pi t) dt by Gauss's rule.
    let rule = crate::math::quadrature::Rule::legendre(40, 0.0, 1.0);
    let sine = |t: f64| (std::f64::consts::PI * t).sin();
    let exact = rule.integrate(|t| (-2.0 * THETA * (1.0 - t)).exp() * sine(t).powi(2));
    let pull = |_: f64, x: &f64| -THETA * x;
    for kind in kinds_of(Family::Noise) {
        let points = COARSE.map(|n| {
            let v = final_variance(kind, &uniform(0.0, 1.0, n), 0.0, |noise| Driven {
                sde: Sde { drift: &pull, diffusion: &sine },
                noise,
            });
            ((1.0 / n as f64).ln(), (v - exact).abs().ln())
        });
        check_close(slope(&points), f64::from(kind.order()), 0.15);
    }
}

#[test]
fn one_step_and_the_stationary_law_are_those_worked_out_outside() {
    let (theta, sigma) = (0.25, 0.5);
    let pull = |_: f64, x: &f64| -theta * x;
    let constant = |_: f64| sigma;
    let sde = || Sde { drift: &pull, diffusion: &constant };
    let step = crate::solver::step::Step { t0: 0.0, t1: 0.1 };
    let dw = 0.8 * 0.1_f64.sqrt();
    check_close(SolverKind::EulerMaruyama.noise_step(&sde(), step, &dw, &1.0), 1.101_491_11, 5e-9);
    check_close(SolverKind::StochasticHeun.noise_step(&sde(), step, &dw, &1.0), 1.100_222_47, 5e-9);
    let variance = |t: f64, n: usize| {
        let kind = SolverKind::EulerMaruyama;
        final_variance(kind, &uniform(0.0, t, n), 0.0, |noise| Driven { sde: sde(), noise })
    };
    check_close(variance(20.0, 999), 0.501_232_20, 5e-9);
    check_close(variance(400.0, 19_980), 0.501_254_39, 5e-9);
}
