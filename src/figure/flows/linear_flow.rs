//! The field -theta x: its solutions in closed form, and Euler's polygon beside them.

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::time::TimeSpan;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::state::State;
use crate::math::window::Window;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::solver::trajectory::SaveAt;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "linear-flow",
    title: "The linear field, exactly and by Euler",
    caption: "dx/dt = −θ x from three starts: the exact solutions x0 exp(−θ t) dashed, Euler's polygon solid. Drag a start up or down.",
    notice: "The field is read once a step and kept until the next, so the polygon leaves each solution along its tangent. Every step multiplies by 1 − θ h where the flow multiplies by exp(−θ h): with twice the steps the error halves, and once θ h is above 2 the polygon swings out further with every step.",
    params: &[&THETA, &N, &HORIZON, &catalogue::T],
    in_view: &["theta", "n", "horizon"],
    metrics: METRICS,
    time: Some(TimeSpan { range: |settings| [0.0, settings.real("horizon")], ..TimeSpan::UNIT }),
    numbers,
    scene,
    ..BLANK
};

const THETA: Param = Param {
    key: "theta",
    label: "Rate θ",
    help: "How fast everything is pulled to 0.",
    kind: ParamKind::Real { min: 0.1, max: 4.0, scale: Scale::Log },
    default: "1",
    effect: Effect::Picture,
};

const N: Param = Param {
    key: "n",
    label: "Euler steps",
    help: "Equal steps from 0 to the end of time.",
    kind: ParamKind::Whole { min: 1, max: 100, scale: Scale::Log },
    default: "5",
    effect: Effect::Picture,
};

const HORIZON: Param = Param {
    key: "horizon",
    label: "Time",
    help: "The solutions run from 0 to this time.",
    kind: ParamKind::Real { min: 0.5, max: 8.0, scale: Scale::Linear },
    default: "3",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric::plain(
        "largest_error",
        "Largest error",
        "The largest distance of a corner of the polygon from the exact solution at the same time.",
    ),
    Metric::plain(
        "error_ratio",
        "Error against 2n steps",
        "The largest error over that with twice the steps; for a scheme of order 1 it tends to 2 as the steps get short.",
    ),
    Metric::plain(
        "euler_factor",
        "Euler's factor a step",
        "What one Euler step multiplies by: 1 − θ h.",
    ),
    Metric::plain(
        "exact_factor",
        "Exact factor a step",
        "What the flow multiplies by in the same time: exp(−θ h).",
    ),
];

/// What can be dragged: name, words, and where it stands at first.
const STARTS: [(&str, &str, f64); 3] = [
    ("start-1", "First start", 2.0),
    ("start-2", "Second start", 1.0),
    ("start-3", "Third start", -1.5),
];
/// Highest start that fits.
const REACH: f64 = 2.5;
/// Points of an exact solution.
const N_POINTS: usize = 121;

/// `-theta x`.
struct Linear(f64);

impl VectorField<Points> for Linear {
    fn velocity(&self, _: f64, x: &Points) -> Points {
        x.clone().scaled(-self.0)
    }
}

/// What is chosen, as numbers.
struct Choice {
    theta: f64,
    n_steps: usize,
    horizon: f64,
    starts: [f64; 3],
}

impl Choice {
    fn of(view: &View<'_>) -> Self {
        let start = |(name, _, first): (&str, _, f64)| {
            view.probe.handle(name).map_or(first, |at| at[1].clamp(-REACH, REACH))
        };
        Self {
            theta: view.settings.real("theta"),
            n_steps: view.settings.whole("n").max(1) as usize,
            horizon: view.settings.real("horizon"),
            starts: STARTS.map(start),
        }
    }

    fn h(&self) -> f64 {
        self.horizon / self.n_steps as f64
    }

    fn exact(&self, start: f64, t: f64) -> f64 {
        start * libm::exp(-self.theta * t)
    }

    /// Times of Euler's corners, and at each the places of all starts.
    fn corners(&self, n_steps: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
        let grid = TimeGrid::uniform(0.0, self.horizon, n_steps);
        let grid = grid.expect("linear-flow: the parameter's time is positive");
        let x0 = Points::new(1, self.starts.to_vec());
        let run = Integration::new(SolverKind::Euler, grid, x0).saving(SaveAt::Every);
        let trajectory = run.finish(&Linear(self.theta));
        let states = trajectory.states().iter().map(|x| x.data().to_vec()).collect();
        (trajectory.times().to_vec(), states)
    }

    /// The largest distance of a corner from the exact solution.
    fn largest_error(&self, n_steps: usize) -> f64 {
        let (times, states) = self.corners(n_steps);
        let errors = times.iter().zip(&states).flat_map(|(t, x)| {
            x.iter().zip(self.starts).map(move |(x, start)| (x - self.exact(start, *t)).abs())
        });
        errors.fold(0.0, f64::max)
    }
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let choice = Choice::of(view);
    let error = choice.largest_error(choice.n_steps);
    let finer = choice.largest_error(2 * choice.n_steps);
    let step = choice.theta * choice.h();
    let mut numbers = vec![
        Number::exact("largest_error", error),
        Number::exact("euler_factor", 1.0 - step),
        Number::exact("exact_factor", libm::exp(-step)),
    ];
    // From starts at 0 alone there is no error to compare.
    if 0.0 < finer {
        numbers.push(Number::exact("error_ratio", error / finer));
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (choice, t) = (Choice::of(view), view.time());
    let window = Window { x: [-0.03 * choice.horizon, choice.horizon], y: [-REACH, REACH] };
    let solutions: Vec<f32> = choice
        .starts
        .iter()
        .flat_map(|&start| (0..N_POINTS).map(move |i| (start, i as f64 / (N_POINTS - 1) as f64)))
        .flat_map(|(start, share)| {
            let t = share * choice.horizon;
            [t as f32, choice.exact(start, t) as f32]
        })
        .collect();
    let (polygons, corners) = polygons(&choice, t);
    let now = choice.starts.iter().flat_map(|&start| [t as f32, choice.exact(start, t) as f32]);
    let marks = [
        Mark::level("", 0.0, window, Paint::Ink).faded(0.3),
        Mark::lines("exact solution", solutions, N_POINTS, Paint::Exact),
        Mark::curves("Euler's polygon", &polygons, Paint::Velocity).sized(1.75),
        Mark::dots("its corners", corners, Paint::Velocity),
        Mark::dots("the flow now", now.collect(), Paint::Ink),
    ];
    let handles = STARTS.iter().zip(choice.starts);
    let handles = handles.map(|((name, label, _), x)| Handle::new(name, label, [0.0, x]));
    let mut panel = Panel::chart("", "time t", "x", window).with_marks(marks).with_handles(handles);
    let step = choice.theta * choice.h();
    if 2.0 < step {
        panel = panel.with_remark(format!(
            "θ h = {step:.2} is above 2: every step makes Euler's polygon larger, although the flow shrinks."
        ));
    }
    Scene::of(vec![panel])
}

/// Euler's way until time `t` from every start, and the corners it has passed.
fn polygons(choice: &Choice, t: f64) -> (Vec<Vec<f32>>, Vec<f32>) {
    let (times, states) = choice.corners(choice.n_steps);
    let n_past = times.partition_point(|time| *time <= t).max(1);
    let rest = t - times[n_past - 1];
    let mut corners = Vec::new();
    let polygons = (0..choice.starts.len()).map(|idx| {
        let past = times.iter().zip(&states).take(n_past);
        let mut xy: Vec<f32> = past.flat_map(|(t, x)| [*t as f32, x[idx] as f32]).collect();
        corners.extend_from_slice(&xy);
        let last = states[n_past - 1][idx];
        xy.extend([t as f32, (last * (1.0 - choice.theta * rest)) as f32]);
        xy
    });
    (polygons.collect(), corners)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::stage::Stage;

    /// All starts at `x`.
    fn from(query: &str, x: f64) -> Stage {
        let stage = Stage::of(&FIGURE).with(query);
        STARTS.iter().fold(stage, |stage, (name, ..)| stage.dragged(name, [0.0, x]))
    }

    #[test]
    fn the_error_is_eulers() {
        // u = -x on [0, 1] from 1: the error is largest at the end.
        for (n, error) in [(10, 1.920_100e-2), (20, 9.393_519e-3), (40, 4.647_001e-3)] {
            let stage = from(&format!("theta=1&horizon=1&n={n}"), 1.0);
            assert!((stage.number("largest_error") - error).abs() < 5e-9, "{n}");
        }
    }

    #[test]
    fn twice_the_steps_halve_the_error_the_better_the_shorter_they_are() {
        let ratio = |n: u32| from(&format!("theta=1&horizon=1&n={n}"), 1.0).number("error_ratio");
        assert!((ratio(10) - 1.920_100e-2 / 9.393_519e-3).abs() < 1e-5);
        assert!((ratio(100) - 2.0).abs() < (ratio(10) - 2.0).abs() / 9.0);
        assert!(from("", 0.0).numbers().iter().all(|number| number.name != "error_ratio"));
    }

    #[test]
    fn factors_of_a_step_are_those_of_the_formulas() {
        let stage = from("theta=2&horizon=3&n=4", 1.0);
        assert!((stage.number("euler_factor") + 0.5).abs() < 1e-12);
        assert!((stage.number("exact_factor") - 0.223_130_160_148).abs() < 1e-12);
    }

    #[test]
    fn corners_are_powers_of_eulers_factor() {
        let scene = from("theta=1&horizon=2&n=4", 2.0).at(1.0).scene();
        let xy = scene.panels[0].marks.iter().find_map(|mark| match mark {
            Mark::Dots { name: "its corners", xy, .. } => Some(xy.clone()),
            _ => None,
        });
        let expected = [0.0, 2.0, 0.5, 1.0, 1.0, 0.5, 1.5, 0.25, 2.0, 0.125];
        for (seen, expected) in xy.unwrap().iter().zip(expected) {
            assert!((f64::from(*seen) - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn between_two_corners_the_polygon_is_straight() {
        let choice = |stage: &Stage| Choice::of(&stage.view());
        let stage = from("theta=1&horizon=2&n=2", 2.0);
        // Half a step of length 1 from 2 along the slope -2.
        let (ways, _) = polygons(&choice(&stage), 0.5);
        assert_eq!(ways[0], [0.0, 2.0, 0.5, 1.0]);
    }

    #[test]
    fn swinging_out_is_said() {
        let remarks = |query: &str| from(query, 1.0).scene().remarks();
        assert!(remarks("theta=4&horizon=3&n=5").iter().any(|said| said.contains("above 2")));
        assert!(remarks("").is_empty());
    }
}
