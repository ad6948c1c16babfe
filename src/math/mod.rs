//! Plain numbers: points, random numbers, mixtures, fields. Knows nothing above it.

pub mod brownian;
pub mod cholesky;
pub mod exp;
pub mod field;
pub mod fourier;
pub mod kind;
pub mod levy;
pub mod line;
pub mod mixture;
pub mod points;
pub mod quadrature;
pub mod rng;
pub mod state;
pub mod truncated;
pub mod window;
