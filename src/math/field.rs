//! Fields over space and time: where paths, networks and solvers meet.

use crate::math::points::Points;
use crate::math::state::State;

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

/// Predictions of both ends of the path through a point: `x = alpha z + beta eps`.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoints<X> {
    /// `E[z given x_t = x]`, the prediction of the data.
    pub z: X,
    /// `E[eps given x_t = x]`, the prediction of the noise.
    pub eps: X,
}

/// The field of a path with Gaussian noise, `x_t = alpha_t z + beta_t eps`.
///
/// Velocity, score and both predictions are one thing in four forms; an exact
/// marginal and a network each know the cheapest way from one to the others.
pub trait GaussianField<X>: VectorField<X> + Score<X> {
    /// `(alpha_t, beta_t)`, the factors of data and noise.
    fn alpha_beta(&self, t: f64) -> (f64, f64);

    /// What the field predicts of the data and of the noise at every point.
    fn endpoints(&self, t: f64, x: &X) -> Endpoints<X>;

    /// `u_t(x)` and `s_t(x)`; one network call where one follows from the other.
    fn velocity_and_score(&self, t: f64, x: &X) -> (X, X) {
        (self.velocity(t, x), self.score(t, x))
    }
}

/// Drift `f = u_t + sigma_t^2/2 s_t` of the equation `dX = f dt + sigma_t dW`,
/// which has the same marginals as the flow `dX = u_t dt`.
///
/// Where `sigma_t = 0` it is the velocity itself, and no score is asked for.
///
/// Source: MIT 6.S184 notes, SDE extension trick.
pub struct SdeDrift<'a, F: ?Sized> {
    /// The flow and its score.
    pub field: &'a F,
    /// Diffusion coefficient `sigma_t`.
    pub diffusion: &'a dyn Fn(f64) -> f64,
}

impl<X: State, F: GaussianField<X> + ?Sized> VectorField<X> for SdeDrift<'_, F> {
    fn velocity(&self, t: f64, x: &X) -> X {
        let sigma = (self.diffusion)(t);
        if sigma.abs() <= 0.0 {
            return self.field.velocity(t, x);
        }
        let (u, s) = self.field.velocity_and_score(t, x);
        u.add_scaled(0.5 * sigma * sigma, &s)
    }
}

impl<X, F: Fn(f64, &X) -> X> VectorField<X> for F {
    fn velocity(&self, t: f64, x: &X) -> X {
        self(t, x)
    }
}
