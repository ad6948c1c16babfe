//! Exact work in slices: what needs no network, run by the page (light) or a worker (heavy).
//!
//! [`exact::ExactJob`] makes the events that a figure waits for, a few
//! milliseconds at a time. Knows no browser and no Burn.

pub mod exact;
