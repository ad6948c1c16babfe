//! A Brownian motion that can be looked at ever more closely: Lévy's midpoints.
//!
//! Between two known values the value in the middle is normal around their
//! mean. Every midpoint has a normal number of its own, so that a closer look
//! adds values and never changes those already seen.

use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Deepest level: `2^40` steps of the unit of time.
pub const MAX_LEVEL: u32 = 40;

/// A Brownian motion on `[0, 1]`, the same whenever it is looked at.
///
/// Random: yes; the midpoint number `i` of the level `l` takes its number from
/// stream `Figure` number `2^(l-1) + i` of the seed, the end from number 0.
///
/// Source: P. Lévy, Processus stochastiques et mouvement brownien, 1948.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevyMotion {
    seed: u64,
}

impl LevyMotion {
    /// The motion of a seed.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// Values at the times `k / 2^level` for `k` from `first` to `last`.
    ///
    /// Costs about twice as many normal numbers as values, whatever the level.
    ///
    /// # Panics
    /// If the level is deeper than [`MAX_LEVEL`] or the times leave `[0, 1]`.
    pub fn values(self, level: u32, first: u64, last: u64) -> Vec<f64> {
        assert!(level <= MAX_LEVEL, "levy: level {level} is too deep");
        assert!(first <= last && last <= 1 << level, "levy: times within the unit");
        if level == 0 {
            let ends = [0.0, self.normal(0)];
            return ends[first as usize..=last as usize].to_vec();
        }
        let (low, high) = (first / 2, last.div_ceil(2));
        let coarse = self.values(level - 1, low, high);
        // The middle of a time `h` has the variance `h/4`.
        let spread = libm::sqrt(0.25 / (1_u64 << (level - 1)) as f64);
        let value = |k: u64| {
            let left = coarse[(k / 2 - low) as usize];
            if k.is_multiple_of(2) {
                return left;
            }
            let right = coarse[(k / 2 + 1 - low) as usize];
            let midpoint = (1 << (level - 1)) + k / 2;
            0.5 * (left + right) + spread * self.normal(midpoint)
        };
        (first..=last).map(value).collect()
    }

    fn normal(self, index: u64) -> f64 {
        Rng::stream(self.seed, Stream::Figure, index).normal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closer_look_keeps_what_was_seen() {
        let motion = LevyMotion::new(3);
        let coarse = motion.values(5, 0, 32);
        let fine = motion.values(9, 0, 512);
        for (k, value) in coarse.iter().enumerate() {
            assert_eq!(value.to_bits(), fine[16 * k].to_bits(), "k = {k}");
        }
        assert_eq!(motion.values(9, 100, 140), fine[100..=140]);
        assert!(fine[0].abs() <= 0.0);
    }

    #[test]
    fn increments_are_normal_with_the_variance_of_their_time() {
        // 64 motions of 1,024 increments each.
        let n = 64 * 1024;
        let mut moments = [0.0_f64; 2];
        let mut product = 0.0;
        for seed in 0..64 {
            let values = LevyMotion::new(seed).values(10, 0, 1024);
            let steps: Vec<f64> = values.windows(2).map(|w| 32.0 * (w[1] - w[0])).collect();
            for step in &steps {
                moments[0] += step * step / f64::from(n);
                moments[1] += step.powi(4) / f64::from(n);
            }
            product += steps.windows(2).map(|w| w[0] * w[1]).sum::<f64>() / f64::from(n);
        }
        // Five standard errors of the second and fourth moment of n normal draws.
        let n = f64::from(n);
        assert!((moments[0] - 1.0).abs() < 5.0 * (2.0 / n).sqrt(), "{}", moments[0]);
        assert!((moments[1] - 3.0).abs() < 5.0 * (96.0 / n).sqrt(), "{}", moments[1]);
        assert!(product.abs() < 5.0 / n.sqrt(), "neighbors are independent: {product}");
    }

    #[test]
    fn the_deepest_level_can_be_looked_at() {
        let last = 1 << MAX_LEVEL;
        let values = LevyMotion::new(1).values(MAX_LEVEL, last - 2, last);
        assert_eq!(values.len(), 3);
        assert!(values.iter().all(|v| v.is_finite()));
        // Steps of 2^-40 have the size 2^-20; ten of those never happen.
        assert!((values[2] - values[1]).abs() < 1e-5);
    }
}
