//! What a network is told of the label that it draws, and how far it is guided there.

use crate::dataset::Dataset;

/// Labels of the data as a network of the experiment knows them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labels {
    /// Number of labels; the network has one place more, for the null label.
    pub n_classes: usize,
    /// Probability that a training point's label is dropped.
    pub eta: f64,
    /// The label that samples are to have, below the number of labels.
    pub label: usize,
    /// Guidance scale.
    pub w: f64,
}

/// What a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condition {
    /// Everything: no label, or the null label.
    Null,
    /// A label.
    Given(usize),
    /// Between both and beyond: `(1 - w) u(x | null) + w u(x | y)`.
    Guided {
        /// The label y.
        label: usize,
        /// The scale, neither 0 nor 1.
        w: f64,
    },
}

impl Labels {
    /// Places that a network's input has for labels, the null label's among them.
    pub fn n_places(&self) -> usize {
        self.n_classes + 1
    }

    /// What samples are asked for: at scale 0 the null label alone, at 1 the
    /// label alone, to the last bit.
    pub fn condition(&self) -> Condition {
        let is = |w: f64| self.w.total_cmp(&w).is_eq();
        match self.label {
            _ if is(0.0) => Condition::Null,
            label if is(1.0) => Condition::Given(label),
            label => Condition::Guided { label, w: self.w },
        }
    }
}

impl Condition {
    /// Calls of a network that one answer takes.
    pub fn n_calls(self) -> u64 {
        match self {
            Self::Null | Self::Given(_) => 1,
            Self::Guided { .. } => 2,
        }
    }

    /// The data that samples aim at: all, or those with the label. Where
    /// guidance goes beyond a label it aims at no law in particular, and the
    /// label's data are the nearest that can be named.
    pub fn aim(self, data: Dataset) -> Dataset {
        match self {
            Self::Null => data,
            Self::Given(label) | Self::Guided { label, .. } => data.of_class(label),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_0_and_1_are_no_guidance() {
        let labels = |w| Labels { n_classes: 5, eta: 0.1, label: 3, w };
        assert_eq!(labels(0.0).condition(), Condition::Null);
        assert_eq!(labels(1.0).condition(), Condition::Given(3));
        assert_eq!(labels(2.0).condition(), Condition::Guided { label: 3, w: 2.0 });
        assert_eq!([0.0, 1.0, 2.0].map(|w| labels(w).condition().n_calls()), [1, 1, 2]);
    }
}
