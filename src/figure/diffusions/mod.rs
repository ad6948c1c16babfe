//! Figures of the lecture on diffusion models: random paths and what follows them.

pub(in crate::figure) mod coins;
pub(in crate::figure) mod law;
pub(in crate::figure) mod paths;
