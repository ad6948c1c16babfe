//! The DDIM step: go on along the line through both predictions.

use crate::math::field::GaussianField;
use crate::math::state::State;
use crate::solver::step::PathSolver;
use crate::solver::step::Step;

/// `x1 = alpha(t1) z + beta(t1) eps`, with the predictions `z` and `eps` at `t0`.
///
/// The exponential Euler step of the flow: `x / alpha` moves with
/// `eps d(beta / alpha)`, and `eps` is held. Exact in one step where the data
/// is a single point. Random: no; it may run backward.
///
/// Source: Song, Meng, Ermon, "Denoising diffusion implicit models" (2021),
/// with `eta = 0`, for any `alpha` and `beta`.
#[derive(Clone, Copy, Debug)]
pub struct Ddim;

impl<X: State> PathSolver<X> for Ddim {
    const ORDER: u32 = 1;
    const CALLS: u32 = 1;
    const IS_STOCHASTIC: bool = false;

    fn step<F>(&self, field: &F, step: Step, _: impl FnOnce() -> X, x: &X) -> X
    where
        F: GaussianField<X> + ?Sized,
    {
        let ends = field.endpoints(step.t0, x);
        let (alpha, beta) = field.alpha_beta(step.t1);
        ends.z.scaled(alpha).add_scaled(beta, &ends.eps)
    }
}
