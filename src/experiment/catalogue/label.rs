//! Whether a network is told labels, and what it is asked for.

use crate::dataset::mix::MixSpec;
use crate::experiment::choice::CondKind;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;

/// Whether the network is told labels.
pub const COND: Param = Param {
    key: "cond",
    label: "Labels",
    help: "Whether the network is told which moon, circle, arm or Gaussian each point belongs to.",
    kind: ParamKind::Choice(CondKind::CHOICES),
    default: "off",
    effect: Effect::Training,
};

/// Label drop probability.
pub const ETA: Param = Param {
    key: "eta",
    label: "Label drop η",
    help: "Share of the training points whose label is replaced by the null label.",
    kind: ParamKind::Real { min: 0.0, max: 1.0, scale: Scale::Linear },
    default: "0.1",
    effect: Effect::Training,
};

/// The label that samples are to have.
pub const LABEL: Param = Param {
    key: "label",
    label: "Label y",
    help: "The label that samples are asked to have.",
    kind: ParamKind::Whole { min: 0, max: MixSpec::MAX_PARTS as u64 - 1, scale: Scale::Linear },
    default: "0",
    effect: Effect::Sampling,
};

/// Guidance scale.
pub const W: Param = Param {
    key: "w",
    label: "Guidance w",
    help: "0 forgets the label, 1 is the label alone, more goes beyond it.",
    kind: ParamKind::Real { min: 0.0, max: 10.0, scale: Scale::Linear },
    default: "1",
    effect: Effect::Sampling,
};
