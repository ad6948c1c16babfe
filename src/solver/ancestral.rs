//! The ancestral step of DDPM, for any Gaussian path: undo one step of noising.

use crate::math::field::GaussianField;
use crate::math::state::State;
use crate::solver::step::PathSolver;
use crate::solver::step::Step;

/// A draw of `x_s` given `x_t` and the prediction `z`, with `t = t0 < s = t1`,
/// in the chain that noises `x_s` into `x_t`.
///
/// That chain has `x_s ~ N(alpha_s z, beta_s^2)` and
/// `x_t ~ N(a x_s, v)` with `a = alpha_t / alpha_s`, `v = beta_t^2 - a^2 beta_s^2`.
/// By Bayes `x_s` is normal with mean `(v alpha_s z + a beta_s^2 x_t) / beta_t^2`
/// and variance `beta_s^2 v / beta_t^2`: no division by `alpha_t`, which may be
/// zero at the start, and no noise where `beta_s = 0`, at the end.
///
/// The prediction stands for the data, whose spread given `x_t` is left out:
/// that costs expectations an error of order 1. Where `beta^2` falls to zero
/// like `1 - t`, as for the square root, the last steps add a factor `ln n`.
///
/// It needs `alpha / beta` to rise, as it does on every path from noise to data.
///
/// Source: Ho, Jain, Abbeel, "Denoising diffusion probabilistic models" (2020),
/// equations 6 and 7, in our time direction and for any `alpha` and `beta`.
#[derive(Clone, Copy, Debug)]
pub struct Ancestral;

impl<X: State> PathSolver<X> for Ancestral {
    const ORDER: u32 = 1;
    const CALLS: u32 = 1;
    const IS_STOCHASTIC: bool = true;

    fn step<F>(&self, field: &F, step: Step, normals: impl FnOnce() -> X, x: &X) -> X
    where
        F: GaussianField<X> + ?Sized,
    {
        let posterior = Posterior::of(field.alpha_beta(step.t0), field.alpha_beta(step.t1));
        let z = field.endpoints(step.t0, x).z;
        let mean = z.scaled(posterior.of_data).add_scaled(posterior.of_point, x);
        if posterior.std <= 0.0 {
            return mean;
        }
        mean.add_scaled(posterior.std, &normals())
    }
}

/// Law of `x_s` given `x_t` and `z`: `N(of_data z + of_point x_t, std^2 I)`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Posterior {
    of_data: f64,
    of_point: f64,
    std: f64,
}

impl Posterior {
    /// From the factors at `t` and at `s`.
    fn of((alpha_t, beta_t): (f64, f64), (alpha_s, beta_s): (f64, f64)) -> Self {
        let a = alpha_t / alpha_s;
        // beta_t^2 - a^2 beta_s^2 as a product: positive where alpha/beta rises.
        let v = (beta_t - a * beta_s) * (beta_t + a * beta_s);
        let share = v / (beta_t * beta_t);
        let kept = beta_s / beta_t;
        Self {
            of_data: share * alpha_s,
            of_point: a * kept * kept,
            std: beta_s * libm::sqrt(share),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn the_step_is_that_of_ddpm_on_its_own_chain() {
        // x_t = sqrt(abar) z + sqrt(1 - abar) eps; the paper's mean and variance.
        let (abar_t, abar_s) = (0.3_f64, 0.5_f64);
        let (kept, lost) = (abar_t / abar_s, 1.0 - abar_t / abar_s);
        let posterior = Posterior::of(
            (abar_t.sqrt(), (1.0 - abar_t).sqrt()),
            (abar_s.sqrt(), (1.0 - abar_s).sqrt()),
        );
        check_close(posterior.of_data, abar_s.sqrt() * lost / (1.0 - abar_t));
        check_close(posterior.of_point, kept.sqrt() * (1.0 - abar_s) / (1.0 - abar_t));
        check_close(posterior.std.powi(2), (1.0 - abar_s) / (1.0 - abar_t) * lost);
    }

    #[test]
    fn from_pure_noise_the_point_says_nothing_and_the_step_is_fresh() {
        let posterior = Posterior::of((0.0, 1.0), (0.25, 0.75));
        assert_eq!(posterior, Posterior { of_data: 0.25, of_point: 0.0, std: 0.75 });
    }

    #[test]
    fn the_last_step_is_the_prediction_without_noise() {
        let posterior = Posterior::of((0.9, 0.1), (1.0, 0.0));
        assert_eq!(posterior, Posterior { of_data: 1.0, of_point: 0.0, std: 0.0 });
    }

    #[test]
    fn given_the_data_the_step_keeps_the_conditional_path() {
        // If x_t ~ N(alpha_t z, beta_t^2) then x_s ~ N(alpha_s z, beta_s^2).
        let ((alpha_t, beta_t), (alpha_s, beta_s)) = ((0.3, 0.7), (0.6, 0.4));
        let posterior = Posterior::of((alpha_t, beta_t), (alpha_s, beta_s));
        check_close(posterior.of_data + posterior.of_point * alpha_t, alpha_s);
        let variance = (posterior.of_point * beta_t).powi(2) + posterior.std.powi(2);
        check_close(variance, beta_s * beta_s);
    }
}
