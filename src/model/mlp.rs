//! Plain networks: linear layers with a nonlinearity between them.

use burn::tensor::Tensor;
use burn::tensor::module::linear;

use crate::experiment::choice::ActivationKind;
use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::run::NetConfig;
use crate::model::activation::activate;
use crate::model::layout::Layout;
use crate::path::convert::PredictKind;

/// A network's shape: what it computes once it is given parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    dim: usize,
    activation: ActivationKind,
    time: TimeFeaturesKind,
    predict: PredictKind,
    /// Places for a label after the features of the time; 0 for none.
    n_labels: usize,
    layout: Layout,
}

/// A linear layer `x W + b`.
#[derive(Clone, Debug)]
pub struct Linear {
    /// `W`, `[n_in, n_out]`.
    pub weight: Tensor<2>,
    /// `b`, `[n_out]`.
    pub bias: Tensor<1>,
}

/// What a network keeps of its way forward.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What went into each layer, `[batch, n_in]`.
    inputs: Vec<Tensor<2>>,
    /// Slopes of the nonlinearity between layers, `[batch, width]`.
    slopes: Vec<Tensor<2>>,
}

impl Mlp {
    /// The network of `config` from `[x, time features, label]` to a prediction
    /// in `dim` dimensions.
    ///
    /// One of the places of the label is 1: the first layer's weights of each
    /// are the embedding of its label, of the null label in the last place.
    pub fn new(config: &NetConfig, dim: usize) -> Self {
        let layout = Layout::through(&config.widths(dim));
        let NetConfig { activation, time, predict, n_labels, .. } = *config;
        Self { dim, activation, time, predict, n_labels, layout }
    }

    /// Dimension of a point.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// How it reads time.
    pub fn time(&self) -> TimeFeaturesKind {
        self.time
    }

    /// What it says about a point.
    pub fn predict(&self) -> PredictKind {
        self.predict
    }

    /// Numbers in a row of its input: a point, the features of its time, a label.
    pub fn n_in(&self) -> usize {
        self.dim + self.time.n_features() + self.n_labels
    }

    /// Whether it is told labels.
    pub fn has_labels(&self) -> bool {
        0 < self.n_labels
    }

    /// What stands in the places of a label; nothing in a network without labels.
    ///
    /// A 1 in the label's place, in the last one for the null label and for a
    /// label that the network does not know.
    pub fn label_row(&self, label: Option<usize>) -> Vec<f32> {
        let mut row = vec![0.0; self.n_labels];
        if let Some(null) = self.n_labels.checked_sub(1) {
            row[label.filter(|label| *label < null).unwrap_or(null)] = 1.0;
        }
        row
    }

    /// Its parameters' places.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Layers as views of the flat vector `params`, `[n_params]`.
    pub fn layers(&self, params: &Tensor<1>) -> Vec<Linear> {
        let layers = self.layout.layers().iter().map(|slot| Linear {
            weight: params.clone().slice([slot.weight.clone()]).reshape([slot.n_in, slot.n_out]),
            bias: params.clone().slice([slot.bias.clone()]),
        });
        layers.collect()
    }

    /// Output of the network.
    ///
    /// Shapes: `input` is `[batch, n_in]`, points beside the features of their
    /// times; the result is `[batch, dim]`.
    pub fn forward(&self, layers: &[Linear], input: Tensor<2>) -> Tensor<2> {
        self.forward_traced(layers, input).0
    }

    /// The same with what [`Self::gradient`] needs.
    pub fn forward_traced(&self, layers: &[Linear], input: Tensor<2>) -> (Tensor<2>, Trace) {
        let mut trace = Trace { inputs: Vec::new(), slopes: Vec::new() };
        let mut x = input;
        for (l, layer) in layers.iter().enumerate() {
            if 0 < l {
                let (y, slope) = activate(self.activation, x);
                trace.slopes.push(slope);
                x = y;
            }
            trace.inputs.push(x.clone());
            x = linear(x, layer.weight.clone(), Some(layer.bias.clone()));
        }
        (x, trace)
    }

    /// Gradient of a loss by all parameters, in the order of the flat vector,
    /// from its gradient `d_output` by the output.
    ///
    /// Layer by layer from the last, with `d` the gradient by what comes out:
    /// `dW = h^T d`, `db = sum over the batch of d`, and one layer up
    /// `d = (d W^T) slope`.
    ///
    /// Shapes: `d_output` is `[batch, dim]`; the result is `[n_params]`.
    ///
    /// By hand rather than by Burn's tape: a plain network needs a third of
    /// the operations, and its nonlinearity and slope are one loop.
    pub fn gradient(layers: &[Linear], trace: Trace, d_output: Tensor<2>) -> Tensor<1> {
        let Trace { inputs, mut slopes } = trace;
        let mut parts = Vec::with_capacity(2 * layers.len());
        let mut d = d_output; // [batch, n_out of the layer]
        for (layer, h) in layers.iter().zip(inputs).rev() {
            parts.push(d.clone().sum_dim(0).flatten(0, 1));
            parts.push(h.transpose().matmul(d.clone()).flatten(0, 1));
            if let Some(slope) = slopes.pop() {
                d = d.matmul(layer.weight.clone().transpose()) * slope;
            }
        }
        parts.reverse();
        Tensor::cat(parts, 0)
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;
    use crate::experiment::layers::Layers;
    use crate::model::shape::Network;

    fn config(width: u32, n_hidden: u32) -> NetConfig {
        NetConfig {
            layers: Layers::clamped(width, n_hidden),
            activation: ActivationKind::Silu,
            time: TimeFeaturesKind::Raw,
            predict: PredictKind::Velocity,
            n_labels: 0,
        }
    }

    #[test]
    fn the_network_of_the_second_lab_has_12866_parameters() {
        assert_eq!(Mlp::new(&config(64, 4), 2).layout().n_params(), 12_866);
    }

    #[test]
    fn forward_is_the_composition_of_its_layers() {
        // One hidden unit: u = silu(x . w + b) v + c, computed by hand.
        let mlp = Mlp::new(&config(1, 1), 2);
        let params = vec![0.5, -1.0, 2.0, 0.1, /* v */ 3.0, -2.0, /* c */ 0.25, 0.75];
        let network = Network::with_params(mlp, params, &Device::flex());
        let input = Tensor::<2>::from_floats([[1.0, 0.5, 0.2], [-1.0, 2.0, 0.9]], &Device::flex());
        let layers = network.shape.layers(&network.params);
        let output = network.shape.forward(&layers, input);
        let output: Vec<f32> = output.into_data().try_to_vec::<f32>().unwrap();
        for (row, x) in [[1.0, 0.5, 0.2], [-1.0, 2.0, 0.9_f64]].iter().enumerate() {
            let a = 0.5 * x[0] - x[1] + 2.0 * x[2] + 0.1;
            let h = a / (1.0 + libm::exp(-a));
            for (col, y) in [3.0 * h + 0.25, -2.0 * h + 0.75].iter().enumerate() {
                assert!((f64::from(output[2 * row + col]) - y).abs() < 1e-6);
            }
        }
    }
}
