//! The average of averages, weighted and not: groups as bars.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::probability::draw;
use crate::figure::probability::draw::metric;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "tower",
    title: "The average of averages",
    caption: "Four groups: each bar is as wide as the group is likely and as high as its mean. Dots are draws of (Y, X), each in its group. Dashed: E[X]. Drag the tops and the borders.",
    notice: "The bars together have the area of the dashed line: averages of groups, weighted by the groups' sizes, average to E[X]. The plain mean of the four heights counts a small group as much as a large one, and misses.",
    params: &[&draw::DRAWS, &catalogue::SEED],
    defaults: &[("samples", "300")],
    in_view: &["samples"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    metric(
        "weighted",
        "Weighted mean",
        "The means of the groups, each times the probability of its group: E[E[X | Y]].",
    ),
    metric(
        "counted",
        "Mean of draws",
        "Average X of all draws, whatever their group, with its standard error.",
    ),
    metric(
        "plain",
        "Plain mean",
        "The mean of the four group means without weights: not E[X] unless all groups are of one size.",
    ),
];

/// Groups.
const N: usize = 4;
/// Handles on the tops, with the means before they are dragged.
const TOPS: [(&str, &str, f64); N] = [
    ("mean1", "Mean of group 1", 1.2),
    ("mean2", "Mean of group 2", 2.0),
    ("mean3", "Mean of group 3", 3.1),
    ("mean4", "Mean of group 4", 4.4),
];
/// Handles on the borders, with their places before they are dragged.
const BORDERS: [(&str, &str, f64); N - 1] = [
    ("border1", "Border of groups 1 and 2", 0.46),
    ("border2", "Border of groups 2 and 3", 0.74),
    ("border3", "Border of groups 3 and 4", 0.9),
];
/// Least size of a group.
const LEAST: f64 = 0.02;
/// Spread of X within each group.
const STD: f64 = 0.35;
/// Largest mean.
const HIGHEST: f64 = 5.0;
/// What is shown: the groups side by side, and X upward.
const WINDOW: Window = Window { x: [0.0, 1.0], y: [0.0, 6.0] };
/// Draws shown.
const N_SHOWN: usize = 600;

/// Groups side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Groups {
    /// Where each begins and the last ends, from 0 to 1.
    edges: [f64; N + 1],
    means: [f64; N],
}

impl Groups {
    fn new(borders: [f64; N - 1], means: [f64; N]) -> Self {
        let mut edges = [0.0, 0.0, 0.0, 0.0, 1.0];
        for (i, border) in borders.iter().enumerate() {
            // Room for this group's own width, and for that of each after it.
            let most = 1.0 - (N - 1 - i) as f64 * LEAST;
            edges[i + 1] = border.clamp(edges[i] + LEAST, most);
        }
        Self { edges, means: means.map(|mean| mean.clamp(0.0, HIGHEST)) }
    }

    fn weight(&self, k: usize) -> f64 {
        self.edges[k + 1] - self.edges[k]
    }

    fn weighted(&self) -> f64 {
        (0..N).map(|k| self.weight(k) * self.means[k]).sum()
    }

    fn plain(&self) -> f64 {
        self.means.iter().sum::<f64>() / N as f64
    }

    /// A draw: its place among the groups, which says its group, and its X.
    fn drawn(&self, [u, eps]: [f64; 2]) -> [f64; 2] {
        let group = self.edges[1..N].partition_point(|edge| *edge <= u);
        [u, self.means[group] + STD * eps]
    }
}

fn groups(view: &View<'_>) -> Groups {
    let borders = BORDERS.map(|(name, _, x)| view.probe.handle(name).map_or(x, |at| at[0]));
    let means = TOPS.map(|(name, _, y)| view.probe.handle(name).map_or(y, |at| at[1]));
    Groups::new(borders, means)
}

/// A uniform and a normal number for each draw, the same while groups are dragged.
fn numbers_drawn(n: u64, seed: u64) -> Vec<[f64; 2]> {
    let mut rng = Rng::stream(seed, Stream::Figure, 0);
    (0..n).map(|_| [rng.uniform(), rng.normal()]).collect()
}

fn draws(view: &View<'_>, groups: &Groups) -> Vec<[f64; 2]> {
    let (n, seed) = (view.settings.whole("samples"), view.settings.whole("seed"));
    let raw: Arc<Vec<[f64; 2]>> = view.memo().get("draws", &(n, seed), || numbers_drawn(n, seed));
    raw.iter().map(|pair| groups.drawn(*pair)).collect()
}

/// Mean X and its standard error.
fn average(draws: &[[f64; 2]]) -> [f64; 2] {
    let n = draws.len() as f64;
    let mean = draws.iter().map(|pair| pair[1]).sum::<f64>() / n;
    let squares = draws.iter().map(|pair| (pair[1] - mean) * (pair[1] - mean)).sum::<f64>();
    [mean, (squares / (n - 1.0) / n).sqrt()]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let groups = groups(view);
    let [value, error] = average(&draws(view, &groups));
    let mut numbers = draw::known([("weighted", groups.weighted()), ("plain", groups.plain())]);
    numbers.push(Number { name: "counted", value, spread: Some(error) });
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let groups = groups(view);
    let draws = draws(view, &groups);
    let mut panel = Panel::chart("", "share of the groups", "x", WINDOW);
    panel.shape = Shape::Wide;
    for k in 0..N {
        let bar = [groups.edges[k], 0.0, groups.edges[k + 1], groups.means[k]];
        panel.marks.push(Mark::Boxes {
            name: "mean of a group, as wide as it is likely",
            rects: vec![bar.map(|v| v as f32)],
            paint: Paint::Class(k as u8),
            alpha: 0.4,
            is_filled: true,
        });
    }
    let shown = &draws[..draws.len().min(N_SHOWN)];
    panel.marks.push(draw::cloud("draws", draw::flat(shown), Paint::Ink));
    let across = |height: f64| WINDOW.x.map(|x| [x, height]);
    panel.marks.push(draw::line("plain mean", &across(groups.plain()), Paint::Score, 1.5));
    panel.marks.push(draw::line(
        "E[X], weighted mean",
        &across(groups.weighted()),
        Paint::Exact,
        2.0,
    ));
    for (k, (name, label, _)) in TOPS.into_iter().enumerate() {
        let at = [f64::midpoint(groups.edges[k], groups.edges[k + 1]), groups.means[k]];
        panel.handles.push(Handle { name, label, at, paint: Paint::Class(k as u8) });
    }
    for (k, (name, label, _)) in BORDERS.into_iter().enumerate() {
        let at = [groups.edges[k + 1], 0.0];
        panel.handles.push(Handle { name, label, at, paint: Paint::Ink });
    }
    Scene { panels: vec![panel], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighted_means_of_groups_are_the_mean_of_all() {
        // 0.5 * 1 + 0.25 * 2 + 0.125 * 3 + 0.125 * 4.
        let groups = Groups::new([0.5, 0.75, 0.875], [1.0, 2.0, 3.0, 4.0]);
        assert!((groups.weighted() - 1.875).abs() < 1e-15);
        assert!((groups.plain() - 2.5).abs() < 1e-15);
        let draws: Vec<[f64; 2]> =
            numbers_drawn(40_000, 3).into_iter().map(|pair| groups.drawn(pair)).collect();
        let [mean, error] = average(&draws);
        assert!((mean - 1.875).abs() < 4.0 * error && error < 0.01);
    }

    #[test]
    fn groups_of_one_size_need_no_weights() {
        let groups = Groups::new([0.25, 0.5, 0.75], [1.0, 5.0, 2.5, 0.5]);
        assert!((groups.weighted() - groups.plain()).abs() < 1e-15);
    }

    #[test]
    fn borders_keep_their_order_however_they_are_dragged() {
        for borders in [[0.9, 0.1, 0.5], [2.0, 2.0, 2.0], [-1.0, -1.0, -1.0], [0.97, 0.5, 0.99]] {
            let groups = Groups::new(borders, [9.0, -9.0, 1.0, 1.0]);
            assert!((0..N).all(|k| LEAST - 1e-12 <= groups.weight(k)), "{groups:?}");
            assert!((groups.edges[N] - 1.0).abs() <= 0.0);
            assert!(groups.means.iter().all(|mean| (0.0..=HIGHEST).contains(mean)));
        }
    }
}
