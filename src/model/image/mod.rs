//! Networks for images: a U-Net, a patch transformer and a small judge, in one
//! tensor code for every device.
//!
//! Like the plain network's, their parameters are one flat vector; each layer
//! holds the numbers of its tensors in [`plan::Plan`]. Gradients are Burn's own
//! (autodiff) by leaves that are views of that vector.

pub mod batch;
pub mod block;
pub mod coder;
pub mod dit;
pub mod embed;
pub mod judge;
pub mod layers;
pub mod net;
pub mod norm;
pub mod plan;
pub mod unet;
