//! The smallest loss that any network can reach, refined piece by piece.

use crate::experiment::run::Experiment;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::plan::exact_field;
use crate::path::exact::ExactField;
use crate::path::floor;

/// The loss floor of an experiment over its training times.
///
/// A network that is told labels meets each label's data for itself, and all
/// data wherever the label was dropped: its floor is
/// `(1 - eta) sum over y of p(y) L*(y) + eta L*`.
pub(crate) struct Floor {
    /// Floors with their weights, which sum to 1.
    parts: Vec<(f64, floor::Floor)>,
    n_done: usize,
}

impl Floor {
    /// The floor before its first piece.
    pub(crate) fn new(experiment: &Experiment) -> Self {
        let of =
            |field: &ExactField| floor::Floor::new(field, experiment.train.loss, experiment.seed);
        let all = exact_field(experiment, experiment.path);
        let Some(labels) = experiment.labels else {
            return Self { parts: vec![(1.0, of(&all))], n_done: 0 };
        };
        let data = experiment.data.build();
        let given = (0..labels.n_classes).map(|label| {
            let field = ExactField::from_noise(&data.law_of(label), experiment.path);
            ((1.0 - labels.eta) * data.class_weight(label), field)
        });
        let met = given.chain([(labels.eta, all)]).filter(|(weight, _)| 0.0 < *weight);
        Self { parts: met.map(|(weight, field)| (weight, of(&field))).collect(), n_done: 0 }
    }
}

impl Work for Floor {
    fn piece(&mut self) -> Piece {
        if let Some((_, floor)) = self.parts.get_mut(self.n_done) {
            if !floor.advance() {
                self.n_done += 1;
            }
            if self.n_done < self.parts.len() {
                return Piece::default();
            }
        }
        let sum = |of: fn(floor::Estimate) -> f64| {
            self.parts.iter().map(|(weight, floor)| weight * of(floor.value())).sum::<f64>()
        };
        // Bounds add up; standard errors of one seed do at most.
        let spread = Some(sum(|estimate| estimate.std_error));
        let number = Number { name: "loss_floor", value: sum(|estimate| estimate.value), spread };
        Piece { metrics: vec![number], is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        let n_parts = self.parts.len();
        let share = self.parts.get(self.n_done).map_or(0.0, |(_, floor)| floor.progress());
        ((100.0 * (self.n_done as f64 + share)) as usize / n_parts, 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floor(link: &str) -> f64 {
        let mut work = Floor::new(&Experiment::from_link(link));
        loop {
            let piece = work.piece();
            if piece.is_last {
                return piece.metrics[0].value;
            }
        }
    }

    #[test]
    fn with_labels_of_one_gaussian_each_the_floor_is_that_of_one_gaussian() {
        // A Gaussian of variance v on the straight path: the conditional variance
        // of z is v b^2 / (v a^2 + b^2), and L*(t) = 2 v / (v t^2 + (1 - t)^2).
        let v = 2.25_f64;
        let n = 20_000;
        let at = |i: usize| {
            let t = 0.001 + 0.998 * (i as f64 + 0.5) / n as f64;
            2.0 * v / (v * t * t + (1.0 - t) * (1.0 - t))
        };
        let of_one = (0..n).map(at).sum::<f64>() / n as f64;
        let of_all = floor("data=mixture&mix=1,-4,0,1.5,1.5,0;1,4,0,1.5,1.5,0");
        for eta in [0.0, 0.3, 1.0] {
            let link =
                format!("data=mixture&mix=1,-4,0,1.5,1.5,0;1,4,0,1.5,1.5,0&cond=on&eta={eta}");
            let expected = (1.0 - eta) * of_one + eta * of_all;
            let found = floor(&link);
            assert!((found / expected - 1.0).abs() < 3e-3, "{eta}: {found} {expected}");
        }
        assert!(of_one < of_all);
    }
}
