//! Figures of the lecture on diffusion models: random paths and what follows them.

pub mod annealed_langevin;
pub mod brownian;
pub mod langevin;
pub mod no_flow_map;
pub mod ode_to_sde;
pub mod ou;
pub mod ou_scaled;
pub mod process_two_ways;
pub mod random_walk_limit;
pub mod scaling;
pub mod sde_model;

#[cfg(test)]
mod all_values;
mod coins;
pub(in crate::figure) mod draw;
pub(in crate::figure) mod law;
pub(in crate::figure) mod paths;
pub(in crate::figure) mod studied;
#[cfg(test)]
pub(in crate::figure) mod tests;
