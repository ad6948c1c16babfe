//! Figures on networks for images: what they read, of what they are built, what they draw.

pub(in crate::figure) mod asked;
pub mod digits_path;
pub mod dit;
pub mod dit_block;
pub mod generate_digits;
pub mod latent;
mod letters;
pub mod memorization;
pub mod state_of_the_art;
pub mod systems;
pub(in crate::figure) mod table;
pub mod time_embedding;
pub mod train_digits;
pub mod unet_anatomy;
