//! Marks that several figures draw the same way.

pub mod line;
pub mod theory;

use crate::figure::film::Still;
use crate::figure::output::Flow;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::window::Window;
use crate::protocol::event::Frame;

/// Pieces that a trajectory's color changes in, from noise to data.
const N_BANDS: usize = 8;
/// Share of a density's highest value, as a root, from which it is drawn.
const ROOT: f32 = 0.5;
/// Nats below the highest density where a field's error begins to matter less;
/// twice as far below it is not shown.
const RIM_NATS: f32 = 4.0;

/// Samples at time `t`, colored by it; smaller and fainter the more there are.
pub fn samples(xy: Vec<f32>, t: f64) -> Mark {
    let n = (xy.len() / 2).max(1) as f32;
    let radius_px = (2.9 - 0.35 * (n / 250.0).max(1.0).log2()).clamp(1.1, 2.9);
    let alpha = (0.86 - 0.07 * (n / 250.0).max(1.0).log2()).clamp(0.35, 0.86);
    Mark::Dots { name: "samples", xy, paint: Paint::Between(t as f32), radius_px, alpha }
}

/// Points of the data, faint, to lie under samples.
pub fn data(xy: Vec<f32>) -> Mark {
    Mark::Dots { name: "points of the data", xy, paint: Paint::Data, radius_px: 1.3, alpha: 0.32 }
}

/// Paths of `n_lines` points of a flow from the start to time `t`, colored by
/// time from noise to data.
pub fn trajectories(flow: &Flow, t: f64, n_lines: usize, alpha: f32) -> Vec<Mark> {
    let now = flow.at(t);
    let n_past = flow.times.partition_point(|&time| f64::from(time) < t);
    let past = (0..n_past).map(|idx| (flow.times[idx], flow.frame(idx)));
    let places: Vec<(f32, &[f32])> = past.chain([(t as f32, now.as_slice())]).collect();
    bands(flow, &places, n_lines, alpha)
}

/// The same of a flow that runs backward: paths from its last time down to `t`.
pub fn trajectories_back(flow: &Flow, t: f64, n_lines: usize, alpha: f32) -> Vec<Mark> {
    let now = flow.at(t);
    let first = flow.times.partition_point(|&time| f64::from(time) <= t);
    let passed = (first..flow.times.len()).map(|idx| (flow.times[idx], flow.frame(idx)));
    let places: Vec<(f32, &[f32])> =
        [(t as f32, now.as_slice())].into_iter().chain(passed).collect();
    bands(flow, &places, n_lines, alpha)
}

/// Lines of `n_lines` points through their `places` at rising times.
fn bands(flow: &Flow, places: &[(f32, &[f32])], n_lines: usize, alpha: f32) -> Vec<Mark> {
    let n_points = flow.n_points();
    let stride = (n_points / n_lines.max(1)).max(1);
    let chosen: Vec<usize> = (0..n_points).step_by(stride).take(n_lines).collect();
    let mut marks = Vec::new();
    let n_per_band = places.len().div_ceil(N_BANDS).max(2);
    let mut start = 0;
    while start + 1 < places.len() {
        // Bands share their end points, so that no gap shows.
        let band = &places[start..(start + n_per_band).min(places.len())];
        let mut xy = Vec::with_capacity(2 * band.len() * chosen.len());
        for &point in &chosen {
            for (_, frame) in band {
                xy.extend_from_slice(&frame[flow.dim * point..flow.dim * point + 2]);
            }
        }
        let time = 0.5 * (band[0].0 + band[band.len() - 1].0);
        let paint = Paint::Between(time);
        let (n_per_line, width_px) = (band.len(), 1.0);
        marks.push(Mark::Lines { name: "trajectories", xy, n_per_line, paint, width_px, alpha });
        start += band.len() - 1;
    }
    marks
}

/// A grid of the logarithm of a density over `window` as a map.
///
/// Drawn is the root of the density relative to its highest value: the eye
/// finds the tails, and the peaks stay peaks.
pub fn density(still: Still<'_>, window: Window, map: HeatMap) -> Mark {
    let Still { n_per_axis, values: log_values, .. } = still;
    let top = highest(log_values);
    let values = log_values.iter().map(|log| (ROOT * (log - top)).exp()).collect();
    let name = if map == HeatMap::Data { "density of the data" } else { "density" };
    let n = [n_per_axis; 2];
    Mark::Heat { name, n, window, values, weights: Vec::new(), range: [0.0, 1.0], map }
}

/// Densities estimated from samples at `n` by `n` nodes, drawn as [`density`].
pub fn estimated(densities: &[f32], n: usize, window: Window) -> Mark {
    let per_top = 1.0 / highest(densities).max(f32::MIN_POSITIVE);
    let values = densities.iter().map(|v| (v * per_top).powf(ROOT)).collect();
    Mark::Heat {
        name: ESTIMATED,
        n: [n; 2],
        window,
        values,
        weights: Vec::new(),
        range: [0.0, 1.0],
        map: HeatMap::Density,
    }
}

/// Name of a density that is known from samples alone.
pub const ESTIMATED: &str = "density estimated from the samples";

/// An error grid as a map with the range of its colors; it fades where the
/// density, if it is known on the same nodes, is negligible.
pub fn error(still: Still<'_>, window: Window, density: Option<Still<'_>>) -> Mark {
    let Still { n_per_axis, values: lengths, .. } = still;
    let density = density.filter(|density| density.n_per_axis == n_per_axis);
    let weights = density.map_or_else(Vec::new, |density| rim(density.values));
    faded_error([n_per_axis; 2], window, lengths.to_vec(), weights)
}

/// Opacity of nodes by their log densities: full where there is some, none
/// where it is negligible beside the highest.
pub fn rim(log_densities: &[f32]) -> Vec<f32> {
    let top = highest(log_densities);
    log_densities.iter().map(|log| 1.0 - (top - log - RIM_NATS) / RIM_NATS).collect()
}

/// Errors on `n` columns and rows as a map; where `weights` is not empty, its
/// range is that of the nodes shown.
pub fn faded_error(n: [usize; 2], window: Window, values: Vec<f32>, weights: Vec<f32>) -> Mark {
    let is_shown = |idx: usize| weights.get(idx).is_none_or(|weight| 0.0 < *weight);
    let shown: Vec<f32> =
        values.iter().enumerate().filter(|(idx, _)| is_shown(*idx)).map(|(_, v)| *v).collect();
    // A few nodes at the rim would flatten everything else.
    let range = [0.0, quantile(&shown, 0.98).max(f32::MIN_POSITIVE)];
    Mark::Heat { name: "field error", n, window, values, weights, range, map: HeatMap::Error }
}

/// Intervals between arrows along an axis; finer grids leave nodes out.
const N_ARROWS: usize = 16;

/// Arrows of a grid of vectors over `window`.
pub fn arrows(still: Still<'_>, window: Window, scale: f32, paint: Paint) -> Mark {
    let Still { n_per_axis, values: vectors, .. } = still;
    let stride = stride(n_per_axis);
    let place = |edges: [f64; 2], i: usize| {
        (edges[0] + (edges[1] - edges[0]) * i as f64 / (n_per_axis - 1).max(1) as f64) as f32
    };
    let along = || (0..n_per_axis).step_by(stride);
    let nodes = || along().flat_map(move |row| along().map(move |column| (row, column)));
    let tail = |(row, column)| [place(window.x, column), place(window.y, row)];
    let vector = |(row, column)| {
        let at = 2 * (row * n_per_axis + column);
        [vectors[at], vectors[at + 1]]
    };
    Mark::Arrows {
        name: if paint == Paint::Score { "score, scaled at each time" } else { "velocity" },
        tails: nodes().flat_map(tail).collect(),
        vectors: nodes().flat_map(vector).collect(),
        scale,
        paint,
        width_px: 1.25,
        alpha: 0.9,
    }
}

/// Nodes from one arrow to the next on an axis of `n`.
pub fn stride(n: usize) -> usize {
    (n.saturating_sub(1) / N_ARROWS).max(1)
}

/// One scale for the arrows of all `grids`: a fast node's arrow (faster than
/// nine of ten, over all times of a film) reaches the next node.
pub fn arrow_scale(grids: &[Option<&Frame>], window: Window) -> f32 {
    shared_scale(grids.iter().flatten().filter_map(|grid| vectors_of(grid)), window)
}

fn vectors_of(grid: &Frame) -> Option<(usize, &[f32])> {
    match grid {
        Frame::Grid { n_per_axis, values, .. } => Some((*n_per_axis as usize, &values.0)),
        _ => None,
    }
}

/// The same for pictures of one time.
pub fn arrow_scale_now(stills: &[Option<Still<'_>>], window: Window) -> f32 {
    shared_scale(stills.iter().flatten().map(|still| (still.n_per_axis, still.values)), window)
}

fn shared_scale<'a>(grids: impl Iterator<Item = (usize, &'a [f32])>, window: Window) -> f32 {
    let mut scale = f32::INFINITY;
    for (n, vectors) in grids {
        let lengths: Vec<f32> = vectors.chunks_exact(2).map(|v| v[0].hypot(v[1])).collect();
        let spacing =
            (stride(n) as f32 * window.width() as f32) / n.max(2).saturating_sub(1) as f32;
        scale = scale.min(spacing / quantile(&lengths, 0.9).max(1e-6));
    }
    if scale.is_finite() { scale } else { 0.0 }
}

pub(super) fn highest(values: &[f32]) -> f32 {
    values.iter().copied().filter(|v| v.is_finite()).fold(f32::NEG_INFINITY, f32::max)
}

/// Value below which the share `q` of the finite `values` lies; 0 if there are none.
pub(super) fn quantile(values: &[f32], q: f64) -> f32 {
    let mut sorted: Vec<f32> = values.iter().copied().filter(|v| v.is_finite()).collect();
    if sorted.is_empty() {
        return 0.0;
    }
    let idx = ((sorted.len() - 1) as f64 * q).round() as usize;
    *sorted.select_nth_unstable_by(idx, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::film::still;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::job::Quantity;

    fn flow() -> Flow {
        // Three points that move right by 1, 2 and 3 in unit time.
        let times: Vec<f32> = (0..=10).map(|i| i as f32 / 10.0).collect();
        let points = times.iter().flat_map(|t| [*t, 0.0, 2.0 * t, 1.0, 3.0 * t, 2.0]).collect();
        Flow { times, dim: 2, points }
    }

    #[test]
    fn trajectories_run_from_the_start_to_now_without_gaps() {
        let marks = trajectories(&flow(), 0.75, 60, 0.5);
        let mut ends: Option<Vec<f32>> = None;
        for mark in &marks {
            let Mark::Lines { xy, n_per_line, .. } = mark else { panic!("lines only") };
            let lines: Vec<&[f32]> = xy.chunks_exact(2 * n_per_line).collect();
            assert_eq!(lines.len(), 3);
            if let Some(ends) = ends {
                assert_eq!(ends, lines.iter().map(|line| line[0]).collect::<Vec<_>>());
            }
            ends = Some(lines.iter().map(|line| line[line.len() - 2]).collect());
        }
        for (end, speed) in ends.unwrap().into_iter().zip([1.0, 2.0, 3.0]) {
            assert!((end - 0.75 * speed).abs() < 1e-6, "{end}");
        }
    }

    #[test]
    fn at_the_start_there_is_no_path_yet() {
        assert!(trajectories(&flow(), 0.0, 60, 0.5).is_empty());
    }

    #[test]
    fn backward_trajectories_run_from_now_to_the_end_of_time() {
        let marks = trajectories_back(&flow(), 0.25, 60, 0.5);
        let ends = |mark: &Mark, is_first: bool| -> Vec<f32> {
            let Mark::Lines { xy, n_per_line, .. } = mark else { panic!("lines only") };
            let at = |line: &[f32]| if is_first { line[0] } else { line[line.len() - 2] };
            xy.chunks_exact(2 * n_per_line).map(at).collect()
        };
        assert_eq!(ends(&marks[0], true), [0.25, 0.5, 0.75]);
        assert_eq!(ends(&marks[marks.len() - 1], false), [1.0, 2.0, 3.0]);
        assert!(trajectories_back(&flow(), 1.0, 60, 0.5).is_empty());
    }

    #[test]
    fn only_some_points_leave_a_path() {
        let marks = trajectories(&flow(), 1.0, 2, 0.5);
        let Mark::Lines { xy, n_per_line, .. } = &marks[0] else { panic!("lines only") };
        assert_eq!(xy.len(), 2 * n_per_line * 2);
    }

    #[test]
    fn density_reaches_from_clear_to_one_whatever_its_units() {
        let logs = vec![100.0, 98.0, f32::NEG_INFINITY, 20.0];
        let still = Still { idx: 0, n_per_axis: 2, values: &logs };
        let Mark::Heat { values, .. } = density(still, Window::centered(1.0), HeatMap::Density)
        else {
            panic!("a heat map")
        };
        assert!((values[0] - 1.0).abs() < 1e-6 && (values[1] - (-1.0_f32).exp()).abs() < 1e-6);
        assert!(values[2].abs() < 1e-9 && values[3] < 1e-9);
    }

    #[test]
    fn the_error_is_shown_only_where_there_is_density() {
        let errors = Still { idx: 0, n_per_axis: 2, values: &[0.1, 0.2, 50.0, 0.3] };
        let logs = Still { idx: 0, n_per_axis: 2, values: &[0.0, -1.0, -30.0, f32::NEG_INFINITY] };
        let Mark::Heat { weights, range, .. } = error(errors, Window::centered(1.0), Some(logs))
        else {
            panic!("a heat map")
        };
        assert!(1.0 <= weights[0] && 1.0 <= weights[1]);
        assert!(weights[2] <= 0.0 && weights[3] <= 0.0);
        assert!((range[1] - 0.2).abs() < 1e-6, "{range:?}");
    }

    #[test]
    fn arrows_stand_on_the_windows_corners_and_share_a_scale() {
        let window = Window { x: [-2.0, 2.0], y: [-1.0, 1.0] };
        let grid = |values: Vec<f32>| Frame::Grid {
            quantity: Quantity::Velocity,
            times: Buffer(vec![0.5]),
            n_per_axis: 2,
            values: Buffer(values),
        };
        let slow = grid(vec![1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
        let fast = grid(vec![2.0; 8]);
        let scale = arrow_scale(&[Some(&slow), Some(&fast), None], window);
        assert!((scale - 4.0 / 8.0_f32.sqrt()).abs() < 1e-6, "{scale}");
        let Some(still) = still(&slow, 0.5) else { panic!("its own time") };
        let Mark::Arrows { tails, .. } = arrows(still, window, scale, Paint::Velocity) else {
            panic!("arrows")
        };
        assert_eq!(tails, [-2.0, -1.0, 2.0, -1.0, -2.0, 1.0, 2.0, 1.0]);
    }

    #[test]
    fn a_finer_grid_has_as_many_arrows() {
        for (n, stride_of_n) in [(2, 1), (17, 1), (33, 2)] {
            assert_eq!(stride(n), stride_of_n);
            let values = vec![1.0; 2 * n * n];
            let still = Still { idx: 0, n_per_axis: n, values: &values };
            let mark = arrows(still, Window::centered(1.0), 1.0, Paint::Score);
            let Mark::Arrows { tails, vectors, .. } = mark else { panic!("arrows") };
            assert_eq!((tails.len(), vectors.len()), (2 * n.min(17).pow(2), tails.len()));
        }
    }

    #[test]
    fn more_samples_are_drawn_smaller() {
        let radius = |n: usize| match samples(vec![0.0; 2 * n], 0.0) {
            Mark::Dots { radius_px, .. } => radius_px,
            _ => 0.0,
        };
        assert!(radius(20_000) < radius(1_000) && radius(1_000) < radius(100));
        assert!(1.0 < radius(20_000));
    }
}
