//! How far a network's velocities are from the exact ones: with the null label,
//! with a label, and guided.

use burn::tensor::Device;

use crate::dataset::Dataset;
use crate::experiment::condition::Condition;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::path::under::Under;
use crate::sample::field::MlpField;

/// Times and points of each label at each that fields are compared at.
const N_TIMES: usize = 24;
const N_AT: usize = 64;
/// Times between which fields are compared.
const RANGE: [f64; 2] = [0.02, 0.98];

/// Mean squared distances of learned and exact velocities at each of [`times`],
/// over points of the path of the data with their labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FieldErrors {
    /// With the null label.
    pub(super) null: Vec<f64>,
    /// With the label.
    pub(super) given: Vec<f64>,
    /// Of `(1 - w) u(x, null) + w u(x, y)`.
    pub(super) guided: Vec<f64>,
}

impl FieldErrors {
    /// Compares a network's fields, guided with scale `w`.
    ///
    /// Random: labelled points and their noise, time after time, from stream
    /// `Metric` number 3 of the seed; the same ones for every network.
    pub(super) async fn measured(
        network: &Network,
        data: &Dataset,
        w: f64,
        seed: u64,
    ) -> Result<Self, DeviceLost> {
        let mut rng = Rng::stream(seed, Stream::Metric, 3);
        let all = Marginal::new(data.law(), SchedulerKind::CondOt);
        let mut errors = Self::default();
        for t in times() {
            let mut sums = [0.0; 3];
            for label in 0..data.n_classes() {
                let law = data.law_of(label);
                let z = law.sample(N_AT, &mut rng);
                let x = z.scaled(t).add_scaled(1.0 - t, &rng.normal_points(N_AT, 2));
                let given = Marginal::new(&law, SchedulerKind::CondOt);
                let null = miss(network, Condition::Null, &all, t, &x).await?;
                let given = miss(network, Condition::Given(label), &given, t, &x).await?;
                let guided = null.clone().scaled(1.0 - w).add_scaled(w, &given);
                let share = data.class_weight(label);
                for (sum, miss) in sums.iter_mut().zip([null, given, guided]) {
                    *sum += share * mean_square(&miss);
                }
            }
            errors.null.push(sums[0]);
            errors.given.push(sums[1]);
            errors.guided.push(sums[2]);
        }
        Ok(errors)
    }
}

/// Learned less exact velocity at every point.
async fn miss(
    network: &Network,
    condition: Condition,
    exact: &Marginal,
    t: f64,
    x: &Points,
) -> Result<Points, DeviceLost> {
    let learned = field(network, condition);
    let ours = learned.velocity(t, &learned.state_of(x));
    let ours = Points::from_f32(2, &read(vec![ours.0]).await?.concat());
    Ok(ours.add_scaled(-1.0, &exact.velocity(t, x)))
}

fn mean_square(miss: &Points) -> f64 {
    miss.data().iter().map(|v| v * v).sum::<f64>() / miss.n() as f64
}

/// The field of a network, asked for `condition`.
pub(super) fn field(network: &Network, condition: Condition) -> MlpField {
    let under = Under { trained: SchedulerKind::CondOt, sampled: SchedulerKind::CondOt };
    MlpField::new(network, condition, under, &Device::flex())
}

/// Times that fields are compared at.
pub(super) fn times() -> impl Iterator<Item = f64> {
    let [first, last] = RANGE;
    (0..N_TIMES).map(move |i| first + (last - first) * i as f64 / (N_TIMES - 1) as f64)
}
