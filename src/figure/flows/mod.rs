//! Figures of the lecture on flow models.

pub mod derivative_to_step;
mod draw;
pub mod euler_steps;
pub mod euler_vs_heun;
pub mod field_and_trajectories;
pub mod flow_model;
pub mod grid_deformation;
pub mod line;
pub mod linear_flow;
pub mod lipschitz;
pub mod non_unique;
pub mod order_plot;
pub mod plane;
pub mod slope;
mod steps;

#[cfg(test)]
mod tests;
