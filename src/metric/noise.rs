//! Noise level of a distance: what it reads between two fresh sets of one law.

use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Number of pairs behind every published noise level.
pub const N_PAIRS: u64 = 16;

/// Mean distance between pairs of fresh sets, one pair per call.
///
/// Pair `i` is drawn from stream `NoiseLevel` number `i` of the seed, first
/// set first, so a level does not depend on where the work was interrupted.
#[derive(Clone, Debug)]
pub struct NoiseLevel {
    seed: u64,
    n_pairs: u64,
    distances: Vec<f64>,
}

impl NoiseLevel {
    /// A level over `n_pairs` pairs, none measured yet.
    ///
    /// # Panics
    /// If `n_pairs` is zero.
    pub fn new(seed: u64, n_pairs: u64) -> Self {
        assert!(0 < n_pairs, "noise level: at least one pair");
        Self { seed, n_pairs, distances: Vec::new() }
    }

    /// Draws and measures one pair; true while pairs are left.
    ///
    /// `draw` makes one fresh set of the size that is being judged, and is
    /// called twice; `distance` is the metric. Does nothing after the last pair.
    pub fn advance(
        &mut self,
        mut draw: impl FnMut(&mut Rng) -> Points,
        distance: impl FnOnce(&Points, &Points) -> f64,
    ) -> bool {
        if self.n_done() < self.n_pairs {
            let mut rng = Rng::stream(self.seed, Stream::NoiseLevel, self.n_done());
            let a = draw(&mut rng);
            let b = draw(&mut rng);
            self.distances.push(distance(&a, &b));
        }
        self.n_done() < self.n_pairs
    }

    /// Pairs measured so far.
    pub fn n_done(&self) -> u64 {
        self.distances.len() as u64
    }

    /// Pairs of the whole level.
    pub fn n_pairs(&self) -> u64 {
        self.n_pairs
    }

    /// Mean distance over the pairs measured so far; nothing before the first.
    pub fn value(&self) -> Option<f64> {
        if self.distances.is_empty() {
            return None;
        }
        Some(self.distances.iter().sum::<f64>() / self.distances.len() as f64)
    }

    /// Standard deviation of the distance from pair to pair, with divisor
    /// `n - 1`; nothing before the second pair.
    pub fn spread(&self) -> Option<f64> {
        let mean = self.value()?;
        let n = self.distances.len();
        if n < 2 {
            return None;
        }
        let sum: f64 = self.distances.iter().map(|d| (d - mean) * (d - mean)).sum();
        Some((sum / (n - 1) as f64).sqrt())
    }
}
