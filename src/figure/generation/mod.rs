//! Figures of lecture 1: objects as vectors, densities and draws, data sets, prompts.

mod cells;
mod gap;
pub mod object;

pub mod dataset_as_proxy;
pub mod guided_generation;
pub mod objects_as_vectors;
pub mod sampling_a_density;
