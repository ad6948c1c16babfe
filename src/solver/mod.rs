//! Time stepping for any state. Does not know paths.
//!
//! A scheme is one file; it joins the menus, links and tests by its line in
//! the list below (and the `mod` line that makes it part of the program).

pub mod ancestral;
pub mod ddim;
pub mod em;
pub mod euler;
pub mod grid;
pub mod heun;
pub mod likelihood;
pub mod midpoint;
pub mod process;
pub mod rk4;
pub mod run;
pub mod sheun;
pub mod sigma;
pub mod spacing;
pub mod step;
pub mod trajectory;

#[cfg(test)]
mod tests;

use crate::kinds;
use crate::math::field::GaussianField;
use crate::math::field::VectorField;
use crate::math::kind::Choice;
use crate::math::state::State;
use crate::solver::step::NoiseSolver;
use crate::solver::step::PathSolver;
use crate::solver::step::Sde;
use crate::solver::step::Solver;
use crate::solver::step::Step;

/// What a scheme integrates, and so what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `dX = u dt`: asks for a velocity.
    Flow,
    /// `dX = f dt + sigma dW`: asks for a drift, a diffusion coefficient and noise.
    Noise,
    /// Steps along a Gaussian path: asks for predictions of data and noise.
    Path,
}

/// Declares [`SolverKind`] and what it knows of each scheme from one list:
/// `file::Scheme = "key", "Label";`, family by family.
macro_rules! schemes {
    (
        flow { $($(#[$fm:meta])* $ff:ident::$f:ident = $fk:literal, $fl:literal;)+ }
        noise { $($(#[$nm:meta])* $nf:ident::$n:ident = $nk:literal, $nl:literal;)+ }
        path { $($(#[$pm:meta])* $pf:ident::$p:ident = $pk:literal, $pl:literal;)+ }
    ) => {
        kinds! {
            /// A scheme, in menu order; what it can follow is its [`Family`].
            pub enum SolverKind {
                $($(#[$fm])* $f = $fk, $fl;)+
                $($(#[$nm])* $n = $nk, $nl;)+
                $($(#[$pm])* $p = $pk, $pl;)+
            }
        }

        impl SolverKind {
            /// The schemes that any velocity field suffices for, as plain data.
            pub const FLOW_CHOICES: &'static [Choice] =
                &[$(Choice { key: $fk, label: $fl },)+];

            /// What the scheme integrates.
            pub fn family(self) -> Family {
                match self {
                    $(Self::$f => Family::Flow,)+
                    $(Self::$n => Family::Noise,)+
                    $(Self::$p => Family::Path,)+
                }
            }

            /// Power of the step with which the error at a fixed time falls; the
            /// error of expectations, if the scheme is random.
            pub fn order(self) -> u32 {
                match self {
                    $(Self::$f => <$ff::$f as Solver<f64>>::ORDER,)+
                    $(Self::$n => <$nf::$n as NoiseSolver<f64>>::ORDER,)+
                    $(Self::$p => <$pf::$p as PathSolver<f64>>::ORDER,)+
                }
            }

            /// Power of the step with which the error along one Brownian motion
            /// falls; nothing for schemes without such a motion.
            pub fn strong_order(self) -> Option<u32> {
                match self {
                    $(Self::$n => Some(<$nf::$n as NoiseSolver<f64>>::STRONG_ORDER),)+
                    _ => None,
                }
            }

            /// Calls of the field that one step makes.
            pub fn calls_per_step(self) -> u32 {
                match self {
                    $(Self::$f => <$ff::$f as Solver<f64>>::CALLS,)+
                    $(Self::$n => <$nf::$n as NoiseSolver<f64>>::CALLS,)+
                    $(Self::$p => <$pf::$p as PathSolver<f64>>::CALLS,)+
                }
            }

            /// Whether a step draws noise, so that the scheme runs forward only.
            pub fn is_stochastic(self) -> bool {
                match self {
                    $(Self::$f => false,)+
                    $(Self::$n => true,)+
                    $(Self::$p => <$pf::$p as PathSolver<f64>>::IS_STOCHASTIC,)+
                }
            }

            /// State at the end of `step` along a flow, from the state `x` at its
            /// beginning.
            ///
            /// # Panics
            /// If the scheme is not of [`Family::Flow`].
            pub fn step<X: State>(self, field: &(impl VectorField<X> + ?Sized), step: Step, x: &X) -> X {
                match self {
                    $(Self::$f => $ff::$f.step(field, step, x),)+
                    _ => panic!("solver: {self:?} needs more than a velocity field"),
                }
            }

            /// The same along an equation with noise, whose increment is `dw`.
            ///
            /// # Panics
            /// If the scheme is not of [`Family::Noise`].
            pub fn noise_step<X: State, F>(self, sde: &Sde<'_, F>, step: Step, dw: &X, x: &X) -> X
            where
                F: VectorField<X> + ?Sized,
            {
                match self {
                    $(Self::$n => $nf::$n.step(sde, step, dw, x),)+
                    _ => panic!("solver: {self:?} is no scheme for a drift and noise"),
                }
            }

            /// The same along a Gaussian path; `normals` gives standard normal
            /// numbers, if they are needed.
            ///
            /// # Panics
            /// If the scheme is not of [`Family::Path`].
            pub fn path_step<X: State, F>(
                self,
                field: &F,
                step: Step,
                normals: impl FnOnce() -> X,
                x: &X,
            ) -> X
            where
                F: GaussianField<X> + ?Sized,
            {
                match self {
                    $(Self::$p => $pf::$p.step(field, step, normals, x),)+
                    _ => panic!("solver: {self:?} is no scheme by predictions"),
                }
            }
        }
    };
}

schemes! {
    flow {
        /// One field call a step, order 1.
        euler::Euler = "euler", "Euler";
        /// Two field calls a step, order 2.
        midpoint::Midpoint = "midpoint", "Midpoint";
        /// Two field calls a step, order 2.
        heun::Heun = "heun", "Heun";
        /// Four field calls a step, order 4.
        rk4::Rk4 = "rk4", "Runge-Kutta 4";
    }
    noise {
        /// One drift call a step; strong and weak order 1, as the noise is additive.
        em::EulerMaruyama = "em", "Euler-Maruyama";
        /// Two drift calls a step; strong order 1 and weak order 2 for additive noise.
        sheun::StochasticHeun = "sheun", "Stochastic Heun";
    }
    path {
        /// One field call a step, order 1, no noise.
        ddim::Ddim = "ddim", "DDIM";
        /// One field call a step, weak order 1.
        ancestral::Ancestral = "ancestral", "DDPM ancestral";
    }
}

impl SolverKind {
    /// Whether following a flow by this scheme takes more than its velocity: a
    /// score or predictions, as every field of a Gaussian path has.
    pub fn needs_gaussian(self) -> bool {
        self.family() != Family::Flow
    }

    /// The scheme of the same family that never calls the field at the end of a
    /// step: the scheme itself where it never does.
    #[must_use]
    pub fn without_end(self) -> Self {
        match self.family() {
            Family::Flow => Self::Euler,
            Family::Noise => Self::EulerMaruyama,
            Family::Path => self,
        }
    }
}
