//! The page: shell, router, controls, and the card that draws any figure.
//!
//! Holds no mathematics; knows of the engine only [`crate::protocol`].

pub mod bench;
pub mod card;
pub mod clock;
pub mod control;
pub mod export;
pub mod frame;
pub mod link;
pub mod notice;
pub mod plot;
pub mod router;
pub mod theme;
