//! How many samples have the label that they were asked to have.

use crate::dataset::Dataset;
use crate::experiment::condition::Labels;
use crate::experiment::run::Experiment;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::study::guidance::share_of_label;
use crate::math::points::Points;

/// The share of samples to which the data's own law gives the label that was
/// asked for, with the standard error of a share.
///
/// Labels are given by Bayes' rule from the exact densities, the best that any
/// classifier can do.
pub(super) struct Accuracy {
    data: Dataset,
    label: usize,
    samples: Points,
}

impl Accuracy {
    /// Nothing counted yet.
    pub(super) fn new(experiment: &Experiment, labels: Labels, samples: Points) -> Self {
        Self { data: experiment.data.build(), label: labels.label, samples }
    }
}

impl Work for Accuracy {
    fn piece(&mut self) -> Piece {
        let value = share_of_label(&self.data, self.label, &self.samples);
        let spread = (value * (1.0 - value) / self.samples.n() as f64).sqrt();
        let metrics = vec![Number { name: "accuracy", value, spread: Some(spread) }];
        Piece { metrics, is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (0, 1)
    }
}
