//! Laws of data and source as Python: a class of its own, or a list of numbers.

use crate::dataset::DatasetKind;
use crate::dataset::source::SourceKind;
use crate::experiment::run::Experiment;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;

/// A law in Python.
pub(super) struct Law {
    blocks: Vec<&'static str>,
    call: String,
}

impl Law {
    /// The law of the experiment's data.
    pub(super) fn of_data(experiment: &Experiment) -> Self {
        let data = experiment.data.build();
        Self::of_kind(experiment.data.kind).unwrap_or_else(|| Self::of_mixture(data.law()))
    }

    /// The law of its source.
    pub(super) fn of_source(experiment: &Experiment) -> Self {
        let plain =
            |block, class: &str| Self { blocks: vec![block], call: format!("{class}(DIM)") };
        let twin = match experiment.source {
            SourceKind::Gaussian => return plain("gaussian", "Gaussian"),
            SourceKind::Uniform => return plain("uniform", "Uniform"),
            SourceKind::Circles => Self::of_kind(DatasetKind::Circles),
            SourceKind::Moons => Self::of_kind(DatasetKind::Moons),
            SourceKind::EightGaussians => None,
        };
        twin.unwrap_or_else(|| Self::of_mixture(&experiment.source().law()))
    }

    /// Blocks that define it.
    pub(super) fn blocks(&self) -> Vec<&'static str> {
        self.blocks.clone()
    }

    /// The expression that makes it.
    pub(super) fn call(&self) -> &str {
        &self.call
    }

    /// Laws along a curve, which are no short list of numbers.
    fn of_kind(kind: DatasetKind) -> Option<Self> {
        let (block, class) = match kind {
            DatasetKind::Moons => ("moons", "Moons"),
            DatasetKind::Circles => ("circles", "Circles"),
            DatasetKind::Spiral => ("spiral", "Spiral"),
            DatasetKind::SCurve => ("scurve", "SCurve"),
            DatasetKind::Pinwheel => ("pinwheel", "Pinwheel"),
            DatasetKind::Smiley => ("smiley", "Smiley"),
            DatasetKind::Checkerboard
            | DatasetKind::Gmm5
            | DatasetKind::EightGaussians
            | DatasetKind::GmmRandom
            | DatasetKind::Drawn
            | DatasetKind::Mixture
            | DatasetKind::TwoPoints => return None,
        };
        Some(Self { blocks: vec!["labelled", "curve", block], call: format!("{class}()") })
    }

    /// Equally likely boxes, or Gaussians of any weight.
    fn of_mixture(law: &Mixture) -> Self {
        let mut boxes = [Vec::new(), Vec::new()];
        let (mut means, mut factors) = (Vec::new(), Vec::new());
        for component in law.components() {
            match component {
                Component::Box { low, high } => {
                    boxes[0].push(list(low));
                    boxes[1].push(list(high));
                }
                Component::Isotropic { mean, variance } => {
                    means.push(list(mean));
                    factors.push(scaled_identity(mean.len(), variance.sqrt()));
                }
                Component::Gaussian { mean, covariance } => {
                    means.push(list(mean));
                    factors.push(factor(covariance));
                }
            }
        }
        if !boxes[0].is_empty() {
            let [low, high] = boxes.map(|rows| rows.join(", "));
            return Self { blocks: vec!["boxes"], call: format!("Boxes([{low}], [{high}])") };
        }
        let weights = list(law.weights());
        let [means, factors] = [means, factors].map(|rows| rows.join(", "));
        Self {
            blocks: vec!["labelled", "mixture"],
            call: format!("GaussianMixture({weights}, [{means}], [{factors}])"),
        }
    }
}

/// `[1.0, 2.5]`; seven digits, which is what 32 bits hold.
fn list(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().map(|&v| format!("{:?}", v as f32)).collect();
    format!("[{}]", values.join(", "))
}

fn scaled_identity(dim: usize, std: f64) -> String {
    let row = |i: usize| (0..dim).map(|j| if i == j { std } else { 0.0 }).collect::<Vec<f64>>();
    let rows: Vec<String> = (0..dim).map(|i| list(&row(i))).collect();
    format!("[{}]", rows.join(", "))
}

/// `L` of `L L^T = C`, lower left, for the matrices of the plane.
fn factor(covariance: &[f64]) -> String {
    let [xx, xy, _, yy] = covariance else { return scaled_identity(1, covariance[0].sqrt()) };
    let first = xx.sqrt();
    let below = xy / first;
    let second = (yy - below * below).max(0.0).sqrt();
    format!("[{}, {}]", list(&[first, 0.0]), list(&[below, second]))
}
