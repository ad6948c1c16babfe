//! Plain numbers: points, random numbers, mixtures, fields. Knows nothing above it.

pub mod field;
pub mod kind;
pub mod points;
pub mod rng;
pub mod state;
pub mod window;
