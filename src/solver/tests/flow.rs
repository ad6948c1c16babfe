//! Every scheme for flows against closed forms, and the loop against itself.

use std::cell::Cell;
use std::f64::consts::PI;

use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::state::State;
use crate::solver::Family;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::solver::step::Step;
use crate::solver::tests::COARSE;
use crate::solver::tests::check_close;
use crate::solver::tests::kinds_of;
use crate::solver::tests::slope;
use crate::solver::tests::uniform;
use crate::solver::trajectory::SaveAt;

fn flow_kinds() -> Vec<SolverKind> {
    kinds_of(Family::Flow)
}

fn end<X: State>(kind: SolverKind, grid: TimeGrid, x0: X, field: &impl VectorField<X>) -> X {
    Integration::new(kind, grid, x0).finish(field).x().clone()
}

/// Fits log error against log step; `error` is that of a run with `n` steps.
#[track_caller]
fn check_order(kind: SolverKind, error: impl Fn(usize) -> f64) {
    let points: Vec<(f64, f64)> =
        COARSE.iter().map(|&n| ((1.0 / n as f64).ln(), error(n).ln())).collect();
    let order = slope(&points);
    check_close(order, f64::from(kind.order()), 0.15);
}

/// `u = -t x^2`; from `x0` at 0 it leads to `1 / (1/x0 + t^2/2)`.
fn quadratic() -> impl VectorField<f64> {
    |t: f64, x: &f64| -t * x * x
}

/// Turns the plane at the rate `1 + cos t`, by the angle `t + sin t` in all.
fn rotation(t: f64, x: &Points) -> Points {
    let rate = 1.0 + t.cos();
    Points::new(2, x.rows().flat_map(|p| [-rate * p[1], rate * p[0]]).collect())
}

fn farthest(a: &Points, b: &Points) -> f64 {
    a.data().iter().zip(b.data()).map(|(v, w)| (v - w).abs()).fold(0.0, f64::max)
}

#[test]
fn every_scheme_has_its_order_on_a_quadratic_field() {
    for kind in flow_kinds() {
        let exact = 1.0 / (0.5 + 2.0);
        check_order(kind, |n| (end(kind, uniform(0.0, 2.0, n), 2.0, &quadratic()) - exact).abs());
    }
}

#[test]
fn every_scheme_has_its_order_on_a_rotating_field() {
    for kind in flow_kinds() {
        let angle = 2_f64 + 2_f64.sin();
        let exact = Points::new(2, vec![angle.cos(), angle.sin()]);
        let start = || Points::new(2, vec![1.0, 0.0]);
        check_order(kind, |n| {
            farthest(&end(kind, uniform(0.0, 2.0, n), start(), &rotation), &exact)
        });
    }
}

#[test]
fn one_step_of_every_scheme_is_that_of_the_books() {
    let one_step = |kind: SolverKind| kind.step(&quadratic(), Step { t0: 0.5, t1: 1.0 }, &1.0);
    check_close(one_step(SolverKind::Euler), 0.75, 1e-15);
    check_close(one_step(SolverKind::Heun), 0.734_375, 1e-15);
    check_close(one_step(SolverKind::Midpoint), 0.712_890_63, 5e-9);
    check_close(one_step(SolverKind::Rk4), 0.727_148_29, 5e-9);
}

#[test]
fn errors_on_exponential_decay_are_the_published_ones() {
    let table = [
        (SolverKind::Euler, [1.920_100e-2, 9.393_519e-3, 4.647_001e-3]),
        (SolverKind::Heun, [6.615_437e-4, 1.591_805e-4, 3.904_855e-5]),
        (SolverKind::Rk4, [3.332_411e-7, 1.997_610e-8, 1.222_742e-9]),
    ];
    for (kind, errors) in table {
        for (n, expected) in [10, 20, 40].into_iter().zip(errors) {
            let x = end(kind, uniform(0.0, 1.0, n), 1.0, &|_: f64, x: &f64| -x);
            // Seven digits are published.
            check_close((x - (-1_f64).exp()).abs(), expected, 1e-6 * expected);
        }
    }
}

#[test]
fn few_steps_stretch_a_gaussian_as_worked_out_by_hand() {
    // Straight path from N(0, 1) to N(0, 4): u = (5 t - 1) / (5 t^2 - 2 t + 1) x.
    let field = |t: f64, x: &f64| (5.0 * t - 1.0) / (5.0 * t * t - 2.0 * t + 1.0) * x;
    let table = [
        (SolverKind::Euler, [0.0, 0.8, 1.362_162_16]),
        (SolverKind::Heun, [0.5, 1.53, 1.909_723_27]),
    ];
    for (kind, stretches) in table {
        for (n, expected) in [1, 2, 4].into_iter().zip(stretches) {
            check_close(end(kind, uniform(0.0, 1.0, n), 1.0, &field), expected, 5e-9);
        }
    }
    check_close(end(SolverKind::Rk4, uniform(0.0, 1.0, 100), 1.0, &field), 2.0, 1e-6);
}

#[test]
fn running_a_rotation_backward_returns_to_the_start() {
    let start = Points::new(2, vec![1.0, 0.0, -0.3, 0.7]);
    for kind in flow_kinds() {
        let forward = uniform(0.0, 2.0, 4096);
        let there = end(kind, forward.clone(), start.clone(), &rotation);
        let back = end(kind, forward.reversed(), there.clone(), &rotation);
        // Two runs whose errors fall with h^p: 1e-2 for the first order.
        let tolerance = 20.0 * (2.0 / 4096_f64).powf(f64::from(kind.order())) + 1e-12;
        assert!(farthest(&back, &start) < tolerance, "{kind:?}: {back:?}");
        assert!(0.5 < farthest(&there, &start), "{kind:?} went nowhere");
    }
}

#[test]
fn resuming_gives_the_same_bits_as_running_at_once() {
    let start = Points::new(2, vec![1.0, 0.0, -0.3, 0.7]);
    for kind in flow_kinds() {
        let run = Integration::new(kind, uniform(0.0, 1.0, 17), start.clone());
        let at_once = run.clone().saving(SaveAt::Every).finish(&rotation);
        let mut stopped = run;
        for _ in 0..5 {
            assert!(stopped.advance(&rotation));
        }
        assert_eq!(stopped.x(), &at_once.states()[5]);
        let mut resumed = stopped.clone();
        while resumed.advance(&rotation) {}
        assert_eq!((resumed.x(), resumed.step_idx()), (at_once.x(), 17));
        assert_eq!(stopped.step_idx(), 5);
    }
}

#[test]
fn a_run_counts_its_steps_and_stops_after_the_last() {
    for kind in flow_kinds() {
        let calls = Cell::new(0_u64);
        let field = |_: f64, x: &f64| {
            calls.set(calls.get() + 1);
            -x
        };
        let mut run = Integration::new(kind, uniform(0.0, 1.0, 2), 1.0);
        assert_eq!((run.step_idx(), run.n_steps(), run.nfe()), (0, 2, 0));
        assert!(run.advance(&field));
        assert!(!run.is_done());
        assert!(!run.advance(&field));
        assert!(run.is_done());
        let x = *run.x();
        assert!(!run.advance(&field));
        check_close(*run.x(), x, 1e-300);
        assert_eq!(run.nfe(), calls.get(), "{kind:?} calls the field as often as it says");
        assert_eq!(run.nfe(), 2 * u64::from(kind.calls_per_step()));
    }
}

#[test]
fn no_scheme_calls_the_field_outside_the_grid() {
    // 1 - t under the root is not a number as soon as t rounds past the end.
    let field = |t: f64, x: &f64| x * (1.0 - t).sqrt() + t.sqrt();
    for kind in flow_kinds() {
        for n in 1..200 {
            assert!(
                end(kind, uniform(0.0, 1.0, n), 1.0, &field).is_finite(),
                "{kind:?}, {n} steps"
            );
        }
    }
}

#[test]
fn a_run_that_ends_with_euler_never_asks_at_the_end() {
    // The conditional field of the straight path to z = 1 carries any start there.
    let field = |t: f64, x: &f64| {
        assert!(t < 1.0, "singular");
        (1.0 - x) / (1.0 - t)
    };
    for kind in flow_kinds() {
        let mut run = Integration::new(kind, uniform(0.0, 1.0, 10), -3.0).ending_with_euler();
        while run.advance(&field) {}
        check_close(*run.x(), 1.0, 1e-9);
        assert_eq!(run.nfe(), 9 * u64::from(kind.calls_per_step()) + 1);
    }
}

#[test]
fn a_trajectory_keeps_what_was_asked_for() {
    let field = |_: f64, _: &f64| 2.0 * PI;
    let run = Integration::new(SolverKind::Euler, uniform(0.0, 1.0, 4), 0.0);
    let every = run.clone().saving(SaveAt::Every).finish(&field);
    assert_eq!(every.times(), [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(every.states().len(), 5);
    check_close(every.states()[2], PI, 1e-12);
    let last = run.finish(&field);
    assert_eq!((last.times(), last.states().len()), (&[1.0][..], 1));
    check_close(*last.x(), *every.x(), 1e-300);
}
