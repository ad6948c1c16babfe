//! Seeded random numbers with named streams, the same on every machine.
//!
//! A value-stable cipher (`ChaCha8`), our own Box-Muller and transcendentals
//! from `libm`: the platform's own round differently natively and in wasm.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;
use rand_chacha::rand_core::SeedableRng;

use crate::math::points::Points;

/// What random numbers are drawn for; streams never share a number.
///
/// The discriminant is part of what a link means: never renumber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Stream {
    /// Points of a data set drawn once (empirical sets, fresh reference sets).
    Data = 1,
    /// Start noise of samples.
    Noise = 2,
    /// Initial weights.
    Init = 3,
    /// Training batches; the index is the step.
    Batch = 4,
    /// Sets drawn to measure with.
    Metric = 5,
    /// Pairs of fresh sets for noise levels; the index is the pair.
    NoiseLevel = 6,
    /// Brownian increments.
    Brownian = 7,
    /// Pictures and demonstrations.
    Figure = 8,
    /// Monte Carlo estimates of loss floors; the index is the round.
    Floor = 9,
    /// Laws that are themselves drawn at random.
    Law = 16,
}

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Rng {
    cipher: ChaCha8Rng,
    spare: Option<f64>,
}

impl Rng {
    /// Numbers of `stream` number `index` under `seed`, independent of all others.
    ///
    /// # Panics
    /// If `index` needs more than 48 bits.
    pub fn stream(seed: u64, stream: Stream, index: u64) -> Self {
        assert!(index < 1 << 48, "rng: stream index out of range");
        let mut cipher = ChaCha8Rng::seed_from_u64(seed);
        cipher.set_stream((u64::from(stream as u16) << 48) | index);
        Self { cipher, spare: None }
    }

    /// Uniform on `[0, 1)`, on a grid of `2^-53`.
    pub fn uniform(&mut self) -> f64 {
        (self.cipher.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform on `[low, high)`.
    pub fn uniform_in(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Uniform on `0..n`; the bias is below `n / 2^53`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n - 1)
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        let angle = std::f64::consts::TAU * self.uniform();
        self.spare = Some(radius * libm::sin(angle));
        radius * libm::cos(angle)
    }

    /// Moves on by `n` standard normal numbers without making them.
    pub fn skip_normals(&mut self, mut n: u64) {
        if 0 < n && self.spare.take().is_some() {
            n -= 1;
        }
        // Two uniform numbers of two words each make a pair.
        let word = self.cipher.get_word_pos() + u128::from(n / 2) * 4;
        self.cipher.set_word_pos(word);
        if !n.is_multiple_of(2) {
            self.normal();
        }
    }

    /// `n` standard normal points.
    pub fn normal_points(&mut self, n: usize, dim: usize) -> Points {
        Points::new(dim, (0..n * dim).map(|_| self.normal()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_numbers_have_the_moments_of_the_normal_law() {
        let mut rng = Rng::stream(7, Stream::Noise, 0);
        let draws: Vec<f64> = (0..200_000).map(|_| rng.normal()).collect();
        let moment = |k: i32| draws.iter().map(|x| x.powi(k)).sum::<f64>() / draws.len() as f64;
        // Five standard errors: sqrt((E x^2k - (E x^k)^2) / n).
        assert!(moment(1).abs() < 5.0 * (1.0 / 2e5_f64).sqrt());
        assert!((moment(2) - 1.0).abs() < 5.0 * (2.0 / 2e5_f64).sqrt());
        assert!((moment(4) - 3.0).abs() < 5.0 * (96.0 / 2e5_f64).sqrt());
    }

    #[test]
    fn skipping_numbers_is_drawing_them() {
        for before in 0..4 {
            for skipped in 0..40 {
                let mut drawn = Rng::stream(3, Stream::Noise, 1);
                (0..before).for_each(|_| assert!(drawn.normal().is_finite()));
                let mut moved = drawn.clone();
                (0..skipped).for_each(|_| assert!(drawn.normal().is_finite()));
                moved.skip_normals(skipped);
                for _ in 0..3 {
                    assert_eq!(moved.normal().to_bits(), drawn.normal().to_bits());
                }
            }
        }
    }

    #[test]
    fn streams_and_indices_and_seeds_differ() {
        let first = |seed, stream, index| Rng::stream(seed, stream, index).uniform().to_bits();
        let one = first(1, Stream::Noise, 0);
        assert_eq!(one, first(1, Stream::Noise, 0));
        assert_ne!(one, first(2, Stream::Noise, 0));
        assert_ne!(one, first(1, Stream::Data, 0));
        assert_ne!(one, first(1, Stream::Noise, 1));
    }
}
