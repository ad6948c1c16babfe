//! One noise level gets stuck or blurs; a falling ladder of levels does neither.

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
use crate::figure::number::short;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::annealed;
use crate::math::points::Points;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "annealed-langevin",
    title: "Annealed Langevin dynamics",
    caption: "A mode of weight 0.8 at the upper right, one of 0.2 at the lower left. 1,000 points start evenly in the square and make 1,000 Langevin steps: once at one noise level, once down a ladder of levels. The map is the target blurred by the level of this step.",
    notice: "At one small level, points keep to the half that they started in: half and half, not four to one. At level 3 the shares are nearly right, but each mode is three times too wide. The ladder lets points cross while the blur is strong, and sharpens afterwards.",
    params: &[&annealed::LEVEL, &annealed::LEVELS, &catalogue::SEED, &catalogue::T],
    in_view: &["level", "levels"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "step",
        range: |_| [0.0, annealed::N_STEPS as f64],
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
        "share_one",
        "Upper right, one level",
        "Share of the points above the falling diagonal in the left run; the target has 0.8.",
    ),
    draw::metric("share_ladder", "Upper right, ladder", "The same share in the right run."),
    draw::metric(
        "width_one",
        "Width there, one level",
        "Standard deviation of these points, per coordinate; the target has 1.",
    ),
    draw::metric(
        "width_ladder",
        "Width there, ladder",
        "The same width in the right run; the last level 0.2 and the length of the steps add some hundredths.",
    ),
];

const ONE: &str = "one";
const LADDER: &str = "ladder";
/// Half of the width shown.
const REACH: f64 = 12.0;
/// Nodes of a density along an axis.
const N_NODES: usize = 56;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let task = |slot| studied::task(slot, &annealed::KIND, need.settings, &[("plan", slot)]);
    vec![task(ONE), task(LADDER)]
}

/// Noise level of a run at the cursor's step.
fn level(view: &View<'_>, slot: &str) -> f64 {
    if slot == ONE {
        return view.settings.real("level");
    }
    let levels = annealed::ladder(view.settings.whole("levels") as usize);
    let n = levels.len();
    let begun = (1..n).filter(|&idx| annealed::first_step(idx, n) as f64 <= view.time()).count();
    levels[begun]
}

/// Share of the points in the larger mode's half, and their standard deviation there.
fn share_and_width(points: &[f32]) -> (f64, f64) {
    let upper: Vec<[f64; 2]> = points
        .chunks_exact(2)
        .map(|x| [f64::from(x[0]), f64::from(x[1])])
        .filter(|x| 0.0 < x[0] + x[1])
        .collect();
    let n = upper.len().max(1) as f64;
    let mean = [0, 1].map(|i| upper.iter().map(|x| x[i]).sum::<f64>() / n);
    let squares = upper.iter().map(|x| (x[0] - mean[0]).powi(2) + (x[1] - mean[1]).powi(2));
    (upper.len() as f64 / (points.len() / 2).max(1) as f64, (0.5 * squares.sum::<f64>() / n).sqrt())
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let mut numbers = Vec::new();
    for (slot, share_name, width_name) in
        [(ONE, "share_one", "width_one"), (LADDER, "share_ladder", "width_ladder")]
    {
        if let Some(flow) = studied::flow(view, slot) {
            let points = flow.frame(studied::nearest(flow, view.time()));
            let (share, width) = share_and_width(points);
            let error = (share * (1.0 - share) / annealed::N_POINTS as f64).sqrt();
            numbers.push(draw::measured(share_name, share, error));
            numbers.push(draw::exact(width_name, width));
        }
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let panels = [(ONE, "one level"), (LADDER, "ladder")].map(|(slot, title)| {
        let window = Window::centered(REACH);
        let level = level(view, slot);
        let mut panel = Panel::new(title, window);
        panel.note = format!("noise level {}", short(level));
        panel.marks.push(density(view, slot, level, window));
        if let Some(flow) = studied::flow(view, slot) {
            let xy = flow.frame(studied::nearest(flow, view.time())).to_vec();
            let paint = Paint::Noise;
            panel.marks.push(Mark::Dots { name: "points", xy, paint, radius_px: 1.8, alpha: 0.6 });
        } else {
            panel.waiting = Some("Simulating 1,000 points.".to_owned());
        }
        panel
    });
    Scene { panels: panels.into(), ..Scene::default() }
}

/// The blurred target as a map.
fn density(view: &View<'_>, slot: &'static str, level: f64, window: Window) -> Mark {
    let values = view.memo().get(slot, &level, || {
        let edge = |i: usize| REACH * (2.0 * i as f64 / (N_NODES - 1) as f64 - 1.0);
        let nodes = (0..N_NODES * N_NODES).flat_map(|k| [edge(k % N_NODES), edge(k / N_NODES)]);
        let logs = annealed::blurred(level).log_density(&Points::new(2, nodes.collect()));
        let top = logs.iter().fold(f64::NEG_INFINITY, |top, &log| top.max(log));
        logs.iter().map(|log| libm::exp(0.5 * (log - top)) as f32).collect::<Vec<f32>>()
    });
    Mark::Heat {
        name: "blurred target",
        n: [N_NODES; 2],
        window,
        values: values.to_vec(),
        weights: Vec::new(),
        range: [0.0, 1.0],
        map: HeatMap::Data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn one_level_is_stuck_and_the_ladder_is_not() {
        // 60,000 points in NumPy: see the study. Standard errors of 1,000 points.
        let stage = Stage::of(&FIGURE, &[]).computed().at(1.0);
        for (name, expected, error) in [
            ("share_one", 0.508, 0.0158),
            ("share_ladder", 0.789, 0.0129),
            ("width_one", 1.028, 0.023),
            ("width_ladder", 1.045, 0.019),
        ] {
            let found = stage.number(name);
            assert!((found - expected).abs() < 4.0 * error, "{name}: {found}");
        }
    }

    #[test]
    fn the_level_said_is_that_of_the_step() {
        let level_at =
            |share: f64| Stage::of(&FIGURE, &[]).at(share).see(|view| level(view, LADDER));
        assert!((level_at(0.0) - 6.0).abs() < 1e-12 && (level_at(0.099) - 6.0).abs() < 1e-12);
        assert!((level_at(0.1) - 6.0 * (0.2_f64 / 6.0).powf(1.0 / 9.0)).abs() < 1e-12);
        assert!((level_at(1.0) - 0.2).abs() < 1e-12);
    }

    #[test]
    fn no_points_have_no_share() {
        assert_eq!(share_and_width(&[]), (0.0, 0.0));
        assert_eq!(share_and_width(&[-1.0, 0.0]), (0.0, 0.0));
    }
}
