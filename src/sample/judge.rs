//! Sliced W2 between samples and fresh data, and its noise level, in slices.

use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::metric::noise::N_PAIRS;
use crate::metric::sliced::directions;
use crate::metric::sliced::sliced_w2_along;
use crate::model::batch::BatchSource;

/// Numbers sorted by one call, a bound on how long it takes.
const SLICE_COST: usize = 40_000;

/// `sliced_w2` of two sets in progress: some directions a call.
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
    /// If the sets differ in shape.
    pub fn new(a: Points, b: Points) -> Self {
        assert_eq!((a.n(), a.dim()), (b.n(), b.dim()), "sliced w2: shapes must agree");
        let directions = directions(a.dim());
        Self { a, b, directions, n_done: 0, sum: 0.0 }
    }

    /// Looks along some more directions; the distance after the last.
    pub fn advance(&mut self) -> Option<f64> {
        let n = self.directions.n();
        let len = (SLICE_COST / self.a.n().max(1)).clamp(1, n);
        let end = (self.n_done + len).min(n);
        if self.n_done < end {
            let some = self.directions.slice(self.n_done..end);
            let w2 = sliced_w2_along(&self.a, &self.b, &some);
            self.sum += w2 * w2 * (end - self.n_done) as f64;
            self.n_done = end;
        }
        (self.n_done == n).then(|| (self.sum / n as f64).sqrt())
    }
}

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
/// Random: pair `i` is drawn from stream `NoiseLevel` number `i` of the seed,
/// first set first, as by [`crate::metric::noise::NoiseLevel`].
#[derive(Clone, Debug)]
pub struct LevelRun {
    n: usize,
    pair: Option<SlicedRun>,
    distances: Vec<f64>,
}

impl LevelRun {
    /// The level between sets of `n` points, nothing measured yet.
    pub fn new(n: usize) -> Self {
        Self { n, pair: None, distances: Vec::new() }
    }

    /// Measures some more; the level after the last pair.
    pub fn advance(&mut self, source: &BatchSource) -> Option<Level> {
        let n = self.n;
        let idx = self.distances.len() as u64;
        let pair = self.pair.get_or_insert_with(|| {
            let mut rng = Rng::stream(source.seed, Stream::NoiseLevel, idx);
            let a = source.dataset.sample(n, &mut rng);
            let b = source.dataset.sample(n, &mut rng);
            SlicedRun::new(a, b)
        });
        if let Some(distance) = pair.advance() {
            self.distances.push(distance);
            self.pair = None;
        }
        (self.distances.len() as u64 == N_PAIRS).then(|| level(&self.distances))
    }
}

fn level(distances: &[f64]) -> Level {
    let n = distances.len() as f64;
    let mean = distances.iter().sum::<f64>() / n;
    let sum: f64 = distances.iter().map(|d| (d - mean) * (d - mean)).sum();
    Level { mean, spread: (sum / (n - 1.0)).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::run::Experiment;
    use crate::metric::noise::NoiseLevel;
    use crate::metric::sliced::sliced_w2;

    #[test]
    fn slices_add_up_to_the_whole_distance() {
        let mut rng = Rng::stream(3, Stream::Figure, 0);
        let (a, b) = (rng.normal_points(900, 2), rng.normal_points(900, 2));
        let whole = sliced_w2(&a, &b);
        let mut run = SlicedRun::new(a, b);
        let mut n_calls = 1;
        let sliced = loop {
            match run.advance() {
                Some(distance) => break distance,
                None => n_calls += 1,
            }
        };
        assert!((sliced - whole).abs() < 1e-12 * whole);
        assert!(1 < n_calls);
    }

    #[test]
    fn the_noise_level_is_that_of_the_metric() {
        let source = BatchSource::of(&Experiment::from_link("seed=4"));
        let mut whole = NoiseLevel::new(4, N_PAIRS);
        while whole.advance(|rng| source.dataset.sample(200, rng), sliced_w2) {}
        let mut run = LevelRun::new(200);
        let level = loop {
            if let Some(level) = run.advance(&source) {
                break level;
            }
        };
        assert!((level.mean - whole.value().unwrap()).abs() < 1e-12);
        assert!((level.spread - whole.spread().unwrap()).abs() < 1e-12);
    }
}
