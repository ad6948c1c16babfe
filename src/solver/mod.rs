//! Time stepping for any state. Does not know paths.
//!
//! A scheme is one file; it joins the menus, links and tests by its line in
//! the list below (and the `mod` line that makes it part of the program).

pub mod euler;
pub mod grid;
pub mod heun;
pub mod midpoint;
pub mod rk4;
pub mod run;
pub mod spacing;
pub mod step;
pub mod trajectory;

#[cfg(test)]
mod tests;

use crate::kinds;
use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::step::Solver;
use crate::solver::step::Step;

/// Declares [`SolverKind`] and what it knows of each scheme from one list:
/// `file::Scheme = "key", "Label";`.
macro_rules! schemes {
    ($($(#[$meta:meta])* $file:ident::$scheme:ident = $key:literal, $label:literal;)+) => {
        kinds! {
            /// A scheme for `dX = u_t(X) dt`, in menu order.
            pub enum SolverKind { $($(#[$meta])* $scheme = $key, $label;)+ }
        }

        impl SolverKind {
            /// Power of the step with which the error at a fixed time falls.
            pub fn order(self) -> u32 {
                match self { $(Self::$scheme => <$file::$scheme as Solver<f64>>::ORDER,)+ }
            }

            /// Calls of the field that one step makes.
            pub fn calls_per_step(self) -> u32 {
                match self { $(Self::$scheme => <$file::$scheme as Solver<f64>>::CALLS,)+ }
            }

            /// State at the end of `step`, from the state `x` at its beginning.
            pub fn step<X: State>(self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X {
                match self { $(Self::$scheme => $file::$scheme.step(field, step, x),)+ }
            }
        }
    };
}

schemes! {
    /// One field call a step, order 1.
    euler::Euler = "euler", "Euler";
    /// Two field calls a step, order 2.
    midpoint::Midpoint = "midpoint", "Midpoint";
    /// Two field calls a step, order 2.
    heun::Heun = "heun", "Heun";
    /// Four field calls a step, order 4.
    rk4::Rk4 = "rk4", "Runge-Kutta 4";
}
