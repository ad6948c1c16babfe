//! The exact field that an experiment's samples follow, guided or not.

use crate::experiment::condition::Condition;
use crate::experiment::run::Experiment;
use crate::job::plan::exact_field;
use crate::math::field::Divergence;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::path::coupled::CoupledMarginal;
use crate::path::exact::ExactField;
use crate::path::guided::Guided;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// What samples follow where nothing has to be learned.
#[derive(Clone, Debug, PartialEq)]
pub enum AimedField {
    /// To all data, or to those of one label, from `N(0, I)`.
    Gaussian(Marginal),
    /// From any other source.
    Coupled(CoupledMarginal),
    /// Between all data and those of one label, or beyond.
    Guided(Box<Guided<Marginal, Marginal>>),
}

impl AimedField {
    /// The field of the experiment's condition under `path`.
    pub fn new(experiment: &Experiment, path: SchedulerKind) -> Self {
        let data = experiment.data.build();
        let to = |label| Marginal::new(&data.law_of(label), path);
        match experiment.condition() {
            Condition::Null => match exact_field(experiment, path) {
                ExactField::Gaussian(marginal) => Self::Gaussian(marginal),
                ExactField::Coupled(coupled) => Self::Coupled(coupled),
            },
            Condition::Given(label) => Self::Gaussian(to(label)),
            Condition::Guided { label, w } => {
                let all = Marginal::new(data.law(), path);
                Self::Guided(Box::new(Guided::new(all, to(label), w)))
            }
        }
    }

    /// The score, where it drives an SDE beside the flow: from `N(0, I)` only.
    pub fn score(&self, t: f64, x: &Points) -> Option<Points> {
        match self {
            Self::Gaussian(marginal) => Some(marginal.score(t, x)),
            Self::Guided(guided) => Some(guided.score(t, x)),
            Self::Coupled(_) => None,
        }
    }

    /// Parts of the laws that one answer takes the sum over.
    pub fn n_parts(&self) -> usize {
        match self {
            Self::Gaussian(marginal) => marginal.law().components().len(),
            Self::Guided(guided) => {
                guided.paths().map(|field| field.law().components().len()).iter().sum()
            }
            Self::Coupled(coupled) => coupled.n_pairs(),
        }
    }
}

impl VectorField<Points> for AimedField {
    fn velocity(&self, t: f64, x: &Points) -> Points {
        match self {
            Self::Gaussian(marginal) => marginal.velocity(t, x),
            Self::Guided(guided) => guided.velocity(t, x),
            Self::Coupled(coupled) => coupled.velocity(t, x),
        }
    }
}

/// Of a guided field the log of `p_t(x) p_t(y | x)^w` up to a number for each
/// time: its gradient is the guided score, and its samples have another law.
impl LogDensity for AimedField {
    fn log_density(&self, t: f64, x: &Points) -> Vec<f64> {
        match self {
            Self::Gaussian(marginal) => marginal.log_density(t, x),
            Self::Guided(guided) => guided.log_tilted(t, x),
            Self::Coupled(coupled) => coupled.log_density(t, x),
        }
    }
}

impl Divergence for AimedField {
    fn divergence(&self, t: f64, x: &Points) -> Vec<f64> {
        match self {
            Self::Gaussian(marginal) => marginal.divergence(t, x),
            Self::Guided(guided) => guided.divergence(t, x),
            Self::Coupled(coupled) => coupled.divergence(t, x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(link: &str) -> AimedField {
        let experiment = Experiment::from_link(link);
        AimedField::new(&experiment, experiment.path)
    }

    #[test]
    fn without_labels_and_at_scales_0_and_1_it_is_the_plain_field() {
        let exact = |link: &str| {
            let experiment = Experiment::from_link(link);
            exact_field(&experiment, experiment.path)
        };
        let x = Points::new(2, vec![1.0, -2.0]);
        let all = exact("data=gmm5").velocity(0.6, &x);
        assert_eq!(field("data=gmm5").velocity(0.6, &x), all);
        assert_eq!(field("data=gmm5&cond=on&label=2&w=0").velocity(0.6, &x), all);
        let two = Experiment::from_link("data=gmm5").data.build().law_of(2);
        let given = Marginal::new(&two, SchedulerKind::CondOt).velocity(0.6, &x);
        assert_eq!(field("data=gmm5&cond=on&label=2").velocity(0.6, &x), given);
        let circles = "source=circles&path=linear";
        assert_eq!(field(circles).velocity(0.6, &x), exact(circles).velocity(0.6, &x));
        assert!(field(circles).score(0.6, &x).is_none());
    }

    #[test]
    fn the_guided_score_is_the_gradient_of_the_guided_log_density() {
        let h = 1e-5;
        for w in ["0", "0.5", "1", "3"] {
            let field = field(&format!("data=gmm5&cond=on&label=1&w={w}&path=sqrt"));
            let at = |dx: f64, dy: f64| {
                field.log_density(0.5, &Points::new(2, vec![1.0 + dx, 2.0 + dy]))[0]
            };
            let slopes = [at(h, 0.0) - at(-h, 0.0), at(0.0, h) - at(0.0, -h)];
            let score = field.score(0.5, &Points::new(2, vec![1.0, 2.0])).expect("from noise");
            for (slope, score) in slopes.iter().zip(score.data()) {
                assert!((slope / (2.0 * h) - score).abs() < 1e-6, "w = {w}: {score}");
            }
        }
    }

    #[test]
    fn the_guided_divergence_is_that_of_the_guided_velocity() {
        let (h, field) = (1e-5, field("data=moons&cond=on&label=1&w=2"));
        let u = |dx: f64, dy: f64| field.velocity(0.6, &Points::new(2, vec![0.5 + dx, 0.3 + dy]));
        let along = |a: Points, b: Points, k: usize| (a.data()[k] - b.data()[k]) / (2.0 * h);
        let slope = along(u(h, 0.0), u(-h, 0.0), 0) + along(u(0.0, h), u(0.0, -h), 1);
        let div = field.divergence(0.6, &Points::new(2, vec![0.5, 0.3]))[0];
        assert!((slope / div - 1.0).abs() < 1e-5, "{slope} {div}");
    }
}
