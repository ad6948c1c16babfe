//! Euler-Maruyama step by step: along the field, then a random push.

use std::f64::consts::TAU;

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
use crate::figure::diffusions::draw;
use crate::figure::number::short;
use crate::figure::scene::Chart;
use crate::figure::scene::Handle;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::math::brownian::SeededBrownian;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "ode-to-sde",
    title: "One step of an SDE, in two halves",
    caption: "Teal: the step along the field. Blue: the random push after it, among 200 that could have come; the ring is their root mean square. Drag the start. Below, the two lengths against the step h.",
    notice: "The step along the field has length h |u|, the push about σ times the root of 2h (there are two coordinates). Ten times smaller steps make the first ten times smaller, the second only three times: on short times the path is nearly all noise.",
    params: &[&H, &SIGMA, &catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.25")],
    in_view: &["h", "sigma"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "t",
        range: |settings| [0.0, settings.real("h") * N_STEPS as f64],
        n_steps: Some(|_| 2 * N_STEPS as u32),
        secs: 12.0,
    }),
    numbers,
    scene,
    ..BLANK
};

const H: Param = Param {
    key: "h",
    label: "Step h",
    help: "Time that one step takes.",
    kind: ParamKind::Real { min: 0.01, max: 1.0, scale: Scale::Log },
    default: "0.2",
    effect: Effect::Picture,
};
const SIGMA: Param = draw::real(
    "sigma",
    "σ",
    "Diffusion coefficient; 0 is Euler's step for the flow.",
    [0.0, 1.5],
    "0.5",
);

const METRICS: &[Metric] = &[
    draw::metric(
        "drift_step",
        "Step along the field",
        "Its length h |u| at the place where this step begins.",
    ),
    draw::metric(
        "noise_step",
        "Typical push",
        "Root mean square of the push: σ times the root of 2h.",
    ),
    draw::metric(
        "equal_h",
        "Equal at h =",
        "Step for which both are equally long, 2 σ² / |u|²; below it the noise is larger.",
    ),
];

/// Steps of Euler-Maruyama.
const N_STEPS: usize = 16;
/// Pushes that could have come.
const N_PUSHES: usize = 200;
/// Half of the picture's width.
const REACH: f64 = 2.2;
/// Name of the handle of the start.
const START: &str = "start";

type Place = [f64; 2];

/// A spiral toward the center.
fn field([x, y]: Place) -> Place {
    [-0.3 * x - y, x - 0.3 * y]
}

fn sum(a: Place, c: f64, b: Place) -> Place {
    [a[0] + c * b[0], a[1] + c * b[1]]
}

fn length(a: Place) -> f64 {
    a[0].hypot(a[1])
}

/// Halves of steps made, with every place reached: two a step.
struct Steps {
    h: f64,
    sigma: f64,
    /// `x0`, then for each step the place after the drift and after the push.
    places: Vec<Place>,
    done: usize,
}

impl Steps {
    fn of(view: &View<'_>) -> Self {
        let (h, sigma) = (view.settings.real("h"), view.settings.real("sigma"));
        let motion = SeededBrownian::new(view.settings.whole("seed"), 0);
        let start = view.probe.handle(START).unwrap_or([1.6, 0.0]);
        let start = start.map(|v| v.clamp(-REACH, REACH));
        let done = (view.step() as usize).min(2 * N_STEPS);
        let mut places = vec![start];
        let mut x = start;
        for step_idx in 0..done.div_ceil(2) {
            let drifted = sum(x, h, field(x));
            let eps = motion.normals(step_idx, 1, 2);
            x = sum(drifted, sigma * h.sqrt(), [eps.data()[0], eps.data()[1]]);
            places.extend([drifted, x]);
        }
        Self { h, sigma, places, done }
    }

    /// Step that is being made, or was made last.
    fn step_idx(&self) -> usize {
        self.done.saturating_sub(1) / 2
    }

    /// Where that step begins.
    fn from(&self) -> Place {
        self.places[2 * self.step_idx()]
    }

    /// Where the field takes it.
    fn drifted(&self) -> Place {
        sum(self.from(), self.h, field(self.from()))
    }

    /// Root mean square of a push.
    fn push(&self) -> f64 {
        self.sigma * (2.0 * self.h).sqrt()
    }
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let steps = Steps::of(view);
    let speed = length(field(steps.from()));
    let mut numbers =
        vec![draw::exact("drift_step", steps.h * speed), draw::exact("noise_step", steps.push())];
    // At the center nothing moves, and no step is equal to a push.
    if 0.0 < speed {
        numbers.push(draw::exact("equal_h", 2.0 * (steps.sigma / speed).powi(2)));
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let steps = Steps::of(view);
    let mut panel = Panel::new("", Window::centered(REACH));
    panel.marks = marks(view, &steps);
    let start = steps.places[0];
    panel.handles.push(Handle { name: START, label: "start", at: start, paint: Paint::Ink });
    Scene {
        panels: vec![panel],
        charts: vec![sizes(&steps)],
        listing: Some(listing(&steps)),
        ..Scene::default()
    }
}

fn marks(view: &View<'_>, steps: &Steps) -> Vec<Mark> {
    let mut marks = vec![arrows()];
    let (from, drifted) = (steps.from(), steps.drifted());
    let is_pushed = steps.done.is_multiple_of(2) && 0 < steps.done;
    if 0 < steps.done {
        let mut rng = Rng::stream(view.settings.whole("seed"), Stream::Figure, 0);
        let scale = steps.sigma * steps.h.sqrt();
        let mut end = || sum(drifted, scale, [rng.normal(), rng.normal()]);
        let ends: Vec<Place> = (0..N_PUSHES).map(|_| end()).collect();
        marks.push(draw::dots("where the step could end", &ends, Paint::Noise, 1.8, 0.35));
        let ring = (0..=72).map(|i| f64::from(i) / 72.0 * TAU);
        let ring: Vec<Place> =
            ring.map(|angle| sum(drifted, steps.push(), [angle.cos(), angle.sin()])).collect();
        marks.push(draw::line("root mean square of the push", &ring, Paint::Exact, 1.5));
    }
    let way: Vec<Place> =
        steps.places[..=2 * (steps.done / 2)].iter().copied().step_by(2).collect();
    marks.push(draw::line("path so far", &way, Paint::Ink, 1.5));
    if 0 < steps.done {
        marks.push(arrow("step along the field", from, drifted, Paint::Velocity));
    }
    if is_pushed {
        marks.push(arrow("push", drifted, steps.places[steps.done], Paint::Noise));
    }
    let now = if steps.done == 0 {
        from
    } else if is_pushed {
        steps.places[steps.done]
    } else {
        drifted
    };
    marks.push(draw::dots("now", &[now], Paint::Ink, 4.5, 1.0));
    marks
}

/// The field on a coarse grid.
fn arrows() -> Mark {
    const N: usize = 11;
    let at = |i: usize| REACH * (2.0 * (i as f64 + 0.5) / N as f64 - 1.0);
    let nodes = (0..N * N).map(|k| [at(k % N), at(k / N)]);
    let (tails, vectors): (Vec<Place>, Vec<Place>) = nodes.map(|x| (x, field(x))).unzip();
    let flat = |places: Vec<Place>| places.iter().flatten().map(|&v| v as f32).collect();
    Mark::Arrows {
        name: "field",
        tails: flat(tails),
        vectors: flat(vectors),
        scale: 0.12,
        paint: Paint::Velocity,
        width_px: 1.0,
        alpha: 0.4,
    }
}

fn arrow(name: &'static str, from: Place, to: Place, paint: Paint) -> Mark {
    let vector = [to[0] - from[0], to[1] - from[1]];
    let [tails, vectors] = [from, vector].map(|v| v.map(|v| v as f32).to_vec());
    Mark::Arrows { name, tails, vectors, scale: 1.0, paint, width_px: 2.75, alpha: 1.0 }
}

fn sizes(steps: &Steps) -> Chart {
    let speed = length(field(steps.from()));
    let h: Vec<f64> = (0..=40).map(|i| libm::exp10(-3.0 + 3.0 * f64::from(i) / 40.0)).collect();
    let drift = h.iter().map(|h| (*h, h * speed)).filter(|p| 0.0 < p.1).collect();
    let push =
        h.iter().map(|h| (*h, steps.sigma * (2.0 * h).sqrt())).filter(|p| 0.0 < p.1).collect();
    let here = vec![(steps.h, 1e-3), (steps.h, 1.0)];
    let series = |label: &str, points: Vec<(f64, f64)>, paint: Paint| Series {
        label: label.to_owned(),
        points,
        paint,
    };
    Chart {
        title: "Lengths of the two halves".to_owned(),
        x_label: "step h".to_owned(),
        y_label: "length".to_owned(),
        is_x_log: true,
        is_y_log: true,
        series: vec![
            series("along the field, h |u|", drift, Paint::Velocity),
            series("push, σ √(2h)", push, Paint::Noise),
            series("h now", here, Paint::Ink),
        ],
    }
}

fn listing(steps: &Steps) -> Listing {
    let coordinates = |x: Place| format!("({}, {})", short(x[0]), short(x[1]));
    let (is_drift, is_push) = (steps.done % 2 == 1, steps.done.is_multiple_of(2) && 0 < steps.done);
    let drifted = if 0 < steps.done { coordinates(steps.drifted()) } else { String::new() };
    let pushed = if is_push { coordinates(steps.places[steps.done]) } else { String::new() };
    let line = |code: &str, says: String, is_current: bool| ListingLine {
        code: code.to_owned(),
        says,
        indent: 0,
        is_current,
    };
    Listing {
        title: format!("Euler-Maruyama step {} of {N_STEPS}", (steps.step_idx() + 1).min(N_STEPS)),
        lines: vec![
            line("X ← X + h u(X)", drifted, is_drift),
            line("X ← X + σ √h ε", pushed, is_push),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::math::points::Points;
    use crate::solver::SolverKind;
    use crate::solver::grid::TimeGrid;
    use crate::solver::process::Driven;
    use crate::solver::run::Integration;
    use crate::solver::step::Sde;

    #[test]
    fn lengths_are_those_of_the_formulas() {
        // At (1.6, 0) the field is (-0.48, 1.6): |u| = 1.6 sqrt(1.09) = 1.67045.
        let stage = Stage::of(&FIGURE, &[("h", "0.25"), ("sigma", "0.4")]);
        assert!((stage.number("drift_step") - 0.25 * 1.670_449).abs() < 1e-6);
        assert!((stage.number("noise_step") - 0.4 * 0.5_f64.sqrt()).abs() < 1e-12);
        assert!((stage.number("equal_h") - 0.32 / 2.7904).abs() < 1e-9);
        let center = stage.dragged(START, [0.0, 0.0]).numbers();
        assert!(center.len() == 2 && center.iter().all(|number| number.value.is_finite()));
    }

    #[test]
    fn two_halves_are_one_step_of_euler_maruyama() {
        let stage = Stage::of(&FIGURE, &[("h", "0.1"), ("sigma", "0.7"), ("seed", "5")]).at(1.0);
        let ours = stage.see(|view| Steps::of(view).places[2 * N_STEPS]);
        let drift = |_: f64, x: &Points| Points::new(2, field([x.data()[0], x.data()[1]]).to_vec());
        let noise = SeededBrownian::new(5, 0);
        let process = Driven { sde: Sde { drift: &drift, diffusion: &|_| 0.7 }, noise: &noise };
        let grid = TimeGrid::uniform(0.0, 1.6, N_STEPS).unwrap();
        let start = Points::new(2, vec![1.6, 0.0]);
        let end = Integration::new(SolverKind::EulerMaruyama, grid, start).finish(&process);
        for (a, b) in ours.iter().zip(end.x().data()) {
            assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn the_listing_follows_the_halves() {
        let current = |share: f64| {
            let listing = Stage::of(&FIGURE, &[]).at(share).scene().listing.unwrap();
            listing.lines.iter().position(|line| line.is_current)
        };
        assert_eq!(
            [0.0, 1.0 / 32.0, 2.0 / 32.0, 1.0].map(current),
            [None, Some(0), Some(1), Some(1)]
        );
    }
}
