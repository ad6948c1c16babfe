//! What one step is, and what a scheme promises about it.

use crate::math::field::GaussianField;
use crate::math::field::VectorField;
use crate::math::state::State;

/// A step from time `t0` to time `t1`; backwards if `t1 < t0`.
///
/// Both ends are kept, not the length: `t0 + (t1 - t0)` can round past `t1`,
/// where a schedule may no longer be defined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Time at the beginning.
    pub t0: f64,
    /// Time at the end.
    pub t1: f64,
}

impl Step {
    /// Signed length `t1 - t0`.
    pub fn h(self) -> f64 {
        self.t1 - self.t0
    }

    /// Time halfway.
    pub fn middle(self) -> f64 {
        self.t0 + 0.5 * self.h()
    }
}

/// An explicit one-step scheme for `dX = u_t(X) dt`.
pub trait Solver<X: State> {
    /// Power of the step with which the error at a fixed time falls, for
    /// fields with as many continuous derivatives.
    const ORDER: u32;

    /// Calls of the field that one step makes.
    const CALLS: u32;

    /// State at `step.t1`, from the state `x` at `step.t0`.
    ///
    /// Calls the field [`Self::CALLS`] times, at times within the step.
    /// Random: no.
    fn step(&self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X;
}

/// `dX = f_t(X) dt + sigma_t dW`; the noise does not depend on the place.
pub struct Sde<'a, F: ?Sized> {
    /// Full drift `f_t`, which for a flow holds the score term as well.
    pub drift: &'a F,
    /// Diffusion coefficient `sigma_t`, not random.
    pub diffusion: &'a dyn Fn(f64) -> f64,
}

/// An explicit one-step scheme for [`Sde`].
pub trait NoiseSolver<X: State> {
    /// Power of the step with which the error of expectations at a fixed time
    /// falls (weak order).
    const ORDER: u32;

    /// Power of the step with which the distance from the solution along the
    /// same Brownian motion falls (strong order).
    const STRONG_ORDER: u32;

    /// Calls of the drift that one step makes.
    const CALLS: u32;

    /// State at `step.t1`, from the state `x` at `step.t0` and the increment
    /// `dw` of variance `step.h()`, which is positive.
    ///
    /// Random: no, the noise is an argument.
    fn step<F>(&self, sde: &Sde<'_, F>, step: Step, dw: &X, x: &X) -> X
    where
        F: VectorField<X> + ?Sized;
}

/// A scheme that steps along a Gaussian path by its predictions.
pub trait PathSolver<X: State> {
    /// Power of the step with which the error at a fixed time falls; of
    /// expectations, if the scheme is random.
    const ORDER: u32;

    /// Calls of the field that one step makes.
    const CALLS: u32;

    /// Whether the step adds noise.
    const IS_STOCHASTIC: bool;

    /// State at `step.t1`, from the state `x` at `step.t0`.
    ///
    /// Random: no; `normals` gives standard normal numbers of the shape of `x`,
    /// and is called only if the step adds noise.
    fn step<F>(&self, field: &F, step: Step, normals: impl FnOnce() -> X, x: &X) -> X
    where
        F: GaussianField<X> + ?Sized;
}

/// `x + sigma dw`; `x` itself, to the last bit, where `sigma = 0`.
pub(crate) fn with_noise<X: State>(x: X, sigma: f64, dw: &X) -> X {
    if sigma.abs() <= 0.0 { x } else { x.add_scaled(sigma, dw) }
}
