//! Exact work in slices: what needs no network, run by the page (light) or a worker (heavy).
//!
//! [`exact::ExactJob`] makes the events that a figure waits for, a few
//! milliseconds at a time. Results never depend on how the work was cut.
//! Knows no browser and no Burn.

pub mod aim;
pub mod bench;
pub mod carry;
pub mod cloud;
pub mod conditional;
pub mod distance;
pub mod exact;
pub mod floor;
pub mod flow;
pub mod goal;
pub mod grid;
pub mod measure;
pub mod plan;
pub mod study;
