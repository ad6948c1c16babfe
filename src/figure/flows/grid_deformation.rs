//! A grid that a flow carries forward and back again.
//!
//! The figure's time `s` runs from 0 to 2: up to 1 it is the time `t` itself,
//! after that time runs back, `t = 2 - s`.

use crate::experiment::catalogue;
use std::sync::Arc;

use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::flows::draw;
use crate::figure::flows::plane::PlaneField;
use crate::figure::flows::plane::PlaneKind;
use crate::figure::flows::steps;
use crate::figure::output::Flow;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::points::Points;
use crate::math::window::Window;
use crate::solver::SolverKind;
use crate::solver::trajectory::Trajectory;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "grid-deformation",
    title: "The flow bends a grid, and back",
    caption: "A square grid of starts, carried by the flow from t = 0 to t = 1 (s = 0 to 1) and then back to t = 0 by the same field with time reversed (s = 1 to 2).",
    notice: "The grid is stretched and bent, but it never tears and never folds: no two starts come to one place, so the motion can be undone. With accurate steps the grid comes back to the square; with few steps of Euler it does not.",
    params: &[&FIELD, &SOLVER, &STEPS, &catalogue::T],
    in_view: &["field", "solver", "n"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "s", range: |_| [0.0, 2.0], n_steps: None, secs: 8.0 }),
    numbers,
    scene,
    ..BLANK
};

const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "The rule that all starts obey.",
    kind: ParamKind::Choice(PlaneKind::BENDING),
    default: "model",
    effect: Effect::Picture,
};

const SOLVER: Param = Param {
    key: "solver",
    label: "Solver",
    help: "The scheme that makes the steps, forward and back.",
    kind: ParamKind::Choice(SolverKind::FLOW_CHOICES),
    default: "rk4",
    effect: Effect::Picture,
};

const STEPS: Param = Param {
    key: "n",
    label: "Steps",
    help: "Steps from t = 0 to t = 1, and as many back.",
    kind: ParamKind::Whole { min: 1, max: 20, scale: Scale::Linear },
    default: "12",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "return_error",
        label: "Missed by",
        help: "After running forward and back, the largest distance of a grid point from its start.",
        noise_level: None,
    },
    Metric {
        name: "area",
        label: "Area",
        help: "Area inside the outer line of the grid now, as a multiple of its area at the start.",
        noise_level: None,
    },
];

/// Lines of the grid along each axis.
const N_LINES: usize = 9;
/// Points of each line.
const N_PER_LINE: usize = 25;
/// Name of the handle of the marked start.
const START: &str = "start";

fn numbers(view: &View<'_>) -> Vec<Number> {
    let whole = whole(view);
    let now = whole.at(view.time());
    let error = gap(whole.frame(0), whole.frame(whole.times.len() - 1));
    let value = area(&now) / area(whole.frame(0));
    vec![
        Number { name: "return_error", value: error, spread: None },
        Number { name: "area", value, spread: None },
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let (s, kind) = (view.time(), kind(view));
    let (t, is_back) = (s.min(2.0 - s), 1.0 < s);
    let whole = whole(view);
    let mut panel = Panel::new("", Window::centered(kind.reach()));
    panel.note = format!("t = {t:.2}{}", if is_back { ", running back" } else { "" });
    panel.marks.push(grid("grid of starts", whole.frame(0).to_vec(), Paint::Exact, 0.45));
    let now = whole.at(s);
    panel.marks.push(grid("grid carried by the flow", now, Paint::Between(t as f32), 0.9));
    let run = marked(view);
    let way = steps::way(&run, 0, s);
    panel.marks.push(draw::line("trajectory", &way, Paint::Ink, 1.5));
    let last = way[way.len() - 1];
    panel.marks.push(draw::dots("marked point", &[last], Paint::Between(t as f32), 5.5));
    panel.handles.push(Handle {
        name: START,
        label: "Start",
        at: start(view),
        paint: Paint::Noise,
    });
    Scene { panels: vec![panel], ..Scene::default() }
}

fn grid(name: &'static str, xy: Vec<f32>, paint: Paint, alpha: f32) -> Mark {
    Mark::Lines { name, xy, n_per_line: N_PER_LINE, paint, width_px: 1.0, alpha }
}

fn kind(view: &View<'_>) -> PlaneKind {
    view.settings.choice("field")
}

fn solver(view: &View<'_>) -> (SolverKind, usize) {
    (view.settings.choice("solver"), view.settings.whole("n") as usize)
}

/// Half the side of the grid.
fn reach(kind: PlaneKind) -> f64 {
    match kind {
        // Three deviations of the noise.
        PlaneKind::Model => 3.0,
        _ => 1.8,
    }
}

fn start(view: &View<'_>) -> [f64; 2] {
    let reach = reach(kind(view));
    view.probe.handle(START).unwrap_or([-0.5 * reach, 0.25 * reach])
}

/// The grid forward and back, as a film over `s`.
fn whole(view: &View<'_>) -> Arc<Flow> {
    let (kind, solver) = (kind(view), solver(view));
    view.memo()
        .get("grid", &(kind, solver), || steps::film(&there_and_back(kind, solver, nodes(kind))))
}

/// The marked point forward and back.
fn marked(view: &View<'_>) -> Arc<Trajectory<Points>> {
    let (kind, solver, start) = (kind(view), solver(view), start(view));
    view.memo().get("marked", &(kind, solver, start), || {
        there_and_back(kind, solver, Points::new(2, start.to_vec()))
    })
}

/// A run to `t = 1` and from there back, in the time `s` of this figure.
fn there_and_back(
    kind: PlaneKind,
    (solver, n): (SolverKind, usize),
    x0: Points,
) -> Trajectory<Points> {
    use crate::solver::trajectory::SaveAt;
    let field = PlaneField::new(kind);
    let grid = steps::equal(0.0, 1.0, n);
    let mut whole = field.follow(solver, grid.clone(), x0);
    let back = field.follow(solver, grid.reversed(), whole.x().clone());
    for (t, x) in back.times().iter().zip(back.states()).skip(1) {
        whole.record(SaveAt::Every, 2.0 - t, x.clone());
    }
    whole
}

/// Points of the square grid: its lines along x, then along y.
fn nodes(kind: PlaneKind) -> Points {
    let reach = reach(kind);
    let lines = || draw::spaced([-reach, reach], N_LINES - 1);
    let along = || draw::spaced([-reach, reach], N_PER_LINE - 1);
    let across = lines().flat_map(|y| along().flat_map(move |x| [x, y]));
    let upward = lines().flat_map(|x| along().flat_map(move |y| [x, y]));
    Points::new(2, across.chain(upward).collect())
}

/// Largest distance between two sets of points.
fn gap(a: &[f32], b: &[f32]) -> f64 {
    let distances = a.chunks_exact(2).zip(b.chunks_exact(2));
    distances.map(|(a, b)| f64::from((a[0] - b[0]).hypot(a[1] - b[1]))).fold(0.0, f64::max)
}

/// Area inside the outer line of a grid.
///
/// The shoelace formula cuts off bends by an area in proportion to the squared
/// spacing of the points, so it is taken with all points and with every other
/// one, and extrapolated (Richardson).
fn area(xy: &[f32]) -> f64 {
    let outline = outline(xy);
    let every = |stride: usize| {
        let corners: Vec<&[f64; 2]> = outline.iter().step_by(stride).collect();
        let next = corners.iter().cycle().skip(1);
        0.5 * corners.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>()
    };
    (4.0 * every(1) - every(2)) / 3.0
}

/// Lower edge, right, upper and left one, against the clock, each without its end.
fn outline(xy: &[f32]) -> Vec<[f64; 2]> {
    let line = |i: usize| {
        let line = &xy[2 * N_PER_LINE * i..2 * N_PER_LINE * (i + 1)];
        line.chunks_exact(2).map(|p| [f64::from(p[0]), f64::from(p[1])]).collect::<Vec<_>>()
    };
    let reversed = |i: usize| line(i).into_iter().rev().collect();
    let edges = [line(0), line(2 * N_LINES - 1), reversed(N_LINES - 1), reversed(N_LINES)];
    edges.iter().flat_map(|edge| edge[..N_PER_LINE - 1].to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::plane::STRETCH;
    use crate::figure::flows::tests;

    fn number(query: &[(&str, &str)], s: f64, name: &str) -> f64 {
        tests::number(&FIGURE, query, s / 2.0, name)
    }

    #[test]
    fn accurate_steps_come_back_and_keep_the_area_of_fields_without_divergence() {
        for field in ["twist", "saddle", "cells"] {
            let query = [("field", field), ("n", "20")];
            assert!(number(&query, 2.0, "return_error") < 1e-3, "{field}");
            for s in [0.5, 1.0, 1.6, 2.0] {
                let area = number(&query, s, "area");
                assert!((area - 1.0).abs() < 0.01, "{field} {s}: {area}");
            }
        }
    }

    #[test]
    fn eulers_steps_on_the_stretch_miss_by_what_a_formula_says() {
        for n in [4_i32, 10, 20] {
            let query = [("field", "saddle"), ("solver", "euler"), ("n", &n.to_string())];
            // There and back a coordinate is multiplied by 1 - (a h)^2 a step.
            let share = 1.0 - (1.0 - (STRETCH / f64::from(n)).powi(2)).powi(n);
            let corner = 1.8 * std::f64::consts::SQRT_2;
            let error = number(&query, 2.0, "return_error");
            assert!((error / (corner * share) - 1.0).abs() < 1e-4, "{n}: {error}");
            // The area of the parallelogram is multiplied by (1 + a h)(1 - a h).
            let area = number(&query, 1.0, "area");
            assert!((area - (1.0 - share)).abs() < 1e-5, "{n}: {area}");
        }
    }
}
