//! Distances between sets of points, errors of fields, and what flows cost.
//!
//! Every distance goes with its level between two fresh sets of the same law
//! and size ([`noise`]): a distance below that level says nothing more.

pub mod exact;
pub mod field_error;
pub mod images;
pub mod mmd;
pub mod nll;
pub mod noise;
pub mod order;
pub mod path_energy;
pub mod sliced;
pub mod straightness;
