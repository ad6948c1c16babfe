//! Figures on guidance, with exact fields of labelled data.

pub mod cfg_sweep_2d;
pub mod cfg_sweep_digits;
pub mod classifier_guidance;
pub mod eta;
pub mod guidance_arrows;
pub mod guided_law;
mod null_batch;
pub mod null_label;

use std::sync::Arc;
mod taught;
pub mod two_nets_or_one;

use crate::dataset::Dataset;
use crate::figure::View;
use crate::job::study::guidance::LabelledKind;
use crate::job::study::guidance::label_of;

/// The data of a figure's settings and the label that is asked for.
fn chosen(view: &View<'_>) -> (LabelledKind, Arc<Dataset>, usize) {
    let kind: LabelledKind = view.settings.choice("data");
    let data = dataset(view, kind);
    let label = label_of(&data, view.settings.whole("label"));
    (kind, data, label)
}

/// The data, built once: a law along a curve takes a millisecond.
fn dataset(view: &View<'_>, kind: LabelledKind) -> Arc<Dataset> {
    view.memo().get("dataset", &kind, || kind.dataset())
}
