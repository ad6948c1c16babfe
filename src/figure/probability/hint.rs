//! Pairs (X, Y) where Y is to be guessed from X: what is known of them in closed form.

use crate::figure::probability::joint_law::JointKind;
use crate::figure::probability::joint_law::Side;
use crate::kinds;
use crate::math::line::Bell;
use crate::math::line::LineLaw;
use crate::math::rng::Rng;

kinds! {
    /// How Y hangs on X.
    pub enum HintKind {
        /// `Y` is -2 or 2, and `X = Y/2 + eps/2`.
        Noisy = "noisy", "data point from noisy point";
        /// `Y = 1.3 sin(1.8 X) + 0.4 eps`.
        Sine = "sine", "noisy sine";
        /// The two tilted bumps of the joint laws.
        Bumps = "bumps", "two tilted bumps";
    }
}

/// The noisy point is the path `x_t = t z + (1 - t) eps` at this time.
const TIME: f64 = 0.5;
/// Distance of both data points from 0.
const Z: f64 = 2.0;
/// Height, frequency and noise of the sine, and the spread of its X.
pub(super) const SINE: [f64; 4] = [1.3, 1.8, 0.4, 1.1];

impl HintKind {
    /// Law of X.
    pub(super) fn law(self) -> LineLaw {
        let bells = match self {
            Self::Noisy => [-1.0, 1.0]
                .map(|sign| Bell { weight: 0.5, mean: sign * TIME * Z, std: 1.0 - TIME })
                .to_vec(),
            Self::Sine => vec![Bell { weight: 1.0, mean: 0.0, std: SINE[3] }],
            Self::Bumps => return JointKind::Bumps.law().marginal(Side::X),
        };
        match LineLaw::new(&bells) {
            Ok(law) => law,
            Err(error) => unreachable!("written down above: {error}"),
        }
    }

    /// `E[Y | X = x]`.
    pub(super) fn best(self, x: f64) -> f64 {
        let [height, frequency, ..] = SINE;
        match self {
            // Half the log odds of the two data points are alpha Z x / beta^2.
            Self::Noisy => Z * libm::tanh(TIME * Z * x / (1.0 - TIME).powi(2)),
            Self::Sine => height * libm::sin(frequency * x),
            Self::Bumps => JointKind::Bumps.law().conditional(Side::X, x).mean(),
        }
    }

    /// `Var(Y | X = x)`.
    pub(super) fn variance(self, x: f64) -> f64 {
        match self {
            Self::Noisy => Z * Z - self.best(x).powi(2),
            Self::Sine => SINE[2] * SINE[2],
            Self::Bumps => JointKind::Bumps.law().conditional(Side::X, x).variance(),
        }
    }

    /// `n` independent pairs.
    pub(super) fn draws(self, n: usize, rng: &mut Rng) -> Vec<[f64; 2]> {
        if self == Self::Bumps {
            let points = JointKind::Bumps.law().sample(n, rng);
            return points.rows().map(|row| [row[0], row[1]]).collect();
        }
        let mut pair = || match self {
            Self::Noisy | Self::Bumps => {
                let z = if rng.uniform() < 0.5 { -Z } else { Z };
                [TIME * z + (1.0 - TIME) * rng.normal(), z]
            }
            Self::Sine => {
                let x = SINE[3] * rng.normal();
                [x, self.best(x) + SINE[2] * rng.normal()]
            }
        };
        (0..n).map(|_| pair()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::math::rng::Stream;

    #[test]
    fn the_best_guess_of_the_data_point_is_that_of_the_two_point_toy() {
        // oracles.md, the +-2 toy: E[z | x = .3] at t = .5.
        assert!((HintKind::Noisy.best(0.3) - 1.667_309_21).abs() < 5e-9);
    }

    #[test]
    fn columns_of_draws_have_the_mean_and_variance_of_the_closed_forms() {
        let half = 0.05;
        for &kind in HintKind::ALL {
            let draws = kind.draws(200_000, &mut Rng::stream(5, Stream::Figure, 0));
            for x in [-0.9, 0.2, 0.6] {
                let near = |pair: &&[f64; 2]| (pair[0] - x).abs() < half;
                let column: Vec<f64> = draws.iter().filter(near).map(|pair| pair[1]).collect();
                let n = column.len() as f64;
                let mean = column.iter().sum::<f64>() / n;
                let squares = column.iter().map(|y| (y - mean).powi(2)).sum::<f64>();
                // A narrow column differs from its middle by less than its steepest slope, 8.
                let bias = 8.0 * half * half;
                let error = 4.0 * (kind.variance(x) / n).sqrt() + bias;
                assert!((mean - kind.best(x)).abs() < error, "{kind:?} {x}");
                assert!((squares / n - kind.variance(x)).abs() < 0.2, "{kind:?} {x}");
            }
        }
    }
}
