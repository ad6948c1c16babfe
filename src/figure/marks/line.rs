//! Marks of maps with time to the right and the data's one coordinate upward.
//!
//! Grids over time hold one column of nodes a time; they come time after time
//! and are drawn at equally spaced times from 0 to 1. A grid whose data have no
//! density at t = 1 holds a time just before in its last column.

use crate::figure::draw::contour;
use crate::figure::draw::stream;
use crate::figure::draw::stream::Curves;
use crate::figure::draw::stream::Vectors;
use crate::figure::lines;
use crate::figure::marks;
use crate::figure::output::Flow;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::points::Points;
use crate::math::window::Window;
use crate::path::gaussian::GaussianPath;
use crate::path::posterior::Posterior;

/// Pieces that a path's color changes in.
const N_BANDS: usize = 10;
/// Columns of slopes and arrows.
const N_COLUMNS: usize = 21;
/// Length of a slope, as a share of the map.
const SLOPE: f64 = 0.032;

/// Numbers on columns of `n` nodes, one column a time, between the ends of `range`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns<'a> {
    /// One or more columns, time after time, each upward.
    pub values: &'a [f32],
    /// Nodes of a column.
    pub n: usize,
    /// Where the nodes lie.
    pub range: [f64; 2],
}

impl Columns<'_> {
    fn n_times(&self) -> usize {
        self.values.len() / self.n.max(1)
    }

    fn window(&self) -> Window {
        Window { x: [0.0, 1.0], y: self.range }
    }

    /// The numbers row after row from below, each through all times.
    fn in_rows(&self, column: impl Fn(&[f32]) -> Vec<f32>) -> Vec<f32> {
        let columns: Vec<Vec<f32>> = self.values.chunks_exact(self.n.max(1)).map(column).collect();
        (0..self.n).flat_map(|row| columns.iter().map(move |column| column[row])).collect()
    }

    /// Column, time and place of the nodes that have a slope or an arrow.
    fn chosen(&self) -> impl Iterator<Item = (usize, [f64; 2])> {
        let Self { n, range, .. } = *self;
        let last = self.n_times().saturating_sub(1).max(1);
        let time_stride = (last / (N_COLUMNS - 1)).max(1);
        let node_stride = marks::stride(n);
        (0..self.n_times()).step_by(time_stride).flat_map(move |time| {
            (0..n).step_by(node_stride).map(move |node| {
                let s = node as f64 / (n - 1).max(1) as f64;
                (time * n + node, [time as f64 / last as f64, range[0] + s * (range[1] - range[0])])
            })
        })
    }
}

/// Densities as a map: the root of the density relative to the highest of its
/// own time, so that no time drowns another.
pub fn density(densities: Columns<'_>, name: &'static str) -> Mark {
    let column = |column: &[f32]| {
        let per_top = 1.0 / marks::highest(column).max(f32::MIN_POSITIVE);
        column.iter().map(|v| (v * per_top).max(0.0).sqrt()).collect()
    };
    Mark::Heat {
        name,
        n: [densities.n_times(), densities.n],
        window: densities.window(),
        values: densities.in_rows(column),
        weights: Vec::new(),
        range: [0.0, 1.0],
        map: HeatMap::Density,
    }
}

/// Densities from their logarithms, those of each time relative to its highest.
pub fn from_logs(logs: Columns<'_>) -> Vec<f32> {
    let column = |column: &[f32]| {
        let top = marks::highest(column);
        column.iter().map(|log| (log - top).exp()).collect::<Vec<f32>>()
    };
    logs.values.chunks_exact(logs.n.max(1)).flat_map(column).collect()
}

/// Line segments around the shares of the density at every time; places from 0 to 1.
pub fn contours(densities: Columns<'_>) -> Vec<f32> {
    // A node's number is the share above its density: the same at all times.
    let enclosed = |column: &[f32]| {
        let mut order: Vec<usize> = (0..column.len()).collect();
        order.sort_unstable_by(|&a, &b| column[b].total_cmp(&column[a]));
        let total = column.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let (mut sum, mut shares) = (0.0, vec![0.0; column.len()]);
        for idx in order {
            shares[idx] = (sum + 0.5 * column[idx]) / total;
            sum += column[idx];
        }
        shares
    };
    let shares = densities.in_rows(enclosed);
    let n = [densities.n_times(), densities.n];
    let at = |share: &f64| contour::segments(n, &shares, *share as f32);
    lines::SHARES.iter().flat_map(at).collect()
}

/// Errors at all times, faded where the density of their time is negligible.
pub fn error(errors: Columns<'_>, logs: Option<Columns<'_>>) -> Mark {
    let weights = logs.filter(|logs| logs.values.len() == errors.values.len());
    let weights = weights.map_or_else(Vec::new, |logs| logs.in_rows(marks::rim));
    let n = [errors.n_times(), errors.n];
    marks::faded_error(n, errors.window(), errors.in_rows(<[f32]>::to_vec), weights)
}

/// The velocity as slopes `(1, u)` of one length: where a point goes next.
pub fn slopes(velocities: Columns<'_>, window: Window) -> Mark {
    let places = velocities.chosen().map(|(idx, at)| (at, f64::from(velocities.values[idx])));
    sloped("velocity u as the slope (1, u)", places, window, 0.9)
}

fn sloped(
    name: &'static str,
    places: impl Iterator<Item = ([f64; 2], f64)>,
    window: Window,
    alpha: f32,
) -> Mark {
    let (mut tails, mut vectors) = (Vec::new(), Vec::new());
    for (at, u) in places.filter(|(_, u)| u.is_finite()) {
        tails.extend(at.map(|v| v as f32));
        vectors.extend(along_slope(u, window, SLOPE));
    }
    Mark::Arrows { name, tails, vectors, scale: 1.0, paint: Paint::Velocity, width_px: 1.25, alpha }
}

/// The direction `(1, u)`, `length` long as a share of the map.
fn along_slope(u: f64, window: Window, length: f64) -> [f32; 2] {
    let per = length / (1.0 / window.width()).hypot(u / window.height());
    [per as f32, (per * u) as f32]
}

/// The score as upright arrows, at each time scaled so that nine of ten reach
/// the next node at most.
pub fn scores(scores: Columns<'_>) -> Mark {
    let spacing = marks::stride(scores.n) as f64 * (scores.range[1] - scores.range[0])
        / (scores.n - 1).max(1) as f64;
    let scale_of = |column: &[f32]| {
        let lengths: Vec<f32> = column.iter().map(|v| v.abs()).collect();
        spacing as f32 / marks::quantile(&lengths, 0.9).max(1e-6)
    };
    let scales: Vec<f32> = scores.values.chunks_exact(scores.n.max(1)).map(scale_of).collect();
    let (mut tails, mut vectors) = (Vec::new(), Vec::new());
    for (idx, at) in scores.chosen() {
        tails.extend(at.map(|v| v as f32));
        vectors.extend([0.0, scores.values[idx] * scales[idx / scores.n]]);
    }
    let (name, paint) = ("score, scaled at each time", Paint::Score);
    Mark::Arrows { name, tails, vectors, scale: 1.0, paint, width_px: 1.25, alpha: 0.9 }
}

/// Streamlines of `(1, u)`; places from 0 to 1.
pub fn streams(velocities: Columns<'_>, spacing: f32) -> Curves {
    let height = velocities.range[1] - velocities.range[0];
    let rows = velocities.in_rows(<[f32]>::to_vec);
    let values: Vec<f32> = rows.iter().flat_map(|u| [1.0, u / height as f32]).collect();
    let n = [velocities.n_times(), velocities.n];
    stream::streamlines(Vectors { n, values: &values }, spacing)
}

/// Ways of some of a flow's points through the whole time, colored by it.
pub fn paths(flow: &Flow, n_lines: usize) -> Vec<Mark> {
    let n_points = flow.n_points();
    let stride = (n_points / n_lines.max(1)).max(1);
    let chosen: Vec<usize> = (0..n_points).step_by(stride).take(n_lines).collect();
    ways(flow, &chosen, "trajectories")
}

/// Ways of all points of a flow.
pub fn carried(flow: &Flow) -> Vec<Mark> {
    let all: Vec<usize> = (0..flow.n_points()).collect();
    ways(flow, &all, marks::theory::CARRIED_GRID)
}

fn ways(flow: &Flow, chosen: &[usize], name: &'static str) -> Vec<Mark> {
    let n_per_band = flow.times.len().div_ceil(N_BANDS).max(2);
    let mut marks = Vec::new();
    let mut start = 0;
    while start + 1 < flow.times.len() {
        // Bands share their end points, so that no gap shows.
        let band = start..(start + n_per_band).min(flow.times.len());
        let way = |point: &usize| {
            let point = *point;
            band.clone().flat_map(move |idx| [flow.times[idx], flow.frame(idx)[point]])
        };
        marks.push(Mark::Lines {
            name,
            xy: chosen.iter().flat_map(way).collect(),
            n_per_line: band.len(),
            paint: Paint::Between(f32::midpoint(flow.times[start], flow.times[band.end - 1])),
            width_px: 1.0,
            alpha: 0.6,
        });
        start = band.end - 1;
    }
    marks
}

/// Numbers at time `t` as dots.
pub fn samples(values: &[f32], t: f64) -> Mark {
    let mark = marks::samples(values.iter().flat_map(|&x| [t as f32, x]).collect(), t);
    match mark {
        // They lie on top of each other: many make one line.
        Mark::Dots { name, xy, paint, radius_px, .. } => {
            Mark::Dots { name, xy, paint, radius_px: radius_px.max(2.0), alpha: 0.4 }
        }
        other => other,
    }
}

/// Data as dots at t = 1.
pub fn data(values: &[f32]) -> Mark {
    Mark::Dots {
        name: "points of the data",
        xy: values.iter().flat_map(|&x| [1.0, x]).collect(),
        paint: Paint::Data,
        radius_px: 4.0,
        alpha: 0.3,
    }
}

/// The time cursor.
pub fn cursor(t: f64, window: Window) -> Mark {
    Mark::Lines {
        name: "time t",
        xy: vec![t as f32, window.y[0] as f32, t as f32, window.y[1] as f32],
        n_per_line: 2,
        paint: Paint::Ink,
        width_px: 1.0,
        alpha: 0.55,
    }
}

/// The path to the data point `z`: its mean with one and two standard
/// deviations, and its velocity as slopes.
pub fn conditional(path: GaussianPath, z: f64, window: Window) -> [Mark; 2] {
    const N: usize = 101;
    let time = |i: usize| i as f64 / (N - 1) as f64;
    let curve = |k: f64| {
        (0..N).flat_map(move |i| {
            let s = path.scheduler.at(time(i));
            [time(i) as f32, (s.alpha * z + k * s.beta) as f32]
        })
    };
    let band = Mark::Lines {
        name: "law of x given z: its mean, 1 and 2 standard deviations",
        xy: [0.0, 1.0, -1.0, 2.0, -2.0].into_iter().flat_map(curve).collect(),
        n_per_line: N,
        paint: Paint::Data,
        width_px: 1.5,
        alpha: 0.9,
    };
    let nodes = (0..N_COLUMNS - 1).flat_map(|i| (0..17).map(move |j| (i, j)));
    let slope = |(i, j): (usize, usize)| {
        let t = i as f64 / (N_COLUMNS - 1) as f64;
        let x = window.y[0] + window.height() * j as f64 / 16.0;
        let mut u = [0.0];
        path.velocity_given_z(t, &[x], &[z], &mut u);
        ([t, x], u[0])
    };
    let field = sloped("slope of the velocity given z", nodes.map(slope), window, 0.5);
    [field, band]
}

/// The posterior of the place `x` at time `t` over the data points `z`.
pub fn posterior([t, x]: [f64; 2], z: &Points, of: &Posterior, window: Window) -> Vec<Mark> {
    let xy: Vec<f32> = z.to_f32().into_iter().flat_map(|z| [1.0, z]).collect();
    let from = [t as f32, x as f32];
    let mut marks = marks::theory::weighted(&xy, &of.weights);
    marks.push(marks::theory::pulls(from, &xy, &of.weights));
    let velocity = along_slope(of.velocity[0], window, 0.14);
    marks.extend(marks::theory::asked(from, velocity, 1.0));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::scheduler::SchedulerKind;

    const WINDOW: Window = Window { x: [-0.03, 1.03], y: [-2.0, 2.0] };

    fn columns(values: &[f32], n: usize) -> Columns<'_> {
        Columns { values, n, range: WINDOW.y }
    }

    #[test]
    fn every_time_is_drawn_relative_to_its_own_highest() {
        let values = [0.0, 1.0, 4.0, 0.0, 0.25, 1.0];
        let Mark::Heat { n, values, window, .. } = density(columns(&values, 3), "density") else {
            panic!("a map")
        };
        assert_eq!((n, window.x), ([2, 3], [0.0, 1.0]));
        // Rows from below, times to the right.
        assert_eq!(values, [0.0, 0.0, 0.5, 0.5, 1.0, 1.0]);
        assert_eq!(from_logs(columns(&[-7.0, -7.0, f32::NEG_INFINITY], 3)), [1.0, 1.0, 0.0]);
    }

    #[test]
    fn contours_of_a_law_at_rest_are_level() {
        let at = |i: usize| -2.0 + 4.0 * i as f32 / 200.0;
        let bell: Vec<f32> = (0..201).map(|i| (-2.0 * at(i) * at(i)).exp()).collect();
        let values = [bell.clone(), bell.clone(), bell].concat();
        let window = Window { x: [0.0, 1.0], y: WINDOW.y };
        let mark = marks::theory::contours(&contours(columns(&values, 201)), window);
        let Mark::Lines { xy, .. } = mark else { panic!("lines") };
        // Shares of N(0, 1/4) lie within z/2 of the middle.
        let expected: [f32; 4] = [0.2533, 0.6745, 1.2816, 1.96].map(|z: f32| 0.5 * z);
        for point in xy.chunks(2) {
            let nearest = expected.iter().map(|e| (point[1].abs() - e).abs()).fold(9.0, f32::min);
            assert!(nearest < 0.012, "{point:?}");
        }
        assert_eq!(xy.len() / 4, 4 * 2 * 2);
    }

    #[test]
    fn slopes_are_of_one_length_and_steep_where_the_field_is_fast() {
        let values: Vec<f32> = (0..5 * 17).map(|i| (i % 17) as f32 * 10.0 - 80.0).collect();
        let Mark::Arrows { vectors, .. } = slopes(columns(&values, 17), WINDOW) else {
            panic!("arrows")
        };
        assert_eq!(vectors.len(), 2 * 5 * 17);
        for (vector, u) in vectors.chunks(2).zip(&values) {
            let length = (vector[0] / 1.06).hypot(vector[1] / 4.0);
            assert!((f64::from(length) - SLOPE).abs() < 1e-6);
            assert!((vector[1] - u * vector[0]).abs() < 1e-5);
        }
    }

    #[test]
    fn ways_go_through_all_times_without_gaps() {
        let times: Vec<f32> = (0..=20).map(|i| i as f32 / 20.0).collect();
        let points = times.iter().flat_map(|t| [*t, -*t, 2.0 * t]).collect();
        let flow = Flow { times, dim: 1, points };
        let mut last = [0.0_f32; 2];
        for mark in paths(&flow, 10) {
            let Mark::Lines { xy, n_per_line, .. } = mark else { panic!("lines") };
            assert_eq!(xy.len(), 3 * 2 * n_per_line);
            assert_eq!(xy[..2], last);
            last = [xy[2 * n_per_line - 2], xy[2 * n_per_line - 1]];
        }
        assert!(last.iter().all(|v| (v - 1.0).abs() < 1e-6));
    }

    #[test]
    fn the_path_to_a_point_starts_as_noise_and_ends_there() {
        let path = GaussianPath { scheduler: SchedulerKind::CondOt };
        let [_, Mark::Lines { xy, n_per_line, .. }] = conditional(path, 1.5, WINDOW) else {
            panic!("lines")
        };
        let lines: Vec<&[f32]> = xy.chunks(2 * n_per_line).collect();
        assert_eq!(
            lines.iter().map(|line| line[1]).collect::<Vec<_>>(),
            [0.0, 1.0, -1.0, 2.0, -2.0]
        );
        assert!(lines.iter().all(|line| (line[2 * n_per_line - 1] - 1.5).abs() < 1e-6));
    }

    #[test]
    fn score_arrows_are_upright() {
        let values: Vec<f32> = (0..3 * 17).map(|i| i as f32).collect();
        let Mark::Arrows { vectors, .. } = scores(columns(&values, 17)) else { panic!("arrows") };
        assert!(vectors.chunks(2).all(|v| v[0].abs() < 1e-9 && v[1].is_finite()));
    }
}
