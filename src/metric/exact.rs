//! Exact W2 distance between two sets of the same size: the best matching.

use ordered_float::OrderedFloat;
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use thiserror::Error;

use crate::math::points::Points;

/// Most points per set that [`w2`] matches.
pub const MAX_POINTS: usize = 1024;

/// Why two sets have no exact distance here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum W2Error {
    /// One of the sets has no point.
    #[error("the exact distance needs at least one point in each set")]
    Empty,
    /// More than [`MAX_POINTS`].
    #[error("the exact distance takes at most {MAX_POINTS} points, not {n}; take fewer samples")]
    TooMany {
        /// Number of points given.
        n: usize,
    },
    /// The matching pairs every point with one of the other set.
    #[error("the exact distance needs sets of the same size, not {a} and {b} points")]
    UnequalSizes {
        /// Points of the first set.
        a: usize,
        /// Points of the second set.
        b: usize,
    },
    /// Points of different spaces.
    #[error("the exact distance needs points of one space, not of dimension {a} and {b}")]
    UnequalDims {
        /// Dimension of the first set.
        a: usize,
        /// Dimension of the second set.
        b: usize,
    },
    /// A coordinate is infinite, not a number, or too large to be squared.
    #[error("a point lies at infinity; the samples diverged")]
    NotFinite,
}

/// W2 distance: root of the mean squared cost of the best matching.
///
/// `sqrt(min_pi mean_i ||a_i - b_pi(i)||^2)`.
///
/// Shapes: `a` and `b` are `[n, dim]`, `1 <= n <= 1024`. Units: data units.
/// Random: no.
///
/// # Errors
/// [`W2Error`] if the sets are empty, too large, unequal in size or dimension,
/// or hold a number that is not finite.
pub fn w2(a: &Points, b: &Points) -> Result<f64, W2Error> {
    let matching = best_matching(a, b)?;
    let sum: f64 = matching.iter().enumerate().map(|(i, &j)| squared(a.row(i), b.row(j))).sum();
    Ok((sum / a.n() as f64).sqrt())
}

/// For each point of `a` the index of its partner in `b`, at the least total
/// squared distance.
///
/// # Errors
/// As [`w2`].
pub fn best_matching(a: &Points, b: &Points) -> Result<Vec<usize>, W2Error> {
    check(a, b)?;
    let gain = Matrix::from_fn(a.n(), b.n(), |(i, j)| OrderedFloat(-squared(a.row(i), b.row(j))));
    if !gain.values().all(|g| g.is_finite()) {
        return Err(W2Error::NotFinite);
    }
    let (_, matching) = kuhn_munkres(&gain);
    Ok(matching)
}

fn check(a: &Points, b: &Points) -> Result<(), W2Error> {
    if a.dim() != b.dim() {
        return Err(W2Error::UnequalDims { a: a.dim(), b: b.dim() });
    }
    if a.n() != b.n() {
        return Err(W2Error::UnequalSizes { a: a.n(), b: b.n() });
    }
    match a.n() {
        0 => Err(W2Error::Empty),
        n if MAX_POINTS < n => Err(W2Error::TooMany { n }),
        _ => Ok(()),
    }
}

fn squared(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(v, w)| (v - w) * (v - w)).sum()
}
