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
    assert_eq!((a.n(), a.dim()), (b.n(), b.dim()), "sliced W2: shapes must agree");
    assert_eq!(directions.dim(), a.dim(), "sliced W2: directions of the same space");
    assert!(0 < a.n() && 0 < directions.n(), "sliced W2: empty set");
    let sum: f64 = directions
        .rows()
        .map(|theta| {
            let (pa, pb) = (sorted_projection(a, theta), sorted_projection(b, theta));
            pa.iter().zip(&pb).map(|(p, q)| (p - q) * (p - q)).sum::<f64>()
        })
        .sum();
    (sum / (a.n() * directions.n()) as f64).sqrt()
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
