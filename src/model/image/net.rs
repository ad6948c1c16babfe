//! A network for images, whichever it is: its parameters, and one call of it.

use burn::tensor::Tensor;

use crate::dataset::images::ImageKind;
use crate::experiment::images::choice::ImageNetKind;
use crate::experiment::images::choice::NetShape;
use crate::model::image::dit::Dit;
use crate::model::image::dit::DitConfig;
use crate::model::image::plan::Leaves;
use crate::model::image::plan::Plan;
use crate::model::image::unet::Unet;
use crate::model::image::unet::UnetConfig;

/// A network from `(x_t, t, label)` to a prediction, an image like `x_t`.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageNet {
    images: ImageKind,
    plan: Plan,
    body: Body,
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    Unet(Box<Unet>),
    Dit(Box<Dit>),
}

/// What goes into a network, row after row.
#[derive(Clone, Debug)]
pub struct NetInput {
    /// Images as points, `[n, dim]`.
    pub x: Tensor<2>,
    /// Features of their times, `[n, N_TIME]`.
    pub times: Tensor<2>,
    /// A 1 at each image's label, the last for none, `[n, n_classes + 1]`.
    pub labels: Tensor<2>,
}

impl ImageNet {
    /// The network `kind` for `images`.
    pub fn new(kind: ImageNetKind, images: ImageKind) -> Self {
        let mut plan = Plan::default();
        let (side, n_channels, n_classes) =
            (images.side(), images.n_channels(), images.n_classes());
        let body = match kind.shape() {
            NetShape::Unet { width } => {
                Body::Unet(Box::new(UnetConfig { n_channels, n_classes, width }.init(&mut plan)))
            }
            NetShape::Dit { patch, width, n_blocks, n_heads, ratio } => {
                let config = DitConfig {
                    side,
                    n_channels,
                    n_classes,
                    patch,
                    width,
                    n_blocks,
                    n_heads,
                    ratio,
                };
                Body::Dit(Box::new(config.init(&mut plan)))
            }
        };
        Self { images, plan, body }
    }

    /// The images it is for.
    pub fn images(&self) -> ImageKind {
        self.images
    }

    /// Its tensors.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What it predicts, `[n, dim]`.
    pub fn forward(&self, leaves: &Leaves, input: NetInput) -> Tensor<2> {
        let NetInput { x, times, labels } = input;
        let [n, dim] = x.dims();
        let side = self.images.side();
        let x = x.reshape([n, self.images.n_channels(), side, side]);
        let out = match &self.body {
            Body::Unet(unet) => unet.forward(leaves, x, [times, labels]),
            Body::Dit(dit) => dit.forward(leaves, x, [times, labels]),
        };
        out.reshape([n, dim])
    }
}
