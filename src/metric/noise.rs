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
            let (a, b) = self.next_pair(&mut draw);
            self.record(distance(&a, &b));
        }
        self.n_done() < self.n_pairs
    }

    /// The pair that is to be measured next, for a distance taken in slices;
    /// [`Self::record`] takes the result.
    pub fn next_pair(&self, mut draw: impl FnMut(&mut Rng) -> Points) -> (Points, Points) {
        let mut rng = Rng::stream(self.seed, Stream::NoiseLevel, self.n_done());
        let a = draw(&mut rng);
        let b = draw(&mut rng);
        (a, b)
    }

    /// Keeps the distance of the pair that [`Self::next_pair`] gave.
    pub fn record(&mut self, distance: f64) {
        self.distances.push(distance);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::sliced::sliced_w2;

    fn uniform_set(n: usize) -> impl Fn(&mut Rng) -> Points {
        move |rng| Points::new(1, (0..n).map(|_| rng.uniform()).collect())
    }

    #[test]
    fn the_level_of_uniform_draws_is_that_of_order_statistics() {
        // On the line W2^2 is the mean of (U_(i) - V_(i))^2, whose expectation
        // is twice the mean variance of the order statistics: 1 / (3 (n + 1)).
        for n in [1, 10, 100] {
            let mut level = NoiseLevel::new(5, 2000);
            while level.advance(uniform_set(n), |a, b| sliced_w2(a, b).powi(2)) {}
            let expected = 1.0 / (3.0 * (n + 1) as f64);
            let std_error = level.spread().unwrap() / 2000_f64.sqrt();
            let found = level.value().unwrap();
            assert!((found - expected).abs() < 4.0 * std_error, "n = {n}: {found} != {expected}");
        }
    }

    #[test]
    fn a_level_does_not_depend_on_other_work_in_between() {
        let mut at_once = NoiseLevel::new(7, N_PAIRS);
        while at_once.advance(uniform_set(20), sliced_w2) {}
        let mut sliced = NoiseLevel::new(7, N_PAIRS);
        let mut other = NoiseLevel::new(8, 3);
        while sliced.advance(uniform_set(20), sliced_w2) {
            other.advance(uniform_set(20), sliced_w2);
        }
        assert_eq!(at_once.value(), sliced.value());
        assert_ne!(at_once.value(), other.value());
        assert_eq!((at_once.n_done(), other.n_done()), (16, 3));
    }

    #[test]
    fn nothing_is_claimed_before_it_was_measured() {
        let mut level = NoiseLevel::new(7, 2);
        assert_eq!((level.value(), level.spread()), (None, None));
        assert!(level.advance(uniform_set(4), sliced_w2));
        assert!(level.value().is_some() && level.spread().is_none());
        assert!(!level.advance(uniform_set(4), sliced_w2));
        assert!(level.spread().is_some());
        assert!(!level.advance(uniform_set(4), sliced_w2));
        assert_eq!(level.n_done(), 2);
    }

    #[test]
    fn mean_and_spread_are_those_of_the_distances() {
        let mut level = NoiseLevel::new(1, 3);
        for distance in [1.0, 2.0, 6.0] {
            level.advance(uniform_set(1), |_, _| distance);
        }
        assert_eq!((level.value(), level.spread()), (Some(3.0), Some(7_f64.sqrt())));
    }
}
