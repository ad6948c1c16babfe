//! Everything needed to go on with a training run as if nothing had happened.

use serde::Deserialize;
use serde::Serialize;

use crate::protocol::buffer::Buffer;

/// Group of the weights.
pub const WEIGHT: &str = "weight";
/// Group of the weights' average, where one is kept.
pub const AVERAGE: &str = "average";
/// Groups of the optimizer's moments.
pub const MOMENTS: [&str; 2] = ["moment1", "moment2"];
/// Name of the losses of the last steps.
pub const RECENT: &str = "loss/recent";

/// Weights and optimizer state after `step` steps.
///
/// Batches are drawn from a stream per step, so that no generator state is needed.
/// Without moments the optimizer begins anew, without an average it begins at
/// the weights.
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

impl Snapshot {
    /// What is left of it for sampling: as weights those that samples are drawn
    /// with, and the losses of the last steps.
    #[must_use]
    pub fn for_sampling(&self) -> Self {
        let is_averaged = self.tensors.iter().any(|tensor| tensor.is_in(AVERAGE));
        let group = if is_averaged { AVERAGE } else { WEIGHT };
        let weights = self.tensors.iter().filter(|tensor| tensor.is_in(group));
        let renamed = weights.map(|tensor| NamedTensor {
            name: tensor.name.replacen(group, WEIGHT, 1),
            ..tensor.clone()
        });
        let recent = self.tensors.iter().filter(|tensor| tensor.name == RECENT).cloned();
        Self { step: self.step, tensors: renamed.chain(recent).collect() }
    }

    /// Its weights as the first ones of another run.
    #[must_use]
    pub fn as_first(&self) -> Self {
        let weights = self.tensors.iter().filter(|tensor| tensor.is_in(WEIGHT)).cloned();
        Self { step: 0, tensors: weights.collect() }
    }

    /// Whether a group has any tensor.
    pub fn has(&self, group: &str) -> bool {
        self.tensors.iter().any(|tensor| tensor.is_in(group))
    }
}

impl NamedTensor {
    fn is_in(&self, group: &str) -> bool {
        self.name.split_once('/').is_some_and(|(of, _)| of == group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(names: &[&str]) -> Snapshot {
        let tensor = |(i, name): (usize, &&str)| NamedTensor {
            name: (*name).to_owned(),
            shape: vec![1],
            values: Buffer(vec![i as f32]),
        };
        Snapshot { step: 7, tensors: names.iter().enumerate().map(tensor).collect() }
    }

    fn named(snapshot: &Snapshot) -> Vec<(&str, f32)> {
        snapshot.tensors.iter().map(|tensor| (tensor.name.as_str(), tensor.values.0[0])).collect()
    }

    #[test]
    fn samples_are_drawn_with_the_average_where_there_is_one() {
        let plain = snapshot(&["weight/0.weight", "moment1/0.weight", "loss/recent"]);
        assert_eq!(named(&plain.for_sampling()), [("weight/0.weight", 0.0), ("loss/recent", 2.0)]);
        let averaged = snapshot(&["weight/0.weight", "average/0.weight", "loss/recent"]);
        let kept = averaged.for_sampling();
        assert_eq!(named(&kept), [("weight/0.weight", 1.0), ("loss/recent", 2.0)]);
        assert_eq!(kept.step, 7);
    }

    #[test]
    fn first_weights_bring_neither_moments_nor_losses() {
        let first = snapshot(&["weight/0.bias", "moment2/0.bias", "loss/recent"]).as_first();
        assert_eq!((named(&first), first.step), (vec![("weight/0.bias", 0.0)], 0));
        assert!(first.has(WEIGHT) && !first.has(MOMENTS[1]));
    }
}
