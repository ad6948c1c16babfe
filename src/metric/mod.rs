//! Distances between sets of points, and errors of fields.
//!
//! Every distance goes with its level between two fresh sets of the same law
//! and size ([`noise`]): a distance below that level says nothing more.

pub mod exact;
pub mod field_error;
pub mod noise;
pub mod sliced;
pub mod straightness;
