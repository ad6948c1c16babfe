//! A Gaussian as standard noise moved and stretched.

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
use crate::figure::View;
use crate::figure::probability::bell::Bell;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::line::normal_density;
use crate::math::line::standard_probability;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "gaussian-bell",
    title: "The Gaussian bell",
    caption: "Blue: standard noise ε. Orange: x = μ + σ ε, the same draws moved by μ and stretched by σ; thin lines join each draw with its image. Drag the top of the orange bell: sideways to move it, up or down to make it narrow or wide.",
    notice: "Twice as wide is half as high, for the area stays 1. However the bell is moved and stretched, the same share of it lies within k standard deviations of its mean, because the same draws do.",
    params: &[&K, &draw::DRAWS, &catalogue::SEED],
    in_view: &["k", "samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

const K: Param = Param {
    key: "k",
    label: "Within k σ",
    help: "How many standard deviations on both sides of the mean are shaded.",
    kind: ParamKind::Whole { min: 1, max: 3, scale: Scale::Linear },
    default: "1",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    metric("mean", "Mean μ", "Where the bell has its top."),
    metric("std", "Standard deviation σ", "How far the steepest places are from the mean."),
    metric("peak", "Height", "The largest density, 1 / (σ √(2π))."),
    metric(
        "inside",
        "Within k σ",
        "Probability of a draw within k standard deviations of the mean.",
    ),
    metric("counted", "Counted", "Share of the draws there, with its standard error."),
];

/// What is shown of the line.
const RANGE: [f64; 2] = [-6.0, 6.0];
/// Draws that are joined with their images.
const N_JOINED: usize = 60;
/// The bell before it is dragged.
const FIRST: Bell = Bell { mean: 1.6, std: 0.6 };
/// How far it can be moved, and how narrow and wide it can be.
const MEANS: [f64; 2] = [-4.5, 4.5];
const STDS: [f64; 2] = [0.4, 2.5];
/// Largest density shown, above the top of the narrowest bell.
const TOP: f64 = 1.08;

fn bell(view: &View<'_>) -> Bell {
    Bell::dragged(&view.probe, FIRST, MEANS, STDS)
}

fn draws(view: &View<'_>) -> Arc<Vec<f64>> {
    let (n, seed) = (view.settings.whole("samples"), view.settings.whole("seed"));
    view.memo().get("draws", &(n, seed), || {
        let mut rng = Rng::stream(seed, Stream::Noise, 0);
        (0..n).map(|_| rng.normal()).collect()
    })
}

/// Draws within `k` of their mean 0.
fn n_inside(draws: &[f64], k: f64) -> usize {
    draws.iter().filter(|eps| eps.abs() <= k).count()
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let Bell { mean, std } = bell(view);
    let (k, draws) = (view.settings.whole("k") as f64, draws(view));
    let mut numbers = draw::known([
        ("mean", mean),
        ("std", std),
        ("peak", normal_density(mean, mean, std)),
        ("inside", standard_probability(-k, k)),
    ]);
    numbers.push(draw::share("counted", n_inside(&draws, k), draws.len()));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let bell = bell(view);
    let Bell { mean, std } = bell;
    let k = view.settings.whole("k") as f64;
    let draws = draws(view);
    let mut panel = Panel::chart("", "x", "density", Window { x: RANGE, y: [-0.42 * TOP, TOP] });
    panel.shape = Shape::Wide;
    panel.note = format!("μ = {mean:.2}, σ = {std:.2}");
    // Noise above its images, both under the axis.
    let (upper, lower) = (-0.1 * TOP, -0.34 * TOP);
    let image = |eps: f64| mean + std * eps;
    let joined = draws.iter().take(N_JOINED).flat_map(|eps| [[*eps, upper], [image(*eps), lower]]);
    panel.marks.push(Mark::Lines {
        name: "",
        xy: draw::flat(&joined.collect::<Vec<_>>()),
        n_per_line: 2,
        paint: Paint::Ink,
        width_px: 0.75,
        alpha: 0.25,
    });
    let noise: Vec<[f64; 2]> = draws.iter().map(|eps| [*eps, upper]).collect();
    let images: Vec<[f64; 2]> = draws.iter().map(|eps| [image(*eps), lower]).collect();
    panel.marks.push(draw::cloud("draws of ε", draw::flat(&noise), Paint::Noise));
    panel.marks.push(draw::cloud("μ + σ ε", draw::flat(&images), Paint::Data));
    let shaded = [mean - k * std, mean + k * std];
    panel.marks.push(draw::area("within k σ", shaded, Paint::Data, |x| bell.density(x)));
    let standard = |x: f64| normal_density(x, 0.0, 1.0);
    panel.marks.push(draw::graph("density of ε", RANGE, Paint::Noise, standard));
    panel.marks.push(draw::graph("density of μ + σ ε", RANGE, Paint::Data, |x| bell.density(x)));
    panel.handles.push(bell.handle(Paint::Data));
    Scene { panels: vec![panel], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_within_k_deviations_are_those_of_the_tables() {
        let mut rng = Rng::stream(8, Stream::Noise, 0);
        let draws: Vec<f64> = (0..40_000).map(|_| rng.normal()).collect();
        for (k, q) in [(1.0, 0.682_689_492), (2.0, 0.954_499_736), (3.0, 0.997_300_204)] {
            assert!((standard_probability(-k, k) - q).abs() < 1e-9, "{k}");
            let share = n_inside(&draws, k) as f64 / 40_000.0;
            assert!((share - q).abs() < 4.0 * (q * (1.0 - q) / 40_000.0_f64).sqrt(), "{k}");
        }
    }

    #[test]
    fn twice_as_wide_is_half_as_high() {
        let peak = |std| normal_density(1.0, 1.0, std);
        assert!((peak(1.0) - 0.398_942_280_4).abs() < 1e-10);
        assert!((peak(2.0) * 2.0 - peak(1.0)).abs() < 1e-16);
    }
}
