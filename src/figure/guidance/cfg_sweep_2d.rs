//! Guidance on the plane swept over its scale and the solver's steps.

use crate::dataset::Dataset;
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
use crate::figure::guidance::label_remark;
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
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "cfg-sweep-2d",
    title: "Guidance on the plane, swept",
    caption: "A map for every guidance scale w: 500 points from the same noise, carried along the guided field in 40 Heun steps. Orange: data with the label. The charts say over w, for 2, 6 and 40 steps, which share of the points the exact p(y | x) takes for the label, and how far they spread, on a logarithmic scale; dashed, the law p(x) p(y | x)ʷ, which guidance is often said to sample.",
    notice: "A network that has trained for 300 steps only misses the label with one point in ten at w = 1, and its points lie about. At w = 2 nearly all are right and spread about as the data do. Beyond, no accuracy is left to gain, and spread falls below that of the data. With exact fields w = 1 is right already, and more of it only narrows. When w is large two steps are too few: a stronger field needs shorter ones.",
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
    defaults: &[("by", "learned"), ("w", "1,2,4"), ("steps", "300")],
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
        "Label accuracy, largest w",
        "Share of the points with the largest w and the most steps whose most probable label is the one asked for.",
    ),
    draw::metric(
        "spread",
        "Spread, largest w",
        "Root mean square distance of those points from their mean.",
    ),
    draw::metric(
        "spread_given",
        "Spread of the data",
        "The same distance in the data with the label, exact.",
    ),
    draw::metric(
        "spread_tilted",
        "Spread of p(x) p(y | x)ʷ",
        "The same distance in draws of the law that guidance is often said to sample, for the largest w.",
    ),
];

/// Solver steps of the maps and numbers: the most that are compared.
const MOST: usize = STEP_COUNTS[STEP_COUNTS.len() - 1];
/// Data points with the label that are shown.
const N_DATA: usize = 150;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![taught::task(need.settings, LessonKind::Sweep)]
}

/// Value of a curve of the most steps at the largest scale.
fn at_largest(view: &View<'_>, curve: &str) -> Option<f64> {
    let curve = asked::curve(view.outputs.slot(taught::TAUGHT), curve)?;
    let w = view.settings.reals("w").into_iter().fold(0.0, f64::max);
    let k = curve.x.0.iter().position(|x| x.total_cmp(&(w as f32)).is_eq())?;
    curve.y.0.get(k).map(|v| f64::from(*v))
}

/// Root mean square distance of the data with the label from their mean.
fn spread_given(data: &Dataset, label: usize) -> f64 {
    let law = data.law_of(label);
    let square: f64 = law.mean().iter().map(|v| v * v).sum();
    (law.second_moment() - square).sqrt()
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (_, data, label) = chosen(view);
    let number = |name, value: Option<f64>| Some(Number { name, value: value?, spread: None });
    let all = [
        number("accuracy", at_largest(view, &format!("accuracy/{MOST} steps"))),
        number("spread", at_largest(view, &format!("spread/{MOST} steps"))),
        number("spread_given", Some(spread_given(&data, label))),
        number("spread_tilted", at_largest(view, "spread/tilted")),
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
    let window = data.window().grown(1.4);
    let fresh = view.memo().get("data", &(kind, label), || {
        data.law_of(label).sample(N_DATA, &mut Rng::stream(1, Stream::Figure, 0)).to_f32()
    });
    let output = view.outputs.slot(taught::TAUGHT);
    let mut panels = Vec::new();
    for w in view.settings.reals("w") {
        let mut panel = Panel::new(&format!("w = {w}"), window);
        panel.marks.push(Mark::Dots {
            name: "data with the label",
            xy: fresh.to_vec(),
            paint: Paint::Data,
            radius_px: 1.5,
            alpha: 0.6,
        });
        match asked::curve(output, &format!("points/{w}/{MOST}")) {
            Some(points) => {
                panel.note = outside(&points.y.0, window);
                panel.marks.push(Mark::Dots {
                    name: "guided points",
                    xy: points.y.0.clone(),
                    paint: Paint::Noise,
                    radius_px: 1.3,
                    alpha: 0.6,
                });
            }
            None => panel.waiting = Some("On its way.".to_owned()),
        }
        panel.remarks.extend(label_remark(view));
        panels.push(panel);
    }
    let charts = vec![chart(view, "accuracy", "Label accuracy"), spread_chart(view)];
    Scene { panels, charts, ..Scene::default() }
}

/// How many points the map does not show, where there are any.
fn outside(xy: &[f32], window: Window) -> String {
    let is_in = |v: f32, [low, high]: [f64; 2]| (low..=high).contains(&f64::from(v));
    let points = xy.chunks_exact(2);
    let n = points.filter(|p| !(is_in(p[0], window.x) && is_in(p[1], window.y))).count();
    if n == 0 { String::new() } else { format!("{n} outside") }
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
    // From all data to a narrowed label: lines part by factors.
    spread.is_y_log = true;
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
    use crate::job::study::guidance::LabelledKind;

    #[test]
    fn there_is_a_map_for_every_scale() {
        let titles = |ws: &str| {
            let scene = Stage::of(&FIGURE, &[("w", ws)]).scene();
            scene.titles().into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(titles("1,2.5,3"), ["w = 1", "w = 2.5", "w = 3"]);
    }

    #[test]
    fn points_that_no_map_shows_are_counted() {
        let window = Window::centered(2.0);
        assert_eq!(outside(&[0.0, 1.0, 3.0, 0.0, 0.0, -2.5], window), "2 outside");
        assert_eq!(outside(&[0.0, 1.0], window), "");
    }

    #[test]
    fn the_spread_of_a_label_is_that_of_its_bell() {
        // A bell of variance 1 in two dimensions.
        let data = LabelledKind::Gmm5.dataset();
        assert!((spread_given(&data, 3) - 2.0_f64.sqrt()).abs() < 1e-9);
    }
}
