//! The flow of `u = -theta x`, known in closed form, and Euler's polygons beside it.

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
use crate::math::window::Window;
use crate::solver::SolverKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "linear-flow",
    title: "A flow that can be written down",
    caption: "The field u = −θ x pulls every point to 0. Dashed: the exact trajectories exp(−θ t) x₀. Solid: Euler's method with n steps. Drag the starts.",
    notice: "All trajectories run to 0 and none arrives or meets another. Double the steps, and the largest error about halves. With θ h over 1 Euler jumps across 0, which no trajectory does; over 2 its jumps grow.",
    params: &[&THETA, &STEPS, &catalogue::T],
    in_view: &["theta", "n"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "t", range: |_| [0.0, END], n_steps: None, secs: 4.0 }),
    numbers,
    scene,
    ..BLANK
};

const THETA: Param = Param {
    key: "theta",
    label: "θ",
    help: "How hard the field pulls: velocity a unit of distance.",
    kind: ParamKind::Real { min: 0.05, max: 3.0, scale: Scale::Linear },
    default: "0.5",
    effect: Effect::Picture,
};

const STEPS: Param = Param {
    key: "n",
    label: "Euler steps",
    help: "Steps from t = 0 to t = 8.",
    kind: ParamKind::Whole { min: 2, max: 200, scale: Scale::Log },
    default: "8",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "error",
        label: "Largest error",
        help: "Largest distance of a polygon's corner from its exact trajectory, over all times and starts.",
        noise_level: None,
    },
    Metric {
        name: "predicted",
        label: "Short steps",
        help: "What theory says of it for short steps: half of θ h times the farthest start, times the largest θ t exp(−θ t).",
        noise_level: None,
    },
    Metric {
        name: "ratio",
        label: "Ratio",
        help: "The largest error divided by the one with twice the steps; tends to 2 for short steps, as Euler has order 1.",
        noise_level: None,
    },
];

/// Last time.
const END: f64 = 8.0;
/// Points of an exact curve.
const N_CURVE: usize = 160;
/// Handles of the starts, and where they are before they are dragged.
const STARTS: [(&str, &str, f64); 4] = [
    ("start1", "First start", 9.0),
    ("start2", "Second start", 4.0),
    ("start3", "Third start", -2.0),
    ("start4", "Fourth start", -7.0),
];
/// Farthest start.
const FARTHEST: f64 = 10.0;
/// What is shown.
const WINDOW: Window = Window { x: [-0.2, END + 0.2], y: [-11.0, 11.0] };

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (theta, n) = (view.settings.real("theta"), view.settings.whole("n") as usize);
    let starts = starts(view);
    let error = largest_error(theta, n, &starts);
    let farthest = starts.iter().map(|x| x.abs()).fold(0.0, f64::max);
    let mut numbers = vec![("error", error), ("predicted", predicted(theta, n, farthest))];
    let finer = largest_error(theta, 2 * n, &starts);
    // Starts dragged to 0 make no error at all.
    if 0.0 < finer {
        numbers.push(("ratio", error / finer));
    }
    numbers.into_iter().map(|(name, value)| Number { name, value, spread: None }).collect()
}

fn scene(view: &View<'_>) -> Scene {
    let (theta, n) = (view.settings.real("theta"), view.settings.whole("n") as usize);
    let t = view.time();
    let mut panel = Panel::chart("", "time t", "place x", WINDOW);
    panel.shape = Shape::Wide;
    panel.note = format!("t = {t:.2}, h = {:.3}", END / n as f64);
    panel.marks.push(draw::slopes(WINDOW, 2.0, |_, x| -theta * x));
    for ((name, label, _), x0) in STARTS.iter().zip(starts(view)) {
        let exact: Vec<[f64; 2]> =
            draw::spaced([0.0, END], N_CURVE).map(|t| [t, exact(theta, t, x0)]).collect();
        panel.marks.push(draw::line("exact", &exact, Paint::Exact, 1.5));
        let corners = polygon(theta, n, x0);
        panel.marks.extend(draw::by_time("Euler", &steps::up_to(&corners, t), END));
        let done = corners.partition_point(|corner| corner[0] <= t);
        let paint = Paint::Between((t / END) as f32);
        panel.marks.push(draw::dots("Euler", &corners[..done], paint, 2.5));
        panel.handles.push(Handle { name, label, at: [0.0, x0], paint: Paint::Noise });
    }
    Scene { panels: vec![panel], ..Scene::default() }
}

fn starts(view: &View<'_>) -> [f64; 4] {
    STARTS.map(|(name, _, default)| {
        view.probe.handle(name).map_or(default, |at| at[1].clamp(-FARTHEST, FARTHEST))
    })
}

fn exact(theta: f64, t: f64, x0: f64) -> f64 {
    x0 * libm::exp(-theta * t)
}

/// Corners `(t, x)` of Euler's polygon.
fn polygon(theta: f64, n: usize, x0: f64) -> Vec<[f64; 2]> {
    steps::polygon(SolverKind::Euler, |_, x| -theta * x, steps::equal(0.0, END, n), x0)
}

fn largest_error(theta: f64, n: usize, starts: &[f64]) -> f64 {
    let errors = |x0: &f64| {
        let x0 = *x0;
        polygon(theta, n, x0).into_iter().map(move |[t, x]| (x - exact(theta, t, x0)).abs())
    };
    starts.iter().flat_map(errors).fold(0.0, f64::max)
}

/// Leading term of the error, `x0 theta h/2 * theta t exp(-theta t)`, at its
/// largest: at `theta t = 1`, if that is reached.
fn predicted(theta: f64, n: usize, farthest: f64) -> f64 {
    let at = (theta * END).min(1.0);
    0.5 * farthest * theta * END / n as f64 * at * libm::exp(-at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::tests;

    fn number(query: &[(&str, &str)], name: &str) -> f64 {
        tests::number(&FIGURE, query, 1.0, name)
    }

    #[test]
    fn the_largest_error_is_that_of_the_closed_form() {
        for (theta, n) in [(0.5_f64, 8_i32), (1.0, 40), (0.25, 100)] {
            let h = END / f64::from(n);
            // Euler multiplies by 1 - theta h a step.
            let error = |i: i32| {
                9.0 * ((1.0 - theta * h).powi(i) - (-theta * h * f64::from(i)).exp()).abs()
            };
            let expected = (0..=n).map(error).fold(0.0, f64::max);
            let query = [("theta", &*theta.to_string()), ("n", &*n.to_string())];
            assert!((number(&query, "error") / expected - 1.0).abs() < 1e-9, "{theta} {n}");
        }
    }

    #[test]
    fn short_steps_make_the_error_that_theory_says_and_halve_it() {
        for theta in ["0.5", "1", "2"] {
            let query = [("theta", theta), ("n", "200")];
            let share = number(&query, "error") / number(&query, "predicted");
            assert!((share - 1.0).abs() < 0.06, "{theta}: {share}");
            assert!((number(&query, "ratio") - 2.0).abs() < 0.1, "{theta}");
        }
    }

    #[test]
    fn decay_on_the_unit_interval_has_the_errors_of_the_table() {
        // u = -x from 1: eight times the steps on eight times the interval.
        for (n, expected) in [(10, 1.920_100e-2), (20, 9.393_519e-3), (40, 4.647_001e-3)] {
            let corner = polygon(1.0, 8 * n, 1.0)[n];
            let error = (corner[1] - exact(1.0, corner[0], 1.0)).abs();
            assert!((error / expected - 1.0).abs() < 1e-6 && (corner[0] - 1.0).abs() < 1e-12);
        }
    }
}
