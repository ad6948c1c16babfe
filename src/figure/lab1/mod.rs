//! Figures of MIT's lab 1 that the lecture on diffusion models does not have.

pub mod densities;
pub mod langevin_ou;
pub mod ou;
