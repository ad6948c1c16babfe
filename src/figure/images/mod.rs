//! Figures on networks for images: what they read, and of what they are built.

pub mod dit;
pub mod dit_block;
pub mod state_of_the_art;
pub mod systems;
pub mod time_embedding;
