//! The parameters of experiments with images, and the list that they are read by.
//!
//! What means the same as on the plane is the same parameter, with a default of
//! its own in [`DEFAULTS`].

use crate::dataset::images::ImageKind;
use crate::experiment::catalogue;
use crate::experiment::choice::CondKind;
use crate::experiment::choice::UnderKind;
use crate::experiment::images::choice::ImageFieldKind;
use crate::experiment::images::choice::ImageNetKind;
use crate::experiment::images::choice::SweepKind;
use crate::experiment::images::shipped;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::math::kind::Choice;
use crate::solver::SolverKind;

/// Images to learn.
pub const DATA: Param = Param {
    key: "data",
    label: "Images",
    help: "The labelled images that the network learns to draw.",
    kind: ParamKind::Choice(ImageKind::CHOICES),
    default: "digits8",
    effect: Effect::Training,
};

/// Schedule of the path from noise.
pub const PATH: Param = Param {
    key: "path",
    label: "Path",
    help: "How noise turns into images: the schedule of xₜ = αₜ z + βₜ ε.",
    kind: ParamKind::Choice(GAUSSIAN_PATHS),
    default: "condot",
    effect: Effect::Training,
};

/// Every path but the first choice of [`UnderKind`], which is "the trained one".
const GAUSSIAN_PATHS: &[Choice] = &[
    UnderKind::CHOICES[1],
    UnderKind::CHOICES[2],
    UnderKind::CHOICES[3],
    UnderKind::CHOICES[4],
    UnderKind::CHOICES[5],
];

/// The network.
pub const NET: Param = Param {
    key: "net",
    label: "Network",
    help: "What turns an image, its time and its label into a prediction.",
    kind: ParamKind::Choice(ImageNetKind::CHOICES),
    default: "unet-s",
    effect: Effect::Training,
};

/// Whether the network is told labels.
pub const COND: Param = Param {
    key: "cond",
    label: "Labels",
    help: "Whether the network is told what each image shows.",
    kind: ParamKind::Choice(CondKind::CHOICES),
    default: "on",
    effect: Effect::Training,
};

/// Label drop probability.
pub const ETA: Param = Param {
    key: "eta",
    label: "Label drop η",
    help: "Share of the training images whose label is replaced by the null label.",
    kind: ParamKind::Real { min: 0.0, max: 1.0, scale: Scale::Linear },
    default: "0.1",
    effect: Effect::Training,
};

/// First weights.
pub const INIT: Param = Param {
    key: "init",
    label: "First weights",
    help: "Drawn from the seed, or those of a network that was trained before and comes with the page.",
    kind: ParamKind::Choice(shipped::CHOICES),
    default: shipped::FRESH,
    effect: Effect::Training,
};

/// Weights of a figure that only draws.
pub const WEIGHTS: Param = Param {
    key: "init",
    label: "Network",
    help: "The network that draws; it was trained before and comes with the page.",
    kind: ParamKind::Choice(shipped::NAMED),
    default: "digits16-s",
    effect: Effect::Training,
};

/// Scheme that integrates the flow.
pub const SOLVER: Param = Param {
    key: "solver",
    label: "Solver",
    help: "The scheme that carries noise to images.",
    kind: ParamKind::Choice(SolverKind::CHOICES),
    default: "heun",
    effect: Effect::Sampling,
};

/// Guidance scale.
pub const W: Param = Param {
    key: "w",
    label: "Guidance w",
    help: "0 forgets the label, 1 is the label alone, more goes beyond it.",
    kind: ParamKind::Real { min: 0.0, max: 10.0, scale: Scale::Linear },
    default: "2",
    effect: Effect::Sampling,
};

/// Whose field carries the noise.
pub const FIELD: Param = Param {
    key: "field",
    label: "Field",
    help: "What a network has learned, or the exact velocity of the path to its training images, which makes the training loss as small as possible.",
    kind: ParamKind::Choice(ImageFieldKind::CHOICES),
    default: "network",
    effect: Effect::Sampling,
};

/// Guidance scales of a sweep.
pub const WS: Param = Param {
    key: "w",
    label: "Guidance w",
    help: "Guidance scales to compare, with commas between them.",
    kind: ParamKind::Reals { min: 0.0, max: 10.0, n_most: 8 },
    default: "0,1,2,3,5,8",
    effect: Effect::Sampling,
};

/// What a sweep compares.
pub const SWEEP: Param = Param {
    key: "sweep",
    label: "Compare",
    help: "What changes from row to row and from column to column.",
    kind: ParamKind::Choice(SweepKind::CHOICES),
    default: "w-class",
    effect: Effect::Sampling,
};

/// Images of each class.
pub const EACH: Param = Param {
    key: "each",
    label: "Images of each class",
    help: "Rows of the grid: how many images are drawn of every class.",
    kind: ParamKind::Whole { min: 1, max: 20, scale: Scale::Linear },
    default: "10",
    effect: Effect::Sampling,
};

/// Class that is asked for.
pub const LABEL: Param = Param {
    key: "label",
    label: "Label",
    help: "The label that is asked for.",
    kind: ParamKind::Whole { min: 0, max: 9, scale: Scale::Linear },
    default: "0",
    effect: Effect::Sampling,
};

/// Parameters of an experiment with images, in the order of its link.
pub const IMAGES: &[&Param] = &[
    &DATA,
    &PATH,
    &catalogue::PREDICT,
    &catalogue::LOSS,
    &NET,
    &COND,
    &ETA,
    &catalogue::OPT,
    &catalogue::BATCH,
    &catalogue::LR,
    &catalogue::STEPS,
    &catalogue::EMA,
    &catalogue::CLIP,
    &catalogue::WARM,
    &catalogue::DECAY,
    &catalogue::TMIN,
    &catalogue::TMAX,
    &catalogue::TDIST,
    &INIT,
    &SOLVER,
    &catalogue::N,
    &catalogue::GRID,
    &catalogue::SIGMA,
    &catalogue::SCHED,
    &W,
    &EACH,
    &catalogue::SEED,
    &catalogue::T,
    &catalogue::DEVICE,
    &catalogue::RUN,
];

/// Defaults of images that are not the plane's.
pub const DEFAULTS: &[(&str, &str)] = &[
    ("batch", "64"),
    ("lr", "0.003"),
    ("steps", "1000"),
    ("ema", "0.98"),
    ("warm", "50"),
    ("decay", "cosine"),
    ("n", "20"),
];
