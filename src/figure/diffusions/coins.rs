//! Random walks by coin flips: walks that belong together, and their exact law.

use crate::figure::diffusions::law::Normal;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// The finest walk makes `4^FINEST` flips in one unit of time.
pub(super) const FINEST: u32 = 6;

/// Flips in one unit of time of the walk number `k`.
pub(super) fn n_flips(k: u32) -> usize {
    1 << (2 * k)
}

/// Length of one step of the walk number `k`: the root of one over its flips.
pub(super) fn step_of(k: u32) -> f64 {
    1.0 / f64::from(1_u32 << k)
}

/// A walk of `4^k` flips in one unit of time: its place before the first flip
/// and after each.
///
/// All walks of one seed and index are read off one fine walk: a step of the
/// coarse walk is made when the fine one has moved by as much. Each is a fair
/// walk by itself, and with more flips they close in on one path.
///
/// Random: yes; one uniform number a fine flip, of stream `Figure` number `index`.
///
/// Source: F. Knight, "On the random walk and Brownian motion", 1962.
pub(super) fn walk(seed: u64, index: u64, k: u32) -> Vec<f64> {
    let mut rng = Rng::stream(seed, Stream::Figure, index);
    let stride: i64 = 1 << (FINEST - k);
    let (mut place, mut mark) = (0_i64, 0_i64);
    let mut places = vec![0.0];
    while places.len() <= n_flips(k) {
        place += if rng.uniform() < 0.5 { 1 } else { -1 };
        if (place - mark).abs() == stride {
            mark = place;
            places.push(mark as f64 * step_of(FINEST));
        }
    }
    places
}

/// Probability of each number of heads among `m` fair flips.
pub(super) fn heads(m: usize) -> Vec<f64> {
    // From the middle outward by ratios, then scaled: nothing under- or overflows.
    let middle = m / 2;
    let mut chances = vec![1.0; m + 1];
    for j in middle..m {
        chances[j + 1] = chances[j] * (m - j) as f64 / (j + 1) as f64;
    }
    for j in (0..middle).rev() {
        chances[j] = chances[j + 1] * (j + 1) as f64 / (m - j) as f64;
    }
    let total: f64 = chances.iter().sum();
    chances.iter().map(|chance| chance / total).collect()
}

/// Largest difference between the distribution functions of a walk of `m` flips,
/// scaled to variance 1, and of the standard normal law.
pub(super) fn gap(m: usize) -> f64 {
    let normal = Normal::new(0.0, 1.0);
    let mut at_most = 0.0;
    let mut gap = 0.0_f64;
    for (j, chance) in heads(m).into_iter().enumerate() {
        let x = (2 * j) as f64 - m as f64;
        let smooth = normal.at_most(x / (m.max(1) as f64).sqrt());
        gap = gap.max((at_most - smooth).abs());
        at_most += chance;
        gap = gap.max((at_most - smooth).abs());
    }
    gap
}

/// What [`gap`] tends to: half of the largest jump, `1 / sqrt(2 pi m)`.
pub(super) fn expected_gap(m: usize) -> f64 {
    1.0 / (std::f64::consts::TAU * m as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_to_the_bell_is_the_one_worked_out_outside() {
        // Binomial and normal distribution functions of SciPy.
        let table = [
            (1, 0.341_344_746_068_542_9),
            (4, 0.1875),
            (10, 0.123_046_875),
            (64, 0.049_673_376_873_983_32),
            (256, 0.024_909_554_968_069_625),
            (4096, 0.006_233_092_681_879_881_5),
        ];
        for (m, expected) in table {
            assert!((gap(m) - expected).abs() < 1e-12, "{m}: {}", gap(m));
            assert!(m < 64 || (gap(m) / expected_gap(m) - 1.0).abs() < 0.005, "{m}");
        }
    }

    #[test]
    fn chances_of_heads_are_those_of_fair_coins() {
        assert_eq!(heads(0), [1.0]);
        for (chance, expected) in heads(4).iter().zip([0.0625, 0.25, 0.375, 0.25, 0.0625]) {
            assert!((chance - expected).abs() < 1e-15);
        }
        assert!((heads(4096).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_walk_makes_its_flips_with_its_own_steps() {
        for k in 0..=FINEST {
            let places = walk(5, 0, k);
            assert_eq!(places.len(), n_flips(k) + 1);
            for pair in places.windows(2) {
                assert!(((pair[1] - pair[0]).abs() - step_of(k)).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn the_coins_of_every_walk_are_fair_and_independent() {
        for k in [3, 5] {
            let n = n_flips(k) * 16;
            let (mut ups, mut turns) = (0, 0);
            for index in 0..16 {
                let signs: Vec<bool> =
                    walk(2, index, k).windows(2).map(|pair| pair[0] < pair[1]).collect();
                ups += signs.iter().filter(|&&is_up| is_up).count();
                turns += signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
            }
            // Five standard errors of a share of n fair coins.
            let bound = 5.0 * 0.5 / (n as f64).sqrt();
            assert!((ups as f64 / n as f64 - 0.5).abs() < bound);
            assert!((turns as f64 / (n - 16) as f64 - 0.5).abs() < bound);
        }
    }

    #[test]
    fn more_flips_bring_a_walk_nearer_to_the_finest() {
        // Mean largest distance at common times over 20 walks.
        let distance = |k: u32| {
            let stride = n_flips(FINEST - k);
            let far = |index: u64| {
                let (coarse, fine) = (walk(1, index, k), walk(1, index, FINEST));
                let at = |j: usize| (coarse[j] - fine[j * stride]).abs();
                (0..coarse.len()).map(at).fold(0.0, f64::max)
            };
            (0..20).map(far).sum::<f64>() / 20.0
        };
        let [d2, d4, d5] = [2, 4, 5].map(distance);
        assert!(d4 < d2 && d5 < d4 && d5 < 0.7 * d2, "{d2} {d4} {d5}");
    }
}
