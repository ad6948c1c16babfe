//! A plain network as the field of a Gaussian path.

use burn::tensor::Device;
use burn::tensor::Tensor;
use burn::tensor::TensorData;

use crate::experiment::condition::Condition;
use crate::math::points::Points;
use crate::model::mlp::Linear;
use crate::model::mlp::Mlp;
use crate::model::shape::Network;
use crate::model::time::push_features;
use crate::path::convert::PredictKind;
use crate::path::under::Under;
use crate::sample::read::NetField;
use crate::sample::read::Predictor;
use crate::sample::tensor::TensorState;

/// Multiplications by weights that one field call may cost.
const MAX_COST: usize = 40_000_000;

/// A plain network with its layers ready.
#[derive(Clone, Debug)]
pub struct MlpCall {
    mlp: Mlp,
    layers: Vec<Linear>,
    asked: Asked,
    device: Device,
}

/// A condition as rows of the network's input.
#[derive(Clone, Debug)]
enum Asked {
    Once(Vec<f32>),
    /// The null label and a label, the second with the weight `w`.
    Guided {
        null: Vec<f32>,
        given: Vec<f32>,
        w: f64,
    },
}

/// The field of a plain network.
pub type MlpField = NetField<MlpCall>;

impl MlpField {
    /// The field of `network`, whose parameters lie on `device`, asked for `condition`.
    ///
    /// A guided answer is `(1 - w) f(x, null) + w f(x, y)`, whatever the network
    /// says: velocity, score and predictions follow from each other by maps that
    /// keep such sums, so that guiding one guides all. A network that is told no
    /// labels says the same under every condition.
    pub fn new(network: &Network, condition: Condition, under: Under, device: &Device) -> Self {
        let (mlp, layers) = (network.shape.clone(), network.shape.layers(&network.params));
        let row = |label| mlp.label_row(label);
        let asked = match condition {
            Condition::Given(label) => Asked::Once(row(Some(label))),
            Condition::Guided { label, w } if mlp.has_labels() => {
                Asked::Guided { null: row(None), given: row(Some(label)), w }
            }
            Condition::Null | Condition::Guided { .. } => Asked::Once(row(None)),
        };
        Self { network: MlpCall { mlp, layers, asked, device: device.clone() }, under }
    }

    /// Points that one call may take without blocking a CPU for long.
    pub fn block_len(&self) -> usize {
        (MAX_COST / self.network.mlp.layout().n_params()).max(64)
    }

    /// Device that computes it.
    pub fn device(&self) -> &Device {
        &self.network.device
    }

    /// Points as a state on the field's device.
    pub fn state_of(&self, points: &Points) -> TensorState {
        TensorState::on(points, &self.network.device)
    }

    /// What the network itself says, every point at its own time; `[n, dim]`.
    ///
    /// # Panics
    /// If there are not as many times as points.
    pub fn predictions_at(&self, times: &[f64], x: &Points) -> Tensor<2> {
        assert_eq!(times.len(), x.n(), "field: one time a point");
        self.network.answer(|label| {
            let mut input = Vec::with_capacity(x.n() * self.network.mlp.n_in());
            for (&t, x) in times.iter().zip(x.rows()) {
                input.extend(x.iter().map(|&v| v as f32));
                push_features(self.network.mlp.time(), t, &mut input);
                input.extend_from_slice(label);
            }
            let input = TensorData::new(input, [x.n(), self.network.mlp.n_in()]);
            Tensor::from_data(input, &self.network.device)
        })
    }
}

impl MlpCall {
    /// The answer to the condition; `input` makes `[n, n_in]` for a label's row.
    fn answer(&self, input: impl Fn(&[f32]) -> Tensor<2>) -> Tensor<2> {
        let of = |label: &[f32]| self.mlp.forward(&self.layers, input(label));
        match &self.asked {
            Asked::Once(label) => of(label),
            Asked::Guided { null, given, w } => {
                of(null).mul_scalar(1.0 - w) + of(given).mul_scalar(*w)
            }
        }
    }
}

impl Predictor for MlpCall {
    fn kind(&self) -> PredictKind {
        self.mlp.predict()
    }

    fn says(&self, t: f64, x: &TensorState) -> TensorState {
        let [n, _] = x.0.dims();
        TensorState(self.answer(|label| {
            let mut features = Vec::new();
            push_features(self.mlp.time(), t, &mut features);
            features.extend_from_slice(label);
            let width = features.len();
            let features = TensorData::new(features, [1, width]);
            let features = Tensor::<2>::from_data(features, &self.device).repeat_dim(0, n);
            Tensor::cat(vec![x.0.clone(), features], 1) // [n, dim + features + label]
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::run::Experiment;
    use crate::math::field::Endpoints;
    use crate::math::field::GaussianField;
    use crate::math::field::Score;
    use crate::math::field::VectorField;
    use crate::math::kind::Kind;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::math::state::State;
    use crate::path::guided::Guided;
    use crate::path::scheduler::SchedulerKind;

    fn field(link: &str) -> MlpField {
        let experiment = Experiment::from_link(link);
        let device = Device::flex();
        let network = Network::first(Mlp::new(&experiment.net, 2), 3, &device);
        let under = Under { trained: experiment.path, sampled: experiment.sample.under };
        MlpField::new(&network, experiment.condition(), under, &device)
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

    #[test]
    fn guiding_what_a_network_says_guides_velocity_score_and_predictions() {
        let points = Rng::stream(1, Stream::Figure, 0).normal_points(5, 2);
        for &predict in PredictKind::ALL {
            let of = |w: &str| {
                let predict = predict.key();
                field(&format!(
                    "data=moons&cond=on&label=1&w={w}&net=8x2&path=sqrt&under=trig&predict={predict}"
                ))
            };
            let (guided, both) = (of("3"), Guided::new(of("0"), of("1"), 3.0));
            let x = guided.state_of(&points);
            check_close(guided.velocity(0.4, &x), both.velocity(0.4, &x));
            check_close(guided.score(0.4, &x), both.score(0.4, &x));
            let (one, other) = (guided.endpoints(0.4, &x), both.endpoints(0.4, &x));
            check_close(one.z, other.z);
            check_close(one.eps, other.eps);
            let apart = |a: &MlpField, b: &MlpField| {
                let gap = a.velocity(0.4, &x).add_scaled(-1.0, &b.velocity(0.4, &x));
                numbers(gap).iter().map(|v| v.abs()).fold(0.0, f32::max)
            };
            assert!(0.01 < apart(&of("0"), &of("1")) && 0.01 < apart(&guided, &of("1")));
        }
    }
}
