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
const N_CELLS: usize = 200;

/// The tilted law on a window of the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct Tilted {
    window: Window,
    /// Mass of the cells summed up, row by row from below; the last is 1.
    cumulated: Vec<f64>,
}

/// The law while it is worked out, some rows of cells at a time.
#[derive(Clone, Debug)]
pub struct Tilting {
    all: Mixture,
    given: Mixture,
    w: f64,
    window: Window,
    logs: Vec<f64>,
}

impl Tilting {
    /// Begins with the law for a class `given` among `all`, with exponent `w`,
    /// inside a window.
    ///
    /// None for `w < 0`, and for laws without a density everywhere.
    pub fn new(all: &Mixture, given: &Mixture, w: f64, window: Window) -> Option<Self> {
        let is_known = (0.0..=1e3).contains(&w) && all.is_smooth() && given.is_smooth();
        let (all, given) = (all.clone(), given.clone());
        is_known.then_some(Self { all, given, w, window, logs: Vec::new() })
    }

    /// Works out some more rows of cells; whether all are done.
    pub fn advance(&mut self, n_rows: usize) -> bool {
        let start = self.logs.len();
        let end = (start + n_rows * N_CELLS).min(N_CELLS * N_CELLS);
        let middles = (start..end).flat_map(|k| middle(self.window, k));
        let nodes = Points::new(2, middles.collect());
        let (all, given) = (self.all.log_density(&nodes), self.given.log_density(&nodes));
        self.logs.extend(all.iter().zip(&given).map(|(p, q)| log_tilted(*p, *q, self.w)));
        end == N_CELLS * N_CELLS
    }

    /// The law, once all rows are done; none where it has no mass in the window.
    pub fn finish(&self) -> Option<Tilted> {
        let top = self.logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if self.logs.len() < N_CELLS * N_CELLS || !top.is_finite() {
            return None;
        }
        let mut sum = 0.0;
        let mut add = |log: &f64| {
            sum += libm::exp(log - top);
            sum
        };
        let mut cumulated: Vec<f64> = self.logs.iter().map(&mut add).collect();
        for mass in &mut cumulated {
            *mass /= sum;
        }
        Some(Tilted { window: self.window, cumulated })
    }
}

impl Tilted {
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

    fn tilted(all: &Mixture, given: &Mixture, w: f64, r: f64) -> Option<Tilted> {
        let mut tilting = Tilting::new(all, given, w, Window::centered(r))?;
        while !tilting.advance(30) {}
        tilting.finish()
    }

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
        let tilted = tilted(&all, &given, 2.0, 8.0).unwrap();
        let n = 40_000;
        let [mean, x, y] = moments(&tilted.sample(n, &mut Rng::stream(3, Stream::Figure, 0)));
        let variance: f64 = 4.0 / 7.0;
        let root = (n as f64).sqrt();
        assert!((mean - 8.0 / 7.0).abs() < 4.0 * variance.sqrt() / root, "{mean}");
        for v in [x, y] {
            assert!((v - variance).abs() < 4.0 * variance * 2.0_f64.sqrt() / root + 2e-4, "{v}");
        }
    }

    #[test]
    fn exponents_0_and_1_are_all_data_and_the_class() {
        let all = law(vec![(0.5, bell(-2.0, 0.25)), (0.5, bell(2.0, 1.0))]);
        let given = law(vec![(1.0, bell(2.0, 1.0))]);
        for (w, mean, variance) in [(0.0, 0.0, 0.625 + 4.0), (1.0, 2.0, 1.0)] {
            let tilted = tilted(&all, &given, w, 8.0).unwrap();
            let drawn = tilted.sample(40_000, &mut Rng::stream(4, Stream::Figure, 0));
            let [m, v, _] = moments(&drawn);
            assert!((m - mean).abs() < 0.045 && (v - variance).abs() < 0.06, "{w}: {m} {v}");
        }
    }

    #[test]
    fn what_has_no_mass_is_refused() {
        let all = law(vec![(1.0, bell(0.0, 1.0))]);
        for w in [-0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(tilted(&all, &all, w, 3.0), None);
        }
        let points = Mixture::empirical(&Points::new(2, vec![0.0, 0.0])).unwrap();
        assert_eq!(tilted(&points, &points, 1.0, 3.0), None);
        let early = Tilting::new(&all, &all, 1.0, Window::centered(3.0)).unwrap();
        assert_eq!(early.finish(), None);
    }
}
