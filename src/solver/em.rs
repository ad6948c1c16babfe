//! The Euler-Maruyama scheme: Euler's step and one increment of noise.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::NoiseSolver;
use crate::solver::step::Sde;
use crate::solver::step::Step;
use crate::solver::step::with_noise;

/// `x1 = x + h f(t0, x) + sigma(t0) dW`.
///
/// Without noise it is Euler's scheme, bit for bit. Never calls the drift at
/// the end of the step.
#[derive(Clone, Copy, Debug)]
pub struct EulerMaruyama;

impl<X: State> NoiseSolver<X> for EulerMaruyama {
    const ORDER: u32 = 1;
    const STRONG_ORDER: u32 = 1;
    const CALLS: u32 = 1;

    fn step<F>(&self, sde: &Sde<'_, F>, step: Step, dw: &X, x: &X) -> X
    where
        F: VectorField<X> + ?Sized,
    {
        let f = sde.drift.velocity(step.t0, x);
        let drifted = x.clone().add_scaled(step.h(), &f);
        with_noise(drifted, (sde.diffusion)(step.t0), dw)
    }
}
