//! What guidance samples, beside the law that it is often said to sample.

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::studied;
use crate::figure::draw::estimate;
use crate::figure::guidance::chosen;
use crate::figure::guidance::label_remark;
use crate::figure::marks;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::guidance;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "guided-law",
    title: "What guidance samples",
    caption: "1,000 points follow the exact guided field (1 − w) u(x) + w u(x | y) from noise. First, where they are at the time shown; second, as many draws of the law p(x) p(y | x)ʷ, which they are often said to end in. Orange: data with the label.",
    notice: "At w = 0 and w = 1 both maps show one law. Beyond, guided points are driven out past the data with the label and crowd together, while p(x) p(y | x)ʷ only leaves out what other labels claim: noising does not commute with powers. Noise on the way pulls the guided points toward that law; on the Gaussians σ = 2 brings them all but there, on the pinwheel it does not.",
    params: &[
        &guidance::DATA,
        &guidance::LABEL,
        &guidance::W,
        &guidance::SIGMA,
        &catalogue::SEED,
        &catalogue::T,
    ],
    in_view: &["data", "label", "w", "sigma"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    tasks,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "accuracy",
        "Label accuracy",
        "Share of the guided points at the end whose most probable label is the one asked for, by the exact p(y | x); with its standard error.",
    ),
    draw::metric(
        "spread",
        "Spread",
        "Root mean square distance of the guided points at the end from their mean: how various they still are.",
    ),
    draw::metric(
        "spread_given",
        "Spread of the data",
        "The same distance of 1,000 fresh data points with the label.",
    ),
    Metric {
        name: "sliced_w2",
        label: "Distance of the two",
        help: "Sliced W2 between the guided points at the end and the draws of p(x) p(y | x)ʷ.",
        noise_level: Some("sliced_w2_noise"),
    },
];

/// Slot of the points on their way.
const POINTS: &str = "points";
/// Nodes of a density along an axis.
const N_NODES: usize = 72;
/// Side of the maps, for the widest way of all points of 1.
const MARGIN: f64 = 1.08;
/// Data points with the label that are shown.
const N_DATA: usize = 400;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![studied::task(POINTS, &guidance::KIND, need.settings, &[])]
}

fn scene(view: &View<'_>) -> Scene {
    let (kind, data, label) = chosen(view);
    let cloud = view.outputs.slot(POINTS).and_then(|output| output.cloud.as_ref());
    let flow = studied::flow(view, POINTS);
    let fresh = view.memo().get("data", &(kind, label), || {
        data.law_of(label).sample(N_DATA, &mut Rng::stream(1, Stream::Figure, 0)).to_f32()
    });
    let faint = || Mark::Dots {
        name: "data with the label",
        xy: fresh.to_vec(),
        paint: Paint::Data,
        radius_px: 1.8,
        alpha: 0.35,
    };
    let window = match (flow, cloud) {
        (Some(flow), Some(cloud)) => around(&[&flow.points, &cloud.points, &fresh]),
        _ => data.window().grown(1.2),
    };
    let mut guided = Panel::new("guided", window);
    guided.note = format!("w = {}, t = {:.2}", view.settings.real("w"), view.time());
    let mut tilted = Panel::new("p(x) p(y | x)ʷ", window);
    "t = 1, at every time shown".clone_into(&mut tilted.note);
    guided.remarks.extend(label_remark(view));
    match flow {
        Some(flow) => fill(&mut guided, flow.at(view.time()), &faint(), window),
        None => guided.waiting = Some("Following 1,000 points.".to_owned()),
    }
    match cloud {
        Some(cloud) => fill(&mut tilted, cloud.points.clone(), &faint(), window),
        None => tilted.waiting = Some("Working out the law.".to_owned()),
    }
    Scene { panels: vec![guided, tilted], ..Scene::default() }
}

/// The square around all points, at every time, and a little more.
fn around(clouds: &[&[f32]]) -> Window {
    let range = |coordinate: usize| {
        let along = clouds.iter().flat_map(|xy| xy.iter().skip(coordinate).step_by(2));
        let ends = |[low, high]: [f32; 2], v: &f32| [low.min(*v), high.max(*v)];
        along.fold([f32::INFINITY, f32::NEG_INFINITY], ends).map(f64::from)
    };
    let (x, y) = (range(0), range(1));
    let half = 0.5 * MARGIN * (x[1] - x[0]).max(y[1] - y[0]);
    let grown = |[low, high]: [f64; 2]| {
        let middle = f64::midpoint(low, high);
        [middle - half, middle + half]
    };
    Window { x: grown(x), y: grown(y) }
}

/// Data below, points with their estimated density above.
fn fill(panel: &mut Panel, points: Vec<f32>, data: &Mark, window: Window) {
    if let Some(estimate) = estimate::on_plane(&points, window, N_NODES) {
        panel.marks.push(marks::estimated(&estimate.values, N_NODES, window));
    }
    panel.marks.push(data.clone());
    panel.marks.push(Mark::Dots {
        name: "points",
        xy: points,
        paint: Paint::Noise,
        radius_px: 1.6,
        alpha: 0.6,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn the_frame_is_the_same_at_all_times_and_holds_every_point() {
        let mut stage = Stage::of(&FIGURE, &[("w", "6"), ("label", "2")]).computed();
        let first = stage.scene().panels[0].window;
        for share in [0.0, 0.4, 1.0] {
            stage = stage.at(share);
            for panel in stage.scene().panels {
                assert_eq!(panel.window, first);
                for mark in panel.marks {
                    let Mark::Dots { xy, .. } = mark else { continue };
                    for (k, v) in xy.into_iter().enumerate() {
                        let [low, high] = if k % 2 == 0 { first.x } else { first.y };
                        assert!((low..=high).contains(&f64::from(v)), "{v} {first:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn numbers_are_those_of_the_study_and_both_maps_are_drawn() {
        let stage = Stage::of(&FIGURE, &[("w", "4")]);
        assert!(stage.scene().panels.iter().all(|panel| panel.waiting.is_some()));
        let stage = stage.computed().at(1.0);
        assert!(stage.scene().panels.iter().all(|panel| panel.waiting.is_none()));
        // Theory: beyond the label, more certain and less various than the label's data.
        assert!(0.99 < stage.number("accuracy"));
        assert!(stage.number("spread") < stage.number("spread_given"));
        assert!(4.0 * stage.number("sliced_w2_noise") < stage.number("sliced_w2"));
    }
}
