//! What one step is, and what a scheme promises about it.

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
