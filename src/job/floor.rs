//! The smallest loss that any network can reach, refined piece by piece.

use crate::experiment::run::Experiment;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::plan::exact_field;
use crate::path::floor;

/// The loss floor of an experiment over its training times.
pub(crate) struct Floor {
    floor: floor::Floor,
}

impl Floor {
    /// The floor before its first piece.
    pub(crate) fn new(experiment: &Experiment) -> Self {
        let field = exact_field(experiment, experiment.path);
        Self { floor: floor::Floor::new(&field, experiment.train.loss, experiment.seed) }
    }
}

impl Work for Floor {
    fn piece(&mut self) -> Piece {
        if self.floor.advance() {
            return Piece::default();
        }
        let estimate = self.floor.value();
        let number =
            Number { name: "loss_floor", value: estimate.value, spread: Some(estimate.std_error) };
        Piece { metrics: vec![number], is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        ((100.0 * self.floor.progress()) as usize, 100)
    }
}
