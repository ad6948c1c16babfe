//! Time stepping for any state. Does not know paths.

use crate::kinds;

kinds! {
    /// A scheme for `dX = u_t(X) dt`, in menu order.
    pub enum SolverKind {
        /// One field call a step, order 1.
        Euler = "euler", "Euler";
        /// Two field calls a step, order 2.
        Midpoint = "midpoint", "Midpoint";
        /// Two field calls a step, order 2.
        Heun = "heun", "Heun";
        /// Four field calls a step, order 4.
        Rk4 = "rk4", "Runge-Kutta 4";
    }
}
