//! What is shown.

use crate::experiment::choice::LayerKind;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::math::kind::Choice;

/// Time cursor.
pub const T: Param = Param {
    key: "t",
    label: "Time",
    help: "0 is noise, 1 is data.",
    kind: ParamKind::Real { min: 0.0, max: 1.0, scale: Scale::Linear },
    default: "1",
    effect: Effect::Picture,
};

/// Layers of the picture.
pub const VIEW: Param = Param {
    key: "view",
    label: "Layers",
    help: "What is drawn.",
    kind: ParamKind::Set(LayerKind::CHOICES),
    default: "samples,data,exact",
    effect: Effect::Picture,
};

/// Whether a link starts its run.
pub const RUN: Param = Param {
    key: "run",
    label: "Start at once",
    help: "1 in a link starts the run when the page opens.",
    kind: ParamKind::Choice(&[
        Choice { key: "0", label: "wait for Train" },
        Choice { key: "1", label: "start" },
    ]),
    default: "0",
    effect: Effect::Picture,
};
