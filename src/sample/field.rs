//! A network as the field of a Gaussian path, whatever it was taught to say.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::state::State;
use crate::model::mlp::Linear;
use crate::model::mlp::Mlp;
use crate::model::mlp::Network;
use crate::model::time::push_features;
use crate::path::convert::Conversion;
use crate::path::convert::PredictKind;
use crate::path::under::Under;
use crate::sample::tensor::TensorState;

/// Multiplications by weights that one field call may cost.
const MAX_COST: usize = 40_000_000;

/// A network as it was at one moment, read along the path `under.sampled`.
///
/// It is asked once for each of velocity, score and predictions; what it does
/// not say itself follows by the conversions of the path. They are singular
/// where [`crate::path::convert`] says; grids keep off those times.
#[derive(Clone, Debug)]
pub struct MlpField {
    mlp: Mlp,
    layers: Vec<Linear>,
    under: Under,
    device: Device,
}

impl MlpField {
    /// The field of `network`, whose parameters lie on `device`.
    pub fn new(network: &Network, under: Under, device: &Device) -> Self {
        let layers = network.mlp.layers(&network.params);
        Self { mlp: network.mlp.clone(), layers, under, device: device.clone() }
    }

    /// Points that one call may take without blocking a CPU for long.
    pub fn block_len(&self) -> usize {
        (MAX_COST / self.mlp.layout().n_params()).max(64)
    }

    /// Device that computes it.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Points as a state on the field's device.
    pub fn state_of(&self, points: &Points) -> TensorState {
        TensorState::on(points, &self.device)
    }

    /// What the network itself says, every point at its own time; `[n, dim]`.
    ///
    /// # Panics
    /// If there are not as many times as points.
    pub fn predictions_at(&self, times: &[f64], x: &Points) -> Tensor<2> {
        assert_eq!(times.len(), x.n(), "field: one time a point");
        let mut input = Vec::with_capacity(x.n() * self.mlp.n_in());
        for (&t, x) in times.iter().zip(x.rows()) {
            input.extend(x.iter().map(|&v| v as f32));
            push_features(self.mlp.time(), t, &mut input);
        }
        let input = TensorData::new(input, [x.n(), self.mlp.n_in()]);
        self.mlp.forward(&self.layers, Tensor::from_data(input, &self.device))
    }

    /// What the network itself says at one time of its own path.
    fn prediction(&self, t: f64, x: &TensorState) -> TensorState {
        let [n, _] = x.0.dims();
        let mut features = Vec::new();
        push_features(self.mlp.time(), t, &mut features);
        let features = TensorData::new(features, [1, self.mlp.time().n_features()]);
        let features = Tensor::<2>::from_data(features, &self.device).repeat_dim(0, n);
        let input = Tensor::cat(vec![x.0.clone(), features], 1); // [n, dim + features]
        TensorState(self.mlp.forward(&self.layers, input))
    }

    /// Each of `wanted` at time `s` of the sampled path, by one call.
    fn read<const N: usize>(
        &self,
        s: f64,
        x: &TensorState,
        wanted: [PredictKind; N],
    ) -> [TensorState; N] {
        let at = self.under.at(s);
        let given = if at.scale.to_bits() == 1.0_f64.to_bits() {
            self.prediction(at.t, x)
        } else {
            self.prediction(at.t, &x.clone().scaled(1.0 / at.scale))
        };
        wanted.map(|to| converted(at.conversion(self.mlp.predict(), to), &given, x))
    }
}

/// `given * from + point * x`, without work where nothing is to be done.
fn converted(conversion: Conversion, from: &TensorState, x: &TensorState) -> TensorState {
    if conversion == Conversion::IDENTITY {
        return from.clone();
    }
    from.clone().scaled(conversion.given).add_scaled(conversion.point, x)
}

impl VectorField<TensorState> for MlpField {
    fn velocity(&self, t: f64, x: &TensorState) -> TensorState {
        let [u] = self.read(t, x, [PredictKind::Velocity]);
        u
    }
}

impl Score<TensorState> for MlpField {
    fn score(&self, t: f64, x: &TensorState) -> TensorState {
        let [s] = self.read(t, x, [PredictKind::Score]);
        s
    }
}

impl GaussianField<TensorState> for MlpField {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        let s = self.under.sampled.at(t);
        (s.alpha, s.beta)
    }

    fn endpoints(&self, t: f64, x: &TensorState) -> Endpoints<TensorState> {
        let [z, eps] = self.read(t, x, [PredictKind::Data, PredictKind::Noise]);
        Endpoints { z, eps }
    }

    fn velocity_and_score(&self, t: f64, x: &TensorState) -> (TensorState, TensorState) {
        let [u, s] = self.read(t, x, [PredictKind::Velocity, PredictKind::Score]);
        (u, s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::run::Experiment;
    use crate::math::kind::Kind;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::path::scheduler::SchedulerKind;

    fn field(link: &str) -> MlpField {
        let experiment = Experiment::from_link(link);
        let device = Device::flex();
        let network = Network::first(Mlp::new(&experiment.net, 2), 3, &device);
        let under = Under { trained: experiment.path, sampled: experiment.sample.under };
        MlpField::new(&network, under, &device)
    }

    fn numbers(state: TensorState) -> Vec<f32> {
        state.0.into_data().try_to_vec::<f32>().unwrap()
    }

    #[track_caller]
    fn check_close(a: TensorState, b: TensorState) {
        for (a, b) in numbers(a).iter().zip(numbers(b)) {
            assert!((a - b).abs() < 2e-4 * (1.0 + b.abs()), "{a} is not {b}");
        }
    }

    #[test]
    fn one_time_for_all_is_the_same_field_as_a_time_for_each() {
        for time in ["raw", "fourier:4"] {
            let field = field(&format!("net=8x2&time={time}"));
            let x = Rng::stream(1, Stream::Figure, 0).normal_points(5, 2);
            let together = numbers(field.velocity(0.3, &field.state_of(&x)));
            let apart = field.predictions_at(&[0.3; 5], &x).into_data();
            assert_eq!(together, apart.try_to_vec::<f32>().unwrap());
        }
    }

    #[test]
    fn what_a_network_of_any_kind_says_fits_together() {
        let points = Rng::stream(1, Stream::Figure, 0).normal_points(5, 2);
        for &path in SchedulerKind::ALL {
            for &predict in PredictKind::ALL {
                let link = format!("net=8x2&path={}&predict={}", path.key(), predict.key());
                let field = field(&link);
                let (t, x) = (0.4, field.state_of(&points));
                let s = path.at(t);
                let Endpoints { z, eps } = field.endpoints(t, &x);
                let (u, score) = field.velocity_and_score(t, &x);
                let sum = |a: f64, b: f64| z.clone().scaled(a).add_scaled(b, &eps);
                check_close(sum(s.alpha, s.beta), x.clone());
                check_close(sum(s.d_alpha, s.d_beta), u.clone());
                check_close(eps.clone().scaled(-1.0 / s.beta), score.clone());
                check_close(field.velocity(t, &x), u);
                check_close(field.score(t, &x), score);
            }
        }
    }

    #[test]
    fn along_another_path_the_predictions_stay_and_the_velocity_follows_it() {
        let points = Rng::stream(1, Stream::Figure, 0).normal_points(5, 2);
        for &predict in PredictKind::ALL {
            let (own, other) = (
                field(&format!("net=8x2&predict={}", predict.key())),
                field(&format!("net=8x2&predict={}&under=trig", predict.key())),
            );
            let at = other.under.at(0.6);
            let x = other.state_of(&points);
            let scaled = x.clone().scaled(1.0 / at.scale);
            check_close(other.endpoints(0.6, &x).z, own.endpoints(at.t, &scaled).z);
            let Endpoints { z, eps } = other.endpoints(0.6, &x);
            let s = SchedulerKind::Trig.at(0.6);
            check_close(other.velocity(0.6, &x), z.scaled(s.d_alpha).add_scaled(s.d_beta, &eps));
        }
    }
}
