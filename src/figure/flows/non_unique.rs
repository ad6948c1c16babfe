//! A field with many trajectories from one start: `u = sqrt x`.

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
use crate::figure::flows::steps;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::kind::Choice;
use crate::math::window::Window;
use crate::solver::SolverKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "non-unique",
    title: "One start, many futures",
    caption: "The field u = √x on the line. Dashed: solutions that wait at 0 until a moment c and then leave, x = (t − c)²/4. Solid: Euler's method.",
    notice: "Every dashed curve obeys the field at every moment and starts at 0: the field does not say which one happens. Near 0 its graph is upright, and that is what breaks uniqueness. Euler's method stays at 0, and leaves at once if its start is nudged.",
    params: &[&NUDGE, &STEPS, &catalogue::T],
    in_view: &["nudge", "n"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "t", range: |_| [0.0, END], n_steps: None, secs: 4.0 }),
    numbers,
    scene,
    ..BLANK
};

const NUDGE: Param = Param {
    key: "nudge",
    label: "Euler starts at",
    help: "Where Euler's method starts.",
    kind: ParamKind::Choice(&[
        Choice { key: "0", label: "0" },
        Choice { key: "1e-6", label: "one millionth" },
        Choice { key: "0.001", label: "one thousandth" },
        Choice { key: "0.1", label: "one tenth" },
    ]),
    default: "0",
    effect: Effect::Picture,
};

const STEPS: Param = Param {
    key: "n",
    label: "Steps",
    help: "Steps of Euler's method from t = 0 to t = 4.",
    kind: ParamKind::Whole { min: 4, max: 400, scale: Scale::Log },
    default: "40",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "gap",
        label: "Apart",
        help: "How far apart solutions from the one start 0 can be by now: t²/4.",
        noise_level: None,
    },
    Metric {
        name: "residual",
        label: "Residual",
        help: "Largest difference between the slope of the dragged curve and the field on it, over 400 times.",
        noise_level: None,
    },
    Metric {
        name: "euler",
        label: "Euler",
        help: "Where Euler's method is now.",
        noise_level: None,
    },
];

/// Last time.
const END: f64 = 4.0;
/// Name of the handle of the moment of leaving.
const LEAVE: &str = "c";
/// Points of a curve.
const N_CURVE: usize = 120;
/// Times at which a curve is held to the field.
const N_CHECKED: usize = 400;
/// What is shown.
const WINDOW: Window = Window { x: [-0.1, END + 0.1], y: [-0.3, 4.3] };

/// The field; below 0, where nothing comes, it is 0.
fn velocity(x: f64) -> f64 {
    x.max(0.0).sqrt()
}

/// The solution that waits at 0 until `c`.
fn waiting(t: f64, c: f64) -> f64 {
    let since = (t - c).max(0.0);
    0.25 * since * since
}

/// Its slope.
fn slope(t: f64, c: f64) -> f64 {
    0.5 * (t - c).max(0.0)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (t, c) = (view.time(), leave(view));
    let residual = |t: f64| (slope(t, c) - velocity(waiting(t, c))).abs();
    let worst = draw::spaced([0.0, END], N_CHECKED).map(residual).fold(0.0, f64::max);
    let euler = steps::up_to(&euler(view), t);
    vec![
        Number { name: "gap", value: waiting(t, 0.0), spread: None },
        Number { name: "residual", value: worst, spread: None },
        Number { name: "euler", value: euler[euler.len() - 1][1], spread: None },
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let (t, c) = (view.time(), leave(view));
    let mut panel = Panel::chart("", "time t", "place x", WINDOW);
    panel.shape = Shape::Wide;
    panel.note = format!("t = {t:.2}, leaves at c = {c:.2}");
    panel.marks.push(draw::slopes(WINDOW, 2.0, |_, x| velocity(x)));
    for other in draw::spaced([0.0, 3.5], 7) {
        panel.marks.push(draw::faint("other solutions", &curve(other, END), Paint::Exact, 0.4));
    }
    panel.marks.push(draw::line("solution that leaves at c", &curve(c, END), Paint::Exact, 2.0));
    let now = [t, waiting(t, c)];
    panel.marks.push(draw::dots("solution that leaves at c", &[now], Paint::Ink, 4.5));
    let euler = steps::up_to(&euler(view), t);
    panel.marks.extend(draw::by_time("Euler", &euler, END));
    let last = euler[euler.len() - 1];
    panel.marks.push(draw::dots("Euler", &[last], Paint::Between((t / END) as f32), 4.5));
    panel.handles.push(Handle {
        name: LEAVE,
        label: "Moment of leaving c",
        at: [c, 0.0],
        paint: Paint::Ink,
    });
    Scene { panels: vec![panel], ..Scene::default() }
}

fn curve(c: f64, end: f64) -> Vec<[f64; 2]> {
    draw::spaced([0.0, end], N_CURVE).map(|t| [t, waiting(t, c)]).collect()
}

/// Moment of leaving; dragged along the axis.
fn leave(view: &View<'_>) -> f64 {
    view.probe.handle(LEAVE).map_or(1.2, |at| at[0].clamp(0.0, END))
}

/// Euler's polygon.
fn euler(view: &View<'_>) -> Vec<[f64; 2]> {
    let nudge = view.settings.get("nudge").and_then(|value| value.to_string().parse().ok());
    let n = view.settings.whole("n") as usize;
    let grid = steps::equal(0.0, END, n);
    steps::polygon(SolverKind::Euler, |_, x| velocity(x), grid, nudge.unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::tests;

    fn number(query: &[(&str, &str)], t: f64, name: &str) -> f64 {
        tests::number(&FIGURE, query, t / END, name)
    }

    #[test]
    fn waiting_solutions_obey_the_field_to_rounding() {
        assert!(number(&[], 4.0, "residual") < 1e-12);
        // The slopes are those of the curves.
        let h = 1e-6;
        for c in [0.0, 0.7, 3.0] {
            for t in [0.5, 1.9, 3.9] {
                let measured = (waiting(t + h, c) - waiting(t - h, c)) / (2.0 * h);
                assert!((measured - slope(t, c)).abs() < 1e-6, "{c} {t}");
            }
        }
    }

    #[test]
    fn solutions_from_one_start_are_four_apart_at_the_end() {
        assert!((number(&[], 4.0, "gap") - 4.0).abs() < 1e-12);
        assert!(number(&[], 0.0, "gap").abs() < 1e-12);
    }

    #[test]
    fn euler_stays_at_zero_and_leaves_at_once_when_it_is_nudged() {
        for n in ["4", "40", "400"] {
            assert!(number(&[("n", n)], 4.0, "euler").abs() < 1e-300, "{n}");
        }
        // From a the exact solution is (sqrt a + t/2)^2.
        for (nudge, a) in [("1e-6", 1e-6_f64), ("0.001", 1e-3), ("0.1", 0.1)] {
            let exact = (a.sqrt() + 2.0).powi(2);
            let euler = number(&[("nudge", nudge), ("n", "400")], 4.0, "euler");
            assert!((euler / exact - 1.0).abs() < 0.03, "{nudge}: {euler} {exact}");
        }
    }
}
