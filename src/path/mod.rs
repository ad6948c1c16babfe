//! Probability paths from noise to data. Does not know solvers.

pub mod convert;
pub mod coupled;
pub mod exact;
pub mod floor;
pub mod gaussian;
pub mod guided;
pub mod marginal;
pub mod objective;
pub mod on_path;
pub mod posterior;
pub mod scheduler;
pub mod tilted;
pub mod under;
