//! A learned field on a regular grid, some nodes at a time.

use burn::tensor::Device;

use crate::experiment::run::Experiment;
use crate::job::aim::AimedField;
use crate::job::grid::MAX_PER_AXIS;
use crate::job::grid::kept_times;
use crate::job::grid::nodes;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::convert::PredictKind;
use crate::path::under::Under;
use crate::protocol::job::Quantity;
use crate::sample::field::MlpField;

/// Nodes evaluated by one call where the exact field is needed, the costly part.
const BLOCK_LEN: usize = 64;

/// A grid in progress.
pub struct GridRun {
    field: MlpField,
    exact: Option<AimedField>,
    quantity: Quantity,
    times: Vec<f64>,
    n_per_axis: u32,
    nodes: Points,
    values: Vec<f32>,
    n_done: usize,
}

impl GridRun {
    /// Values of `network`, which lies on the CPU, over the window of the experiment's data, none
    /// evaluated yet: velocities, or the length of the miss of the exact field.
    /// The exact field of data without a smooth density keeps off t = 1.
    pub fn new(
        network: &Network,
        experiment: &Experiment,
        quantity: Quantity,
        at: &GridAt,
    ) -> Self {
        let dataset = experiment.data.build();
        let n_per_axis = (at.n_per_axis as usize).clamp(2, MAX_PER_AXIS);
        let [tmin, tmax] = experiment.time_range();
        let is_own = experiment.net.predict == PredictKind::Velocity;
        let is_bounded = quantity == Quantity::Error && !dataset.law().is_smooth();
        // Conversions are singular at the ends; see `path::convert`.
        let is_converted = !is_own || quantity == Quantity::Score;
        let first = if is_converted { tmin } else { 0.0 };
        let last = if is_bounded || is_converted { tmax } else { 1.0 };
        let times = kept_times(&at.times, last).iter().map(|t| t.max(first)).collect();
        let exact =
            (quantity == Quantity::Error).then(|| AimedField::new(experiment, experiment.path));
        let under = Under { trained: experiment.path, sampled: experiment.path };
        Self {
            field: MlpField::new(network, experiment.condition(), under, &Device::flex()),
            exact,
            times,
            n_per_axis: n_per_axis as u32,
            nodes: nodes(&dataset, n_per_axis),
            quantity,
            values: Vec::new(),
            n_done: 0,
        }
    }

    /// Evaluates some nodes; true while nodes are left.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn advance(&mut self) -> Result<bool, DeviceLost> {
        let len = if self.exact.is_some() { BLOCK_LEN } else { self.field.block_len() };
        let Some(&t) = self.times.get(self.n_done / self.nodes.n()) else {
            return Ok(false);
        };
        let first = self.n_done % self.nodes.n();
        let end = (first + len).min(self.nodes.n());
        if first < end {
            let x = self.nodes.slice(first..end);
            let x_on = self.field.state_of(&x);
            let learned = match self.quantity {
                Quantity::Score => self.field.score(t, &x_on),
                _ => self.field.velocity(t, &x_on),
            };
            let learned = read(vec![learned.0]).await?.concat();
            match &self.exact {
                None => self.values.extend(learned),
                Some(exact) => {
                    let miss = misses(&learned, &exact.velocity(t, &x));
                    self.values.extend(miss);
                }
            }
            self.n_done += end - first;
        }
        Ok(self.n_done < self.nodes.n() * self.times.len())
    }

    /// Times of the field, within bounds.
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    /// Nodes per axis, within bounds.
    pub fn n_per_axis(&self) -> u32 {
        self.n_per_axis
    }

    /// One or two numbers a node, time after time; complete once [`Self::advance`] said so.
    pub fn into_values(self) -> Vec<f32> {
        self.values
    }
}

/// Where a grid is evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct GridAt {
    /// Times of the field.
    pub times: Vec<f64>,
    /// Nodes per axis.
    pub n_per_axis: u32,
}

/// Length of learned minus exact velocity, point by point.
fn misses(learned: &[f32], exact: &Points) -> Vec<f32> {
    let square = |learned: &[f32], exact: &[f64]| -> f64 {
        learned.iter().zip(exact).map(|(&a, b)| (f64::from(a) - b) * (f64::from(a) - b)).sum()
    };
    let pairs = learned.chunks_exact(exact.dim()).zip(exact.rows());
    pairs.map(|(learned, exact)| square(learned, exact).sqrt() as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_is_the_length_of_the_difference() {
        let exact = Points::new(2, vec![0.0, 0.0, 1.0, 1.0]);
        assert_eq!(misses(&[3.0, 4.0, 1.0, 1.0], &exact), [5.0, 0.0]);
    }
}
