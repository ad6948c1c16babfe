//! Marks that this lecture's figures share.

use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::window::Window;

/// Arrows of a field along an axis.
const N_ARROWS: usize = 15;
/// Slopes of a field across and upward.
const N_SLOPES: [usize; 2] = [21, 11];
/// Length of a slope, as a share of the map.
const SLOPE: f64 = 0.03;
/// Pieces that a trajectory's color changes in.
const N_BANDS: usize = 12;

/// A line through points.
pub(super) fn line(name: &'static str, points: &[[f64; 2]], paint: Paint, width_px: f32) -> Mark {
    Mark::Lines {
        name,
        xy: flat(points),
        n_per_line: points.len().max(1),
        paint,
        width_px,
        alpha: 1.0,
    }
}

/// A fainter line.
pub(super) fn faint(name: &'static str, points: &[[f64; 2]], paint: Paint, alpha: f32) -> Mark {
    let n_per_line = points.len().max(1);
    Mark::Lines { name, xy: flat(points), n_per_line, paint, width_px: 1.25, alpha }
}

/// Round dots.
pub(super) fn dots(name: &'static str, points: &[[f64; 2]], paint: Paint, radius_px: f32) -> Mark {
    Mark::Dots { name, xy: flat(points), paint, radius_px, alpha: 1.0 }
}

/// One strong arrow.
pub(super) fn arrow(name: &'static str, tail: [f64; 2], vector: [f64; 2], scale: f64) -> Mark {
    Mark::Arrows {
        name,
        tails: flat(&[tail]),
        vectors: flat(&[vector]),
        scale: scale as f32,
        paint: Paint::Velocity,
        width_px: 2.75,
        alpha: 1.0,
    }
}

/// A trajectory over time, colored by it: its points are `(t, x)`, and
/// `end` is the last time of the whole figure.
pub(super) fn by_time(name: &'static str, points: &[[f64; 2]], end: f64) -> Vec<Mark> {
    let n_per_band = points.len().div_ceil(N_BANDS).max(2);
    let mut marks = Vec::new();
    let mut start = 0;
    while start + 1 < points.len() {
        // Bands share their end points, so that no gap shows.
        let band = &points[start..(start + n_per_band).min(points.len())];
        let t = f64::midpoint(band[0][0], band[band.len() - 1][0]);
        marks.push(line(name, band, Paint::Between((t / end) as f32), 2.25));
        start += band.len() - 1;
    }
    marks
}

/// The slopes `(1, u)` of a field over time and the line, all of one length on
/// a map that is `aspect` times as wide as high.
pub(super) fn slopes(window: Window, aspect: f64, u: impl Fn(f64, f64) -> f64) -> Mark {
    let (mut tails, mut vectors) = (Vec::new(), Vec::new());
    let [n_times, n_places] = N_SLOPES;
    for i in 0..n_times {
        for j in 0..n_places {
            let t = place(window.x, (i as f64 + 0.5) / n_times as f64);
            let x = place(window.y, (j as f64 + 0.5) / n_places as f64);
            let velocity = u(t, x);
            if !velocity.is_finite() {
                continue;
            }
            let across = aspect / window.width();
            let length = SLOPE * aspect / across.hypot(velocity / window.height());
            let vector = [length, length * velocity];
            tails.extend([t - 0.5 * vector[0], x - 0.5 * vector[1]].map(|v| v as f32));
            vectors.extend(vector.map(|v| v as f32));
        }
    }
    Mark::Arrows {
        name: "velocity",
        tails,
        vectors,
        scale: 1.0,
        paint: Paint::Velocity,
        width_px: 1.0,
        alpha: 0.55,
    }
}

/// Arrows of a field on the plane at one time.
///
/// `fastest` is the speed whose arrow reaches the next one.
pub(super) fn arrows(
    field: &impl VectorField<Points>,
    t: f64,
    window: Window,
    fastest: f64,
) -> Mark {
    let nodes = nodes(window);
    let u = field.velocity(t, &nodes);
    let spacing = window.width() / N_ARROWS as f64;
    Mark::Arrows {
        name: "velocity",
        tails: nodes.to_f32(),
        vectors: u.to_f32(),
        scale: (spacing / fastest) as f32,
        paint: Paint::Velocity,
        width_px: 1.25,
        alpha: 0.6,
    }
}

/// Speed that nine of ten arrows keep below, over some times; never 0.
pub(super) fn fast(field: &impl VectorField<Points>, times: &[f64], window: Window) -> f64 {
    let nodes = nodes(window);
    let speeds = |t: &f64| {
        let u = field.velocity(*t, &nodes);
        u.rows().map(|row| row[0].hypot(row[1])).filter(|v| v.is_finite()).collect::<Vec<_>>()
    };
    let mut all: Vec<f64> = times.iter().flat_map(speeds).collect();
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len() * 9 / 10).copied().unwrap_or(1.0).max(1e-6)
}

/// `n + 1` equally spaced numbers from one end of a range to the other.
pub(super) fn spaced(range: [f64; 2], n: usize) -> impl Iterator<Item = f64> {
    (0..=n).map(move |i| place(range, i as f64 / n as f64))
}

fn place(range: [f64; 2], share: f64) -> f64 {
    range[0] + (range[1] - range[0]) * share
}

fn nodes(window: Window) -> Points {
    let along = |range: [f64; 2], i: usize| place(range, (i as f64 + 0.5) / N_ARROWS as f64);
    let row = |j: usize| (0..N_ARROWS).flat_map(move |i| [along(window.x, i), along(window.y, j)]);
    Points::new(2, (0..N_ARROWS).flat_map(row).collect())
}

fn flat(points: &[[f64; 2]]) -> Vec<f32> {
    points.iter().flatten().map(|v| *v as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_have_one_length_on_the_map_and_the_direction_of_the_field() {
        let window = Window { x: [0.0, 4.0], y: [-1.0, 1.0] };
        let Mark::Arrows { vectors, .. } = slopes(window, 2.0, |t, x| t - 5.0 * x) else {
            panic!("arrows")
        };
        for vector in vectors.chunks(2) {
            let length = (2.0 * vector[0] / 4.0).hypot(vector[1] / 2.0);
            assert!((f64::from(length) - 2.0 * SLOPE).abs() < 1e-6, "{length}");
        }
        assert_eq!(vectors.len(), 2 * N_SLOPES[0] * N_SLOPES[1]);
    }

    #[test]
    fn bands_meet() {
        let points: Vec<[f64; 2]> = spaced([0.0, 2.0], 100).map(|t| [t, t * t]).collect();
        let marks = by_time("trajectory", &points, 2.0);
        let ends = |mark: &Mark| match mark {
            Mark::Lines { xy, .. } => (xy[..2].to_vec(), xy[xy.len() - 2..].to_vec()),
            _ => panic!("lines"),
        };
        for pair in marks.windows(2) {
            assert_eq!(ends(&pair[0]).1, ends(&pair[1]).0);
        }
        assert_eq!(ends(&marks[marks.len() - 1]).1, [2.0, 4.0]);
    }
}
