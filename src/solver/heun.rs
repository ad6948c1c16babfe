//! Heun's scheme: average the tangents at both ends of the step.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::Solver;
use crate::solver::step::Step;

/// `x' = x + h u(t0, x)`, then `x1 = x + h/2 (u(t0, x) + u(t1, x'))`.
#[derive(Clone, Copy, Debug)]
pub struct Heun;

impl<X: State> Solver<X> for Heun {
    const ORDER: u32 = 2;
    const CALLS: u32 = 2;

    fn step(&self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X {
        let h = step.h();
        let u0 = field.velocity(step.t0, x);
        let guess = x.clone().add_scaled(h, &u0);
        let u1 = field.velocity(step.t1, &guess);
        x.clone().add_scaled(0.5 * h, &u0).add_scaled(0.5 * h, &u1)
    }
}
