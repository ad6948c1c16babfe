//! Guidance on the plane swept over its scale and the solver's steps.

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::guidance::chosen;
use crate::figure::guidance::taught;
use crate::figure::images::asked;
use crate::figure::scene::Chart;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::job::conditional;
use crate::job::conditional::LessonKind;
use crate::job::conditional::STEP_COUNTS;
use crate::job::study::guidance;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "cfg-sweep-2d",
    title: "Guidance on the plane, swept",
    caption: "A row for every guidance scale w, a column for every number n of Heun steps: 500 points from the same noise, followed along the guided field. Faint: data with the label. The charts have the share of points that the exact p(y | x) takes for the label, and how far they spread; dashed, the law p(x) p(y | x)ʷ, which guidance is often said to sample.",
    notice: "The label is met from w = 1 on; more w only narrows what is drawn, and below the dashed line of the law that it is said to be. With two steps points miss the data altogether when w is large: a stronger field needs shorter steps.",
    params: &[
        &guidance::DATA,
        &guidance::LABEL,
        &conditional::BY,
        &conditional::WS,
        &guidance::SIGMA,
        &catalogue::PREDICT,
        &conditional::STEPS,
        &catalogue::SEED,
    ],
    in_view: &["data", "label", "by", "w"],
    metrics: METRICS,
    tasks,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "accuracy",
        "Right label, most w",
        "Share of the points with the largest w and the most steps whose most probable label is the one asked for.",
    ),
    draw::metric(
        "spread",
        "Spread, most w",
        "Root mean square distance of those points from their mean.",
    ),
    draw::metric(
        "spread_tilted",
        "Spread of p(x) p(y | x)ʷ",
        "The same of draws of the law that guidance is often said to sample, for the largest w.",
    ),
];

/// Data points with the label that are shown.
const N_DATA: usize = 150;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![taught::task(need.settings, LessonKind::Sweep)]
}

fn curve_end(view: &View<'_>, what: &str) -> Option<f64> {
    let n_steps = STEP_COUNTS[STEP_COUNTS.len() - 1];
    let name = format!("{what}/{n_steps} steps");
    let curve = asked::curve(view.outputs.slot(taught::TAUGHT), &name)?;
    let n_wanted = view.settings.reals("w").len();
    curve.y.0.get(n_wanted - 1).map(|v| f64::from(*v))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let number = |name, value: Option<f64>| Some(Number { name, value: value?, spread: None });
    let tilted = tilted_spreads(view).last().map(|(_, spread)| *spread);
    let all = [
        number("accuracy", curve_end(view, "accuracy")),
        number("spread", curve_end(view, "spread")),
        number("spread_tilted", tilted),
    ];
    all.into_iter().flatten().collect()
}

/// Spread of the law that guidance is often said to sample, at each scale.
fn tilted_spreads(view: &View<'_>) -> Vec<(f64, f64)> {
    let curve = asked::curve(view.outputs.slot(taught::TAUGHT), "spread/tilted");
    let pairs = curve.map(|curve| curve.x.0.iter().zip(&curve.y.0));
    pairs
        .map_or_else(Vec::new, |pairs| pairs.map(|(&x, &y)| (f64::from(x), f64::from(y))).collect())
}

fn scene(view: &View<'_>) -> Scene {
    let (kind, data, label) = chosen(view);
    let window = guidance::wide(data.window(), 1.2);
    let fresh = view.memo().get("data", &(kind, label), || {
        data.law_of(label).sample(N_DATA, &mut Rng::stream(1, Stream::Figure, 0)).to_f32()
    });
    let output = view.outputs.slot(taught::TAUGHT);
    let mut panels = Vec::new();
    for w in view.settings.reals("w") {
        for n_steps in STEP_COUNTS {
            let title = format!("w {w}, n {n_steps}");
            let mut panel = Panel::new(&title, window);
            panel.marks.push(Mark::Dots {
                name: "data with the label",
                xy: fresh.to_vec(),
                paint: Paint::Data,
                radius_px: 1.5,
                alpha: 0.35,
            });
            match asked::curve(output, &format!("points/{w}/{n_steps}")) {
                Some(points) => panel.marks.push(Mark::Dots {
                    name: "guided points",
                    xy: points.y.0.clone(),
                    paint: Paint::Noise,
                    radius_px: 1.3,
                    alpha: 0.6,
                }),
                None => panel.waiting = Some("On its way.".to_owned()),
            }
            panels.push(panel);
        }
    }
    let charts = vec![chart(view, "accuracy", "Share of the label"), spread_chart(view)];
    Scene { panels, charts, n_columns: Some(STEP_COUNTS.len()), ..Scene::default() }
}

fn chart(view: &View<'_>, what: &str, title: &str) -> Chart {
    let output = view.outputs.slot(taught::TAUGHT);
    let series = STEP_COUNTS.iter().enumerate().filter_map(|(k, n_steps)| {
        let curve = asked::curve(output, &format!("{what}/{n_steps} steps"))?;
        let points = curve.x.0.iter().zip(&curve.y.0).map(|(&x, &y)| (f64::from(x), f64::from(y)));
        let (label, paint) = (format!("{n_steps} steps"), Paint::Nth(k as u8));
        Some(Series { label, points: points.collect(), paint })
    });
    Chart {
        title: title.to_owned(),
        x_label: "guidance w".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: false,
        series: series.collect(),
    }
}

fn spread_chart(view: &View<'_>) -> Chart {
    let mut spread = chart(view, "spread", "Spread");
    spread.series.push(Series {
        label: "p(x) p(y | x)ʷ".to_owned(),
        points: tilted_spreads(view),
        paint: Paint::Exact,
    });
    spread
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn there_is_a_map_for_every_cell() {
        let scene = Stage::of(&FIGURE, &[("w", "1,2,3")]).scene();
        assert_eq!((scene.panels.len(), scene.n_columns), (9, Some(3)));
    }
}
