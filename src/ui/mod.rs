//! The page: shell, router, controls, and the card that draws any figure.
//!
//! Holds no mathematics; knows of the engine only [`crate::protocol`].

pub mod control;
pub mod notice;
pub mod plot;
pub mod router;
pub mod theme;
