//! Time and label as one row of numbers that every block reads.

use burn::tensor::Tensor;
use burn::tensor::activation::silu;

use crate::model::image::layers::Begin;
use crate::model::image::layers::Linear;
use crate::model::image::plan::Law;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;
use crate::model::image::plan::Slot;

/// Features of a time, see [`crate::model::time::push_features`].
pub const N_TIME: usize = 32;

/// `W2 SiLU(W1 features + b1) + b2 + table[label]`.
///
/// The table has a row for every label and one for the null label, the last,
/// which stands for "any": a row like the others, learned from the images whose
/// label was dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    first: Linear,
    second: Linear,
    table: Slot,
    n_labels: usize,
    width: usize,
}

impl Embedding {
    /// For `n_classes` labels and the null label, `width` numbers.
    pub fn init(plan: &mut Plan, n_classes: usize, width: usize) -> Self {
        let first = Linear::init(plan, "time.0", [N_TIME, width], Begin::Random);
        let second = Linear::init(plan, "time.1", [width, width], Begin::Random);
        let n_labels = n_classes + 1;
        let law = Law::Normal { std: 0.5 };
        let table = plan.add("label.table".to_owned(), &[n_labels, width], law);
        Self { first, second, table, n_labels, width }
    }

    /// Shapes: `times` is `[n, N_TIME]`, `labels` `[n, n_classes + 1]` with a 1
    /// at each image's label; the result is `[n, width]`.
    pub fn forward(&self, leaves: &Leaves, times: Tensor<2>, labels: Tensor<2>) -> Tensor<2> {
        let time = self.second.forward(leaves, silu(self.first.forward(leaves, times)));
        time + labels.matmul(leaves.get(self.table, [self.n_labels, self.width]))
    }
}
