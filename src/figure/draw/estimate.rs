//! A density estimated from samples: a Gaussian around each, on a grid.
//!
//! The width of the Gaussians follows Scott's rule, `h_i = sigma_i n^(-1/(d+4))`
//! along each axis. Samples are first shared out between the nodes around them,
//! so that the cost grows with samples and nodes, not with their product.

use crate::math::window::Window;

/// Standard deviations after which a Gaussian is cut off.
const REACH: f64 = 4.0;

/// An estimated density on a regular grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// One value a node; x fastest, from the lower left.
    pub values: Vec<f32>,
    /// Standard deviation of the Gaussians along each axis, in data units.
    pub widths: Vec<f64>,
}

/// The density of points of the plane (interleaved) at `n` by `n` nodes over
/// `window`; none without two points that are somewhere.
pub fn on_plane(xy: &[f32], window: Window, n: usize) -> Option<Estimate> {
    let [Some(h_x), Some(h_y)] = scott_widths(xy) else { return None };
    on_plane_with(xy, window, n, [h_x, h_y])
}

/// Widths of Scott's rule along both axes of the plane.
pub fn scott_widths(xy: &[f32]) -> [Option<f64>; 2] {
    [0, 1].map(|axis| scott(xy, 2, axis))
}

/// [`on_plane`] with Gaussians of these widths; none without a point that is somewhere.
pub fn on_plane_with(
    xy: &[f32],
    window: Window,
    n: usize,
    [h_x, h_y]: [f64; 2],
) -> Option<Estimate> {
    let axes = [Nodes::new(window.x, n, h_x), Nodes::new(window.y, n, h_y)];
    let (columns, rows) = (axes[0].n_wide(), axes[1].n_wide());
    let mut counts = vec![0.0_f32; columns * rows];
    let mut n_points = 0_usize;
    for point in xy.chunks_exact(2).filter(|point| point.iter().all(|v| v.is_finite())) {
        n_points += 1;
        let places = (axes[0].place(point[0]), axes[1].place(point[1]));
        let (Some((i, s)), Some((j, r))) = places else { continue };
        let at = j * columns + i;
        counts[at] += (1.0 - s) * (1.0 - r);
        counts[at + 1] += s * (1.0 - r);
        counts[at + columns] += (1.0 - s) * r;
        counts[at + columns + 1] += s * r;
    }
    if n_points == 0 {
        return None;
    }
    // Along x row by row, then along y column by column.
    let across: Vec<f32> =
        counts.chunks_exact(columns).flat_map(|row| axes[0].blurred(row, 1.0)).collect();
    let mut values = vec![0.0; n * n];
    for column in 0..n {
        let line: Vec<f32> = (0..rows).map(|row| across[row * n + column]).collect();
        for (row, value) in axes[1].blurred(&line, 1.0 / n_points as f32).into_iter().enumerate() {
            values[row * n + column] = value;
        }
    }
    Some(Estimate { values, widths: vec![h_x, h_y] })
}

/// The density of numbers at `n` nodes over `range`; none without two numbers
/// that are somewhere.
pub fn on_line(x: &[f32], range: [f64; 2], n: usize) -> Option<Estimate> {
    let h = scott(x, 1, 0)?;
    let nodes = Nodes::new(range, n, h);
    let mut counts = vec![0.0_f32; nodes.n_wide()];
    let mut n_points = 0_usize;
    for x in x.iter().filter(|x| x.is_finite()) {
        n_points += 1;
        if let Some((i, s)) = nodes.place(*x) {
            counts[i] += 1.0 - s;
            counts[i + 1] += s;
        }
    }
    let values = nodes.blurred(&counts, 1.0 / n_points as f32);
    Some(Estimate { values, widths: vec![h] })
}

/// Scott's width along one axis of points of `dim` numbers.
///
/// Source: D. Scott, Multivariate Density Estimation, 1992.
fn scott(points: &[f32], dim: usize, axis: usize) -> Option<f64> {
    let is_whole = |row: &&[f32]| row.iter().all(|v| v.is_finite());
    let rows = || points.chunks_exact(dim).filter(is_whole).map(|row| f64::from(row[axis]));
    let n = rows().count();
    if n < 2 {
        return None;
    }
    let mean = rows().sum::<f64>() / n as f64;
    let variance = rows().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1) as f64;
    Some(variance.sqrt() * (n as f64).powf(-1.0 / (dim + 4) as f64))
}

/// Nodes along one axis, with room at both ends for Gaussians that reach in.
struct Nodes {
    n: usize,
    low: f64,
    spacing: f64,
    /// Weights of the Gaussian at 0, 1, ... nodes away, as a density.
    kernel: Vec<f32>,
}

impl Nodes {
    fn new([low, high]: [f64; 2], n: usize, h: f64) -> Self {
        let n = n.max(2);
        let spacing = (high - low) / (n - 1) as f64;
        let reach = ((REACH * h / spacing).ceil() as usize).clamp(1, n);
        let weight = |i: usize| {
            let away = i as f64 * spacing / h.max(f64::MIN_POSITIVE);
            (-0.5 * away * away).exp()
        };
        let weights: Vec<f64> = (0..=reach).map(weight).collect();
        // Scaled as they are on the grid, so that no mass is lost where they are narrow.
        let total = spacing * (2.0 * weights.iter().sum::<f64>() - weights[0]);
        let kernel = weights.iter().map(|w| (w / total) as f32).collect();
        Self { n, low, spacing, kernel }
    }

    fn reach(&self) -> usize {
        self.kernel.len() - 1
    }

    /// Nodes with the room at both ends.
    fn n_wide(&self) -> usize {
        self.n + 2 * self.reach()
    }

    /// The node below a place, among all with the room, and the share of the next.
    fn place(&self, x: f32) -> Option<(usize, f32)> {
        let at = (f64::from(x) - self.low) / self.spacing + self.reach() as f64;
        let is_inside = (0.0..(self.n_wide() - 1) as f64).contains(&at);
        is_inside.then(|| (at as usize, at.fract() as f32))
    }

    /// The Gaussians around `counts`, times `scale`, at the nodes without the room.
    fn blurred(&self, counts: &[f32], scale: f32) -> Vec<f32> {
        let reach = self.reach();
        let at = |i: usize| {
            let middle = i + reach;
            let sides =
                (1..=reach).map(|k| self.kernel[k] * (counts[middle - k] + counts[middle + k]));
            scale * (self.kernel[0] * counts[middle] + sides.sum::<f32>())
        };
        (0..self.n).map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn normals(n: usize, dim: usize) -> Vec<f32> {
        Rng::stream(1, Stream::Figure, 0).normal_points(n, dim).to_f32()
    }

    #[test]
    fn an_estimate_sums_to_one() {
        let plane = on_plane(&normals(500, 2), Window::centered(6.0), 61).unwrap();
        let mass = plane.values.iter().map(|&v| f64::from(v)).sum::<f64>() * 0.2 * 0.2;
        assert!((mass - 1.0).abs() < 1e-4, "{mass}");
        let line = on_line(&normals(500, 1), [-6.0, 6.0], 121).unwrap();
        let mass = line.values.iter().map(|&v| f64::from(v)).sum::<f64>() * 0.1;
        assert!((mass - 1.0).abs() < 1e-4, "{mass}");
    }

    #[test]
    fn it_is_the_sum_of_gaussians_of_scotts_width() {
        let x = normals(200, 1);
        let Estimate { values, widths } = on_line(&x, [-3.0, 3.0], 121).unwrap();
        let h = widths[0];
        assert!((h / 200_f64.powf(-0.2) - 1.0).abs() < 0.1, "{h}");
        for (i, value) in values.iter().enumerate() {
            let node = -3.0 + 0.05 * i as f64;
            let bump = |x: &f32| (-0.5 * ((f64::from(*x) - node) / h).powi(2)).exp();
            let direct =
                x.iter().map(bump).sum::<f64>() / (200.0 * h * std::f64::consts::TAU.sqrt());
            assert!((f64::from(*value) - direct).abs() < 0.005, "{value} {direct}");
        }
    }

    #[test]
    fn the_plane_is_estimated_along_both_axes() {
        let xy: Vec<f32> = normals(20_000, 2).chunks(2).flat_map(|p| [p[0], 2.0 * p[1]]).collect();
        let Estimate { values, widths } = on_plane(&xy, Window::centered(4.0), 33).unwrap();
        assert!((widths[1] / widths[0] - 2.0).abs() < 0.1);
        let middle = f64::from(values[16 * 33 + 16]);
        assert!((middle * 2.0 * std::f64::consts::TAU - 1.0).abs() < 0.12, "{middle}");
        assert!(values[16 * 33] < values[16]);
    }

    #[test]
    fn points_of_one_place_or_nowhere_do_no_harm() {
        assert_eq!(on_plane(&[1.0, 2.0], Window::centered(4.0), 9), None);
        assert_eq!(on_line(&[f32::NAN; 5], [0.0, 1.0], 9), None);
        let line = on_line(&[0.5; 8], [0.0, 1.0], 11).unwrap();
        assert!((line.values.iter().sum::<f32>() * 0.1 - 1.0).abs() < 1e-5);
        let far = on_plane(&[9e9, 0.0, -9e9, 1.0], Window::centered(4.0), 9).unwrap();
        assert!(far.values.iter().all(|v| v.is_finite()));
    }
}
