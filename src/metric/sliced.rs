//! Sliced Wasserstein distance: optimal transport along many fixed lines.

use std::f64::consts::PI;

use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Number of directions that [`sliced_w2`] looks along.
pub const N_DIRECTIONS: usize = 128;

/// Seed and index of the directions beyond the plane: part of what the metric
/// means, so that every machine and every run measures along the same lines.
const SEED: u64 = 0;
const INDEX: u64 = (1 << 48) - 1;

/// Numbers of each set that a slice sorts, a bound on how long it takes.
const SLICE_COST: usize = 40_000;

/// Sliced W2 distance: root of the mean over [`directions`] of the squared
/// W2 distance of the projections.
///
/// `sqrt(mean_theta mean_i (<theta, a>_(i) - <theta, b>_(i))^2)`, with the
/// projections of each set in sorted order. Not rescaled: moving a set by `m`
/// in the plane moves it away by `|m| / sqrt 2`.
///
/// Shapes: `a` and `b` are `[n, dim]`, `n >= 1`. Units: data units.
/// Random: no, the directions are fixed.
///
/// # Panics
/// If the sets differ in shape or are empty.
///
/// Source: Bonneel, Rabin, Peyre, Pfister, "Sliced and Radon Wasserstein
/// barycenters of measures" (2015), with a finite set of directions.
pub fn sliced_w2(a: &Points, b: &Points) -> f64 {
    sliced_w2_along(a, b, &directions(a.dim()))
}

/// [`sliced_w2`] along directions of the caller's choice.
///
/// Shapes: `directions` is `[k, dim]`, unit vectors, `k >= 1`.
///
/// # Panics
/// If the sets differ in shape, or one of the three is empty.
pub fn sliced_w2_along(a: &Points, b: &Points, directions: &Points) -> f64 {
    check(a, b, directions);
    let sum: f64 = directions.rows().map(|theta| squared_w2_along(a, b, theta)).sum();
    (sum / directions.n() as f64).sqrt()
}

/// [`sliced_w2`] in progress: some directions per call, the same bits at the end.
#[derive(Clone, Debug)]
pub struct SlicedRun {
    a: Points,
    b: Points,
    directions: Points,
    n_done: usize,
    sum: f64,
}

impl SlicedRun {
    /// Nothing measured yet.
    ///
    /// # Panics
    /// As [`sliced_w2`].
    pub fn new(a: Points, b: Points) -> Self {
        let directions = directions(a.dim());
        check(&a, &b, &directions);
        Self { a, b, directions, n_done: 0, sum: 0.0 }
    }

    /// Looks along up to `n` more directions; true while some are left.
    ///
    /// A direction sorts both sets: 2,000 points take about 0.2 ms in an
    /// optimized native build.
    pub fn advance(&mut self, n: usize) -> bool {
        let end = self.n_done.saturating_add(n).min(self.directions.n());
        for i in self.n_done..end {
            self.sum += squared_w2_along(&self.a, &self.b, self.directions.row(i));
        }
        self.n_done = end;
        end < self.directions.n()
    }

    /// Looks along as many directions as a few milliseconds allow; the distance
    /// after the last.
    pub fn advance_slice(&mut self) -> Option<f64> {
        self.advance((SLICE_COST / self.a.n()).max(1));
        self.value()
    }

    /// The distance; nothing before the last direction.
    pub fn value(&self) -> Option<f64> {
        let n = self.directions.n();
        (self.n_done == n).then(|| (self.sum / n as f64).sqrt())
    }
}

fn check(a: &Points, b: &Points, directions: &Points) {
    assert_eq!((a.n(), a.dim()), (b.n(), b.dim()), "sliced W2: shapes must agree");
    assert_eq!(directions.dim(), a.dim(), "sliced W2: directions of the same space");
    assert!(0 < a.n() && 0 < directions.n(), "sliced W2: empty set");
}

/// Squared W2 distance of the projections on the line through `theta`.
fn squared_w2_along(a: &Points, b: &Points, theta: &[f64]) -> f64 {
    let (pa, pb) = (sorted_projection(a, theta), sorted_projection(b, theta));
    pa.iter().zip(&pb).map(|(p, q)| (p - q) * (p - q)).sum::<f64>() / a.n() as f64
}

/// Fixed unit vectors that [`sliced_w2`] looks along, `[k, dim]`.
///
/// On the line the one direction there is; in the plane [`N_DIRECTIONS`]
/// angles `pi i / 128`; beyond, as many draws of the uniform law on the sphere
/// from a fixed seed.
pub fn directions(dim: usize) -> Points {
    match dim {
        1 => Points::new(1, vec![1.0]),
        2 => half_turn(N_DIRECTIONS),
        _ => sphere_draws(N_DIRECTIONS, dim),
    }
}

/// `n` unit vectors of the plane at angles `pi i / n`.
pub fn half_turn(n: usize) -> Points {
    let angles = (0..n).map(|i| PI * i as f64 / n as f64);
    Points::new(2, angles.flat_map(|angle| [libm::cos(angle), libm::sin(angle)]).collect())
}

fn sphere_draws(n: usize, dim: usize) -> Points {
    let mut draws = Rng::stream(SEED, Stream::Metric, INDEX).normal_points(n, dim);
    for i in 0..n {
        let row = draws.row_mut(i);
        let norm = row.iter().map(|v| v * v).sum::<f64>().sqrt();
        for v in row {
            *v /= norm;
        }
    }
    draws
}

fn sorted_projection(x: &Points, theta: &[f64]) -> Vec<f64> {
    let mut projection: Vec<f64> =
        x.rows().map(|row| row.iter().zip(theta).map(|(v, c)| v * c).sum()).collect();
    projection.sort_unstable_by(f64::total_cmp);
    projection
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::state::State;

    fn draws(index: u64, n: usize, dim: usize) -> Points {
        Rng::stream(12, Stream::Metric, index).normal_points(n, dim)
    }

    fn moved(x: &Points, m: &[f64]) -> Points {
        let rows = x.rows().flat_map(|p| p.iter().zip(m).map(|(v, m)| v + m));
        Points::new(x.dim(), rows.collect())
    }

    fn mean_squared_norm(x: &Points) -> f64 {
        x.data().iter().map(|v| v * v).sum::<f64>() / x.n() as f64
    }

    #[track_caller]
    fn check_close(distance: f64, expected: f64, tolerance: f64) {
        assert!((distance - expected).abs() < tolerance, "{distance} != {expected}");
    }

    #[test]
    fn the_four_points_agree_with_the_value_worked_out_outside() {
        let a = Points::new(2, vec![0.0, 0.0, 1.0, 0.0, 2.0, 1.0, 0.0, 3.0]);
        let b = Points::new(2, vec![1.0, 1.0, 0.0, 1.0, 3.0, 0.0, 2.0, 2.0]);
        check_close(sliced_w2_along(&a, &b, &half_turn(4)), 0.829_156_20, 5e-9);
    }

    #[test]
    fn a_set_is_at_no_distance_from_itself_in_any_order() {
        let a = draws(0, 100, 2);
        let reversed = Points::new(2, a.rows().rev().flatten().copied().collect());
        check_close(sliced_w2(&a, &reversed), 0.0, 1e-15);
    }

    #[test]
    fn moving_a_set_in_the_plane_moves_it_by_the_length_over_root_two() {
        let a = draws(0, 100, 2);
        check_close(sliced_w2(&a, &moved(&a, &[3.0, -4.0])), 5.0 / 2_f64.sqrt(), 1e-12);
    }

    #[test]
    fn scaling_a_set_moves_it_by_its_spread_over_root_two() {
        let a = draws(0, 100, 2);
        let expected = 2.0 * (mean_squared_norm(&a) / 2.0).sqrt();
        check_close(sliced_w2(&a, &a.clone().scaled(3.0)), expected, 1e-12);
    }

    #[test]
    fn two_gaussians_are_as_far_apart_as_theory_says() {
        // W2^2 of N(0, 1) and N(<m, theta>, s^2) is <m, theta>^2 + (s - 1)^2.
        let (m, s) = ([1.5, -2.0], 1.8);
        let (a, b) = (draws(0, 8192, 2), moved(&draws(1, 8192, 2).scaled(s), &m));
        let expected = (6.25 / 2.0 + 0.8_f64 * 0.8).sqrt();
        // Means and spreads of n draws are off by 1 / sqrt n; five such errors.
        check_close(sliced_w2(&a, &b), expected, 5.0 * s / 8192_f64.sqrt());
    }

    #[test]
    fn no_projection_is_farther_than_the_best_matching() {
        for index in 0..5 {
            let (a, b) = (draws(2 * index, 60, 2), draws(2 * index + 1, 60, 2).scaled(2.0));
            let exact = crate::metric::exact::w2(&a, &b).unwrap();
            let sliced = sliced_w2(&a, &b);
            assert!(0.0 < sliced && sliced < exact, "{sliced} against {exact}");
        }
    }

    #[test]
    fn on_the_line_it_is_the_exact_distance() {
        let (a, b) = (draws(0, 80, 1), draws(1, 80, 1).scaled(3.0));
        check_close(sliced_w2(&a, &b), crate::metric::exact::w2(&a, &b).unwrap(), 1e-12);
    }

    #[test]
    fn measuring_in_slices_gives_the_same_bits() {
        let (a, b) = (draws(0, 30, 2), draws(1, 30, 2));
        let mut run = SlicedRun::new(a.clone(), b.clone());
        assert!(run.advance(100));
        assert_eq!(run.value(), None);
        assert!(!run.advance(100));
        assert_eq!(run.value(), Some(sliced_w2(&a, &b)));
        assert!(!run.advance(1));
        assert_eq!(run.value(), Some(sliced_w2(&a, &b)));
    }

    #[test]
    fn a_slice_sorts_a_bounded_number_of_points() {
        let mut run = SlicedRun::new(draws(0, 1000, 2), draws(1, 1000, 2));
        let n_calls = (1..200).find(|_| run.advance_slice().is_some());
        assert_eq!(n_calls, Some(N_DIRECTIONS.div_ceil(SLICE_COST / 1000)));
    }

    #[test]
    fn directions_beyond_the_plane_are_fixed_unit_vectors_spread_evenly() {
        let theta = directions(16);
        assert_eq!((theta.n(), theta.dim()), (N_DIRECTIONS, 16));
        assert_eq!(theta, directions(16));
        for row in theta.rows() {
            check_close(row.iter().map(|v| v * v).sum(), 1.0, 1e-12);
        }
        // The mean of <theta, m>^2 is |m|^2 / D with relative error
        // sqrt(2 (D - 1) / ((D + 2) k)) for k directions; four such errors.
        let a = draws(0, 10, 16);
        let m = [1.0; 16];
        let squared = sliced_w2(&a, &moved(&a, &m)).powi(2);
        check_close(squared, 1.0, 4.0 * (30.0 / (18.0 * 128.0_f64)).sqrt());
    }
}
