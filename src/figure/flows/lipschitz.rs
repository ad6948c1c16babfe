//! The steepest slope of a field, and what it bounds.

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
use crate::figure::flows::slope::SlopeField;
use crate::figure::flows::slope::SlopeKind;
use crate::figure::flows::steps;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::kind::Choice;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lipschitz",
    title: "The steepest slope and what it bounds",
    caption: "First: a field on the line, with the secant between two points; dashed, the cone that no graph of steepness L leaves. Second: the trajectories of both points; dashed, how far apart they can come.",
    notice: "If no secant is steeper than L, two particles part at most by the factor exp(L t), and a field that is off by ε leads astray by at most ε (exp(L t) − 1)/L. For the root there is no L, and nothing is bounded.",
    params: &[&FIELD, &COMPARE, &EPS, &catalogue::SEED, &catalogue::T],
    in_view: &["field", "compare", "eps"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "t", range: |_| [0.0, END], n_steps: None, secs: 4.0 }),
    numbers,
    scene,
    ..BLANK
};

const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "The velocity at the place x; the network has six tanh units with weights by the seed.",
    kind: ParamKind::Choice(SlopeKind::CHOICES),
    default: "tanh",
    effect: Effect::Picture,
};

const COMPARE: Param = Param {
    key: "compare",
    label: "Compare",
    help: "Two starts under one field, or one start under the field and one that is off by ε.",
    kind: ParamKind::Choice(&[
        Choice { key: "starts", label: "two starts" },
        Choice { key: "fields", label: "two fields" },
    ]),
    default: "starts",
    effect: Effect::Picture,
};

const EPS: Param = Param {
    key: "eps",
    label: "Field off by ε",
    help: "How far the second field is above the first, everywhere; for two fields.",
    kind: ParamKind::Real { min: 0.0, max: 0.5, scale: Scale::Linear },
    default: "0.1",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "secant",
        label: "Secant",
        help: "Difference of the two velocities over the distance of the two points.",
        noise_level: None,
    },
    Metric {
        name: "lipschitz",
        label: "L",
        help: "A slope that no secant exceeds; of x² on the part shown, of the network by its weights, of the root there is none.",
        noise_level: None,
    },
    Metric {
        name: "gap",
        label: "Apart",
        help: "Distance of the two particles now.",
        noise_level: None,
    },
    Metric {
        name: "gap_bound",
        label: "At most",
        help: "What L allows for that distance.",
        noise_level: None,
    },
];

/// Last time.
const END: f64 = 2.0;
/// Steps of a trajectory.
const N_STEPS: usize = 200;
/// Points of a graph.
const N_GRAPH: usize = 240;
/// Names of the handles.
const A: &str = "a";
const B: &str = "b";
/// The graph's map.
const GRAPH: Window = Window { x: [-2.2, 2.2], y: [-2.2, 3.2] };
/// The trajectories' map.
const WAYS: Window = Window { x: [-0.05, END + 0.05], y: [-4.0, 4.0] };
/// The two particles' colors.
const PAINTS: [Paint; 2] = [Paint::Noise, Paint::Data];

/// Two particles, with what is known of their distance.
struct Pair {
    field: SlopeField,
    /// Where they start on the graph.
    places: [f64; 2],
    /// How far the second one's field is above the first one's.
    eps: f64,
    /// Their ways: points `(t, x)`, cut where they leave the range of numbers shown.
    ways: [Vec<[f64; 2]>; 2],
}

impl Pair {
    fn new(field: SlopeField, places: [f64; 2], eps: Option<f64>) -> Self {
        let starts = if eps.is_some() { [places[0]; 2] } else { places };
        let eps = eps.unwrap_or(0.0);
        let ways = [field.way(starts[0], 0.0), field.way(starts[1], eps)];
        Self { field, places, eps, ways }
    }

    /// Distance of the two at time `t`, while both are in range.
    fn gap(&self, t: f64) -> Option<f64> {
        let at = |way: &[[f64; 2]]| {
            let up_to = steps::up_to(way, t);
            up_to.last().copied().filter(|last| t - last[0] < 1e-9)
        };
        Some((at(&self.ways[0])?[1] - at(&self.ways[1])?[1]).abs())
    }

    /// What the steepest slope allows for it.
    fn bound(&self, t: f64) -> Option<f64> {
        let l = self.field.steepest()?;
        let start = (self.ways[0][0][1] - self.ways[1][0][1]).abs();
        Some(start * libm::exp(l * t) + self.eps / l * libm::expm1(l * t))
    }

    fn secant(&self) -> Option<f64> {
        let [a, b] = self.places;
        let rise = (self.field.velocity(a) - self.field.velocity(b)).abs();
        (1e-9 < (a - b).abs()).then(|| rise / (a - b).abs())
    }
}

impl SlopeField {
    /// A trajectory of the field plus `eps`, by fine steps.
    fn way(&self, x0: f64, eps: f64) -> Vec<[f64; 2]> {
        crate::figure::flows::slope::way(|x| self.velocity(x) + eps, x0, END, N_STEPS)
    }
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (t, pair) = (view.time(), pair(view));
    let found = [
        ("secant", pair.secant()),
        ("lipschitz", pair.field.steepest()),
        ("gap", pair.gap(t)),
        ("gap_bound", pair.bound(t)),
    ];
    let number = |(name, value): (&'static str, Option<f64>)| {
        value.map(|value| Number { name, value, spread: None })
    };
    found.into_iter().filter_map(number).collect()
}

fn scene(view: &View<'_>) -> Scene {
    let pair = pair(view);
    Scene { panels: vec![graph(view, &pair), ways(&pair, view.time())], ..Scene::default() }
}

fn graph(view: &View<'_>, pair: &Pair) -> Panel {
    let mut panel = Panel::chart("Field", "place x", "velocity u", GRAPH);
    let u = |x: f64| pair.field.velocity(x);
    let points: Vec<[f64; 2]> = draw::spaced(GRAPH.x, N_GRAPH).map(|x| [x, u(x)]).collect();
    let [a, b] = pair.places.map(|x| [x, u(x)]);
    if let Some(l) = pair.field.steepest() {
        for slope in [l, -l] {
            let ends = GRAPH.x.map(|x| [x, a[1] + slope * (x - a[0])]);
            panel.marks.push(draw::line("cone", &ends, Paint::Exact, 1.25));
        }
    } else {
        panel.remarks.push(
            "Near 0 the graph of the root is upright: no slope bounds its secants.".to_owned(),
        );
    }
    if pair.field.kind() == SlopeKind::Square {
        panel.remarks.push("L of x² is that of the part shown, |x| up to 2.2; on the whole line there is none, and particles reach infinity in finite time.".to_owned());
    }
    panel.marks.push(draw::line("velocity", &points, Paint::Velocity, 2.25));
    let is_pair = is_starts(view);
    if is_pair {
        panel.marks.push(draw::line("secant", &[a, b], Paint::Ink, 2.0));
    } else {
        let off: Vec<[f64; 2]> = points.iter().map(|p| [p[0], p[1] + pair.eps]).collect();
        panel.marks.push(draw::faint(
            "velocity of the field that is off",
            &off,
            Paint::Velocity,
            0.5,
        ));
    }
    panel.handles.push(Handle { name: A, label: "Point a", at: a, paint: PAINTS[0] });
    if is_pair {
        panel.handles.push(Handle { name: B, label: "Point b", at: b, paint: PAINTS[1] });
    }
    panel
}

fn ways(pair: &Pair, t: f64) -> Panel {
    let mut panel = Panel::chart("Two particles", "time t", "place x", WAYS);
    panel.note = format!("t = {t:.2}");
    panel.marks.extend(allowed(pair));
    let names = ["particle a", "particle b"];
    for i in [0, 1] {
        let way = steps::up_to(&pair.ways[i], t);
        panel.marks.push(draw::line(names[i], &way, PAINTS[i], 2.25));
        panel.marks.push(draw::dots(names[i], &[way[way.len() - 1]], PAINTS[i], 5.0));
    }
    panel
}

/// Where the second particle can be at most, around the first.
fn allowed(pair: &Pair) -> Vec<Mark> {
    let side = |sign: f64| {
        let at = |p: &[f64; 2]| Some([p[0], p[1] + sign * pair.bound(p[0])?]);
        pair.ways[0].iter().filter_map(at).collect::<Vec<_>>()
    };
    let sides = [side(1.0), side(-1.0)];
    let drawn = sides.iter().filter(|points| !points.is_empty());
    drawn.map(|points| draw::line("bound by L", points, Paint::Exact, 1.5)).collect()
}

fn is_starts(view: &View<'_>) -> bool {
    view.settings.get("compare").is_some_and(|value| value.to_string() == "starts")
}

fn pair(view: &View<'_>) -> Arc<Pair> {
    let kind: SlopeKind = view.settings.choice("field");
    let seed = view.settings.whole("seed");
    let reach = 2.0;
    let place = |name: &str, default: f64| {
        view.probe.handle(name).map_or(default, |at| at[0].clamp(-reach, reach))
    };
    let places = [place(A, 0.25), place(B, if kind == SlopeKind::Root { 0.0 } else { 0.75 })];
    let eps = (!is_starts(view)).then(|| view.settings.real("eps"));
    view.memo().get("pair", &(kind, seed, places, eps), || {
        Pair::new(SlopeField::new(kind, seed), places, eps)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(kind: SlopeKind, places: [f64; 2], eps: Option<f64>) -> Pair {
        Pair::new(SlopeField::new(kind, 3), places, eps)
    }

    #[test]
    fn two_particles_stay_within_what_the_slope_allows() {
        for kind in [SlopeKind::Tanh, SlopeKind::Net] {
            for places in [[0.25, 0.75], [-1.5, 2.0], [0.0, 0.01]] {
                for eps in [None, Some(0.1), Some(0.5)] {
                    let pair = pair(kind, places, eps);
                    for t in [0.0, 0.4, 1.0, 2.0] {
                        let (gap, bound) = (pair.gap(t).unwrap(), pair.bound(t).unwrap());
                        assert!(gap <= bound + 1e-9, "{kind:?} {places:?} {eps:?} {t}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_gap_of_tanh_is_that_of_its_closed_form() {
        // sinh x(t) = exp(t) sinh x(0).
        let pair = pair(SlopeKind::Tanh, [0.25, 0.75], None);
        let at = |x0: f64, t: f64| (t.exp() * x0.sinh()).asinh();
        for t in [0.0, 0.7, 2.0] {
            let expected = at(0.75, t) - at(0.25, t);
            assert!((pair.gap(t).unwrap() - expected).abs() < 1e-6, "{t}");
            assert!((pair.bound(t).unwrap() - 0.5 * t.exp()).abs() < 1e-12);
        }
    }

    #[test]
    fn two_fields_from_zero_part_as_fast_as_allowed_while_the_field_is_steep() {
        // Near 0 tanh x is x, so eps (e^t - 1) is reached up to third order.
        let pair = pair(SlopeKind::Tanh, [0.0, 1.0], Some(0.01));
        let (gap, bound) = (pair.gap(1.0).unwrap(), pair.bound(1.0).unwrap());
        assert!((bound - 0.01 * (1_f64.exp() - 1.0)).abs() < 1e-12);
        assert!(gap <= bound && bound - gap < 1e-5, "{gap} {bound}");
    }

    #[test]
    fn the_root_has_a_steep_secant_and_no_bound() {
        let pair = pair(SlopeKind::Root, [1e-4, 0.0], None);
        assert!((pair.secant().unwrap() - 100.0).abs() < 1e-6);
        assert_eq!(pair.bound(1.0), None);
    }
}
