//! A network as a velocity field.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::model::mlp::Linear;
use crate::model::mlp::Mlp;
use crate::model::mlp::Network;
use crate::model::time::n_features;
use crate::model::time::push_features;
use crate::sample::tensor::TensorState;

/// Multiplications by weights that one field call may cost.
const MAX_COST: usize = 40_000_000;

/// The velocity `u_theta(t, x)` of a network as it was at one moment.
#[derive(Clone, Debug)]
pub struct MlpField {
    mlp: Mlp,
    layers: Vec<Linear>,
    device: Device,
}

impl MlpField {
    /// The field of `network`, whose parameters lie on `device`.
    pub fn new(network: &Network, device: &Device) -> Self {
        let layers = network.mlp.layers(&network.params);
        Self { mlp: network.mlp.clone(), layers, device: device.clone() }
    }

    /// Points that one call may take without blocking a CPU for long.
    pub fn block_len(&self) -> usize {
        (MAX_COST / self.mlp.layout().n_params()).max(64)
    }

    /// Points as a state on the field's device.
    pub fn state_of(&self, points: &Points) -> TensorState {
        let data = TensorData::new(points.to_f32(), [points.n(), points.dim()]);
        TensorState(Tensor::from_data(data, &self.device))
    }

    /// `u_theta(t_i, x_i)`, every point at its own time; `[n, dim]`.
    ///
    /// # Panics
    /// If there are not as many times as points.
    pub fn velocity_at(&self, times: &[f64], x: &Points) -> Tensor<2> {
        assert_eq!(times.len(), x.n(), "field: one time a point");
        let mut input = Vec::with_capacity(x.n() * self.mlp.n_in());
        for (&t, x) in times.iter().zip(x.rows()) {
            input.extend(x.iter().map(|&v| v as f32));
            push_features(self.mlp.time(), t, &mut input);
        }
        let input = TensorData::new(input, [x.n(), self.mlp.n_in()]);
        self.mlp.forward(&self.layers, Tensor::from_data(input, &self.device))
    }
}

impl VectorField<TensorState> for MlpField {
    fn velocity(&self, t: f64, x: &TensorState) -> TensorState {
        let [n, _] = x.0.dims();
        let mut features = Vec::new();
        push_features(self.mlp.time(), t, &mut features);
        let features = TensorData::new(features, [1, n_features(self.mlp.time())]);
        let features = Tensor::<2>::from_data(features, &self.device).repeat_dim(0, n);
        let input = Tensor::cat(vec![x.0.clone(), features], 1); // [n, dim + features]
        TensorState(self.mlp.forward(&self.layers, input))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::run::Experiment;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[test]
    fn one_time_for_all_is_the_same_field_as_a_time_for_each() {
        for time in ["raw", "fourier:4"] {
            let experiment = Experiment::from_link(&format!("net=8x2&time={time}"));
            let device = Device::flex();
            let network = Network::first(Mlp::new(&experiment.net, 2), 3, &device);
            let field = MlpField::new(&network, &device);
            let x = Rng::stream(1, Stream::Figure, 0).normal_points(5, 2);
            let together = field.velocity(0.3, &field.state_of(&x)).0.into_data();
            let apart = field.velocity_at(&[0.3; 5], &x).into_data();
            assert_eq!(together.try_to_vec::<f32>().unwrap(), apart.try_to_vec::<f32>().unwrap());
        }
    }
}
