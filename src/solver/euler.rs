//! Euler's scheme: follow the tangent.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::Solver;
use crate::solver::step::Step;

/// `x1 = x + h u(t0, x)`.
#[derive(Clone, Copy, Debug)]
pub struct Euler;

impl<X: State> Solver<X> for Euler {
    const ORDER: u32 = 1;
    const CALLS: u32 = 1;

    fn step(&self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X {
        let u = field.velocity(step.t0, x);
        x.clone().add_scaled(step.h(), &u)
    }
}
