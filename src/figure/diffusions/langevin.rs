//! Langevin dynamics toward a mixture: every mode soon looks right, their weights do not.

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::studied;
use crate::figure::draw::estimate;
use crate::figure::marks;
use crate::figure::output::Flow;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::job::study::langevin;
use crate::job::study::langevin::TargetKind;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "langevin",
    title: "Langevin dynamics",
    caption: "1,000 points from N(0, 20 I) follow half of σ² times the score of the target, and noise σ: 999 steps of Euler-Maruyama. First, the points over the target; second, the density that they have now; third, the share of the points nearest to each mode.",
    notice: "Within moments every mode is filled with the right shape. The shares, though, are those of the basins that the points started in, and they hardly move: crossing the empty space between two modes takes very long. Raise σ or the time; only σ² T counts.",
    params: &[
        &langevin::TARGET,
        &langevin::SIGMA,
        &langevin::SPAN,
        &catalogue::SEED,
        &catalogue::T,
    ],
    in_view: &["target", "sigma", "span"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "t",
        range: |settings| [0.0, settings.real("span")],
        n_steps: None,
        secs: 8.0,
    }),
    tasks,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "wrong_share",
        "Points at the wrong mode",
        "Half of the sum of |share - 1 / modes| now: the share of the points that would have to change to another mode.",
    ),
    Metric {
        name: "sliced_w2",
        label: "Distance at the end",
        help: "Sliced W2 between the points at the last time and as many fresh draws of the target.",
        noise_level: Some("sliced_w2_noise"),
    },
];

/// Slot of the points on their way.
const POINTS: &str = "points";
/// Half of the width shown.
const REACH: f64 = 13.0;
/// Nodes of a density along an axis.
const N_NODES: usize = 72;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![studied::task(POINTS, &langevin::KIND, need.settings, &[])]
}

fn target(view: &View<'_>) -> TargetKind {
    view.settings.choice("target")
}

/// Centers of the modes.
fn modes(law: &Mixture) -> Vec<[f64; 2]> {
    let center = |component: &Component| match component {
        Component::Isotropic { mean, .. } => [mean[0], mean[1]],
        Component::Gaussian { .. } | Component::Box { .. } => [0.0, 0.0],
    };
    law.components().iter().map(center).collect()
}

/// Share of the points nearest to each mode.
fn shares(points: &[f32], modes: &[[f64; 2]]) -> Vec<f64> {
    let mut counts = vec![0_usize; modes.len()];
    for point in points.chunks_exact(2) {
        let [x, y] = [point[0], point[1]].map(f64::from);
        let far = |k: &usize| (x - modes[*k][0]).powi(2) + (y - modes[*k][1]).powi(2);
        if let Some(nearest) = (0..modes.len()).min_by(|a, b| far(a).total_cmp(&far(b))) {
            counts[nearest] += 1;
        }
    }
    let n = (points.len() / 2).max(1) as f64;
    counts.into_iter().map(|count| count as f64 / n).collect()
}

fn wrong_share(shares: &[f64]) -> f64 {
    let even = 1.0 / shares.len() as f64;
    0.5 * shares.iter().map(|share| (share - even).abs()).sum::<f64>()
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let Some(flow) = studied::flow(view, POINTS) else { return Vec::new() };
    let points = flow.frame(studied::nearest(flow, view.time()));
    let shares = shares(points, &modes(&target(view).law()));
    vec![draw::exact("wrong_share", wrong_share(&shares))]
}

fn scene(view: &View<'_>) -> Scene {
    let window = Window::centered(REACH);
    let mut places = Panel::new("points", window);
    places.marks.push(target_density(view, window));
    let mut density = Panel::new("their density", window);
    let mut weights = share_panel(view);
    if let Some(flow) = studied::flow(view, POINTS) {
        let now = flow.at(view.time());
        if let Some(estimate) = estimate::on_plane(&now, window, N_NODES) {
            density.marks.push(marks::estimated(&estimate.values, N_NODES, window));
        }
        places.marks.push(draw_points(now));
        weights.marks.extend(share_curves(view, flow));
    } else {
        let waiting = || Some("Simulating 1,000 points.".to_owned());
        (places.waiting, density.waiting, weights.waiting) = (waiting(), waiting(), waiting());
    }
    Scene { panels: vec![places, density, weights], ..Scene::default() }
}

fn draw_points(xy: Vec<f32>) -> Mark {
    Mark::Dots { name: "points", xy, paint: Paint::Noise, radius_px: 1.8, alpha: 0.6 }
}

/// The exact density as a map.
fn target_density(view: &View<'_>, window: Window) -> Mark {
    let target = target(view);
    let values = view.memo().get("target", &target, || {
        let edge = |i: usize| REACH * (2.0 * i as f64 / (N_NODES - 1) as f64 - 1.0);
        let nodes = (0..N_NODES * N_NODES).flat_map(|k| [edge(k % N_NODES), edge(k / N_NODES)]);
        let logs = target.law().log_density(&Points::new(2, nodes.collect()));
        let top = logs.iter().fold(f64::NEG_INFINITY, |top, &log| top.max(log));
        // The root of the density, as everywhere: see `marks::density`.
        logs.iter().map(|log| libm::exp(0.5 * (log - top)) as f32).collect::<Vec<f32>>()
    });
    Mark::Heat {
        name: "density of the target",
        n: [N_NODES; 2],
        window,
        values: values.to_vec(),
        weights: Vec::new(),
        range: [0.0, 1.0],
        map: HeatMap::Data,
    }
}

fn share_panel(view: &View<'_>) -> Panel {
    let span = view.settings.real("span");
    let n = target(view).law().components().len();
    let even = 1.0 / n as f64;
    let top = if n == 1 { 1.1 } else { 0.5 };
    let mut panel =
        Panel::chart("", "time t", "share of points", Window { x: [0.0, span], y: [0.0, top] });
    panel.shape = Shape::Wide;
    let line = [[0.0, even], [span, even]];
    panel.marks.push(draw::line("share under the target", &line, Paint::Exact, 1.75));
    panel
}

fn share_curves(view: &View<'_>, flow: &Flow) -> Vec<Mark> {
    let modes = modes(&target(view).law());
    let t = view.time();
    let idx = (0..flow.times.len()).filter(|&idx| f64::from(flow.times[idx]) <= t + 1e-9);
    let over_time: Vec<(f64, Vec<f64>)> =
        idx.map(|idx| (f64::from(flow.times[idx]), shares(flow.frame(idx), &modes))).collect();
    let of = |k: usize| {
        let points: Vec<[f64; 2]> = over_time.iter().map(|(t, shares)| [*t, shares[k]]).collect();
        draw::line(NAMES[k.min(NAMES.len() - 1)], &points, Paint::Nth(k as u8), 1.75)
    };
    (0..modes.len()).map(of).collect()
}

/// Names of the modes, in the order of the law.
const NAMES: [&str; 5] = ["mode 1", "mode 2", "mode 3", "mode 4", "mode 5"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::math::kind::Kind;

    #[test]
    fn points_at_the_wrong_mode_are_as_many_as_worked_out_outside() {
        // Shares of 300,000 points in NumPy at T = 5: see the study.
        let expected = wrong_share(&[0.118_987, 0.074_283, 0.248_107, 0.279_423, 0.279_200]);
        assert!((expected - 0.206_73).abs() < 1e-5);
        let stage = Stage::of(&FIGURE, &[]).computed().at(1.0);
        // Five counts of 1,000: each has a standard error of at most 0.0142.
        let found = stage.number("wrong_share");
        assert!((found - expected).abs() < 4.0 * 0.0142, "{found}");
        assert!(3.0 * stage.number("sliced_w2_noise") < stage.number("sliced_w2"));
    }

    #[test]
    fn every_point_is_counted_at_its_nearest_mode() {
        let modes = [[0.0, 0.0], [10.0, 0.0]];
        assert_eq!(shares(&[1.0, 1.0, 9.0, 0.0, 4.0, 3.0, 6.0, -3.0], &modes), [0.5, 0.5]);
        assert_eq!(shares(&[], &modes), [0.0, 0.0]);
        assert!((wrong_share(&[0.8, 0.2]) - 0.3).abs() < 1e-15);
    }

    #[test]
    fn every_target_has_a_picture_before_and_after_the_study() {
        for target in TargetKind::ALL {
            let stage = Stage::of(&FIGURE, &[("target", target.key())]);
            assert!(stage.scene().panels.iter().all(|panel| panel.waiting.is_some()));
            let scene = stage.computed().at(0.37).scene();
            assert!(scene.panels.iter().all(|panel| panel.waiting.is_none()));
        }
    }
}
