//! A field that changes in time, particles that obey it, and one whose start is dragged.

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
use crate::figure::marks;
use crate::figure::output::Flow;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::field::VectorField;
use crate::math::kind::Choice;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "field-and-trajectories",
    title: "A field and its trajectories",
    caption: "Small arrows: the velocity that the field names now, at each place. Dots: particles that obey it. The marked particle starts where you put it.",
    notice: "The large arrow touches the way of the marked particle: the way has the velocity of the field at each moment. The arrows of one moment are not the way, since they change while the particle moves.",
    params: &[&FIELD, &PARTICLES, &FROZEN, &catalogue::SEED, &catalogue::T],
    in_view: &["field", "particles", "frozen"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    numbers,
    scene,
    ..BLANK
};

const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "The rule that all particles obey.",
    kind: ParamKind::Choice(PlaneKind::MOVING),
    default: "cells",
    effect: Effect::Picture,
};

const PARTICLES: Param = Param {
    key: "particles",
    label: "Particles",
    help: "Particles dropped at random places at time 0.",
    kind: ParamKind::Whole { min: 0, max: 120, scale: Scale::Linear },
    default: "60",
    effect: Effect::Picture,
};

const FROZEN: Param = Param {
    key: "frozen",
    label: "Frozen way",
    help: "The way of the marked particle if the arrows of time 0 stayed.",
    kind: ParamKind::Choice(&[
        Choice { key: "off", label: "hidden" },
        Choice { key: "on", label: "shown" },
    ]),
    default: "off",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "speed",
        label: "Speed",
        help: "Length of the velocity that the field names for the marked particle now.",
        noise_level: None,
    },
    Metric {
        name: "traveled",
        label: "Way",
        help: "Length of the way of the marked particle since time 0.",
        noise_level: None,
    },
    Metric {
        name: "distance",
        label: "Distance",
        help: "Straight distance of the marked particle from its start.",
        noise_level: None,
    },
];

/// Name of the handle of the marked particle's start.
const START: &str = "start";
/// Steps of a marked particle.
const N_FINE: usize = 240;
/// Steps of the particles.
const N_COARSE: usize = 60;
/// Particles are dropped within this share of the map.
const DROPPED: f64 = 0.85;

fn numbers(view: &View<'_>) -> Vec<Number> {
    let t = view.time();
    let (field, run) = (field(view), marked(view));
    let way = steps::way(&run, 0, t);
    let (first, last) = (way[0], way[way.len() - 1]);
    let u = field.at(t, last);
    vec![
        Number { name: "speed", value: u[0].hypot(u[1]), spread: None },
        Number { name: "traveled", value: steps::length(&way), spread: None },
        Number { name: "distance", value: steps::length(&[first, last]), spread: None },
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let t = view.time();
    let (kind, field, run) = (kind(view), field(view), marked(view));
    let window = Window::centered(kind.reach());
    let fastest = *view.memo().get("fastest", &kind, || {
        draw::fast(field.as_ref(), &[0.0, 0.25, 0.5, 0.75, 0.95], window)
    });
    let mut panel = Panel::new("", window);
    panel.note = format!("t = {t:.2}");
    panel.marks.push(draw::arrows(field.as_ref(), t, window, fastest));
    let particles = particles(view);
    panel.marks.push(Mark::Dots {
        name: "particles",
        xy: particles.at(t),
        paint: Paint::Between(t as f32),
        radius_px: 3.0,
        alpha: 0.8,
    });
    if view.settings.get("frozen").is_some_and(|value| value.to_string() == "on") {
        let way = steps::way(&frozen(view), 0, 1.0);
        panel.marks.push(draw::line("frozen way", &way, Paint::Exact, 1.5));
    }
    panel.marks.extend(through_pointer(view, &field, window));
    panel.marks.extend(trail(&run, t));
    let way = steps::way(&run, 0, t);
    let last = way[way.len() - 1];
    let scale = 2.0 * window.width() / 15.0 / fastest;
    panel.marks.push(draw::arrow("velocity", last, field.at(t, last), scale));
    panel.marks.push(draw::dots("trajectory", &[last], Paint::Between(t as f32), 5.5));
    panel.handles.push(Handle {
        name: START,
        label: "Start",
        at: start(view),
        paint: Paint::Noise,
    });
    panel.is_probed = true;
    Scene { panels: vec![panel], ..Scene::default() }
}

/// The way of the marked particle up to now, thick.
fn trail(run: &Trajectory<Points>, t: f64) -> Vec<Mark> {
    let mut marks = marks::trajectories(&steps::film(run), t, 1, 1.0);
    for mark in &mut marks {
        if let Mark::Lines { name, width_px, .. } = mark {
            *name = "trajectory";
            *width_px = 2.5;
        }
    }
    marks
}

/// The one trajectory that is at the pointer now, before and after.
fn through_pointer(view: &View<'_>, field: &PlaneField, window: Window) -> Option<Mark> {
    let at = view.probe.pointer?;
    let is_inside = |range: [f64; 2], v: f64| (range[0]..=range[1]).contains(&v);
    if !is_inside(window.x, at[0]) || !is_inside(window.y, at[1]) {
        return None;
    }
    let t = view.time();
    let half = |end: f64| {
        // At an end of time there is nothing on that side.
        let grid = TimeGrid::uniform(t, end, N_FINE).ok()?;
        let run = field.follow(SolverKind::Rk4, grid, Points::new(2, at.to_vec()));
        Some(run.states().iter().map(|x| [x.row(0)[0], x.row(0)[1]]).collect::<Vec<_>>())
    };
    let mut points = half(0.0).unwrap_or_default();
    points.reverse();
    points.extend(half(1.0).unwrap_or_default());
    Some(draw::faint("trajectory through the pointer", &points, Paint::Ink, 0.6))
}

fn kind(view: &View<'_>) -> PlaneKind {
    view.settings.choice("field")
}

fn field(view: &View<'_>) -> Arc<PlaneField> {
    let kind = kind(view);
    view.memo().get("field", &kind, || PlaneField::new(kind))
}

fn start(view: &View<'_>) -> [f64; 2] {
    let share = kind(view).reach() / 3.0;
    view.probe.handle(START).unwrap_or([-1.2 * share, 0.5 * share])
}

/// The marked particle from its start.
fn marked(view: &View<'_>) -> Arc<Trajectory<Points>> {
    let (field, start) = (field(view), start(view));
    view.memo().get("marked", &(kind(view), start), || {
        field.follow(
            SolverKind::Rk4,
            steps::equal(0.0, 1.0, N_FINE),
            Points::new(2, start.to_vec()),
        )
    })
}

/// The same under the field of time 0.
fn frozen(view: &View<'_>) -> Arc<Trajectory<Points>> {
    let (field, start) = (field(view), start(view));
    view.memo().get("frozen", &(kind(view), start), || {
        let still = |_: f64, x: &Points| field.velocity(0.0, x);
        let x0 = Points::new(2, start.to_vec());
        Integration::new(SolverKind::Rk4, steps::equal(0.0, 1.0, N_FINE), x0)
            .saving(SaveAt::Every)
            .finish(&still)
    })
}

/// Particles dropped at random, as a film.
fn particles(view: &View<'_>) -> Arc<Flow> {
    let (field, kind) = (field(view), kind(view));
    let n = view.settings.whole("particles") as usize;
    let seed = view.settings.whole("seed");
    view.memo().get("particles", &(kind, n, seed), || {
        let mut rng = Rng::stream(seed, Stream::Figure, 0);
        let reach = DROPPED * kind.reach();
        let x0 = match kind {
            PlaneKind::Model => rng.normal_points(n, 2),
            _ => Points::new(2, (0..2 * n).map(|_| rng.uniform_in(-reach, reach)).collect()),
        };
        steps::film(&field.follow(SolverKind::Rk4, steps::equal(0.0, 1.0, N_COARSE), x0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::flows::plane::WIND;
    use crate::figure::flows::tests;
    use crate::figure::flows::tests::view_of;
    use std::f64::consts::TAU;

    fn number(t: f64, name: &str) -> f64 {
        tests::number(&FIGURE, &[("field", "wind")], t, name)
    }

    #[test]
    fn in_the_wind_a_particle_runs_once_around_a_circle() {
        for t in [0.0, 0.25, 0.5, 0.8, 1.0] {
            assert!((number(t, "speed") - WIND).abs() < 1e-12);
            // The way is drawn by short straight pieces.
            assert!((number(t, "traveled") - WIND * t).abs() < 1e-3, "{t}");
            // A chord of a circle of circumference WIND.
            let chord = WIND / TAU * 2.0 * (0.5 * TAU * t).sin().abs();
            assert!((number(t, "distance") - chord).abs() < 1e-4, "{t}");
        }
    }

    #[test]
    fn particles_of_the_model_start_as_noise_and_others_on_the_map() {
        for (field, reach) in [("cells", 3.0 * DROPPED), ("model", 6.0)] {
            view_of(&FIGURE, &[("field", field), ("particles", "120")], 0.0, |view| {
                let start = particles(view).at(0.0);
                assert_eq!(start.len(), 240);
                assert!(start.iter().all(|v| f64::from(v.abs()) <= reach), "{field}");
            });
        }
    }
}
