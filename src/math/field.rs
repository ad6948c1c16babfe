//! Fields over space and time: where paths, networks and solvers meet.

use crate::math::points::Points;

/// Velocity `u_t(x)` of a flow `dX = u_t(X) dt`.
pub trait VectorField<X> {
    /// `u_t(x)` at every point of `x`; same shape as `x`.
    fn velocity(&self, t: f64, x: &X) -> X;
}

/// Score `s_t(x) = grad log p_t(x)`.
pub trait Score<X> {
    /// `s_t(x)` at every point of `x`; same shape as `x`.
    fn score(&self, t: f64, x: &X) -> X;
}

/// Logarithm of a density over time.
pub trait LogDensity {
    /// `log p_t(x)` at every point, in nats.
    fn log_density(&self, t: f64, x: &Points) -> Vec<f64>;
}

/// Divergence of a velocity field.
pub trait Divergence {
    /// `div u_t(x)` at every point.
    fn divergence(&self, t: f64, x: &Points) -> Vec<f64>;
}

impl<X, F: Fn(f64, &X) -> X> VectorField<X> for F {
    fn velocity(&self, t: f64, x: &X) -> X {
        self(t, x)
    }
}
