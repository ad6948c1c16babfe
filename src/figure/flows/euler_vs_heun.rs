//! Schemes side by side on one field of the plane, from the same starts.

use std::sync::Arc;

use crate::experiment::catalogue;
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
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::kind::Choice;
use crate::math::kind::Kind;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;
use crate::solver::SolverKind;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "euler-vs-heun",
    title: "Euler against Heun",
    caption: "One field, the same starts, a map for each scheme. Dashed: the exact ways. Solid: what the scheme makes of them, with a dot at each step.",
    notice: "Euler takes the slope of the beginning for the whole step and so leaves a bend on its outside. Heun takes the mean of both ends and keeps to it, even where Euler may make twice the steps for the same number of field calls.",
    params: &[&FIELD, &FAIR, &STEPS, &SCHEMES, &catalogue::SEED, &catalogue::T],
    in_view: &["field", "fair", "n", "schemes"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    numbers,
    scene,
    ..BLANK
};

const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "The rule that the schemes are to follow.",
    kind: ParamKind::Choice(PlaneKind::COMPARED),
    default: "turn",
    effect: Effect::Picture,
};

const FAIR: Param = Param {
    key: "fair",
    label: "Same number of",
    help: "What all schemes have the same number of.",
    kind: ParamKind::Choice(&[
        Choice { key: "steps", label: "steps" },
        Choice { key: "calls", label: "field calls" },
    ]),
    default: "steps",
    effect: Effect::Picture,
};

const STEPS: Param = Param {
    key: "n",
    label: "Number",
    help: "How many steps, or field calls, from t = 0 to t = 1.",
    kind: ParamKind::Whole { min: 4, max: 64, scale: Scale::Linear },
    default: "20",
    effect: Effect::Picture,
};

const SCHEMES: Param = Param {
    key: "schemes",
    label: "Schemes",
    help: "Which schemes have a map.",
    kind: ParamKind::Set(SolverKind::FLOW_CHOICES),
    default: "euler,heun",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    error("error_euler", "Euler", "Root mean square distance from the exact places at t = 1."),
    error(
        "error_midpoint",
        "Midpoint",
        "The same for the midpoint scheme: two field calls a step.",
    ),
    error("error_heun", "Heun", "The same for Heun's scheme: two field calls a step."),
    error("error_rk4", "Runge-Kutta 4", "The same for Runge-Kutta 4: four field calls a step."),
];

const fn error(name: &'static str, label: &'static str, help: &'static str) -> Metric {
    Metric { name, label, help, noise_level: None }
}

/// The schemes with the names of their numbers.
const NAMED: [(SolverKind, &str); 4] = [
    (SolverKind::Euler, "error_euler"),
    (SolverKind::Midpoint, "error_midpoint"),
    (SolverKind::Heun, "error_heun"),
    (SolverKind::Rk4, "error_rk4"),
];

/// Starts beside the one that is dragged.
const N_OTHERS: usize = 4;
/// Times of the exact ways; where no formula is known, steps of Runge-Kutta 4.
const N_EXACT: usize = 400;
/// Name of the handle of the start.
const START: &str = "start";

/// A run of each scheme and the exact one, from the same starts.
struct Race {
    exact: Trajectory<Points>,
    runs: Vec<(SolverKind, Trajectory<Points>)>,
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let race = race(view);
    let value = |run: &Trajectory<Points>| rms(run.x(), race.exact.x());
    let named = NAMED.iter().zip(&race.runs);
    named.map(|((_, name), (_, run))| Number { name, value: value(run), spread: None }).collect()
}

fn scene(view: &View<'_>) -> Scene {
    let (t, kind, race) = (view.time(), kind(view), race(view));
    let window = Window::centered(kind.reach());
    let field = PlaneField::new(kind);
    let fastest = *view
        .memo()
        .get("fastest", &kind, || draw::fast(&field, &[0.0, 0.25, 0.5, 0.75, 0.95], window));
    let arrows = draw::arrows(&field, t, window, fastest);
    let mut panels = Vec::new();
    for (place, (solver, run)) in race.runs.iter().enumerate() {
        if !view.settings.has("schemes", solver.key()) {
            continue;
        }
        let mut panel = Panel::new(solver.label(), window);
        panel.note = note(*solver, run.times().len() - 1);
        panel.marks.push(arrows.clone());
        panel.marks.extend(ways("exact", &race.exact, t, Paint::Exact));
        panel.marks.extend(ways(solver.label(), run, t, Paint::Nth(place as u8)));
        panel.marks.push(corners(*solver, run, t, Paint::Nth(place as u8)));
        let at = start(view);
        panel.handles.push(Handle { name: START, label: "Start", at, paint: Paint::Noise });
        panels.push(panel);
    }
    Scene { panels, ..Scene::default() }
}

/// "16 steps, 32 field calls".
fn note(solver: SolverKind, n_steps: usize) -> String {
    let n_calls = n_steps * solver.calls_per_step() as usize;
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    format!("{n_steps} step{}, {n_calls} field call{}", plural(n_steps), plural(n_calls))
}

fn ways(name: &'static str, run: &Trajectory<Points>, t: f64, paint: Paint) -> Vec<Mark> {
    let width = if paint == Paint::Exact { 1.25 } else { 1.75 };
    (0..run.x().n()).map(|i| draw::line(name, &steps::way(run, i, t), paint, width)).collect()
}

/// A dot at each step made up to now.
fn corners(solver: SolverKind, run: &Trajectory<Points>, t: f64, paint: Paint) -> Mark {
    let n_past = run.times().partition_point(|time| *time <= t);
    let rows = run.states()[..n_past].iter().flat_map(Points::rows);
    let points: Vec<[f64; 2]> = rows.map(|row| [row[0], row[1]]).collect();
    draw::dots(solver.label(), &points, paint, 2.5)
}

fn kind(view: &View<'_>) -> PlaneKind {
    view.settings.choice("field")
}

fn start(view: &View<'_>) -> [f64; 2] {
    let at = match kind(view) {
        PlaneKind::Model => [0.5, 0.8],
        PlaneKind::Saddle => [0.8, 1.5],
        _ => [1.0, 0.0],
    };
    view.probe.handle(START).unwrap_or(at)
}

fn n_steps(solver: SolverKind, fair: &str, n: usize) -> usize {
    if fair == "calls" { (n / solver.calls_per_step() as usize).max(1) } else { n }
}

fn race(view: &View<'_>) -> Arc<Race> {
    let (kind, start) = (kind(view), start(view));
    let fair = view.settings.get("fair").map(ToString::to_string).unwrap_or_default();
    let n = view.settings.whole("n") as usize;
    let seed = view.settings.whole("seed");
    view.memo().get("race", &(kind, start, fair.clone(), n, seed), || {
        let field = PlaneField::new(kind);
        let x0 = starts(kind, start, seed);
        let follow = |solver: SolverKind, n: usize| {
            field.follow(solver, steps::equal(0.0, 1.0, n), x0.clone())
        };
        let run = |(solver, _): &(SolverKind, &str)| {
            (*solver, follow(*solver, n_steps(*solver, &fair, n)))
        };
        let exact = by_formula(kind, &x0).unwrap_or_else(|| follow(SolverKind::Rk4, N_EXACT));
        Race { exact, runs: NAMED.iter().map(run).collect() }
    })
}

/// The exact ways, where a formula gives them.
fn by_formula(kind: PlaneKind, x0: &Points) -> Option<Trajectory<Points>> {
    let mut exact = Trajectory::starting_at(0.0, x0.clone());
    for t in draw::spaced([0.0, 1.0], N_EXACT).skip(1) {
        let places: Option<Vec<[f64; 2]>> =
            x0.rows().map(|row| kind.flow(t, [row[0], row[1]])).collect();
        exact.record(SaveAt::Every, t, Points::new(2, places?.concat()));
    }
    Some(exact)
}

/// The dragged start and some others.
fn starts(kind: PlaneKind, start: [f64; 2], seed: u64) -> Points {
    let mut rng = Rng::stream(seed, Stream::Figure, 1);
    let mut x0 = start.to_vec();
    for _ in 0..N_OTHERS {
        let [x, y] = [rng.normal(), rng.normal()];
        let scale = if kind == PlaneKind::Model { 1.0 } else { 0.6 };
        x0.extend([scale * x, scale * y]);
    }
    Points::new(2, x0)
}

/// Root mean square distance of the points of one set from those of another.
fn rms(a: &Points, b: &Points) -> f64 {
    let squares = a.data().iter().zip(b.data()).map(|(a, b)| (a - b) * (a - b));
    (squares.sum::<f64>() / a.n() as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::tests::view_of;

    fn errors(query: &[(&str, &str)]) -> Vec<f64> {
        view_of(&FIGURE, query, 1.0, |view| numbers(view).iter().map(|n| n.value).collect())
    }

    /// Root mean square distance of the starts from the origin.
    fn radius(seed: u64) -> f64 {
        let x0 = starts(PlaneKind::Turn, [1.0, 0.0], seed);
        rms(&x0, &Points::zeros(x0.n(), 2))
    }

    /// What a scheme of Taylor order `order` makes of one turn in `n` steps: the
    /// distance of `(sum_k z^k / k!)^n` from 1, with `z = 2 pi i / n`.
    fn missed(order: u32, n: u32) -> f64 {
        let z = std::f64::consts::TAU / f64::from(n);
        let (mut re, mut im, mut term) = (0.0, 0.0, 1.0);
        for k in 0..=order {
            match k % 4 {
                0 => re += term,
                1 => im += term,
                2 => re -= term,
                _ => im -= term,
            }
            term *= z / f64::from(k + 1);
        }
        let (size, angle) = (f64::hypot(re, im).powf(f64::from(n)), im.atan2(re) * f64::from(n));
        (size * angle.cos() - 1.0).hypot(size * angle.sin())
    }

    #[test]
    fn after_one_turn_each_scheme_misses_by_what_its_taylor_polynomial_says() {
        for n in [8, 20, 40] {
            let query = [("field", "turn"), ("n", &n.to_string())];
            for (error, order) in errors(&query).iter().zip([1, 2, 2, 4]) {
                let expected = radius(1) * missed(order, n);
                assert!((error / expected - 1.0).abs() < 1e-9, "{n} {order}: {error}");
            }
        }
    }

    #[test]
    fn equal_field_calls_mean_fewer_steps_of_the_dear_schemes() {
        let query = [("field", "turn"), ("fair", "calls"), ("n", "32")];
        for (error, (order, n)) in errors(&query).iter().zip([(1, 32), (2, 16), (2, 16), (4, 8)]) {
            let expected = radius(1) * missed(order, n);
            assert!((error / expected - 1.0).abs() < 1e-9, "{order}: {error}");
        }
        assert_eq!(n_steps(SolverKind::Rk4, "calls", 6), 1);
        assert_eq!(note(SolverKind::Rk4, 1), "1 step, 4 field calls");
    }

    #[test]
    fn every_scheme_has_its_number() {
        for ((solver, name), metric) in NAMED.iter().zip(METRICS) {
            assert_eq!(*name, metric.name);
            assert_eq!(*name, format!("error_{}", solver.key()));
        }
        assert_eq!(NAMED.len(), SolverKind::FLOW_CHOICES.len());
    }
}
