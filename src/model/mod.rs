//! Networks in Burn: their shape, first weights, and how they are written down.
//!
//! A network's parameters are one flat vector on the device, so that the
//! optimizer, a snapshot and a copy are one operation each; layers are views
//! of it. No tensor operation here reads a value back: reading is async and
//! stands in [`record`] alone.

pub mod activation;
pub mod batch;
pub mod device;
pub mod image;
pub mod init;
pub mod layout;
pub mod mlp;
pub mod ready;
pub mod record;
pub mod scalar;
pub mod self_test;
pub mod shape;
pub mod time;
