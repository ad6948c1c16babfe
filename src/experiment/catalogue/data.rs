//! What is learned, and the path to it.

use crate::dataset::DatasetKind;
use crate::dataset::source::SourceKind;
use crate::experiment::mix;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::path::scheduler::SchedulerKind;

/// Data to learn.
pub const DATA: Param = Param {
    key: "data",
    label: "Data",
    help: "The law that the network learns to draw from.",
    kind: ParamKind::Choice(DatasetKind::CHOICES),
    default: "moons",
    effect: Effect::Training,
};

/// What is drawn by hand.
pub const POINTS: Param = Param {
    key: "points",
    label: "Drawing",
    help: "The points of data drawn by hand; they travel in the link.",
    kind: ParamKind::Drawn,
    default: "",
    effect: Effect::Training,
};

/// The mixture made by hand.
pub const MIX: Param = Param {
    key: "mix",
    label: "Mixture",
    help: "Gaussians as weight,x,y,spread,spread,angle; drag them on the map.",
    kind: ParamKind::Mix,
    default: mix::DEFAULT,
    effect: Effect::Training,
};

/// Law at t = 0.
pub const SOURCE: Param = Param {
    key: "source",
    label: "Source",
    help: "The law that the flow starts from; other sources than Gaussian noise need the linear path.",
    kind: ParamKind::Choice(SourceKind::CHOICES),
    default: "gaussian",
    effect: Effect::Training,
};

/// Schedule of the path.
pub const PATH: Param = Param {
    key: "path",
    label: "Path",
    help: "How noise turns into data: the schedule of x_t = alpha_t z + beta_t eps.",
    kind: ParamKind::Choice(SchedulerKind::CHOICES),
    default: "condot",
    effect: Effect::Training,
};

/// Seed of everything random.
pub const SEED: Param = Param {
    key: "seed",
    label: "Seed",
    help: "Same seed, same numbers: data, noise, first weights and batches.",
    kind: ParamKind::Whole { min: 0, max: 999_999_999, scale: Scale::Linear },
    default: "1",
    effect: Effect::Training,
};
