//! The noise level of sliced W2, in slices.

use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::sliced::SlicedRun;

/// A noise level: mean and standard deviation over pairs of fresh sets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Mean over the pairs.
    pub mean: f64,
    /// Standard deviation from pair to pair.
    pub spread: f64,
}

/// `sliced_w2_noise` in progress.
///
/// Random: as [`NoiseLevel`] of the seed.
#[derive(Clone, Debug)]
pub struct LevelRun {
    n: usize,
    level: NoiseLevel,
    pair: Option<SlicedRun>,
}

impl LevelRun {
    /// The level between sets of `n` points, nothing measured yet.
    pub fn new(seed: u64, n: usize) -> Self {
        Self { n, level: NoiseLevel::new(seed, N_PAIRS), pair: None }
    }

    /// Measures some more; the level after the last pair. `draw` gives as many
    /// fresh points as it is told.
    pub fn advance(&mut self, draw: impl Fn(usize, &mut Rng) -> Points) -> Option<Level> {
        let Self { n, level, pair } = self;
        let run = pair.get_or_insert_with(|| {
            let (a, b) = level.next_pair(|rng| draw(*n, rng));
            SlicedRun::new(a, b)
        });
        level.record(run.advance_slice()?);
        self.pair = None;
        if level.n_done() < level.n_pairs() {
            return None;
        }
        Some(Level { mean: level.value()?, spread: level.spread()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::metric::sliced::sliced_w2;

    #[test]
    fn the_noise_level_is_that_of_the_metric() {
        let dataset = DatasetKind::Moons.build();
        let mut whole = NoiseLevel::new(4, N_PAIRS);
        while whole.advance(|rng| dataset.sample(200, rng), sliced_w2) {}
        let mut run = LevelRun::new(4, 200);
        let level = loop {
            if let Some(level) = run.advance(|n, rng| dataset.sample(n, rng)) {
                break level;
            }
        };
        assert!((level.mean - whole.value().unwrap()).abs() < 1e-12);
        assert!((level.spread - whole.spread().unwrap()).abs() < 1e-12);
    }
}
