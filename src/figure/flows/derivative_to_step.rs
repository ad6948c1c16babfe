//! What a derivative promises about a step: secant, tangent, remainder.
//!
//! The curve is the logistic one, `x = 1 / (1 + exp(-(t - 3)))`, a trajectory of
//! `u = x (1 - x)`.

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::flows::draw;
use crate::figure::flows::line::LineKind;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "derivative-to-step",
    title: "From derivative to step",
    caption: "A trajectory of u = x (1 − x) and a step of length h = 2^(1−k) on it. The tangent has the slope that the field names; the secant goes to where the trajectory really is. Second: the remainder between the two against h, both as powers of ten.",
    notice: "While h shrinks, the secant turns into the tangent, and the remainder shrinks faster than h: along the dashed line of slope 2. Drag the start to the middle of the curve, where it does not bend, and the slope is 3.",
    params: &[&catalogue::T],
    time: Some(TimeSpan { symbol: "k", range: |_| [0.0, LAST], n_steps: None, secs: 6.0 }),
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    Metric {
        name: "step",
        label: "Step h",
        help: "Length of the step in time.",
        noise_level: None,
    },
    Metric {
        name: "secant",
        label: "Secant",
        help: "Slope of the straight line between the two places: what the step really needs.",
        noise_level: None,
    },
    Metric {
        name: "tangent",
        label: "Tangent",
        help: "Slope that the field names at the start of the step.",
        noise_level: None,
    },
    Metric {
        name: "remainder",
        label: "Remainder",
        help: "Place after the step minus where the tangent leads.",
        noise_level: None,
    },
    Metric {
        name: "remainder_share",
        label: "Remainder / h²",
        help: "Tends to half the second derivative of the trajectory as h goes to 0.",
        noise_level: None,
    },
];

/// Largest k; the step is `2^(1 - k)`.
const LAST: f64 = 8.0;
/// Time of the middle of the curve.
const MIDDLE: f64 = 3.0;
/// Last time shown.
const END: f64 = 6.0;
/// Latest start, so that the longest step stays on the curve.
const LATEST: f64 = 4.0;
/// Name of the handle of the start.
const START: &str = "start";
/// Points of a curve.
const N_CURVE: usize = 160;
/// The curve's map.
const WINDOW: Window = Window { x: [0.0, END], y: [-0.15, 1.15] };
/// The remainder's map, in powers of ten.
const POWERS: Window = Window { x: [-2.3, 0.4], y: [-8.0, 0.5] };

/// A step on the curve.
#[derive(Clone, Copy, Debug)]
struct Stepped {
    t: f64,
    h: f64,
    x: f64,
    after: f64,
    tangent: f64,
}

impl Stepped {
    fn new(t: f64, h: f64) -> Self {
        let x = place(t);
        Self { t, h, x, after: place(t + h), tangent: LineKind::Growth.velocity(t, x) }
    }

    fn of(view: &View<'_>) -> Self {
        let t = view.probe.handle(START).map_or(1.6, |at| at[0].clamp(0.0, LATEST));
        Self::new(t, 2.0 * libm::exp2(-view.time()))
    }

    fn promised(&self) -> f64 {
        self.x + self.h * self.tangent
    }

    fn remainder(&self) -> f64 {
        self.after - self.promised()
    }

    fn secant(&self) -> f64 {
        (self.after - self.x) / self.h
    }

    /// Half the second derivative along the trajectory: `u u' / 2`.
    fn half_bend(&self) -> f64 {
        0.5 * self.tangent * (1.0 - 2.0 * self.x)
    }
}

/// The trajectory.
fn place(t: f64) -> f64 {
    LineKind::Growth.flow(t - MIDDLE, 0.5)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let step = Stepped::of(view);
    let number = |name, value| Number { name, value, spread: None };
    vec![
        number("step", step.h),
        number("secant", step.secant()),
        number("tangent", step.tangent),
        number("remainder", step.remainder()),
        number("remainder_share", step.remainder() / (step.h * step.h)),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let step = Stepped::of(view);
    Scene { panels: vec![curve(step), powers(step)], ..Scene::default() }
}

fn curve(step: Stepped) -> Panel {
    let Stepped { t, h, x, after, tangent } = step;
    let mut panel = Panel::chart("", "time t", "place x", WINDOW);
    panel.shape = Shape::Wide;
    panel.note = format!("h = {h:.3}");
    let points: Vec<[f64; 2]> = draw::spaced(WINDOW.x, N_CURVE).map(|t| [t, place(t)]).collect();
    panel.marks.push(draw::line("trajectory", &points, Paint::Exact, 1.75));
    let through = |slope: f64| {
        let ends = [t - 0.6, t + h.max(0.6) + 0.3];
        ends.map(|time| [time, x + slope * (time - t)])
    };
    panel.marks.push(draw::line("secant", &through(step.secant()), Paint::Ink, 1.25));
    panel.marks.push(draw::line("tangent", &through(tangent), Paint::Velocity, 2.0));
    let remainder = [[t + h, step.promised()], [t + h, after]];
    panel.marks.push(draw::line("remainder", &remainder, Paint::Error, 3.5));
    panel.marks.push(draw::dots("start", &[[t, x]], Paint::Noise, 5.0));
    panel.marks.push(draw::dots("place after the step", &[[t + h, after]], Paint::Data, 5.0));
    panel.handles.push(Handle { name: START, label: "Start", at: [t, x], paint: Paint::Noise });
    panel
}

/// The remainder against the step, as powers of ten.
fn powers(step: Stepped) -> Panel {
    let mut panel = Panel::chart("", "log₁₀ h", "log₁₀ of the remainder", POWERS);
    let point = |h: f64, size: f64| {
        let at = [libm::log10(h), libm::log10(size.abs())];
        (POWERS.y[0] <= at[1]).then_some(at)
    };
    let lengths = || draw::spaced([LAST, 0.0], N_CURVE).map(|k| 2.0 * libm::exp2(-k));
    let theory = lengths().filter_map(|h| point(h, step.half_bend() * h * h));
    let measured = lengths().filter_map(|h| point(h, Stepped::new(step.t, h).remainder()));
    let theory: Vec<[f64; 2]> = theory.collect();
    let measured: Vec<[f64; 2]> = measured.collect();
    panel.marks.push(draw::line("half the second derivative times h²", &theory, Paint::Exact, 1.5));
    panel.marks.push(draw::line("remainder", &measured, Paint::Error, 2.0));
    let now: Option<Mark> =
        point(step.h, step.remainder()).map(|at| draw::dots("remainder", &[at], Paint::Error, 5.0));
    panel.marks.extend(now);
    panel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remainder_over_h_squared_tends_to_half_the_second_derivative() {
        for t in [0.4, 1.6, 3.6] {
            // x'' of the logistic curve is x (1 - x)(1 - 2 x).
            let x = 1.0 / (1.0 + (MIDDLE - t).exp());
            let expected = 0.5 * x * (1.0 - x) * (1.0 - 2.0 * x);
            let step = Stepped::new(t, 1e-3);
            assert!((step.remainder() / 1e-6 - expected).abs() < 1e-4, "{t}");
            assert!((step.half_bend() - expected).abs() < 1e-12);
            assert!((step.tangent - x * (1.0 - x)).abs() < 1e-12);
        }
    }

    #[test]
    fn halving_the_step_leaves_a_quarter_of_the_remainder_and_an_eighth_where_nothing_bends() {
        for (t, share) in [(1.6, 0.25), (MIDDLE, 0.125)] {
            let at = |h: f64| Stepped::new(t, h).remainder();
            assert!((at(0.01) / at(0.02) - share).abs() < 0.004, "{t}");
        }
    }

    #[test]
    fn the_secant_turns_into_the_tangent() {
        let gap = |h: f64| (Stepped::new(1.0, h).secant() - Stepped::new(1.0, h).tangent).abs();
        assert!(0.05 < gap(2.0) && gap(2.0 / 256.0) < 1e-3);
    }
}
