//! Schemes by predictions, on laws where their answers are known.

use crate::math::brownian::SeededBrownian;
use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::solver::SolverKind;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;
use crate::solver::sigma::Sigma;
use crate::solver::step::Step;
use crate::solver::tests::check_close;
use crate::solver::tests::final_variance;
use crate::solver::tests::fitted_order;
use crate::solver::tests::line;
use crate::solver::tests::line::Line;
use crate::solver::tests::line::Schedule;
use crate::solver::tests::uniform;

fn ddim_end(field: &Line, grid: crate::solver::grid::TimeGrid, x0: f64) -> f64 {
    let noise = SeededBrownian::new(0, 0);
    let process = PathSde { field, sigma: Sigma::ZERO, noise: &noise };
    *Integration::new(SolverKind::Ddim, grid, x0).finish(&process).x()
}

#[test]
fn ddim_reaches_a_single_data_point_in_one_step_and_comes_back() {
    for schedule in [line::condot, line::sqrt] {
        let field = Line::gaussian(1.5, 0.0, schedule);
        check_close(ddim_end(&field, uniform(0.0, 1.0, 1), -0.7), 1.5, 1e-14);
        // Half way along the trajectory of the noise -0.7, and back.
        let [a, b, ..] = schedule(0.6);
        let halfway = ddim_end(&field, uniform(0.0, 0.6, 1), -0.7);
        check_close(halfway, a * 1.5 - b * 0.7, 1e-14);
        check_close(ddim_end(&field, uniform(0.6, 0.0, 1), halfway), -0.7, 1e-14);
    }
}

#[test]
fn ddim_is_of_first_order_on_a_gaussian() {
    // The flow stretches distances from the mean by sqrt(alpha^2 c + beta^2).
    for schedule in [line::condot, line::sqrt] {
        let field = Line::gaussian(1.0, 4.0, schedule);
        let exact = 1.0 + 2.0 * 0.9;
        let order = fitted_order(|n| (ddim_end(&field, uniform(0.0, 1.0, n), 0.9) - exact).abs());
        check_close(order, f64::from(SolverKind::Ddim.order()), 0.15);
    }
}

#[test]
fn ddim_is_the_exponential_step_with_the_noise_prediction_held() {
    // x' = (da/a) x + (db - (da/a) b) eps with eps held, by many small steps of order 4.
    let field = Line { parts: vec![(0.3, -2.0, 0.25), (0.7, 1.0, 0.5)], schedule: line::sqrt };
    let (t0, t1, x0) = (0.3, 0.6, 0.4);
    let eps = GaussianField::<f64>::endpoints(&field, t0, &x0).eps;
    let held = |t: f64, x: &f64| {
        let [a, b, da, b_db] = line::sqrt(t);
        da / a * x + (b_db / b - da / a * b) * eps
    };
    let exact = Integration::new(SolverKind::Rk4, uniform(t0, t1, 1000), x0).finish(&held);
    let step = SolverKind::Ddim.path_step(&field, Step { t0, t1 }, || 0.0, &x0);
    check_close(step, *exact.x(), 1e-11);
}

#[test]
fn predictions_put_together_are_the_point_itself() {
    let field = Line { parts: vec![(0.3, -2.0, 0.25), (0.7, 1.0, 0.5)], schedule: line::sqrt };
    for t in [0.0, 0.3, 0.8] {
        let (alpha, beta) = GaussianField::<f64>::alpha_beta(&field, t);
        let Endpoints { z, eps } = GaussianField::<f64>::endpoints(&field, t, &0.4);
        check_close(alpha * z + beta * eps, 0.4, 1e-14);
    }
}

/// Variance at the end of the ancestral chain for data `N(0, c)`.
fn ancestral_variance(c: f64, schedule: Schedule, (t1, n): (f64, usize)) -> f64 {
    let field = Line::gaussian(0.0, c, schedule);
    let grid = uniform(0.0, t1, n);
    let sigma = Sigma::ZERO;
    let kind = SolverKind::Ancestral;
    final_variance(kind, &grid, 1.0, |noise| PathSde { field: &field, sigma, noise })
}

#[test]
fn ancestral_steps_have_the_exact_variance_in_the_limit_and_first_order() {
    // The square root's last steps are another matter; see below.
    for (schedule, t1) in [(line::condot as Schedule, 1.0), (line::sqrt, 0.9)] {
        for c in [0.25, 1.0, 4.0] {
            let (_, exact) = Line::gaussian(0.0, c, schedule).moments(t1);
            let error = |n: usize| (ancestral_variance(c, schedule, (t1, n)) - exact).abs();
            assert!(error(20_000) < 2e-3 * c, "c = {c}: {}", error(20_000));
            // Coarse chains are not yet in the limit: compare fine ones.
            let order = (error(1000) / error(4000)).ln() / 4_f64.ln();
            check_close(order, f64::from(SolverKind::Ancestral.order()), 0.1);
        }
    }
}

#[test]
fn where_the_noise_falls_like_a_root_the_last_ancestral_steps_cost_a_logarithm() {
    // Step number k from the end misses (1/k)^2 of a posterior variance k h, so
    // that the error is h (ln n + constant): n times it gains ln 4 from n to 4 n.
    for c in [0.25, 1.0, 4.0] {
        let missing = |n: usize| n as f64 * (c - ancestral_variance(c, line::sqrt, (1.0, n)));
        check_close(missing(16_000) - missing(4000), 4_f64.ln(), 0.03);
    }
}

#[test]
fn ancestral_steps_to_a_single_data_point_keep_the_path_with_any_number() {
    for schedule in [line::condot, line::sqrt] {
        for n in [1, 3, 50] {
            check_close(ancestral_variance(0.0, schedule, (1.0, n)), 0.0, 1e-14);
            let [_, beta, ..] = schedule(0.7);
            check_close(ancestral_variance(0.0, schedule, (0.7, n)), beta * beta, 1e-13);
        }
    }
}
