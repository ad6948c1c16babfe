//! The law `q(x) ~ p(x) p(y | x)^w`, which guidance is often said to sample.
//!
//! By Bayes' rule `q ~ p(x)^(1-w) p(x | y)^w`. Guidance has this law at its end
//! only for `w = 0` and `w = 1`: noising does not commute with taking powers, so
//! the guided field is not the velocity of the path to `q`.
//!
//! On the plane `q` is summed over the cells of a fine grid; for `w` below 0 it
//! may have no finite mass, and is refused.

use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::window::Window;

/// Cells along each axis.
const N_CELLS: usize = 400;

/// The tilted law on a window of the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Tilted {
    window: Window,
    /// Mass of the cells summed up, row by row from below; the last is 1.
    cumulated: Vec<f64>,
}

impl Tilted {
    /// The law for a class `given` among `all`, with exponent `w`, inside a window.
    ///
    /// None for `w < 0`, and where the law has no mass in the window.
    pub fn new(all: &Mixture, given: &Mixture, w: f64, window: Window) -> Option<Self> {
        if !(0.0..=1e3).contains(&w) || !all.is_smooth() || !given.is_smooth() {
            return None;
        }
        let nodes =
            Points::new(2, (0..N_CELLS * N_CELLS).flat_map(|k| middle(window, k)).collect());
        let (all, given) = (all.log_density(&nodes), given.log_density(&nodes));
        let logs: Vec<f64> = all.iter().zip(&given).map(|(p, q)| log_tilted(*p, *q, w)).collect();
        let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !top.is_finite() {
            return None;
        }
        let mut sum = 0.0;
        let mut cumulated: Vec<f64> = logs
            .iter()
            .map(|log| {
                sum += libm::exp(log - top);
                sum
            })
            .collect();
        cumulated.iter_mut().for_each(|mass| *mass /= sum);
        Some(Self { window, cumulated })
    }

    /// `n` independent draws: a cell by its mass, then a place in it.
    ///
    /// Random: three uniform numbers a point. A place is off by at most a cell.
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        let [width, height] = cell(self.window);
        let mut points = Vec::with_capacity(2 * n);
        for _ in 0..n {
            let u = rng.uniform();
            let k = self.cumulated.partition_point(|mass| *mass <= u).min(self.cumulated.len() - 1);
            let [x, y] = middle(self.window, k);
            points.push(x + width * (rng.uniform() - 0.5));
            points.push(y + height * (rng.uniform() - 0.5));
        }
        Points::new(2, points)
    }

    /// Density on `n` by `n` blocks of cells, row by row from below; `n` divides
    /// the number of cells along an axis, 400.
    ///
    /// # Panics
    /// If it does not.
    pub fn blocks(&self, n: usize) -> Vec<f64> {
        assert!(0 < n && N_CELLS.is_multiple_of(n), "tilted: {n} blocks");
        let side = N_CELLS / n;
        let area = self.window.width() * self.window.height() / (n * n) as f64;
        let mut blocks = vec![0.0; n * n];
        let mut before = 0.0;
        for (k, mass) in self.cumulated.iter().enumerate() {
            let (column, row) = (k % N_CELLS / side, k / N_CELLS / side);
            blocks[row * n + column] += (mass - before) / area;
            before = *mass;
        }
        blocks
    }
}

/// `(1 - w) log p(x) + w log p(x | y)`; where the class has no density, nor has the law.
fn log_tilted(all: f64, given: f64, w: f64) -> f64 {
    let is_plain = w.total_cmp(&0.0).is_eq();
    if is_plain {
        return all;
    }
    if given.is_finite() && all.is_finite() {
        (1.0 - w) * all + w * given
    } else {
        f64::NEG_INFINITY
    }
}

fn cell(window: Window) -> [f64; 2] {
    [window.width() / N_CELLS as f64, window.height() / N_CELLS as f64]
}

fn middle(window: Window, k: usize) -> [f64; 2] {
    let [width, height] = cell(window);
    let at = |edge: f64, width: f64, i: usize| edge + width * (i as f64 + 0.5);
    [at(window.x[0], width, k % N_CELLS), at(window.y[0], height, k / N_CELLS)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::mixture::Component;
    use crate::math::rng::Stream;

    fn bell(x: f64, variance: f64) -> Component {
        Component::Isotropic { mean: vec![x, 0.0], variance }
    }

    fn law(parts: Vec<(f64, Component)>) -> Mixture {
        Mixture::new(2, parts).unwrap()
    }

    fn moments(points: &Points) -> [f64; 3] {
        let n = points.n() as f64;
        let mean = points.rows().map(|row| row[0]).sum::<f64>() / n;
        let spread =
            |i: usize, m: f64| points.rows().map(|row| (row[i] - m).powi(2)).sum::<f64>() / n;
        [mean, spread(0, mean), spread(1, 0.0)]
    }

    #[test]
    fn two_gaussians_tilt_to_the_gaussian_of_their_exponents() {
        // p = N(0, 4 I) alone and p(x | y) = N(1, I): exponent (1 - w) p + w q is
        // N(m, 1/k) with k = (1 - w)/4 + w and m = w / k; with w = 2: k = 7/4, m = 8/7.
        let (all, given) = (law(vec![(1.0, bell(0.0, 4.0))]), law(vec![(1.0, bell(1.0, 1.0))]));
        let tilted = Tilted::new(&all, &given, 2.0, Window::centered(8.0)).unwrap();
        let n = 40_000;
        let [mean, x, y] = moments(&tilted.sample(n, &mut Rng::stream(3, Stream::Figure, 0)));
        let variance: f64 = 4.0 / 7.0;
        let root = (n as f64).sqrt();
        assert!((mean - 8.0 / 7.0).abs() < 4.0 * variance.sqrt() / root, "{mean}");
        for v in [x, y] {
            assert!((v - variance).abs() < 4.0 * variance * 2.0_f64.sqrt() / root + 2e-4, "{v}");
        }
        let top = tilted.blocks(200).into_iter().fold(0.0, f64::max);
        let peak = 1.0 / (std::f64::consts::TAU * variance);
        assert!((top / peak - 1.0).abs() < 0.01, "{top} {peak}");
    }

    #[test]
    fn exponents_0_and_1_are_all_data_and_the_class() {
        let all = law(vec![(0.5, bell(-2.0, 0.25)), (0.5, bell(2.0, 1.0))]);
        let given = law(vec![(1.0, bell(2.0, 1.0))]);
        let window = Window::centered(8.0);
        for (w, mean, variance) in [(0.0, 0.0, 0.625 + 4.0), (1.0, 2.0, 1.0)] {
            let tilted = Tilted::new(&all, &given, w, window).unwrap();
            let drawn = tilted.sample(40_000, &mut Rng::stream(4, Stream::Figure, 0));
            let [m, v, _] = moments(&drawn);
            assert!((m - mean).abs() < 0.045 && (v - variance).abs() < 0.06, "{w}: {m} {v}");
            let mass: f64 = tilted.blocks(50).iter().sum::<f64>() * (16.0 / 50.0) * (16.0 / 50.0);
            assert!((mass - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_has_no_mass_is_refused() {
        let all = law(vec![(1.0, bell(0.0, 1.0))]);
        for w in [-0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(Tilted::new(&all, &all, w, Window::centered(3.0)), None);
        }
        let points = Mixture::empirical(&Points::new(2, vec![0.0, 0.0])).unwrap();
        assert_eq!(Tilted::new(&points, &points, 1.0, Window::centered(3.0)), None);
    }
}
