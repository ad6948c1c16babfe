//! Square cells of the plane: how many points lie in each, and how likely each is.

use crate::math::line::standard_probability;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::window::Window;

/// `n` by `n` cells over a window, and one more for all that lies beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cells {
    /// What is cut into cells.
    pub window: Window,
    /// Cells along each side.
    pub n: usize,
}

impl Cells {
    /// Cell of a point, x fastest from the lower left; the last is the outside.
    pub(super) fn of(self, point: &[f64]) -> usize {
        let along = |x: f64, [low, high]: [f64; 2]| {
            let place = (x - low) / (high - low) * self.n as f64;
            (0.0..self.n as f64).contains(&place).then_some(place as usize)
        };
        match (along(point[0], self.window.x), along(point[1], self.window.y)) {
            (Some(column), Some(row)) => row * self.n + column,
            _ => self.n * self.n,
        }
    }

    /// How many points lie in each cell.
    pub(super) fn counts(self, points: &Points) -> Vec<u32> {
        let mut counts = vec![0; self.n * self.n + 1];
        for row in points.rows() {
            counts[self.of(row)] += 1;
        }
        counts
    }

    /// Probability of each cell; none for a law with a part whose axes are oblique.
    pub(super) fn probabilities(self, law: &Mixture) -> Option<Vec<f64>> {
        let mut cells = vec![0.0; self.n * self.n + 1];
        for (weight, component) in law.weights().iter().zip(law.components()) {
            let columns = self.along(component, 0, self.window.x)?;
            let rows = self.along(component, 1, self.window.y)?;
            for (row, q) in rows.iter().enumerate() {
                for (column, p) in columns.iter().enumerate() {
                    cells[row * self.n + column] += weight * p * q;
                }
            }
        }
        let inside: f64 = cells.iter().sum();
        cells[self.n * self.n] = (1.0 - inside).max(0.0);
        Some(cells)
    }

    /// Probability of each strip of cells along one axis.
    fn along(self, component: &Component, axis: usize, range: [f64; 2]) -> Option<Vec<f64>> {
        let edge = |i: usize| range[0] + (range[1] - range[0]) * i as f64 / self.n as f64;
        let between: Box<dyn Fn(f64, f64) -> f64> = match component {
            Component::Isotropic { mean, variance } => {
                let (mean, std) = (mean[axis], libm::sqrt(*variance));
                Box::new(move |a, b| standard_probability((a - mean) / std, (b - mean) / std))
            }
            Component::Box { low, high } => {
                let (low, high) = (low[axis], high[axis]);
                Box::new(move |a, b| (b.min(high) - a.max(low)).max(0.0) / (high - low))
            }
            Component::Gaussian { .. } => return None,
        };
        Some((0..self.n).map(|i| between(edge(i), edge(i + 1))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[test]
    fn shares_of_many_draws_are_the_probabilities_of_the_cells() {
        for kind in [DatasetKind::Moons, DatasetKind::Checkerboard, DatasetKind::EightGaussians] {
            let dataset = kind.build();
            let cells = Cells { window: dataset.window(), n: 8 };
            let q = cells.probabilities(dataset.law()).unwrap();
            assert!((q.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{kind:?}");
            let n = 100_000_u32;
            let points = dataset.sample(n as usize, &mut Rng::stream(3, Stream::Figure, 0));
            for (count, q) in cells.counts(&points).iter().zip(q) {
                let off = f64::from(*count) / f64::from(n) - q;
                let error = (q * (1.0 - q) / f64::from(n)).sqrt();
                assert!(off.abs() <= 5.0 * error + 1e-6, "{kind:?}: {count} for {q}");
            }
        }
    }

    #[test]
    fn a_cell_knows_its_points() {
        let cells = Cells { window: Window::centered(1.0), n: 2 };
        for (point, cell) in [
            ([-0.5, -0.5], 0),
            ([0.5, -0.5], 1),
            ([0.0, 0.0], 3),
            ([1.0, 0.0], 4),
            ([f64::NAN, 0.0], 4),
        ] {
            assert_eq!(cells.of(&point), cell, "{point:?}");
        }
    }
}
