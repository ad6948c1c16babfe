//! Experiments with images: their choices, their link, and what their networks are made of.

pub mod anatomy;
pub mod catalogue;
pub mod choice;
pub mod drawing;
pub mod latent;
pub mod run;
pub mod shipped;
