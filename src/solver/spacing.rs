//! How a grid spreads its steps over time: a menu of time grids.

use crate::kinds;
use crate::solver::grid::BadGrid;
use crate::solver::grid::TimeGrid;

kinds! {
    /// A rule that places `n` steps between two times.
    ///
    /// Uniform, cosine and late stretch a fixed set of shares of `[0, 1]` over
    /// the interval. A backward grid is the forward one in the opposite order,
    /// so that late steps lie near the data in both directions.
    pub enum GridKind {
        /// Shares `i/n`.
        Uniform = "uniform", "Uniform";
        /// Shares `(1 - cos(pi i/n))/2`: short steps at both ends.
        Cosine = "cosine", "Cosine";
        /// Shares `1 - (1 - i/n)^2`: short steps near the data.
        Late = "late", "Late";
        /// Equal steps in the seventh root of the noise-to-signal ratio.
        Karras = "karras", "Karras (EDM)";
    }
}

/// Largest noise-to-signal ratio that a Karras grid tells apart: `t = 1/81`.
pub const SIGMA_MAX: f64 = 80.0;

/// Smallest noise-to-signal ratio that a Karras grid tells apart: `t = 1/1.002`.
pub const SIGMA_MIN: f64 = 0.002;

/// Exponent of the Karras grid: its steps are equal in `sigma^(1/rho)`.
pub const RHO: f64 = 7.0;

impl GridKind {
    /// `n` steps from `t0` to `t1`, both to the last bit; backward if `t1 < t0`.
    ///
    /// The Karras grid spaces `sigma = (1 - t)/t`, the ratio of noise to signal
    /// of the straight path, whatever the path of the field. That ratio is
    /// infinite at `t = 0` and its root has no step to zero, so the ratios are
    /// those of the source: `sigma_0 = min(80, sigma(t0))`, and if `t1` lies
    /// beyond `1/1.002` the last step but one ends there, at `sigma = 0.002`,
    /// and one more step leads to `t1`. The first time is `t0` itself even where
    /// its ratio exceeds 80. One step goes straight from `t0` to `t1`.
    ///
    /// # Errors
    /// [`BadGrid`] if `n` is out of range, a time is not finite or the steps are
    /// too short to tell times apart; for Karras also if a time lies outside
    /// `[0, 1]` or the grid starts where the smallest ratio already ends.
    ///
    /// Source: Karras, Aittala, Aila, Laine, "Elucidating the design space of
    /// diffusion-based generative models" (2022), equation 5 with its `sigma`,
    /// for the straight path scaled by `1/t`.
    pub fn build(self, t0: f64, t1: f64, n: usize) -> Result<TimeGrid, BadGrid> {
        if t1 < t0 {
            return self.build(t1, t0, n).map(TimeGrid::reversed);
        }
        match self {
            Self::Uniform => TimeGrid::uniform(t0, t1, n),
            Self::Cosine => {
                let share = |s: f64| 0.5 * (1.0 - libm::cos(std::f64::consts::PI * s));
                TimeGrid::warped(t0, t1, n, share)
            }
            Self::Late => TimeGrid::warped(t0, t1, n, |s| 1.0 - (1.0 - s) * (1.0 - s)),
            Self::Karras => karras(t0, t1, n),
        }
    }
}

fn karras(t0: f64, t1: f64, n: usize) -> Result<TimeGrid, BadGrid> {
    // Refuses what every grid refuses, before any ratio is taken.
    TimeGrid::uniform(t0, t1, n)?;
    if let Some(t) = [t0, t1].into_iter().find(|t| !(0.0..=1.0).contains(t)) {
        return Err(BadGrid::OffPath { t });
    }
    let ratio = |t: f64| (1.0 - t) / t;
    let sigma_max = SIGMA_MAX.min(ratio(t0));
    let sigma_min = SIGMA_MIN.max(ratio(t1));
    if sigma_max <= sigma_min {
        return Err(BadGrid::TooLate { t: t0 });
    }
    // Whether a last step is left for the way from the smallest ratio to the end.
    let n_spaced = if ratio(t1) < SIGMA_MIN { n - 1 } else { n };
    let [high, low] = [sigma_max, sigma_min].map(|sigma| libm::pow(sigma, 1.0 / RHO));
    let time = |i: usize| {
        let share = i as f64 / n_spaced as f64;
        1.0 / (1.0 + libm::pow(high + (low - high) * share, RHO))
    };
    let mut times = vec![t0];
    times.extend((1..n).map(time));
    times.push(t1);
    TimeGrid::from_times(times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[track_caller]
    fn check_close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (f, e) in found.iter().zip(expected) {
            assert!((f - e).abs() < 1e-12, "{found:?} is not {expected:?}");
        }
    }

    #[test]
    fn four_steps_of_every_shared_spacing_are_those_worked_out_by_hand() {
        let times = |kind: GridKind| kind.build(0.0, 1.0, 4).unwrap();
        check_close(times(GridKind::Uniform).times(), &[0.0, 0.25, 0.5, 0.75, 1.0]);
        let r = 0.5_f64.sqrt();
        check_close(
            times(GridKind::Cosine).times(),
            &[0.0, (1.0 - r) / 2.0, 0.5, f64::midpoint(1.0, r), 1.0],
        );
        check_close(times(GridKind::Late).times(), &[0.0, 0.4375, 0.75, 0.9375, 1.0]);
    }

    #[test]
    fn every_grid_has_its_ends_to_the_last_bit_and_the_steps_asked_for() {
        for &kind in GridKind::ALL {
            for n in [1, 2, 3, 7, 100, 999] {
                for (t0, t1) in [(0.0, 1.0), (0.1, 0.7), (0.0, 0.999), (1e-4, 1.0)] {
                    let there = kind.build(t0, t1, n).unwrap();
                    assert_eq!((there.start(), there.end(), there.n_steps()), (t0, t1, n));
                    let back = kind.build(t1, t0, n).unwrap();
                    assert_eq!(back, there.reversed(), "{kind:?}");
                }
            }
        }
    }

    #[test]
    fn inside_its_range_the_karras_grid_is_even_in_the_seventh_root() {
        let grid = GridKind::Karras.build(0.1, 0.9, 6).unwrap();
        let roots: Vec<f64> =
            grid.times().iter().map(|t| ((1.0 - t) / t).powf(1.0 / RHO)).collect();
        let step = (9_f64.powf(1.0 / 7.0) - 9_f64.powf(-1.0 / 7.0)) / 6.0;
        for pair in roots.windows(2) {
            assert!((pair[0] - pair[1] - step).abs() < 1e-12);
        }
    }

    #[test]
    fn from_noise_to_data_the_karras_grid_has_the_ratios_of_its_source() {
        // 18 steps from 80 to 0.002, then to zero: the paper's own setting.
        let grid = GridKind::Karras.build(0.0, 1.0, 18).unwrap();
        let ratio = |i: usize| (1.0 - grid.times()[i]) / grid.times()[i];
        let root = |sigma: f64| sigma.powf(1.0 / 7.0);
        for i in 1..18 {
            let share = i as f64 / 17.0;
            let sigma = (root(80.0) + share * (root(0.002) - root(80.0))).powi(7);
            assert!((ratio(i) / sigma - 1.0).abs() < 1e-9);
        }
        assert!((ratio(17) - 0.002).abs() < 1e-12);
    }

    #[test]
    fn a_karras_grid_refuses_times_that_have_no_ratio() {
        let karras = |t0, t1| GridKind::Karras.build(t0, t1, 3);
        assert_eq!(karras(-0.1, 1.0), Err(BadGrid::OffPath { t: -0.1 }));
        assert_eq!(karras(0.0, 5.0), Err(BadGrid::OffPath { t: 5.0 }));
        assert_eq!(karras(0.999, 1.0), Err(BadGrid::TooLate { t: 0.999 }));
        assert_eq!(GridKind::Karras.build(0.0, 1.0, 0), Err(BadGrid::NoSteps));
    }

    #[test]
    fn every_grid_refuses_what_is_no_interval() {
        for &kind in GridKind::ALL {
            assert!(matches!(kind.build(0.5, 0.5, 1), Err(BadGrid::NotMonotone { .. })));
            assert!(matches!(kind.build(0.0, f64::NAN, 1), Err(BadGrid::NotFinite { .. })));
            assert_eq!(kind.build(0.0, 1.0, 0), Err(BadGrid::NoSteps));
        }
    }
}
