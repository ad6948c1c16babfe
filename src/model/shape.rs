//! What every network has: tensors with names in one flat vector.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::model::image::coder::Coder;
use crate::model::image::judge::Judge;
use crate::model::image::net::ImageNet;
use crate::model::image::plan::Plan;
use crate::model::init::first_params;
use crate::model::layout::Entry;
use crate::model::mlp::Mlp;

/// What a network computes once it is given parameters.
pub trait Shape: Clone {
    /// Every tensor with its name and place in the flat vector.
    fn entries(&self) -> Vec<Entry>;

    /// Number of parameters.
    fn n_params(&self) -> usize;

    /// Parameters before the first step.
    ///
    /// Random: streams `Init` of the seed.
    fn first_params(&self, seed: u64) -> Vec<f32>;
}

/// A network with its parameters, as it is at one moment.
#[derive(Clone, Debug)]
pub struct Network<S = Mlp> {
    /// The shape.
    pub shape: S,
    /// All parameters in the order of the flat vector, without autodiff.
    pub params: Tensor<1>,
}

impl<S: Shape> Network<S> {
    /// The untrained network of `seed` on `device`.
    pub fn first(shape: S, seed: u64, device: &Device) -> Self {
        let params = shape.first_params(seed);
        Self::with_params(shape, params, device)
    }

    /// The network with the parameters given.
    ///
    /// # Panics
    /// If there are not as many as the shape needs.
    pub fn with_params(shape: S, params: Vec<f32>, device: &Device) -> Self {
        let n = shape.n_params();
        assert_eq!(params.len(), n, "network: as many parameters as its shape needs");
        Self { shape, params: Tensor::from_data(TensorData::new(params, [n]), device) }
    }
}

impl Shape for Mlp {
    fn entries(&self) -> Vec<Entry> {
        self.layout().entries()
    }

    fn n_params(&self) -> usize {
        self.layout().n_params()
    }

    fn first_params(&self, seed: u64) -> Vec<f32> {
        first_params(self.layout(), seed)
    }
}

/// A shape that is made of a [`Plan`].
trait Planned: Clone {
    fn plan(&self) -> &Plan;
}

impl Planned for ImageNet {
    fn plan(&self) -> &Plan {
        self.plan()
    }
}

impl Planned for Judge {
    fn plan(&self) -> &Plan {
        self.plan()
    }
}

impl Planned for Coder {
    fn plan(&self) -> &Plan {
        self.plan()
    }
}

impl<P: Planned> Shape for P {
    fn entries(&self) -> Vec<Entry> {
        self.plan().entries().to_vec()
    }

    fn n_params(&self) -> usize {
        self.plan().n_params()
    }

    fn first_params(&self, seed: u64) -> Vec<f32> {
        self.plan().first_params(seed)
    }
}
