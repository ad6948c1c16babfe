//! The experiment that the machine runs: complete, typed, within bounds.

use crate::dataset::Dataset;
use crate::dataset::source::Source;
use crate::dataset::source::SourceKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::catalogue;
use crate::experiment::choice::ActivationKind;
use crate::experiment::choice::CondKind;
use crate::experiment::choice::DecayKind;
use crate::experiment::choice::DirectionKind;
use crate::experiment::choice::LossKind;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::choice::UnderKind;
use crate::experiment::condition::Condition;
use crate::experiment::condition::Labels;
use crate::experiment::layers::Layers;
use crate::experiment::link;
use crate::experiment::param::Value;
use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::experiment::shipped;
use crate::experiment::shipped::Shipped;
use crate::math::kind::Kind;
use crate::path::convert::PredictKind;
use crate::path::objective::LossSpec;
use crate::path::objective::times::TimeLaw;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;
use crate::solver::sigma::Sigma;
use crate::solver::spacing::GridKind;

/// Everything that defines a run and its samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Law of the data.
    pub data: DataSpec,
    /// Law at t = 0.
    pub source: SourceKind,
    /// Schedule of the path.
    pub path: SchedulerKind,
    /// The network.
    pub net: NetConfig,
    /// Weights that it begins with; none are drawn from the seed.
    pub init: Option<&'static Shipped>,
    /// Labels that it is told; none where it learns all data as one.
    pub labels: Option<Labels>,
    /// How it is trained.
    pub train: TrainConfig,
    /// How samples are drawn.
    pub sample: SampleConfig,
    /// Seed of everything random.
    pub seed: u64,
}

/// A plain network from `[x, time features]` to a prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetConfig {
    /// Hidden layers.
    pub layers: Layers,
    /// Nonlinearity.
    pub activation: ActivationKind,
    /// Time input.
    pub time: TimeFeaturesKind,
    /// What it says.
    pub predict: PredictKind,
    /// Places for a label after the features of the time; 0 for none.
    pub n_labels: usize,
}

/// A training run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainConfig {
    /// Space, weight and times of the loss.
    pub loss: LossSpec,
    /// Points per step.
    pub batch: u32,
    /// Steps of the whole run.
    pub n_steps: u32,
    /// How gradients move the weights.
    pub optimizer: OptimizerConfig,
}

/// How gradients move the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptimizerConfig {
    /// The rule.
    pub kind: OptimizerKind,
    /// Step size once warm.
    pub lr: f64,
    /// Decay a step of the weights' moving average; 0 is none.
    pub ema: f64,
    /// Largest norm of the whole gradient; 0 is no bound.
    pub clip: f64,
    /// Steps over which the step size rises.
    pub n_warm: u32,
    /// How it goes on.
    pub decay: DecayKind,
}

/// A set of samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleConfig {
    /// Scheme.
    pub solver: SolverKind,
    /// Steps of the scheme.
    pub n_steps: u32,
    /// Which way they are made.
    pub direction: DirectionKind,
    /// Where they lie.
    pub grid: GridKind,
    /// The path that is sampled along.
    pub under: SchedulerKind,
    /// How much noise is added by schemes that do.
    pub sigma: Sigma,
    /// Number of points.
    pub n_samples: u32,
}

impl NetConfig {
    /// Numbers between its layers, from a point of `dim` coordinates with the
    /// features of its time and the places of its label to a prediction of as many.
    pub fn widths(&self, dim: usize) -> Vec<usize> {
        let hidden =
            std::iter::repeat_n(self.layers.width() as usize, self.layers.n_hidden() as usize);
        let first = std::iter::once(dim + self.time.n_features() + self.n_labels);
        first.chain(hidden).chain(std::iter::once(dim)).collect()
    }
}

impl Experiment {
    /// The experiment that a figure's settings ask for; what the figure does
    /// not let one choose is at the Lab's default, and what does not go
    /// together is settled by the [`rules`].
    pub fn from_settings(settings: &Settings) -> Self {
        let (lab, _) = rules::settled(as_lab(settings));
        let path: SchedulerKind = lab.choice("path");
        let predict: PredictKind = lab.choice("predict");
        let range = [lab.real("tmin"), lab.real("tmax")];
        let sigma = Sigma::new(lab.choice("sched"), lab.real("sigma"));
        let data = lab.data();
        let labels = labels_of(&lab, &data);
        Self {
            data,
            source: lab.choice("source"),
            path,
            net: NetConfig {
                layers: lab.layers("net"),
                activation: lab.choice("act"),
                time: lab.choice("time"),
                predict,
                n_labels: labels.map_or(0, |labels| labels.n_places()),
            },
            init: shipped::of(&lab),
            labels,
            train: TrainConfig {
                loss: LossSpec {
                    space: lab.choice::<LossKind>("loss").space(predict),
                    weight: lab.choice("weight"),
                    times: TimeLaw::new(lab.choice("tdist"), range),
                },
                batch: lab.whole("batch") as u32,
                n_steps: lab.whole("steps") as u32,
                optimizer: OptimizerConfig {
                    kind: lab.choice("opt"),
                    lr: lab.real("lr"),
                    ema: lab.real("ema"),
                    clip: lab.real("clip"),
                    n_warm: lab.whole("warm") as u32,
                    decay: lab.choice("decay"),
                },
            },
            sample: SampleConfig {
                solver: lab.choice("solver"),
                n_steps: lab.whole("n") as u32,
                direction: lab.choice("dir"),
                grid: lab.choice("grid"),
                under: lab.choice::<UnderKind>("under").path(path),
                sigma: sigma.unwrap_or(Sigma::ZERO),
                n_samples: lab.whole("samples") as u32,
            },
            seed: lab.whole("seed"),
        }
    }

    /// The experiment of a link's query; how jobs cross the seam.
    pub fn from_link(query: &str) -> Self {
        let base = Settings::defaults(catalogue::LAB);
        Self::from_settings(&link::parse(&base, query).settings)
    }

    /// Dimension of a point.
    pub fn dim(&self) -> usize {
        self.data.dim()
    }

    /// What samples are asked for.
    pub fn condition(&self) -> Condition {
        self.labels.map_or(Condition::Null, |labels| labels.condition())
    }

    /// The data that samples aim at: all, or those with the label that is asked for.
    pub fn aim(&self) -> Dataset {
        self.condition().aim(self.data.build())
    }

    /// The law at t = 0, ready to be drawn from.
    pub fn source(&self) -> Source {
        self.source.build(self.dim())
    }

    /// The same experiment with samples that go from noise to data.
    #[must_use]
    pub fn forward(&self) -> Self {
        let sample = SampleConfig { direction: DirectionKind::Forward, ..self.sample };
        Self { sample, ..self.clone() }
    }

    /// Whether samples go from data back to noise.
    pub fn is_backward(&self) -> bool {
        self.sample.direction == DirectionKind::Backward
    }

    /// Time at which the way back from the data begins: 1, or the last training
    /// time where the exact field or the network's answer is singular at 1.
    ///
    /// One time for both, so that both start from the same points. The field is
    /// singular where the data have no smooth density; a network says a
    /// velocity at 1 only if it is the velocity of its own path.
    pub fn last_regular_time(&self) -> f64 {
        let says_velocity = self.net.predict == PredictKind::Velocity;
        let is_own = says_velocity && self.sample.under == self.path;
        let is_regular = is_own && self.data.build().law().is_smooth();
        if is_regular { 1.0 } else { self.time_range()[1] }
    }

    /// First and last training time.
    pub fn time_range(&self) -> [f64; 2] {
        self.train.loss.times.range()
    }
}

/// The labels that the network is told, and which of them samples are to have.
fn labels_of(lab: &Settings, data: &DataSpec) -> Option<Labels> {
    let is_told = lab.choice::<CondKind>("cond") == CondKind::On;
    is_told.then(|| Labels {
        n_classes: data.build().n_classes(),
        eta: lab.real("eta"),
        label: lab.whole("label") as usize,
        w: lab.real("w"),
    })
}

/// The Lab's settings with the values that `settings` have; what a figure means
/// otherwise by a key of the Lab's is left at the default.
pub fn as_lab(settings: &Settings) -> Settings {
    adopted(Settings::defaults(catalogue::LAB), settings)
}

/// `base` with the values that `settings` have for its parameters.
pub(crate) fn adopted(base: Settings, settings: &Settings) -> Settings {
    let mut lab = base;
    for param in settings.params() {
        let theirs = lab.param(param.key).zip(settings.get(param.key));
        let Some((of_lab, value)) = theirs else { continue };
        let is_same = std::ptr::eq(of_lab, *param);
        let reading = (!is_same).then(|| of_lab.read(&value.to_string()));
        match reading {
            None => lab.set(param.key, value.clone()),
            Some(Some(reading)) if reading.notice.is_none() => lab.set(param.key, reading.value),
            Some(_) => {}
        }
    }
    lab
}

/// Query of the Lab that runs the same experiment as `settings`; a figure that
/// asks for a label by its own leave has it told there.
pub fn lab_link(settings: &Settings) -> String {
    let mut lab = as_lab(settings);
    if settings.param("label").is_some() && settings.param("cond").is_none() {
        lab.set("cond", Value::Choice(CondKind::On.key()));
    }
    link::print(&Settings::defaults(catalogue::LAB), &lab)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::param::Effect;
    use crate::experiment::param::Param;
    use crate::experiment::param::ParamKind;
    use crate::experiment::param::Scale;
    use crate::math::kind::Choice;

    const fn own(key: &'static str, kind: ParamKind, default: &'static str) -> Param {
        Param { key, label: "", help: "", kind, default, effect: Effect::Picture }
    }

    const WIDE: ParamKind = ParamKind::Whole { min: 0, max: 1_000_000, scale: Scale::Log };
    const COINS: &[Choice] = &[Choice { key: "heads", label: "Heads" }];

    #[test]
    fn a_figure_of_labels_opens_the_lab_with_labels() {
        const OF_LABELS: &[&Param] = &[&catalogue::DATA, &catalogue::LABEL, &catalogue::W];
        let settings = Settings::with(OF_LABELS, &[("data", "gmm5"), ("label", "2"), ("w", "3")]);
        assert_eq!(lab_link(&settings), "data=gmm5&cond=on&label=2&w=3");
        assert_eq!(
            Experiment::from_link(&lab_link(&settings)).condition(),
            Condition::Guided { label: 2, w: 3.0 }
        );
        assert_eq!(lab_link(&Settings::with(OF_LABELS, &[])), "cond=on");
    }

    #[test]
    fn a_figure_that_means_other_things_by_the_labs_keys_does_no_harm() {
        const OWN: &[&Param] = &[
            &own("data", ParamKind::Choice(COINS), "heads"),
            &own("n", WIDE, "900000"),
            &own("sigma", ParamKind::Choice(COINS), "heads"),
            &own("samples", WIDE, "64"),
            &own("theta", WIDE, "3"),
        ];
        let settings = Settings::defaults(OWN);
        assert_eq!(lab_link(&settings), "samples=64");
        let experiment = Experiment::from_settings(&settings);
        assert_eq!((experiment.sample.n_steps, experiment.sample.n_samples), (20, 64));
        assert_eq!(settings.data(), Settings::defaults(catalogue::LAB).data());
        assert_eq!(rules::settled(settings.clone()), (settings.clone(), Vec::new()));
        assert_eq!(rules::settled(Settings::defaults(&[])).1, Vec::<String>::new());
        assert_eq!(Settings::defaults(&[]).data(), settings.data());
    }
}
