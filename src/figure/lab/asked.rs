//! What the Lab says of the label that samples are asked to have.

use crate::experiment::choice::CondKind;
use crate::experiment::settings::Settings;
use crate::figure::lab::board::Board;

/// A label and its guidance scale, of a network that is told labels.
struct Asked {
    label: u64,
    w: f64,
}

fn asked(settings: &Settings) -> Option<Asked> {
    let is_told = settings.choice::<CondKind>("cond") == CondKind::On;
    is_told.then(|| Asked { label: settings.whole("label"), w: settings.real("w") })
}

/// Whether samples are asked to have a label.
pub(super) fn is_of_label(settings: &Settings) -> bool {
    asked(settings).is_some_and(|Asked { w, .. }| 0.0 < w)
}

/// `y = 2, w = 3`.
pub(super) fn note(settings: &Settings) -> Option<String> {
    let Asked { label, w } = asked(settings)?;
    Some(if w.abs() <= 0.0 { "all labels".to_owned() } else { format!("y = {label}, w = {w}") })
}

/// What samples aim at, and what the exact map shows of it.
pub(super) fn remark(board: &Board<'_>) -> Option<String> {
    let Asked { label, w } = asked(board.view.settings)?;
    if w.abs() <= 0.0 {
        return Some(
            "At w = 0 the network is asked with the null label; samples are compared with all data."
                .to_owned(),
        );
    }
    if w.total_cmp(&1.0).is_eq() {
        return Some(format!("Samples are compared with the data of label {label}."));
    }
    let has_density = board.has("density") || board.has("contours");
    let of_map = if has_density && board.has("exact") {
        " The exact map shows p_t(x) p_t(y | x)^w up to a factor: its score guides, and yet samples do not have this law."
    } else {
        ""
    };
    Some(format!(
        "At w = {w} samples have no law that could be written down; they are compared with the data of label {label}, which is their aim at w = 1 only.{of_map}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::figure::View;
    use crate::figure::output::Outputs;
    use crate::figure::probe::Probe;

    fn said(changes: &[(&str, &str)]) -> (Option<String>, Option<String>) {
        let settings = Settings::with(catalogue::LAB, changes);
        let outputs = Outputs::default();
        let probe = Probe::default();
        let view = View { settings: &settings, outputs: &outputs, t: 1.0, probe, span: None };
        (note(&settings), remark(&Board::new(&view)))
    }

    #[test]
    fn what_samples_are_compared_with_is_said_for_every_scale() {
        assert_eq!(said(&[("data", "gmm5")]), (None, None));
        let told = |w| [("data", "gmm5"), ("cond", "on"), ("label", "2"), ("w", w)];
        for (w, short, long) in [
            ("0", "all labels", "with all data"),
            ("1", "y = 2, w = 1", "data of label 2."),
            ("3", "y = 2, w = 3", "no law that could be written down"),
        ] {
            let (note, remark) = said(&told(w));
            assert_eq!(note.as_deref(), Some(short));
            assert!(remark.is_some_and(|remark| remark.contains(long)), "{w}");
        }
        let mapped = [&told("3")[..], &[("view", "exact,density")]].concat();
        assert!(said(&mapped).1.is_some_and(|remark| remark.contains("up to a factor")));
    }
}
