//! Marks and parameters that the figures on probability share.

use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::film::Still;
use crate::figure::marks;
use crate::figure::probability::bins::Bins;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::window::Window;

/// Number of draws.
pub(in crate::figure) const DRAWS: Param = Param {
    key: "samples",
    label: "Draws",
    help: "How many independent draws are made.",
    kind: ParamKind::Whole { min: 10, max: 10_000, scale: Scale::Log },
    default: "1000",
    effect: Effect::Picture,
};

/// Points of a graph.
const N_GRAPH: usize = 280;
/// Nodes of a map along each side.
const N_MAP: usize = 72;

/// A number that a figure shows.
pub(in crate::figure) const fn metric(
    name: &'static str,
    label: &'static str,
    help: &'static str,
) -> Metric {
    Metric { name, label, help, noise_level: None }
}

/// Values by name, without those that are not known.
pub(in crate::figure) fn numbers<const N: usize>(
    found: [(&'static str, Option<f64>); N],
) -> Vec<Number> {
    let number = |(name, value): (&'static str, Option<f64>)| {
        value.map(|value| Number { name, value, spread: None })
    };
    found.into_iter().filter_map(number).collect()
}

/// Numbers that are all known.
pub(in crate::figure) fn known<const N: usize>(found: [(&'static str, f64); N]) -> Vec<Number> {
    found.map(|(name, value)| Number { name, value, spread: None }).to_vec()
}

/// A share of `n` draws with its standard error, `sqrt(q (1 - q) / n)` at its own `q`.
pub(in crate::figure) fn share(name: &'static str, n_hits: usize, n: usize) -> Number {
    let (hits, n) = (n_hits as f64, n as f64);
    let value = hits / n;
    Number { name, value, spread: Some((value * (1.0 - value) / n).sqrt()) }
}

/// A line through points.
pub(in crate::figure) fn line(
    name: &'static str,
    points: &[[f64; 2]],
    paint: Paint,
    width_px: f32,
) -> Mark {
    let n_per_line = points.len().max(1);
    Mark::Lines { name, xy: flat(points), n_per_line, paint, width_px, alpha: 1.0 }
}

/// The graph of a function over a range.
pub(in crate::figure) fn graph(
    name: &'static str,
    range: [f64; 2],
    paint: Paint,
    f: impl Fn(f64) -> f64,
) -> Mark {
    line(name, &values(range, f), paint, 2.0)
}

/// The area between a function and 0 over a range; empty where the range is.
pub(in crate::figure) fn area(
    name: &'static str,
    range: [f64; 2],
    paint: Paint,
    f: impl Fn(f64) -> f64,
) -> Mark {
    Mark::Area { name, xy: flat(&values(range, f)), base: 0.0, paint, alpha: 0.22 }
}

/// An upright line at `x`.
pub(in crate::figure) fn upright(name: &'static str, x: f64, ends: [f64; 2], paint: Paint) -> Mark {
    line(name, &ends.map(|y| [x, y]), paint, 1.5)
}

/// Round dots.
pub(in crate::figure) fn dots(
    name: &'static str,
    points: &[[f64; 2]],
    paint: Paint,
    radius_px: f32,
) -> Mark {
    Mark::Dots { name, xy: flat(points), paint, radius_px, alpha: 0.9 }
}

/// Many dots, fainter the more there are.
pub(in crate::figure) fn cloud(name: &'static str, xy: Vec<f32>, paint: Paint) -> Mark {
    let n = (xy.len() / 2).max(1) as f32;
    let alpha = (0.85 - 0.09 * (n / 100.0).max(1.0).log2()).clamp(0.25, 0.85);
    let radius_px = (3.0 - 0.25 * (n / 100.0).max(1.0).log2()).clamp(1.3, 3.0);
    Mark::Dots { name, xy, paint, radius_px, alpha }
}

/// Counts of [`Bins::counts`] as bars of a density: all draws together have the area 1.
pub(in crate::figure) fn histogram(
    name: &'static str,
    bins: Bins,
    counts: &[u32],
    paint: Paint,
) -> Mark {
    let n: u32 = counts.iter().sum();
    let per_draw = 1.0 / (f64::from(n.max(1)) * bins.width());
    let heights = counts[1..=bins.n].iter().map(|c| (f64::from(*c) * per_draw) as f32).collect();
    let edges = bins.edges().iter().map(|edge| *edge as f32).collect();
    Mark::Bars { name, edges, heights, paint, alpha: 0.45 }
}

/// A density on the plane as a map.
pub(in crate::figure) fn map(window: Window, density: impl Fn([f64; 2]) -> f64) -> Mark {
    let along = |range: [f64; 2], i: usize| {
        range[0] + (range[1] - range[0]) * i as f64 / (N_MAP - 1) as f64
    };
    let log = |k: usize| {
        let at = [along(window.x, k % N_MAP), along(window.y, k / N_MAP)];
        libm::log(density(at)) as f32
    };
    let logs: Vec<f32> = (0..N_MAP * N_MAP).map(log).collect();
    let still = Still { idx: 0, n_per_axis: N_MAP, values: &logs };
    marks::density(still, window, HeatMap::Density)
}

/// `f` at equally spaced places of a range, both ends among them.
pub(in crate::figure) fn values(range: [f64; 2], f: impl Fn(f64) -> f64) -> Vec<[f64; 2]> {
    let at = |i: usize| range[0] + (range[1] - range[0]) * i as f64 / N_GRAPH as f64;
    (0..=N_GRAPH).map(|i| [at(i), f(at(i))]).collect()
}

/// Largest value of `f` over a range, as its graph shows it.
pub(in crate::figure) fn highest(range: [f64; 2], f: impl Fn(f64) -> f64) -> f64 {
    values(range, f).iter().map(|point| point[1]).fold(0.0, f64::max)
}

/// Coordinates one after the other.
pub(in crate::figure) fn flat(points: &[[f64; 2]]) -> Vec<f32> {
    points.iter().flatten().map(|v| *v as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_of_draws_have_the_area_of_what_lies_within() {
        let bins = Bins { range: [0.0, 2.0], n: 4 };
        let Mark::Bars { heights, edges, .. } =
            histogram("draws", bins, &bins.counts(&[0.1, 0.6, 0.7, 5.0]), Paint::Data)
        else {
            panic!("bars")
        };
        assert_eq!(edges.len(), 5);
        let area: f32 = heights.iter().map(|height| height * 0.5).sum();
        assert!((area - 0.75).abs() < 1e-6, "{area}");
    }

    #[test]
    fn a_share_comes_with_its_standard_error() {
        let share = share("inside", 20, 100);
        assert!((share.value - 0.2).abs() < 1e-15);
        assert!((share.spread.unwrap() - 0.04).abs() < 1e-15);
    }
}
