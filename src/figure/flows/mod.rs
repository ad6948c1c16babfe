//! Figures of the lecture on flow models.

pub mod line;
pub mod plane;
