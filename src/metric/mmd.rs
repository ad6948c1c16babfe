//! Maximum mean discrepancy: how far two sets are in the eyes of a kernel.

use crate::math::points::Points;

/// Pairs of points that a slice compares, a bound on how long it takes.
const SLICE_PAIRS: usize = 200_000;

/// Bandwidth of [`bandwidth_of`] in units of the reference's spread.
pub const BANDWIDTH_IN_SPREADS: f64 = 0.25;

/// Biased squared MMD with the kernel `k(x, y) = exp(-|x - y|^2 / (2 r^2))`.
///
/// `mean k(a, a') + mean k(b, b') - 2 mean k(a, b)`, every point paired with
/// itself too: never negative but for rounding, zero for equal sets. Between
/// fresh sets of one law its mean is `(1/n_a + 1/n_b) (1 - E k)`, which is what
/// its noise level measures.
///
/// Shapes: `a` is `[n_a, dim]`, `b` is `[n_b, dim]`, neither empty.
/// Units: none, between 0 and 2; the bandwidth `r` in data units. Random: no.
///
/// # Panics
/// If a set is empty, the dimensions differ or the bandwidth is not positive.
///
/// Source: Gretton et al., "A kernel two-sample test" (2012), equation 5.
pub fn mmd_squared(a: &Points, b: &Points, bandwidth: f64) -> f64 {
    let mut run = MmdRun::new(a.clone(), b.clone(), bandwidth);
    while run.advance(a.n() + b.n()) {}
    run.sum
}

/// Bandwidth that goes with a reference set: a quarter of its spread, the root
/// of the mean squared distance of its points from their mean.
///
/// Fixed by the reference alone, so that the metric of a model's samples does
/// not change its scale with the samples; fine enough to tell modes apart that
/// lie half a spread from each other.
///
/// # Panics
/// If the set is empty or a single place.
pub fn bandwidth_of(reference: &Points) -> f64 {
    let (n, dim) = (reference.n() as f64, reference.dim());
    let mut mean = vec![0.0; dim];
    for row in reference.rows() {
        for (m, v) in mean.iter_mut().zip(row) {
            *m += v / n;
        }
    }
    let sum: f64 = reference.rows().map(|row| squared(row, &mean)).sum();
    let spread = (sum / n).sqrt();
    assert!(0.0 < spread, "mmd: the reference must be spread out");
    BANDWIDTH_IN_SPREADS * spread
}

/// [`mmd_squared`] in progress: some points per call, the same bits at the end.
///
/// The sum over pairs of all points `x` of both sets, `sum w_i w_j k(x_i, x_j)`
/// with `w = 1/n_a` on the first and `-1/n_b` on the second set.
#[derive(Clone, Debug)]
pub struct MmdRun {
    points: Vec<f64>,
    weights: Vec<f64>,
    dim: usize,
    /// `-1 / (2 r^2)`.
    falloff: f64,
    n_done: usize,
    sum: f64,
}

impl MmdRun {
    /// Nothing compared yet.
    ///
    /// # Panics
    /// As [`mmd_squared`].
    pub fn new(a: Points, b: Points, bandwidth: f64) -> Self {
        assert_eq!(a.dim(), b.dim(), "mmd: points of one space");
        assert!(0 < a.n() && 0 < b.n(), "mmd: empty set");
        assert!(0.0 < bandwidth, "mmd: the bandwidth must be positive");
        let mut weights = vec![1.0 / a.n() as f64; a.n()];
        weights.resize(a.n() + b.n(), -1.0 / b.n() as f64);
        let falloff = -0.5 / (bandwidth * bandwidth);
        let points = [a.data(), b.data()].concat();
        Self { points, weights, dim: a.dim(), falloff, n_done: 0, sum: 0.0 }
    }

    /// Compares up to `n` more points with all before them; true while some are left.
    pub fn advance(&mut self, n: usize) -> bool {
        let end = self.n_done.saturating_add(n).min(self.weights.len());
        for i in self.n_done..end {
            let x = self.row(i);
            let before: f64 = (0..i)
                .map(|j| self.weights[j] * libm::exp(self.falloff * squared(x, self.row(j))))
                .sum();
            // Every pair stands for two, every point for itself with k = 1.
            let own = self.weights[i];
            self.sum += own * (2.0 * before + own);
        }
        self.n_done = end;
        end < self.weights.len()
    }

    /// Compares as many points as a few milliseconds allow; the squared MMD
    /// after the last.
    pub fn advance_slice(&mut self) -> Option<f64> {
        self.advance((SLICE_PAIRS / (self.n_done + 1)).clamp(1, 1000));
        self.value()
    }

    /// The squared MMD; nothing before the last point.
    pub fn value(&self) -> Option<f64> {
        (self.n_done == self.weights.len()).then_some(self.sum)
    }

    fn row(&self, i: usize) -> &[f64] {
        &self.points[i * self.dim..(i + 1) * self.dim]
    }
}

fn squared(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(v, w)| (v - w) * (v - w)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::math::state::State;
    use crate::metric::noise::N_PAIRS;
    use crate::metric::noise::NoiseLevel;

    fn draws(index: u64, n: usize) -> Points {
        Rng::stream(14, Stream::Metric, index).normal_points(n, 2)
    }

    #[track_caller]
    fn check_close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() < tolerance, "{found} != {expected}");
    }

    /// `E k(x, y)` for normal `x - y` of variance `v` in each of two coordinates
    /// around a distance of square `m2`.
    fn mean_kernel(r: f64, v: f64, m2: f64) -> f64 {
        r * r / (r * r + v) * (-0.5 * m2 / (r * r + v)).exp()
    }

    #[test]
    fn the_four_points_agree_with_the_value_worked_out_outside() {
        let a = Points::new(2, vec![0.0, 0.0, 1.0, 0.0, 2.0, 1.0, 0.0, 3.0]);
        let b = Points::new(2, vec![1.0, 1.0, 0.0, 1.0, 3.0, 0.0, 2.0, 2.0]);
        check_close(mmd_squared(&a, &b, 1.0), 0.263_561_36, 5e-9);
    }

    #[test]
    fn two_gaussians_are_as_far_apart_as_theory_says() {
        let (n, s, m, r) = (3000, 1.5, 0.8, 1.2);
        let b = draws(1, n).scaled(s);
        let b = Points::new(2, b.rows().flat_map(|p| [p[0] + m, p[1]]).collect());
        let own = mean_kernel(r, 2.0, 0.0) + mean_kernel(r, 2.0 * s * s, 0.0);
        let squared_mmd = own - 2.0 * mean_kernel(r, 1.0 + s * s, m * m);
        let bias = (2.0 - own) / n as f64;
        // The deviation of an estimate is about 2 sqrt(squared MMD / n); four of them.
        let tolerance = 8.0 * (squared_mmd / n as f64).sqrt();
        assert!(tolerance < 0.5 * squared_mmd, "the test tells something");
        check_close(mmd_squared(&draws(0, n), &b, r), squared_mmd + bias, tolerance);
    }

    #[test]
    fn the_level_between_fresh_sets_is_that_of_theory() {
        let (n, r) = (200, 0.7);
        let mut level = NoiseLevel::new(3, 10 * N_PAIRS);
        while level.advance(|rng| rng.normal_points(n, 2), |a, b| mmd_squared(a, b, r)) {}
        let expected = 2.0 / n as f64 * (1.0 - mean_kernel(r, 2.0, 0.0));
        let std_error = level.spread().unwrap() / (level.n_pairs() as f64).sqrt();
        check_close(level.value().unwrap(), expected, 4.0 * std_error);
        assert!(std_error < 0.05 * expected);
    }

    #[test]
    fn equal_sets_are_at_no_distance_and_sizes_may_differ() {
        let a = draws(0, 50);
        let twice = Points::new(2, a.data().repeat(2));
        check_close(mmd_squared(&a, &twice, 0.5), 0.0, 1e-14);
        check_close(
            mmd_squared(&a, &draws(1, 70), 0.5),
            mmd_squared(&draws(1, 70), &a, 0.5),
            1e-14,
        );
    }

    #[test]
    fn sets_far_apart_are_two_islands() {
        let a = Points::new(1, vec![0.0, 0.0]);
        let b = Points::new(1, vec![1e6]);
        check_close(mmd_squared(&a, &b, 1.0), 2.0, 1e-15);
    }

    #[test]
    fn measuring_in_slices_gives_the_same_bits() {
        let (a, b) = (draws(0, 900), draws(1, 800));
        let mut run = MmdRun::new(a.clone(), b.clone(), 0.5);
        let mut n_slices = 0;
        let sliced = loop {
            n_slices += 1;
            if let Some(value) = run.advance_slice() {
                break value;
            }
        };
        assert!(3 < n_slices && n_slices < 30, "{n_slices}");
        assert_eq!(sliced.to_bits(), mmd_squared(&a, &b, 0.5).to_bits());
    }

    #[test]
    fn the_bandwidth_follows_the_reference() {
        let a = Points::new(2, vec![3.0, 4.0, -3.0, -4.0]);
        check_close(bandwidth_of(&a), 1.25, 1e-15);
        check_close(bandwidth_of(&a.scaled(2.0)), 2.5, 1e-15);
    }
}
