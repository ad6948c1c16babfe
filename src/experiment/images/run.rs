//! An experiment with images as the machine runs it: complete, typed, within bounds.

use crate::dataset::images::ImageKind;
use crate::experiment::choice::DirectionKind;
use crate::experiment::choice::LossKind;
use crate::experiment::choice::UnderKind;
use crate::experiment::images::catalogue;
use crate::experiment::images::choice::ImageNetKind;
use crate::experiment::images::shipped;
use crate::experiment::images::shipped::ShippedImages;
use crate::experiment::link;
use crate::experiment::param::Value;
use crate::experiment::run::OptimizerConfig;
use crate::experiment::run::SampleConfig;
use crate::experiment::run::TrainConfig;
use crate::experiment::run::adopted;
use crate::experiment::settings::Settings;
use crate::path::convert::PredictKind;
use crate::path::objective::LossSpec;
use crate::path::objective::WeightKind;
use crate::path::objective::times::TimeLaw;
use crate::path::scheduler::SchedulerKind;
use crate::solver::sigma::Sigma;

/// Everything that defines a run on images and its samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Imaging {
    /// The images.
    pub data: ImageKind,
    /// Schedule of the path.
    pub path: SchedulerKind,
    /// The network.
    pub net: ImageNetKind,
    /// What it says.
    pub predict: PredictKind,
    /// Probability that a label is dropped: 1 for a network that is told none.
    pub eta: f64,
    /// Weights that it begins with; none are drawn from the seed.
    pub init: Option<&'static ShippedImages>,
    /// How it is trained.
    pub train: TrainConfig,
    /// How images are drawn; the number counts all classes.
    pub sample: SampleConfig,
    /// Guidance scale.
    pub w: f64,
    /// Seed of everything random.
    pub seed: u64,
}

impl Imaging {
    /// The experiment that a figure's settings ask for; what the figure does
    /// not let one choose is at its default.
    pub fn from_settings(settings: &Settings) -> Self {
        let all = adopted(Settings::with(catalogue::IMAGES, catalogue::DEFAULTS), settings);
        let data: ImageKind = all.choice("data");
        let predict: PredictKind = all.choice("predict");
        let path = all.choice::<UnderKind>("path").path(SchedulerKind::CondOt);
        let is_told = matches!(all.get("cond"), Some(Value::Choice("on")));
        let sigma = Sigma::new(all.choice("sched"), all.real("sigma"));
        Self {
            data,
            path,
            net: all.choice("net"),
            predict,
            eta: if is_told { all.real("eta") } else { 1.0 },
            init: match all.get("init") {
                Some(Value::Choice(name)) => shipped::by_name(name),
                _ => None,
            },
            train: TrainConfig {
                loss: LossSpec {
                    space: all.choice::<LossKind>("loss").space(predict),
                    weight: WeightKind::None,
                    times: TimeLaw::new(all.choice("tdist"), [all.real("tmin"), all.real("tmax")]),
                },
                batch: (all.whole("batch") as u32).min(MAX_BATCH),
                n_steps: all.whole("steps") as u32,
                optimizer: OptimizerConfig {
                    kind: all.choice("opt"),
                    lr: all.real("lr"),
                    ema: all.real("ema"),
                    clip: all.real("clip"),
                    n_warm: all.whole("warm") as u32,
                    decay: all.choice("decay"),
                },
            },
            sample: SampleConfig {
                solver: all.choice("solver"),
                n_steps: (all.whole("n") as u32).min(MAX_STEPS),
                direction: DirectionKind::Forward,
                grid: all.choice("grid"),
                under: path,
                sigma: sigma.unwrap_or(Sigma::ZERO),
                n_samples: all.whole("each") as u32 * data.n_classes() as u32,
            },
            w: all.real("w"),
            seed: all.whole("seed"),
        }
    }

    /// The experiment of a link's query; how jobs cross the seam.
    pub fn from_link(query: &str) -> Self {
        let base = Settings::with(catalogue::IMAGES, catalogue::DEFAULTS);
        Self::from_settings(&link::parse(&base, query).settings)
    }

    /// Label of the grid's image number `idx`: the classes in turn.
    pub fn label_of(&self, idx: usize) -> usize {
        idx % self.data.n_classes()
    }
}

/// Largest batch, and most solver steps: what one core can bear in a page.
const MAX_BATCH: u32 = 512;
const MAX_STEPS: u32 = 200;

/// Whether a link's query is of an experiment with images.
pub fn is_of_images(query: &str) -> bool {
    let mut pairs = query.rsplit('&').filter_map(|pair| pair.split_once('='));
    let data = pairs.find(|(key, _)| *key == "data");
    data.is_some_and(|(_, value)| crate::dataset::images::kind_of(value).is_some())
}
