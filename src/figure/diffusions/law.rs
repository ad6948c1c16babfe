//! Normal laws on the line, and what draws say of a law: histogram and moments.

use std::f64::consts::FRAC_1_SQRT_2;

use crate::math::truncated;

/// Standard deviations to either side that a bell is drawn over.
const REACH: f64 = 5.0;
/// Nodes of a bell curve.
const N_NODES: usize = 161;

/// A normal law on the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::figure) struct Normal {
    /// Center.
    pub(in crate::figure) mean: f64,
    /// Variance; zero is a single place.
    pub(in crate::figure) variance: f64,
}

impl Normal {
    /// `N(mean, variance)`.
    pub(in crate::figure) fn new(mean: f64, variance: f64) -> Self {
        Self { mean, variance }
    }

    /// Standard deviation.
    pub(in crate::figure) fn std(self) -> f64 {
        self.variance.sqrt()
    }

    /// Density at `x`.
    pub(in crate::figure) fn density(self, x: f64) -> f64 {
        let std = self.std();
        libm::exp(truncated::log_normal_density((x - self.mean) / std)) / std
    }

    /// Probability of at most `x`.
    pub(in crate::figure) fn at_most(self, x: f64) -> f64 {
        0.5 * libm::erfc((self.mean - x) / self.std() * FRAC_1_SQRT_2)
    }

    /// The bell over `range` as points `x, density`; none for a single place.
    pub(in crate::figure) fn bell(self, range: [f64; 2]) -> Vec<f32> {
        self.bell_points(range).flat_map(|[x, p]| [x, p].map(|v| v as f32)).collect()
    }

    fn bell_points(self, [low, high]: [f64; 2]) -> impl Iterator<Item = [f64; 2]> {
        let n = if 0.0 < self.variance { N_NODES } else { 0 };
        // A narrow bell keeps its shape: nodes where it is, and its feet.
        let low = low.max(self.mean - REACH * self.std());
        let high = high.min(self.mean + REACH * self.std()).max(low);
        (0..n).map(move |i| {
            let x = low + (high - low) * i as f64 / (N_NODES - 1) as f64;
            [x, self.density(x)]
        })
    }
}

/// Draws counted in equal bins; as a density, so that all draws have mass 1.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::figure) struct Histogram {
    /// Edges of the bins, one more than there are bins.
    pub(in crate::figure) edges: Vec<f32>,
    /// Share of the draws in each bin over its width.
    pub(in crate::figure) heights: Vec<f32>,
}

/// Histogram of `draws` in `n_bins` over `range`; draws outside are counted
/// among all, but shown nowhere.
pub(in crate::figure) fn histogram(
    draws: &[f64],
    [low, high]: [f64; 2],
    n_bins: usize,
) -> Histogram {
    let width = (high - low) / n_bins as f64;
    let mut counts = vec![0_u32; n_bins];
    for &draw in draws {
        let place = (draw - low) / width;
        if (0.0..n_bins as f64).contains(&place) {
            counts[place as usize] += 1;
        }
    }
    let per_draw = 1.0 / (draws.len().max(1) as f64 * width);
    Histogram {
        edges: (0..=n_bins).map(|i| (low + width * i as f64) as f32).collect(),
        heights: counts.iter().map(|&n| (f64::from(n) * per_draw) as f32).collect(),
    }
}

impl Histogram {
    /// The highest bar.
    pub(in crate::figure) fn top(&self) -> f64 {
        self.heights.iter().fold(0.0, |top, &height| top.max(f64::from(height)))
    }
}

/// Mean and variance of draws, with their standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::figure) struct Moments {
    /// Mean.
    pub(in crate::figure) mean: f64,
    /// Its standard error.
    pub(in crate::figure) mean_error: f64,
    /// Variance about the mean.
    pub(in crate::figure) variance: f64,
    /// Its standard error, for draws of a normal law.
    pub(in crate::figure) variance_error: f64,
}

/// Moments of at least two draws.
pub(in crate::figure) fn moments(draws: &[f64]) -> Moments {
    let n = draws.len().max(2) as f64;
    let mean = draws.iter().sum::<f64>() / n;
    let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    Moments {
        mean,
        mean_error: (variance / n).sqrt(),
        variance,
        variance_error: variance * (2.0 / (n - 1.0)).sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_normal_law_has_the_values_of_the_tables() {
        let law = Normal::new(1.0, 4.0);
        for (x, expected) in [(-1.0, 0.158_655_25), (2.0, 0.691_462_46), (7.0, 0.998_650_1)] {
            assert!((law.at_most(x) - expected).abs() < 1e-8, "{x}");
        }
        assert!((law.density(1.0) - 0.5 * 0.398_942_28).abs() < 1e-8);
        assert!((law.density(3.0) - 0.5 * 0.241_970_72).abs() < 1e-8);
    }

    #[test]
    fn a_bell_has_mass_one_and_a_single_place_has_no_bell() {
        let xy = Normal::new(0.0, 1.0).bell([-6.0, 6.0]);
        let mass: f32 = xy.chunks(2).map(|point| point[1] * 10.0 / (N_NODES - 1) as f32).sum();
        assert!((mass - 1.0).abs() < 1e-5, "{mass}");
        assert!(Normal::new(0.0, 0.0).bell([-1.0, 1.0]).is_empty());
    }

    #[test]
    fn a_histogram_is_a_density_of_all_draws() {
        let Histogram { edges, heights } = histogram(&[0.1, 0.2, 0.6, 5.0], [0.0, 1.0], 2);
        assert_eq!(edges, [0.0, 0.5, 1.0]);
        assert_eq!(heights, [1.0, 0.5]);
        assert_eq!(histogram(&[], [0.0, 1.0], 2).heights, [0.0, 0.0]);
    }

    #[test]
    fn moments_of_two_and_of_no_draws_are_numbers() {
        let two = moments(&[1.0, 3.0]);
        assert!((two.mean - 2.0).abs() < 1e-15 && (two.variance - 2.0).abs() < 1e-15);
        assert!((two.mean_error - 1.0).abs() < 1e-15);
        let none = moments(&[]);
        assert!(none.mean.abs() <= 0.0 && none.variance_error.abs() <= 0.0);
    }
}
