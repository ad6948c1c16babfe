//! Everything needed to go on with a training run as if nothing had happened.

use serde::Deserialize;
use serde::Serialize;

use crate::protocol::buffer::Buffer;

/// Weights and optimizer state after `step` steps.
///
/// Batches are drawn from a stream per step, so that no generator state is needed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Steps made.
    pub step: u32,
    /// Weights and moments by name.
    pub tensors: Vec<NamedTensor>,
}

/// One tensor with its name and shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NamedTensor {
    /// Path of the tensor, such as `weight/0.weight` or `moment1/0.weight`.
    pub name: String,
    /// Size along each axis.
    pub shape: Vec<u32>,
    /// Values, last axis fastest.
    pub values: Buffer,
}
