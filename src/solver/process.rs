//! What a run follows: a flow, an equation with noise, or a Gaussian path.
//!
//! The loop hands every step to one of these; which schemes each can serve is
//! decided here and nowhere else.

use crate::math::brownian::Brownian;
use crate::math::field::GaussianField;
use crate::math::field::SdeDrift;
use crate::math::field::VectorField;
use crate::math::state::State;
use crate::solver::Family;
use crate::solver::SolverKind;
use crate::solver::sigma::Sigma;
use crate::solver::step::Sde;
use crate::solver::step::Step;

/// Something that a scheme can carry a state along.
///
/// Every [`VectorField`] is one, served by the schemes of [`Family::Flow`].
/// `Kind` is [`OfFlow`], [`OfNoise`] or [`OfPath`] and is always inferred: it
/// lets the compiler tell the three implementations apart.
pub trait Process<X: State, Kind> {
    /// State after step number `step_idx` by scheme `kind`.
    ///
    /// # Panics
    /// If the scheme asks for what this process has not.
    fn step(&self, kind: SolverKind, step_idx: usize, step: Step, x: &X) -> X;
}

/// Marks a velocity field as a [`Process`].
pub enum OfFlow {}

/// Marks an equation with noise as a [`Process`].
pub enum OfNoise {}

/// Marks a Gaussian path as a [`Process`].
pub enum OfPath {}

impl<X: State, F: VectorField<X> + ?Sized> Process<X, OfFlow> for F {
    /// # Panics
    /// If the scheme is not of [`Family::Flow`].
    fn step(&self, kind: SolverKind, _: usize, step: Step, x: &X) -> X {
        kind.step(self, step, x)
    }
}

/// `dX = f_t(X) dt + sigma_t dW` along one Brownian motion, its drift given in
/// full: Ornstein-Uhlenbeck, Langevin, any equation of its own.
///
/// Served by the schemes of [`Family::Noise`]. Schemes for flows would leave
/// out the noise without a word, so they are refused.
pub struct Driven<'a, F: ?Sized, W: ?Sized> {
    /// Drift and diffusion coefficient.
    pub sde: Sde<'a, F>,
    /// The motion.
    pub noise: &'a W,
}

impl<X, F, W> Process<X, OfNoise> for Driven<'_, F, W>
where
    X: State,
    F: VectorField<X> + ?Sized,
    W: Brownian<X> + ?Sized,
{
    /// # Panics
    /// If the scheme is not of [`Family::Noise`].
    fn step(&self, kind: SolverKind, step_idx: usize, step: Step, x: &X) -> X {
        let dw = self.noise.increment(step_idx, step.h(), x);
        kind.noise_step(&self.sde, step, &dw, x)
    }
}

/// The marginals of a Gaussian path, followed by any scheme there is.
///
/// Flow schemes integrate `dX = u dt`; schemes with noise integrate
/// `dX = (u + sigma^2/2 s) dt + sigma dW`, which has the same marginals; the
/// others step by predictions, and `sigma` has no part in them.
pub struct PathSde<'a, F: ?Sized, W: ?Sized> {
    /// Velocity, score and predictions.
    pub field: &'a F,
    /// How much noise is added.
    pub sigma: Sigma,
    /// The motion that it comes from.
    pub noise: &'a W,
}

impl<X, F, W> Process<X, OfPath> for PathSde<'_, F, W>
where
    X: State,
    F: GaussianField<X> + ?Sized,
    W: Brownian<X> + ?Sized,
{
    fn step(&self, kind: SolverKind, step_idx: usize, step: Step, x: &X) -> X {
        match kind.family() {
            Family::Flow => kind.step(self.field, step, x),
            Family::Noise => {
                let beta = |t: f64| self.field.alpha_beta(t).1;
                let diffusion = |t: f64| self.sigma.at(t, beta);
                let drift = SdeDrift { field: self.field, diffusion: &diffusion };
                let dw = self.noise.increment(step_idx, step.h(), x);
                kind.noise_step(&Sde { drift: &drift, diffusion: &diffusion }, step, &dw, x)
            }
            Family::Path => {
                let normals = || self.noise.increment(step_idx, 1.0, x);
                kind.path_step(self.field, step, normals, x)
            }
        }
    }
}
