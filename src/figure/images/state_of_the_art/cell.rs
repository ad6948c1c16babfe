//! What a paper uses, as colored cells with a letter or three.

use crate::figure::images::systems::Backbone;
use crate::figure::images::systems::Guidance;
use crate::figure::images::systems::Predicts;
use crate::figure::images::systems::Space;
use crate::figure::images::systems::System;
use crate::figure::scene::Paint;

/// Names of the columns, short enough for a phone.
pub(super) const HEADS: [&str; 4] = ["gives", "net", "space", "guide"];

/// Color of what the first paper used, but for its prediction.
pub(super) const FIRST_PAPER: Paint = Paint::Class(6);
/// Name of such cells in the legend.
pub(super) const AS_FIRST: &str = "U-Net (U), pixels (px), no guidance (–)";

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    /// Its entry in the legend.
    pub(super) name: &'static str,
    /// What stands in it.
    pub(super) short: &'static str,
    /// Its color.
    pub(super) paint: Paint,
}

/// The cells of a paper in the order of [`HEADS`].
pub(super) fn cells(system: &System) -> [Cell; 4] {
    let cell = |name, short, paint| Cell { name, short, paint };
    let as_first = |short| cell(AS_FIRST, short, FIRST_PAPER);
    [
        match system.predicts {
            Predicts::Noise => cell("noise ε", "ε", Paint::Noise),
            Predicts::Score => cell("score s", "s", Paint::Score),
            Predicts::Data => cell("data z", "z", Paint::Data),
            Predicts::Velocity => cell("velocity u", "u", Paint::Velocity),
        },
        match system.backbone {
            Backbone::UNet => as_first("U"),
            Backbone::Transformer => cell("transformer (T)", "T", Paint::Class(2)),
        },
        match system.space {
            Space::Pixels => as_first("px"),
            Space::Latent => cell("latent space (lat)", "lat", Paint::Class(4)),
        },
        match system.guidance {
            Guidance::None => as_first("–"),
            Guidance::Classifier => cell("guided by a classifier (cls)", "cls", Paint::Class(3)),
            Guidance::Free => cell("classifier-free guidance (cfg)", "cfg", Paint::Class(0)),
        },
    ]
}
