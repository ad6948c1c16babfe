//! The three densities of the lab, with score and log density under the pointer.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::draw::contour;
use crate::figure::number::short;
use crate::figure::scene::Handle;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::langevin::LAB_MEANS;
use crate::job::study::langevin::ring;
use crate::kinds;
use crate::math::field::Score;
use crate::math::kind::Kind;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lab1-densities",
    title: "Three densities",
    caption: "Log density on [-15, 15]², from -15 up, with lines of equal height: a Gaussian of covariance 10 I, the lab's random mixture (seed 3, scale 20, std 1) and its symmetric one (radius 8, std 1). Drag the point: the arrow is the score there, and the numbers are those of the map chosen below.",
    notice: "The score points uphill in log density, and is the longer the steeper the hill. In the empty parts of a mixture it is large although there is hardly any density: it says where to go, not how likely a place is.",
    params: &[&WHICH, &SAMPLES, &catalogue::SEED],
    in_view: &["which", "samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// A density of the lab.
    pub enum DensityKind {
        /// `N(0, 10 I)`.
        Gaussian = "gaussian", "Gaussian";
        /// Five modes at random places.
        Random = "random", "Random Mixture";
        /// Five modes on a circle.
        Symmetric = "symmetric", "Symmetric Mixture";
    }
}

impl DensityKind {
    fn law(self) -> Mixture {
        let (means, variance) = match self {
            Self::Gaussian => (vec![0.0, 0.0], 10.0),
            // The lab draws 20 (U - 1/2) with the same U as for its target 15 (U - 1/2).
            Self::Random => (LAB_MEANS.iter().map(|m| m * 20.0 / 15.0).collect(), 1.0),
            Self::Symmetric => (ring(5, 8.0), 1.0),
        };
        Mixture::isotropic(&Points::new(2, means), variance).expect("laws written down here")
    }
}

const WHICH: Param = Param {
    key: "which",
    label: "Numbers of",
    help: "The map that the numbers below are of.",
    kind: ParamKind::Choice(DensityKind::CHOICES),
    default: "gaussian",
    effect: Effect::Picture,
};
const SAMPLES: Param =
    draw::whole("samples", "Samples", "Points drawn from each density.", [0, 500], "150");

const METRICS: &[Metric] = &[
    draw::metric("log_density", "log p", "Natural logarithm of the density at the point."),
    draw::metric("score_x", "Score, x", "First coordinate of the gradient of log p at the point."),
    draw::metric("score_y", "Score, y", "Second coordinate of the gradient of log p at the point."),
    draw::metric(
        "mass",
        "Mass in view",
        "Sum of the density over the map's nodes times the area of a node; a density has mass 1 in all.",
    ),
];

/// Half of the width shown, as in the lab.
const REACH: f64 = 15.0;
/// Lowest log density that is told apart, as in the lab.
const LOWEST: f64 = -15.0;
/// Nodes along an axis.
const N_NODES: usize = 61;
/// Name of the handle.
const POINT: &str = "x";

/// A density on the nodes of the map.
struct Map {
    logs: Vec<f64>,
    heights: Vec<f32>,
    lines: Vec<f32>,
}

fn maps(view: &View<'_>) -> Arc<Vec<Map>> {
    view.memo().get("maps", &(), || DensityKind::ALL.iter().map(|kind| map(kind.law())).collect())
}

fn map(law: Mixture) -> Map {
    let edge = |i: usize| REACH * (2.0 * i as f64 / (N_NODES - 1) as f64 - 1.0);
    let nodes = (0..N_NODES * N_NODES).flat_map(|k| [edge(k % N_NODES), edge(k / N_NODES)]);
    let logs = law.log_density(&Points::new(2, nodes.collect()));
    let heights: Vec<f32> =
        logs.iter().map(|log| (1.0 - log / LOWEST).clamp(0.0, 2.0) as f32).collect();
    let raw: Vec<f32> = logs.iter().map(|&log| log as f32).collect();
    // In units of the grid: to data units.
    let place = |share: f32| ((2.0 * share - 1.0) * REACH as f32).to_owned();
    let levels = (1..8).map(|k| (LOWEST + 1.5 * f64::from(k)) as f32);
    let lines = levels.flat_map(|level| contour::segments([N_NODES; 2], &raw, level));
    Map { lines: lines.map(place).collect(), logs, heights }
}

fn point(view: &View<'_>) -> [f64; 2] {
    view.probe.handle(POINT).unwrap_or([3.0, 4.0]).map(|v| v.clamp(-REACH, REACH))
}

/// Log density and score at a place.
fn at(kind: DensityKind, x: [f64; 2]) -> (f64, [f64; 2]) {
    let law = kind.law();
    let x = Points::new(2, x.to_vec());
    // The law of the path at t = 1 is the density itself.
    let score = Marginal::new(&law, SchedulerKind::CondOt).score(1.0, &x);
    (law.log_density(&x)[0], [score.data()[0], score.data()[1]])
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let kind = view.settings.choice::<DensityKind>("which");
    let (log_density, score) = at(kind, point(view));
    let idx = DensityKind::ALL.iter().position(|other| *other == kind).unwrap_or(0);
    let spacing = 2.0 * REACH / (N_NODES - 1) as f64;
    let mass: f64 = maps(view)[idx].logs.iter().map(|log| libm::exp(*log)).sum();
    vec![
        draw::exact("log_density", log_density),
        draw::exact("score_x", score[0]),
        draw::exact("score_y", score[1]),
        draw::exact("mass", mass * spacing * spacing),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let (maps, x) = (maps(view), point(view));
    let panels = DensityKind::ALL.iter().zip(maps.iter()).map(|(&kind, map)| {
        let (log_density, score) = at(kind, x);
        let mut panel = Panel::new(kind.label(), Window::centered(REACH));
        panel.note = format!("log p = {}", short(log_density));
        panel.marks = marks(view, kind, map);
        panel.marks.push(arrow(x, score));
        panel.handles.push(Handle { name: POINT, label: "point", at: x, paint: Paint::Score });
        panel
    });
    Scene { panels: panels.collect(), ..Scene::default() }
}

fn marks(view: &View<'_>, kind: DensityKind, map: &Map) -> Vec<Mark> {
    let heat = Mark::Heat {
        name: "log density",
        n: [N_NODES; 2],
        window: Window::centered(REACH),
        values: map.heights.clone(),
        weights: Vec::new(),
        range: [0.0, 1.0],
        map: HeatMap::Data,
    };
    let lines = Mark::Lines {
        name: "lines of equal density",
        xy: map.lines.clone(),
        n_per_line: 2,
        paint: Paint::Ink,
        width_px: 0.75,
        alpha: 0.35,
    };
    let n = view.settings.whole("samples") as usize;
    let mut rng = Rng::stream(view.settings.whole("seed"), Stream::Data, kind as u64);
    let xy = kind.law().sample(n, &mut rng).to_f32();
    let samples =
        Mark::Dots { name: "samples", xy, paint: Paint::Data, radius_px: 1.6, alpha: 0.7 };
    vec![heat, lines, samples]
}

/// The score, its length pressed so that steep places fit in the picture.
fn arrow(x: [f64; 2], score: [f64; 2]) -> Mark {
    let length = score[0].hypot(score[1]);
    let shown = 6.0 * length / (1.0 + length);
    let scale = if 0.0 < length { shown / length } else { 0.0 };
    Mark::Arrows {
        name: "score, its length pressed together",
        tails: x.map(|v| v as f32).to_vec(),
        vectors: score.map(|v| v as f32).to_vec(),
        scale: scale as f32,
        paint: Paint::Score,
        width_px: 2.5,
        alpha: 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn log_density_and_score_are_those_worked_out_outside() {
        // NumPy, with the lab's generator for the means.
        let table = [
            (DensityKind::Gaussian, [0.0, 0.0], -4.140_462_159, [0.0, 0.0]),
            (DensityKind::Gaussian, [3.0, 4.0], -5.390_462_159, [-0.3, -0.4]),
            (DensityKind::Random, [0.0, 0.0], -30.101_950_081, [5.418_001_01, 4.889_587_96]),
            (DensityKind::Random, [3.0, 4.0], -6.786_335_865, [2.390_904_04, 0.911_694_48]),
            (DensityKind::Symmetric, [0.0, 0.0], -33.837_877_066, [0.0, 0.0]),
            (DensityKind::Symmetric, [3.0, 4.0], -10.097_097_627, [-0.527_858_71, 3.608_444_78]),
        ];
        for (kind, x, log_density, score) in table {
            let (log, s) = at(kind, x);
            assert!((log - log_density).abs() < 1e-8, "{kind:?} {log}");
            assert!((s[0] - score[0]).abs() < 1e-7 && (s[1] - score[1]).abs() < 1e-7, "{s:?}");
        }
    }

    #[test]
    fn every_density_has_its_mass_in_view() {
        for kind in DensityKind::ALL {
            let mass = Stage::of(&FIGURE, &[("which", kind.key())]).number("mass");
            assert!((mass - 1.0).abs() < 1e-4, "{kind:?}: {mass}");
        }
    }

    #[test]
    fn the_point_stays_in_the_picture() {
        let stage = Stage::of(&FIGURE, &[]).dragged(POINT, [99.0, -99.0]);
        let [x, y] = stage.see(point);
        assert!((x - REACH).abs() < 1e-12 && (y + REACH).abs() < 1e-12);
        assert!(stage.numbers().iter().all(|number| number.value.is_finite()));
    }
}
