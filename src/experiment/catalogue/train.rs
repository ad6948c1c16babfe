//! The network and how it is taught.

use crate::experiment::choice::ActivationKind;
use crate::experiment::choice::DecayKind;
use crate::experiment::choice::DeviceKind;
use crate::experiment::choice::LossKind;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::choice::TimeFeaturesKind;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::shipped;
use crate::path::convert::PredictKind;
use crate::path::objective::WeightKind;
use crate::path::objective::times::TimeDistKind;

/// What the network says.
pub const PREDICT: Param = Param {
    key: "predict",
    label: "Prediction",
    help: "What the network is taught to say about a point: any one of the four gives the others.",
    kind: ParamKind::Choice(PredictKind::CHOICES),
    default: "velocity",
    effect: Effect::Training,
};

/// Space of the loss.
pub const LOSS: Param = Param {
    key: "loss",
    label: "Loss in",
    help: "The space in which prediction and target are compared.",
    kind: ParamKind::Choice(LossKind::CHOICES),
    default: "predicted",
    effect: Effect::Training,
};

/// Weight of the loss over time.
pub const WEIGHT: Param = Param {
    key: "weight",
    label: "Weight",
    help: "Factor of the squared error at time t.",
    kind: ParamKind::Choice(WeightKind::CHOICES),
    default: "none",
    effect: Effect::Training,
};

/// Hidden layers.
pub const NET: Param = Param {
    key: "net",
    label: "Network",
    help: "Units per hidden layer x number of hidden layers.",
    kind: ParamKind::Net,
    default: "64x3",
    effect: Effect::Training,
};

/// Activation.
pub const ACT: Param = Param {
    key: "act",
    label: "Activation",
    help: "The nonlinearity after each hidden layer.",
    kind: ParamKind::Choice(ActivationKind::CHOICES),
    default: "silu",
    effect: Effect::Training,
};

/// How time enters the network.
pub const TIME: Param = Param {
    key: "time",
    label: "Time input",
    help: "Time as one number, or as sines and cosines of several frequencies.",
    kind: ParamKind::Choice(TimeFeaturesKind::CHOICES),
    default: "raw",
    effect: Effect::Training,
};

/// Optimizer.
pub const OPT: Param = Param {
    key: "opt",
    label: "Optimizer",
    help: "How gradients move the weights.",
    kind: ParamKind::Choice(OptimizerKind::CHOICES),
    default: "adam",
    effect: Effect::Training,
};

/// Batch size.
pub const BATCH: Param = Param {
    key: "batch",
    label: "Batch",
    help: "Fresh points per training step.",
    kind: ParamKind::Whole { min: 1, max: 4096, scale: Scale::Log },
    default: "256",
    effect: Effect::Training,
};

/// Learning rate.
pub const LR: Param = Param {
    key: "lr",
    label: "Learning rate",
    help: "Step size of the optimizer.",
    kind: ParamKind::Real { min: 1e-6, max: 1.0, scale: Scale::Log },
    default: "0.001",
    effect: Effect::Training,
};

/// Training steps.
pub const STEPS: Param = Param {
    key: "steps",
    label: "Training steps",
    help: "Training steps in the whole run.",
    kind: ParamKind::Whole { min: 1, max: 100_000, scale: Scale::Log },
    default: "3000",
    effect: Effect::Training,
};

/// Decay of the average of the weights.
pub const EMA: Param = Param {
    key: "ema",
    label: "Averaging",
    help: "Decay a step of the moving average of the weights that samples are drawn with; 0 draws with the weights themselves.",
    kind: ParamKind::Real { min: 0.0, max: 0.9999, scale: Scale::Linear },
    default: "0",
    effect: Effect::Training,
};

/// Largest norm of the gradient.
pub const CLIP: Param = Param {
    key: "clip",
    label: "Clipping",
    help: "Gradients longer than this are shortened to it; 0 leaves them.",
    kind: ParamKind::Real { min: 0.0, max: 100.0, scale: Scale::Linear },
    default: "0",
    effect: Effect::Training,
};

/// Steps of warm-up.
pub const WARM: Param = Param {
    key: "warm",
    label: "Warm-up",
    help: "Steps over which the learning rate rises from 0.",
    kind: ParamKind::Whole { min: 0, max: 10_000, scale: Scale::Linear },
    default: "0",
    effect: Effect::Training,
};

/// Course of the learning rate.
pub const DECAY: Param = Param {
    key: "decay",
    label: "Decay",
    help: "How the learning rate goes on after the warm-up.",
    kind: ParamKind::Choice(DecayKind::CHOICES),
    default: "constant",
    effect: Effect::Training,
};

/// First training time.
pub const TMIN: Param = Param {
    key: "tmin",
    label: "First time",
    help: "Training times are drawn between the first and the last.",
    kind: ParamKind::Real { min: 0.0, max: 0.5, scale: Scale::Linear },
    default: "0.001",
    effect: Effect::Training,
};

/// Last training time.
pub const TMAX: Param = Param {
    key: "tmax",
    label: "Last time",
    help: "Kept below 1, where some targets are singular.",
    kind: ParamKind::Real { min: 0.51, max: 0.9999, scale: Scale::Linear },
    default: "0.999",
    effect: Effect::Training,
};

/// Law of the training times.
pub const TDIST: Param = Param {
    key: "tdist",
    label: "Times",
    help: "How training times are drawn between the first and the last.",
    kind: ParamKind::Choice(TimeDistKind::CHOICES),
    default: "uniform",
    effect: Effect::Training,
};

/// Weights that training begins with.
pub const INIT: Param = Param {
    key: "init",
    label: "First weights",
    help: "Drawn from the seed, or those of a network that was trained before and comes with the page; training goes on from them.",
    kind: ParamKind::Choice(shipped::CHOICES),
    default: shipped::FRESH,
    effect: Effect::Training,
};

/// Device that trains.
pub const DEVICE: Param = Param {
    key: "device",
    label: "Device",
    help: "Where the network is trained.",
    kind: ParamKind::Choice(DeviceKind::CHOICES),
    default: "auto",
    effect: Effect::Training,
};
