//! Figures on networks for images: what they read, and of what they are built.

pub mod time_embedding;
