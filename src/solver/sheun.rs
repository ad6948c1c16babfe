//! The stochastic Heun scheme: average the drifts at both ends, one noise for both.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::NoiseSolver;
use crate::solver::step::Sde;
use crate::solver::step::Step;
use crate::solver::step::with_noise;

/// `x' = x + h f(t0, x) + sigma dW`, then
/// `x1 = x + h/2 (f(t0, x) + f(t1, x')) + sigma dW`, with `sigma` in the middle
/// of the step and the same `dW` twice.
///
/// For noise that does not depend on the place, which is all there is here,
/// Ito's and Stratonovich's readings agree. Without noise it is Heun's scheme.
///
/// Source: Ruemelin, "Numerical treatment of stochastic differential equations"
/// (1982), the stochastic Heun scheme, for additive noise.
#[derive(Clone, Copy, Debug)]
pub struct StochasticHeun;

impl<X: State> NoiseSolver<X> for StochasticHeun {
    const ORDER: u32 = 2;
    const STRONG_ORDER: u32 = 1;
    const CALLS: u32 = 2;

    fn step<F>(&self, sde: &Sde<'_, F>, step: Step, dw: &X, x: &X) -> X
    where
        F: VectorField<X> + ?Sized,
    {
        let h = step.h();
        let sigma = (sde.diffusion)(step.middle());
        let f0 = sde.drift.velocity(step.t0, x);
        let guess = with_noise(x.clone().add_scaled(h, &f0), sigma, dw);
        let f1 = sde.drift.velocity(step.t1, &guess);
        let drifted = x.clone().add_scaled(0.5 * h, &f0).add_scaled(0.5 * h, &f1);
        with_noise(drifted, sigma, dw)
    }
}
