//! Figures about training: what one step does, and what a loss can reach.

pub mod slow_batch;
pub mod slow_lines;
pub mod slow_motion;
