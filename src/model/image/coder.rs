//! An autoencoder: images to points of the plane, and back.

use burn::tensor::Tensor;
use burn::tensor::activation::silu;

use crate::dataset::images::ImageKind;
use crate::model::image::layers::Begin;
use crate::model::image::layers::Linear;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;

/// Numbers of a code.
pub const N_CODE: usize = 2;

/// Widths of the layers between an image and its code.
const WIDTHS: [usize; 2] = [128, 64];

/// An encoder of three linear layers, and a decoder that is its mirror.
#[derive(Clone, Debug, PartialEq)]
pub struct Coder {
    plan: Plan,
    encoder: [Linear; 3],
    decoder: [Linear; 3],
}

impl Coder {
    /// The autoencoder of `images`.
    pub fn new(images: ImageKind) -> Self {
        let mut plan = Plan::default();
        let widths = [images.dim(), WIDTHS[0], WIDTHS[1], N_CODE];
        let mut layer = |name: String, sizes| Linear::init(&mut plan, &name, sizes, Begin::Random);
        let encoder = [0, 1, 2].map(|k| layer(format!("encoder.{k}"), [widths[k], widths[k + 1]]));
        let decoder =
            [0, 1, 2].map(|k| layer(format!("decoder.{k}"), [widths[3 - k], widths[2 - k]]));
        Self { plan, encoder, decoder }
    }

    /// Its tensors.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Codes of images.
    ///
    /// Shapes: `x` is `[n, dim]`, the result `[n, N_CODE]`. Units: as trained,
    /// neither centered nor scaled.
    pub fn encode(&self, leaves: &Leaves, x: Tensor<2>) -> Tensor<2> {
        through(&self.encoder, leaves, x)
    }

    /// Images of codes, from about -1 (black) to 1.
    ///
    /// Shapes: `z` is `[n, N_CODE]`, the result `[n, dim]`.
    pub fn decode(&self, leaves: &Leaves, z: Tensor<2>) -> Tensor<2> {
        through(&self.decoder, leaves, z)
    }
}

/// `SiLU` between layers, nothing after the last.
fn through(layers: &[Linear; 3], leaves: &Leaves, x: Tensor<2>) -> Tensor<2> {
    let [first, second, last] = layers;
    let x = silu(first.forward(leaves, x));
    last.forward(leaves, silu(second.forward(leaves, x)))
}
