//! Euler's method on the line, one step at a time.

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
use crate::figure::draw::ticks::short;
use crate::figure::flows::draw;
use crate::figure::flows::line::LineKind;
use crate::figure::flows::steps;
use crate::figure::scene::Handle;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::window::Window;
use crate::solver::SolverKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "euler-steps",
    title: "Euler's method, step by step",
    caption: "Slopes: the field over time and place. Dashed: the exact trajectory. Solid: Euler's polygon, with the tangent of the step that comes next. Drag the start.",
    notice: "Each step takes the slope at the place that the polygon has reached, not at the exact one. It leaves the trajectory that it stands on (thin, dashed), so an error is made in every step; the field then carries old errors on, and may let them grow or fade.",
    params: &[&FIELD, &STEPS, &catalogue::T],
    in_view: &["field", "n"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "t",
        range: |_| [0.0, END],
        n_steps: Some(|settings| settings.whole("n") as u32),
        secs: 6.0,
    }),
    numbers,
    scene,
    ..BLANK
};

const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "The velocity at time t and place x.",
    kind: ParamKind::Choice(LineKind::CHOICES),
    default: "growth",
    effect: Effect::Picture,
};

const STEPS: Param = Param {
    key: "n",
    label: "Steps",
    help: "Steps from t = 0 to t = 4.",
    kind: ParamKind::Whole { min: 1, max: 40, scale: Scale::Linear },
    default: "5",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric { name: "x", label: "Euler x", help: "Where the polygon is now.", noise_level: None },
    Metric {
        name: "exact",
        label: "Exact x",
        help: "Where the trajectory from the same start is now.",
        noise_level: None,
    },
    Metric { name: "error", label: "Error", help: "Distance between the two.", noise_level: None },
];

/// Last time.
const END: f64 = 4.0;
/// Highest start.
const HIGHEST: f64 = 2.0;
/// Points of a curve.
const N_CURVE: usize = 160;
/// Fine steps of the trajectory that a step leaves.
const N_FINE: usize = 40;
/// Name of the handle of the start.
const START: &str = "start";

/// Everything that one picture is about.
struct Walk {
    kind: LineKind,
    x0: f64,
    h: f64,
    corners: Vec<[f64; 2]>,
    done: usize,
}

impl Walk {
    fn of(view: &View<'_>) -> Self {
        let kind: LineKind = view.settings.choice("field");
        let n = view.settings.whole("n") as usize;
        let x0 = view.probe.handle(START).map_or(default_start(kind), |at| at[1]);
        let x0 = x0.clamp(0.0, HIGHEST);
        let u = |t: f64, x: f64| kind.velocity(t, x);
        let corners = steps::polygon(SolverKind::Euler, u, steps::equal(0.0, END, n), x0);
        Self { kind, x0, h: END / n as f64, corners, done: (view.step() as usize).min(n) }
    }

    fn now(&self) -> [f64; 2] {
        self.corners[self.done]
    }

    fn is_done(&self) -> bool {
        self.done + 1 == self.corners.len()
    }

    fn slope(&self) -> f64 {
        let [t, x] = self.now();
        self.kind.velocity(t, x)
    }

    fn exact(&self) -> f64 {
        self.kind.flow(self.now()[0], self.x0)
    }
}

fn default_start(kind: LineKind) -> f64 {
    match kind {
        LineKind::Growth => 0.1,
        LineKind::Root => 0.0,
        LineKind::Decay | LineKind::Seasons | LineKind::Drag => 1.0,
    }
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let walk = Walk::of(view);
    let (x, exact) = (walk.now()[1], walk.exact());
    let number = |name, value| Number { name, value, spread: None };
    vec![number("x", x), number("exact", exact), number("error", (x - exact).abs())]
}

fn scene(view: &View<'_>) -> Scene {
    let walk = Walk::of(view);
    let window = window(walk.kind);
    let mut panel = Panel::chart("", "time t", "place x", window);
    panel.shape = Shape::Wide;
    panel.note = format!("u = {}", walk.kind.formula());
    panel.marks.push(draw::slopes(window, 2.0, |t, x| walk.kind.velocity(t, x)));
    let exact: Vec<[f64; 2]> =
        draw::spaced([0.0, END], N_CURVE).map(|t| [t, walk.kind.flow(t, walk.x0)]).collect();
    panel.marks.push(draw::line("exact trajectory", &exact, Paint::Exact, 1.75));
    let [t, x] = walk.now();
    let error = [[t, x], [t, walk.exact()]];
    panel.marks.push(draw::line("error", &error, Paint::Error, 2.0));
    panel.marks.extend(next_step(&walk));
    let corners = &walk.corners[..=walk.done];
    let paint = Paint::Between((t / END) as f32);
    panel.marks.extend(draw::by_time("Euler's polygon", corners, END));
    panel.marks.push(draw::dots("Euler's polygon", corners, paint, 3.5));
    let at = [0.0, walk.x0];
    panel.handles.push(Handle { name: START, label: "Start", at, paint: Paint::Noise });
    Scene { panels: vec![panel], listing: Some(listing(&walk)), ..Scene::default() }
}

/// The tangent that comes next, and the trajectory that it leaves.
fn next_step(walk: &Walk) -> Vec<Mark> {
    if walk.is_done() {
        return Vec::new();
    }
    let ([t, x], h) = (walk.now(), walk.h);
    let u = |t: f64, x: f64| walk.kind.velocity(t, x);
    let left = steps::polygon(SolverKind::Rk4, u, steps::equal(t, t + h, N_FINE), x);
    let tangent = [[t, x], [t + h, x + h * walk.slope()]];
    vec![
        draw::faint("trajectory that the step leaves", &left, Paint::Exact, 0.7),
        draw::line("next step: the tangent", &tangent, Paint::Velocity, 2.5),
    ]
}

/// The step that comes next, with its numbers.
fn listing(walk: &Walk) -> Listing {
    let [t, x] = walk.now();
    let line = |code: &str, says: String, is_current| ListingLine {
        code: code.to_owned(),
        says,
        indent: 0,
        is_current,
    };
    let (u, h) = (walk.slope(), walk.h);
    let mut lines = vec![line("t, x", format!("{}, {}", short(t), short(x)), walk.is_done())];
    if !walk.is_done() {
        let next = x + h * u;
        lines.extend([
            line("u = uₜ(x)", short(u), false),
            line(
                "x + h u",
                format!("{} + {} · {} = {}", short(x), short(h), short(u), short(next)),
                true,
            ),
            line("t + h", short(t + h), false),
        ]);
    }
    Listing { title: format!("Step {} of {}", walk.done, walk.corners.len() - 1), lines }
}

fn window(kind: LineKind) -> Window {
    let top = match kind {
        LineKind::Root => 7.6,
        LineKind::Seasons => 5.6,
        LineKind::Decay | LineKind::Growth | LineKind::Drag => 2.1,
    };
    let bottom = match kind {
        LineKind::Decay | LineKind::Drag => -1.1,
        _ => -0.12 * top,
    };
    Window { x: [-0.1, END + 0.1], y: [bottom, top] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::tests;
    use crate::figure::flows::tests::view_of;

    fn number(query: &[(&str, &str)], share: f64, name: &str) -> f64 {
        tests::number(&FIGURE, query, share, name)
    }

    #[test]
    fn on_decay_from_one_the_error_at_time_one_is_that_of_the_table() {
        // 40 steps to t = 4 are 10 to t = 1.
        let query = [("field", "decay"), ("n", "40")];
        let error = number(&query, 0.25, "error");
        assert!((error / 1.920_100e-2 - 1.0).abs() < 1e-6, "{error}");
        assert!((number(&query, 0.25, "x") - 0.9_f64.powi(10)).abs() < 1e-12);
        assert!((number(&query, 0.25, "exact") - (-1_f64).exp()).abs() < 1e-12);
    }

    #[test]
    fn one_step_on_drag_is_eulers_formula() {
        // The first of 8 steps starts at t = 0, where drag is 0; the second has
        // t = h = x = 1/2, 1/2, 1, so that x' = 1 - 1/4.
        let query = [("field", "drag"), ("n", "8")];
        assert!((number(&query, 1.0 / 8.0, "x") - 1.0).abs() < 1e-12);
        assert!((number(&query, 2.0 / 8.0, "x") - 0.75).abs() < 1e-12);
    }

    #[test]
    fn the_listing_says_the_step_that_comes_next() {
        view_of(&FIGURE, &[("field", "decay"), ("n", "8")], 0.0, |view| {
            let listing = scene(view).listing.expect("a listing");
            let says: Vec<&str> = listing.lines.iter().map(|line| line.says.as_str()).collect();
            assert_eq!(says, ["0, 1", "−1", "1 + 0.5 · −1 = 0.5", "0.5"]);
        });
        view_of(&FIGURE, &[], 1.0, |view| {
            assert_eq!(scene(view).listing.map(|listing| listing.lines.len()), Some(1));
        });
    }
}
