//! Marks of the plane that show what the theory says: contours, streamlines,
//! the carried grid, the path to one point, the posterior of a place.

use crate::figure::draw::stream::Curves;
use crate::figure::marks::quantile;
use crate::figure::output::Flow;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::points::Points;
use crate::math::window::Window;
use crate::path::gaussian::GaussianPath;
use crate::path::posterior::Posterior;

/// Contours whose segments lie from 0 to 1, over `window`.
pub fn contours(segments: &[f32], window: Window) -> Mark {
    Mark::Lines {
        name: "contours around 20, 50, 80 and 95 % of the density",
        xy: stretched(segments, window),
        n_per_line: 2,
        paint: Paint::Ink,
        width_px: 1.0,
        alpha: 0.65,
    }
}

/// Streamlines whose points lie from 0 to 1, over `window`.
pub fn streams(curves: &Curves, window: Window) -> Mark {
    Mark::Curves {
        name: "streamlines of the velocity",
        xy: stretched(&curves.xy, window),
        n_points: curves.n_points.clone(),
        paint: Paint::Velocity,
        width_px: 1.0,
        alpha: 0.75,
        has_heads: true,
    }
}

fn stretched(xy: &[f32], window: Window) -> Vec<f32> {
    let place = |edges: [f64; 2], s: f32| (edges[0] + (edges[1] - edges[0]) * f64::from(s)) as f32;
    xy.chunks_exact(2).flat_map(|p| [place(window.x, p[0]), place(window.y, p[1])]).collect()
}

/// Half the side of the grid that is carried, in data units.
const GRID_REACH: f32 = 3.0;
/// Lines of that grid along each axis.
const N_GRID_LINES: usize = 13;
/// Points of each of its lines.
pub const N_PER_GRID_LINE: usize = 61;

/// Points of a regular grid over the source's plus and minus 3: its lines along
/// x, then along y; on the line, its numbers upward.
pub fn grid_points(dim: usize) -> Vec<f32> {
    let at = |i: usize, n: usize| GRID_REACH * (2.0 * i as f32 / (n - 1) as f32 - 1.0);
    if dim == 1 {
        return (0..N_GRID_LINES).map(|i| at(i, N_GRID_LINES)).collect();
    }
    let lines = || (0..N_GRID_LINES).map(|i| at(i, N_GRID_LINES));
    let along = || (0..N_PER_GRID_LINE).map(|i| at(i, N_PER_GRID_LINE));
    let across = lines().flat_map(|y| along().flat_map(move |x| [x, y]));
    across.chain(lines().flat_map(|x| along().flat_map(move |y| [x, y]))).collect()
}

/// The carried grid at time `t`.
pub fn carried_grid(flow: &Flow, t: f64) -> Mark {
    Mark::Lines {
        name: CARRIED_GRID,
        xy: flow.at(t),
        n_per_line: N_PER_GRID_LINE,
        paint: Paint::Between(t as f32),
        width_px: 1.0,
        alpha: 0.8,
    }
}

/// Name of the grid that is carried.
pub const CARRIED_GRID: &str = "grid over ±3 of the source, carried by the flow";

/// Points of a circle.
const N_CIRCLE: usize = 73;
/// Arrows of a conditional field along an axis.
const N_FIELD: usize = 13;

/// The law of `x_t` given the data point `z`, `N(alpha z, beta^2 I)`, as circles
/// of one and two standard deviations, and its velocity as arrows; at `t = 1`
/// there is only `z`.
pub fn conditional(path: GaussianPath, t: f64, z: [f64; 2], window: Window) -> Vec<Mark> {
    let s = path.scheduler.at(t);
    if s.beta <= 0.0 {
        return Vec::new();
    }
    let angle = |i: usize| std::f64::consts::TAU * i as f64 / (N_CIRCLE - 1) as f64;
    let point = |r: f64, i: usize| {
        let (sin, cos) = angle(i).sin_cos();
        [(s.alpha * z[0] + r * cos) as f32, (s.alpha * z[1] + r * sin) as f32]
    };
    let circle = |r: f64| (0..N_CIRCLE).flat_map(move |i| point(r, i));
    let circles = Mark::Lines {
        name: CONDITIONAL_LAW,
        xy: [1.0, 2.0].into_iter().flat_map(|k| circle(k * s.beta)).collect(),
        n_per_line: N_CIRCLE,
        paint: Paint::Between(t as f32),
        width_px: 1.75,
        alpha: 1.0,
    };
    let way = Mark::Lines {
        name: "way of its mean to z",
        xy: vec![(s.alpha * z[0]) as f32, (s.alpha * z[1]) as f32, z[0] as f32, z[1] as f32],
        n_per_line: 2,
        paint: Paint::Exact,
        width_px: 1.25,
        alpha: 0.8,
    };
    vec![conditional_field(path, t, z, window), way, circles]
}

/// Name of the conditional law.
pub const CONDITIONAL_LAW: &str = "law of x given z, 1 and 2 standard deviations";

fn conditional_field(path: GaussianPath, t: f64, z: [f64; 2], window: Window) -> Mark {
    let place = |edges: [f64; 2], i: usize| {
        edges[0] + (edges[1] - edges[0]) * (i as f64 + 0.5) / N_FIELD as f64
    };
    let (mut tails, mut vectors) = (Vec::new(), Vec::new());
    for i in 0..N_FIELD * N_FIELD {
        let x = [place(window.x, i % N_FIELD), place(window.y, i / N_FIELD)];
        let mut u = [0.0; 2];
        path.velocity_given_z(t, &x, &z, &mut u);
        tails.extend(x.map(|v| v as f32));
        vectors.extend(u.map(|v| v as f32));
    }
    let lengths: Vec<f32> = vectors.chunks_exact(2).map(|v| v[0].hypot(v[1])).collect();
    let spacing = window.width() as f32 / N_FIELD as f32;
    Mark::Arrows {
        name: "velocity given z, scaled at each time",
        tails,
        vectors,
        scale: spacing / quantile(&lengths, 0.9).max(1e-6),
        paint: Paint::Velocity,
        width_px: 1.0,
        alpha: 0.5,
    }
}

/// Steps between the faintest and the fullest dots of a posterior.
const N_SHADES: usize = 6;
/// Weights below this share of the largest have no arrow.
const LEAST_ARROW: f64 = 0.02;

/// Data points colored by their posterior weight: full for the largest.
///
/// `xy` are their places on the map, two numbers a point.
pub fn weighted(xy: &[f32], weights: &[f64]) -> Vec<Mark> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let mut shades = vec![Vec::new(); N_SHADES];
    for (point, weight) in xy.chunks_exact(2).zip(weights) {
        let share = (weight / largest).sqrt();
        shades[((share * N_SHADES as f64) as usize).min(N_SHADES - 1)].extend_from_slice(point);
    }
    let mark = |(idx, xy)| {
        let share = idx as f32 / (N_SHADES - 1) as f32;
        Mark::Dots {
            name: "data points, fuller the larger their weight",
            xy,
            paint: Paint::Data,
            radius_px: 1.8 + 2.4 * share,
            alpha: 0.12 + 0.83 * share,
        }
    };
    shades
        .into_iter()
        .enumerate()
        .filter(|(_, xy): &(usize, Vec<f32>)| !xy.is_empty())
        .map(mark)
        .collect()
}

/// Arrows from `from` toward the points of a posterior, as long as the weights
/// are large: the heaviest point's arrow reaches it.
pub fn pulls(from: [f32; 2], xy: &[f32], weights: &[f64]) -> Mark {
    let largest = weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let (mut tails, mut vectors) = (Vec::new(), Vec::new());
    for (point, weight) in xy.chunks_exact(2).zip(weights) {
        let share = weight / largest;
        if LEAST_ARROW < share {
            tails.extend(from);
            vectors.extend([0, 1].map(|i| share as f32 * (point[i] - from[i])));
        }
    }
    Mark::Arrows {
        name: "toward data points, by weight",
        tails,
        vectors,
        scale: 1.0,
        paint: Paint::Data,
        width_px: 1.0,
        alpha: 0.55,
    }
}

/// The place asked about, and the velocity that the posterior makes there.
pub fn asked(from: [f32; 2], velocity: [f32; 2], scale: f32) -> [Mark; 2] {
    let average = Mark::Arrows {
        name: "their average: the velocity of these points",
        tails: from.to_vec(),
        vectors: velocity.to_vec(),
        scale,
        paint: Paint::Velocity,
        width_px: 2.75,
        alpha: 1.0,
    };
    let here = Mark::Dots {
        name: "the place x",
        xy: from.to_vec(),
        paint: Paint::Ink,
        radius_px: 4.0,
        alpha: 1.0,
    };
    [average, here]
}

/// The posterior of a place of the plane, from the weights to their average.
pub fn posterior(x: [f64; 2], z: &Points, of: &Posterior, scale: f32) -> Vec<Mark> {
    let (xy, from) = (z.to_f32(), x.map(|v| v as f32));
    let velocity = [of.velocity[0] as f32, of.velocity[1] as f32];
    let mut marks = weighted(&xy, &of.weights);
    marks.push(pulls(from, &xy, &of.weights));
    marks.extend(asked(from, velocity, scale));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::posterior::posterior as posterior_at;
    use crate::path::scheduler::SchedulerKind;

    const PATH: GaussianPath = GaussianPath { scheduler: SchedulerKind::CondOt };

    #[test]
    fn lines_of_the_unit_square_fill_the_window() {
        let window = Window { x: [-2.0, 6.0], y: [0.0, 1.0] };
        assert_eq!(
            stretched(&[0.0, 0.0, 1.0, 1.0, 0.5, 0.5], window),
            [-2.0, 0.0, 6.0, 1.0, 2.0, 0.5]
        );
    }

    #[test]
    fn the_grid_is_regular_over_three_deviations() {
        let points = grid_points(2);
        assert_eq!(points.len(), 2 * 2 * N_GRID_LINES * N_PER_GRID_LINE);
        assert_eq!(points[..2], [-3.0, -3.0]);
        assert_eq!(points[points.len() - 2..], [3.0, 3.0]);
        assert_eq!(grid_points(1).len(), N_GRID_LINES);
        let first = &points[..2 * N_PER_GRID_LINE];
        assert!(first.chunks(2).all(|p| (p[1] + 3.0).abs() < 1e-6));
    }

    #[test]
    fn circles_stand_around_the_mean_and_shrink_to_z() {
        let marks = conditional(PATH, 0.5, [4.0, 0.0], Window::centered(6.0));
        let Some(Mark::Lines { xy, .. }) = marks.last() else { panic!("circles") };
        for (i, p) in xy.chunks(2).enumerate() {
            let r = (p[0] - 2.0).hypot(p[1]);
            let expected = if i < N_CIRCLE { 0.5 } else { 1.0 };
            assert!((r - expected).abs() < 1e-5, "{r}");
        }
        assert!(conditional(PATH, 1.0, [4.0, 0.0], Window::centered(6.0)).is_empty());
    }

    #[test]
    fn the_heaviest_arrow_reaches_its_point_and_small_ones_are_left_out() {
        let z = Points::new(2, vec![3.0, 0.0, -3.0, 0.0]);
        let of = posterior_at(PATH, 0.8, &[2.0, 0.0], &z).unwrap();
        let Mark::Arrows { vectors, .. } = pulls([2.0, 0.0], &z.to_f32(), &of.weights) else {
            panic!("arrows")
        };
        assert_eq!(vectors, [1.0, 0.0]);
        let n: usize = weighted(&z.to_f32(), &of.weights)
            .iter()
            .map(|mark| match mark {
                Mark::Dots { xy, .. } => xy.len() / 2,
                _ => 0,
            })
            .sum();
        assert_eq!(n, 2);
        assert_eq!(posterior([2.0, 0.0], &z, &of, 1.0).len(), 5);
    }
}
