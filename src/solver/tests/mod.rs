//! Every scheme of the list against theory; here what the tests share.

mod flow;
mod line;
mod noise;
mod order;
mod path;
mod refusal;

use crate::math::brownian::Brownian;
use crate::math::kind::Kind;
use crate::solver::Family;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Process;

const COARSE: [usize; 5] = [8, 16, 32, 64, 128];

pub(super) fn kinds_of(family: Family) -> Vec<SolverKind> {
    SolverKind::ALL.iter().copied().filter(|kind| kind.family() == family).collect()
}

fn uniform(t0: f64, t1: f64, n: usize) -> TimeGrid {
    TimeGrid::uniform(t0, t1, n).unwrap()
}

#[track_caller]
fn check_close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() < tolerance, "{found} != {expected}");
}

/// Slope of the least-squares line through the points.
fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let x_mean = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let y_mean = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let covariance: f64 = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    let variance: f64 = points.iter().map(|(x, _)| (x - x_mean) * (x - x_mean)).sum();
    covariance / variance
}

/// Fitted power of the step with which `error(n)` falls.
fn fitted_order(error: impl Fn(usize) -> f64) -> f64 {
    slope(&COARSE.map(|n| ((1.0 / n as f64).ln(), error(n).ln())))
}

/// Noise that is always `value sqrt(h)`: takes a step apart that is linear in it.
struct Fixed(f64);

impl Brownian<f64> for Fixed {
    fn increment(&self, _: usize, h: f64, _: &f64) -> f64 {
        self.0 * h.sqrt()
    }
}

/// Variance at the end of a run from variance `v0`, without a single draw: a
/// step that is linear in state and noise takes `v` to `A^2 v + B^2`.
fn final_variance<K, P: Process<f64, K>>(
    kind: SolverKind,
    grid: &TimeGrid,
    v0: f64,
    process: impl Fn(&'static Fixed) -> P,
) -> f64 {
    let (silent, loud) = (process(&Fixed(0.0)), process(&Fixed(1.0)));
    (0..grid.n_steps()).fold(v0, |v, step_idx| {
        let step = grid.step(step_idx).unwrap();
        let a = silent.step(kind, step_idx, step, &1.0);
        let b = loud.step(kind, step_idx, step, &0.0);
        a * a * v + b * b
    })
}
