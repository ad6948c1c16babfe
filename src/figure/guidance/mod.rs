//! Figures on guidance, with exact fields of labelled data.

pub mod cfg_sweep_2d;
pub mod cfg_sweep_digits;
pub mod classifier_guidance;
pub mod clean_classifier;
pub mod eta;
mod exact_classifier;
pub mod guidance_arrows;
pub mod guided_law;
mod null_batch;
pub mod null_label;
mod taught;
pub mod two_nets_or_one;

use std::sync::Arc;

use crate::dataset::Dataset;
use crate::figure::View;
use crate::job::study::guidance::LabelledKind;
use crate::job::study::guidance::label_of;
use crate::math::kind::Kind;

/// The data of a figure's settings and the label that is asked for.
fn chosen(view: &View<'_>) -> (LabelledKind, Arc<Dataset>, usize) {
    let kind: LabelledKind = view.settings.choice("data");
    let data = dataset(view, kind);
    let label = label_of(&data, view.settings.whole("label"));
    (kind, data, label)
}

/// A sentence where the label asked for is none of the data's own, for the map.
fn label_remark(view: &View<'_>) -> Option<String> {
    let (kind, data, label) = chosen(view);
    let number = view.settings.whole("label");
    let (name, last) = (kind.label(), data.n_classes() - 1);
    (number != label as u64)
        .then(|| format!("{name} have the labels 0 to {last}; {number} counts on from 0 again and is label {label}."))
}

/// The data, built once: a law along a curve takes a millisecond.
fn dataset(view: &View<'_>, kind: LabelledKind) -> Arc<Dataset> {
    view.memo().get("dataset", &kind, || kind.dataset())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn a_label_that_the_data_lack_is_named_with_the_one_it_stands_for() {
        for figure in [
            &classifier_guidance::FIGURE,
            &guidance_arrows::FIGURE,
            &guided_law::FIGURE,
            &cfg_sweep_2d::FIGURE,
        ] {
            let remarks = |label: &str| Stage::of(figure, &[("label", label)]).scene().remarks();
            assert!(remarks("4").is_empty(), "{}", figure.id);
            let said = remarks("7");
            assert_eq!(said.len(), 1, "{}", figure.id);
            assert!(said[0].contains("0 to 4") && said[0].ends_with("is label 2."), "{said:?}");
        }
    }
}
