//! A small classifier that judges images: which label they show, and how surely.

use burn::tensor::Tensor;
use burn::tensor::activation::silu;

use crate::dataset::images::ImageKind;
use crate::model::image::layers::Begin;
use crate::model::image::layers::Conv;
use crate::model::image::layers::Linear;
use crate::model::image::norm::GroupNorm;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;

/// Channels of the first layer; twice as many of the others.
const WIDTH: usize = 16;
/// Numbers between the images and the labels.
const N_HIDDEN: usize = 64;

/// Three convolutions, two of which halve the image, and two linear layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    images: ImageKind,
    plan: Plan,
    convs: [Conv; 3],
    norms: [GroupNorm; 3],
    hidden: Linear,
    out: Linear,
}

impl Judge {
    /// The judge of `images`.
    pub fn new(images: ImageKind) -> Self {
        let mut plan = Plan::default();
        let (c, quarter) = (WIDTH, images.side() / 4);
        let sizes = [([images.n_channels(), c], 1), ([c, 2 * c], 2), ([2 * c, 2 * c], 2)];
        let convs = [0, 1, 2].map(|k| {
            let (sizes, stride) = sizes[k];
            Conv::init(&mut plan, &format!("conv.{k}"), sizes, [3, stride], Begin::Random)
        });
        let norms =
            [0, 1, 2].map(|k| GroupNorm::init(&mut plan, &format!("norm.{k}"), sizes[k].0[1]));
        let flat = 2 * c * quarter * quarter;
        let hidden = Linear::init(&mut plan, "hidden", [flat, N_HIDDEN], Begin::Random);
        let out = Linear::init(&mut plan, "out", [N_HIDDEN, images.n_classes()], Begin::Random);
        Self { images, plan, convs, norms, hidden, out }
    }

    /// Its tensors.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Unnormalized log-probabilities of the labels.
    ///
    /// Shapes: `x` is `[n, dim]`, the result `[n, n_classes]`.
    pub fn forward(&self, leaves: &Leaves, x: Tensor<2>) -> Tensor<2> {
        let [n, _] = x.dims();
        let side = self.images.side();
        let mut x = x.reshape([n, self.images.n_channels(), side, side]);
        for (conv, norm) in self.convs.iter().zip(&self.norms) {
            x = silu(norm.forward(leaves, conv.forward(leaves, x)));
        }
        let flat = x.flatten::<2>(1, 3);
        self.out.forward(leaves, silu(self.hidden.forward(leaves, flat)))
    }
}
