//! Figures of the lecture on flows.

pub mod linear_flow;
