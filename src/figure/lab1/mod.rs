//! Figures of MIT's lab 1 that the lecture on diffusion models does not have.

pub(in crate::figure) mod densities;
pub(in crate::figure) mod langevin_ou;
pub(in crate::figure) mod ou;
