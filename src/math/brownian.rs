//! Brownian motion: the only thing of the program that draws noise for a step.
//!
//! Increments are numbered, not consumed: number `k` is the same whenever it is
//! asked for, so a run that was interrupted, repeated or cut into blocks of
//! points sees the same noise. Diffusion coefficients never draw.

use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;

/// Increments of a Brownian motion in the space of the states `X`.
///
/// A state on a device gets its own implementation that uploads
/// [`SeededBrownian::normals`], so that every device sees the same noise.
pub trait Brownian<X> {
    /// Increment number `step_idx`, over a time `h >= 0`: independent draws of
    /// `N(0, h)` in every coordinate of `like`; with `h = 1` standard normal.
    ///
    /// Random: yes, but the same for the same number.
    fn increment(&self, step_idx: usize, h: f64, like: &X) -> X;
}

/// Most steps that one motion can be asked for; its numbers have 24 bits.
const MAX_INCREMENTS: u64 = 1 << 24;

/// The Brownian motion number `run` of a seed, from stream `Brownian`.
///
/// Increment `k` takes its numbers from stream index `run 2^24 + k`: coordinate
/// `j` of point `i` from number `i dim + j` of it, whatever the block of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeededBrownian {
    seed: u64,
    run: u64,
    first: u64,
}

impl SeededBrownian {
    /// Motion number `run` under `seed`, independent of all others.
    pub fn new(seed: u64, run: u16) -> Self {
        Self { seed, run: u64::from(run), first: 0 }
    }

    /// The same motion for a block of points whose first is point `first_point`
    /// of the whole set; every point has `dim` coordinates.
    #[must_use]
    pub fn for_block(self, first_point: usize, dim: usize) -> Self {
        Self { first: (first_point * dim) as u64, ..self }
    }

    /// Standard normal numbers behind increment `step_idx`, `[n, dim]`.
    ///
    /// # Panics
    /// If `step_idx` needs more than 24 bits.
    pub fn normals(&self, step_idx: usize, n: usize, dim: usize) -> Points {
        let step_idx = step_idx as u64;
        assert!(step_idx < MAX_INCREMENTS, "brownian: too many steps for one motion");
        let index = self.run * MAX_INCREMENTS + step_idx;
        let mut rng = Rng::stream(self.seed, Stream::Brownian, index);
        rng.skip_normals(self.first);
        rng.normal_points(n, dim)
    }
}

impl Brownian<Points> for SeededBrownian {
    fn increment(&self, step_idx: usize, h: f64, like: &Points) -> Points {
        self.normals(step_idx, like.n(), like.dim()).scaled(libm::sqrt(h))
    }
}

impl Brownian<f64> for SeededBrownian {
    fn increment(&self, step_idx: usize, h: f64, _: &f64) -> f64 {
        self.normals(step_idx, 1, 1).data()[0] * libm::sqrt(h)
    }
}

/// One motion, kept at equal times, that can be walked in coarser steps.
///
/// Strong orders need it: runs with few and many steps along one motion.
#[derive(Clone, Debug, PartialEq)]
pub struct BrownianPath<X> {
    h: f64,
    increments: Vec<X>,
}

impl<X: State> BrownianPath<X> {
    /// The motion with these increments, each over the time `h`.
    ///
    /// # Panics
    /// If there are none, or `h` is not positive.
    pub fn new(h: f64, increments: Vec<X>) -> Self {
        assert!(0.0 < h && !increments.is_empty(), "brownian: a path needs an increment");
        Self { h, increments }
    }

    /// The first `n` increments of `motion` over the time `h`, in the shape of `like`.
    pub fn drawn(motion: &impl Brownian<X>, h: f64, n: usize, like: &X) -> Self {
        Self::new(h, (0..n).map(|step_idx| motion.increment(step_idx, h, like)).collect())
    }

    /// The same motion seen at every `k`-th time: increments are summed.
    ///
    /// # Panics
    /// If `k` does not divide the number of increments.
    #[must_use]
    pub fn coarsened(&self, k: usize) -> Self {
        assert!(0 < k && self.increments.len().is_multiple_of(k), "brownian: whole coarse steps");
        let sum = |chunk: &[X]| {
            chunk[1..].iter().fold(chunk[0].clone(), |sum, dw| sum.add_scaled(1.0, dw))
        };
        Self { h: self.h * k as f64, increments: self.increments.chunks(k).map(sum).collect() }
    }

    /// Increments in order.
    pub fn increments(&self) -> &[X] {
        &self.increments
    }

    /// Time that one increment takes.
    pub fn h(&self) -> f64 {
        self.h
    }
}

impl<X: State> Brownian<X> for BrownianPath<X> {
    /// # Panics
    /// If the step is not as long as the path's own, to nine digits, or lies
    /// beyond the last.
    fn increment(&self, step_idx: usize, h: f64, _: &X) -> X {
        assert!((h - self.h).abs() <= 1e-9 * self.h, "brownian: a path has steps of its own");
        self.increments[step_idx].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(n: usize) -> Points {
        Points::zeros(n, 2)
    }

    #[test]
    fn increments_have_the_moments_of_a_normal_law_of_variance_h() {
        // A coefficient that draws as well would give products of normals: kurtosis 9.
        let motion = SeededBrownian::new(3, 0);
        let h = 0.04;
        let n = 100_000;
        for step_idx in [0, 1, 500] {
            let dw = motion.increment(step_idx, h, &points(n / 2));
            let moment = |k: i32| dw.data().iter().map(|v| v.powi(k)).sum::<f64>() / n as f64;
            let std_error = |variance: f64| (variance / n as f64).sqrt();
            assert!(moment(1).abs() < 5.0 * std_error(h));
            assert!((moment(2) / h - 1.0).abs() < 5.0 * std_error(2.0));
            // The fourth moment of n draws is off by sqrt(96/n), the kurtosis by sqrt(24/n).
            let kurtosis = moment(4) / (moment(2) * moment(2));
            assert!((kurtosis - 3.0).abs() < 5.0 * std_error(24.0), "{kurtosis}");
        }
    }

    #[test]
    fn increments_are_independent_of_each_other() {
        let motion = SeededBrownian::new(3, 0);
        let n = 50_000;
        let [a, b] = [0, 1].map(|step_idx| motion.increment(step_idx, 1.0, &points(n)));
        let pairs = a.data().iter().zip(b.data());
        let correlation = pairs.map(|(a, b)| a * b).sum::<f64>() / (2 * n) as f64;
        assert!(correlation.abs() < 5.0 / ((2 * n) as f64).sqrt());
    }

    #[test]
    fn the_noise_of_a_point_does_not_depend_on_its_block() {
        let motion = SeededBrownian::new(9, 4);
        for dim in [1, 2, 3] {
            let whole = motion.increment(7, 0.3, &Points::zeros(10, dim));
            for first in 0..9 {
                let block = motion.for_block(first, dim);
                let part = block.increment(7, 0.3, &Points::zeros(10 - first, dim));
                assert_eq!(part, whole.slice(first..10), "dim {dim}, first {first}");
            }
        }
    }

    #[test]
    fn asking_twice_gives_the_same_and_another_motion_gives_another() {
        let of = |seed, run, step_idx| {
            SeededBrownian::new(seed, run).increment(step_idx, 1.0, &points(1))
        };
        assert_eq!(of(1, 0, 0), of(1, 0, 0));
        assert_ne!(of(1, 0, 0), of(2, 0, 0));
        assert_ne!(of(1, 0, 0), of(1, 1, 0));
        assert_ne!(of(1, 0, 0), of(1, 0, 1));
    }

    #[test]
    fn a_coarser_path_ends_at_the_same_place() {
        let fine = BrownianPath::drawn(&SeededBrownian::new(5, 0), 0.125, 8, &points(3));
        for k in [1, 2, 4, 8] {
            let coarse = fine.coarsened(k);
            assert_eq!((coarse.increments().len(), coarse.h()), (8 / k, 0.125 * k as f64));
            let end = |path: &BrownianPath<Points>| {
                path.increments().iter().fold(points(3), |sum, dw| sum.add_scaled(1.0, dw))
            };
            for (a, b) in end(&fine).data().iter().zip(end(&coarse).data()) {
                assert!((a - b).abs() < 1e-14);
            }
        }
        assert_eq!(fine.increment(3, 0.125, &points(3)), fine.increments()[3]);
    }
}
