//! What holds for every figure of the lecture, and the view that their own tests share.

use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::figure::ALL;
use crate::figure::Figure;
use crate::figure::View;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::scene::Mark;

/// What `see` sees of a figure with some settings, at a share of its time.
pub(super) fn view_of<T>(
    figure: &Figure,
    changes: &[(&str, &str)],
    share: f64,
    see: impl FnOnce(&View<'_>) -> T,
) -> T {
    let settings = Settings::with(figure.params, changes);
    let outputs = Outputs::default();
    let (probe, span) = (Probe::default(), figure.time);
    see(&View { settings: &settings, outputs: &outputs, t: share, probe, span })
}

/// Number `name` of a figure.
pub(super) fn number(figure: &Figure, changes: &[(&str, &str)], share: f64, name: &str) -> f64 {
    view_of(figure, changes, share, |view| {
        let found = (figure.numbers)(view).into_iter().find(|number| number.name == name);
        found.expect("a number of that name").value
    })
}

/// Every choice and both ends of every whole number, one change at a time.
fn changes(figure: &Figure) -> Vec<Vec<(&'static str, String)>> {
    let mut all = vec![Vec::new()];
    for param in figure.params {
        let values: Vec<String> = match &param.kind {
            ParamKind::Choice(choices) => choices.iter().map(|c| c.key.to_owned()).collect(),
            ParamKind::Set(choices) => choices.iter().map(|c| c.key.to_owned()).collect(),
            ParamKind::Whole { min, max, .. } => vec![min.to_string(), max.to_string()],
            ParamKind::Real { min, max, .. } => vec![min.to_string(), max.to_string()],
            _ => Vec::new(),
        };
        all.extend(values.into_iter().map(|value| vec![(param.key, value)]));
    }
    all
}

fn numbers_of(mark: &Mark) -> &[f32] {
    match mark {
        Mark::Dots { xy, .. } | Mark::Lines { xy, .. } | Mark::Curves { xy, .. } => xy,
        Mark::Arrows { vectors, .. } => vectors,
        _ => &[],
    }
}

#[test]
fn every_value_of_every_choice_is_drawn_with_finite_numbers() {
    for figure in ALL.iter().filter(|figure| is_ours(figure)) {
        for change in changes(figure) {
            let change: Vec<(&str, &str)> = change.iter().map(|(k, v)| (*k, v.as_str())).collect();
            for share in [0.0, 0.37, 1.0] {
                view_of(figure, &change, share, |view| {
                    let scene = (figure.scene)(view);
                    assert!(!scene.panels.is_empty() || !scene.charts.is_empty());
                    for mark in scene.panels.iter().flat_map(|panel| &panel.marks) {
                        let is_finite = numbers_of(mark).iter().all(|v| v.is_finite());
                        assert!(is_finite, "{} {change:?} {}", figure.id, mark.name());
                    }
                    for number in (figure.numbers)(view) {
                        assert!(number.value.is_finite(), "{} {}", figure.id, number.name);
                        assert!(figure.metrics.iter().any(|m| m.name == number.name));
                    }
                });
            }
        }
    }
}

/// The figures of this lecture, by the module that they stand in.
fn is_ours(figure: &Figure) -> bool {
    const OURS: [&str; 10] = [
        "field-and-trajectories",
        "grid-deformation",
        "linear-flow",
        "non-unique",
        "lipschitz",
        "derivative-to-step",
        "euler-steps",
        "euler-vs-heun",
        "order-plot",
        "flow-model",
    ];
    OURS.contains(&figure.id)
}
