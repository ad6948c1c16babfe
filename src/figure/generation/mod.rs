//! Figures of lecture 1: objects as vectors, densities and draws, data sets, prompts.

pub mod gap;
