//! Probability paths from noise to data. Does not know solvers.

pub mod scheduler;
