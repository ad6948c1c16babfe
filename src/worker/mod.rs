//! The worker: serves several runs at once, a few milliseconds at a time.
//!
//! [`session`] knows no browser and is tested natively; `serve` (wasm only)
//! carries messages between it and the page.

mod begin;
pub mod control;
pub mod devices;
pub mod draw;
mod draw_numbers;
pub mod files;
mod guidance_errors;
pub mod guidance_task;
#[cfg(not(target_arch = "wasm32"))]
pub mod image_card;
pub mod image_task;
pub mod latent_task;
pub mod outcome;
#[cfg(not(target_arch = "wasm32"))]
pub mod pretrain;
#[cfg(not(target_arch = "wasm32"))]
pub mod pretrain_coder;
#[cfg(not(target_arch = "wasm32"))]
pub mod pretrain_images;
pub mod preview;
#[cfg(target_arch = "wasm32")]
pub mod serve;
pub mod session;
pub mod shared;
pub mod task;
pub mod train_task;
pub mod trainer;

#[cfg(test)]
mod tests;
