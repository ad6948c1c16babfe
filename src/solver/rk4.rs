//! The classical scheme of Runge and Kutta with four field calls.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::Solver;
use crate::solver::step::Step;

/// `x1 = x + h/6 (u1 + 2 u2 + 2 u3 + u4)`: `u1` at the beginning, `u2` and
/// `u3` halfway along `u1` and `u2`, `u4` at the end along `u3`.
#[derive(Clone, Copy, Debug)]
pub struct Rk4;

impl<X: State> Solver<X> for Rk4 {
    const ORDER: u32 = 4;
    const CALLS: u32 = 4;

    fn step(&self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X {
        let h = step.h();
        let along = |c: f64, u: &X| x.clone().add_scaled(c, u);
        let u1 = field.velocity(step.t0, x);
        let u2 = field.velocity(step.middle(), &along(0.5 * h, &u1));
        let u3 = field.velocity(step.middle(), &along(0.5 * h, &u2));
        let u4 = field.velocity(step.t1, &along(h, &u3));
        along(h / 6.0, &u1)
            .add_scaled(h / 3.0, &u2)
            .add_scaled(h / 3.0, &u3)
            .add_scaled(h / 6.0, &u4)
    }
}
