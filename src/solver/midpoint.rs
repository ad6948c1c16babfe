//! The explicit midpoint scheme: follow the tangent found halfway.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::Solver;
use crate::solver::step::Step;

/// `x1 = x + h u(t0 + h/2, x + h/2 u(t0, x))`.
///
/// Never calls the field at the end of the step.
#[derive(Clone, Copy, Debug)]
pub struct Midpoint;

impl<X: State> Solver<X> for Midpoint {
    const ORDER: u32 = 2;
    const CALLS: u32 = 2;

    fn step(&self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X {
        let h = step.h();
        let u0 = field.velocity(step.t0, x);
        let halfway = x.clone().add_scaled(0.5 * h, &u0);
        let u = field.velocity(step.middle(), &halfway);
        x.clone().add_scaled(h, &u)
    }
}
