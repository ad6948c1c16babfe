//! What holds for every figure of the first lecture and of the reminder: whatever
//! is chosen or dragged, there is a picture of finite numbers.

use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::View;
use crate::figure::generation;
use crate::figure::output::Outputs;
use crate::figure::probability;
use crate::figure::probe::Probe;
use crate::figure::scene::Mark;
use crate::figure::scene::Panel;

const FIGURES: &[&Figure] = &[
    &generation::objects_as_vectors::FIGURE,
    &generation::sampling_a_density::FIGURE,
    &generation::dataset_as_proxy::FIGURE,
    &generation::guided_generation::FIGURE,
    &probability::region_probability::FIGURE,
    &probability::gaussian_bell::FIGURE,
    &probability::lotus::FIGURE,
    &probability::mean_as_minimizer::FIGURE,
    &probability::joint::FIGURE,
    &probability::bayes::FIGURE,
    &probability::conditional_expectation::FIGURE,
    &probability::function_or_variable::FIGURE,
    &probability::tower::FIGURE,
];

/// Every value of every choice, and both ends of every number, each alone.
fn all_settings(figure: &Figure) -> Vec<Settings> {
    let mut all = vec![figure.settings()];
    for param in figure.params {
        let texts: Vec<String> = match &param.kind {
            ParamKind::Choice(choices) => choices.iter().map(|c| c.key.to_owned()).collect(),
            ParamKind::Whole { min, max, .. } => vec![min.to_string(), max.to_string()],
            ParamKind::Real { min, max, .. } => vec![min.to_string(), max.to_string()],
            _ => Vec::new(),
        };
        for text in texts {
            let mut settings = figure.settings();
            settings.set(param.key, param.read(&text).expect("a value of its own").value);
            all.push(settings);
        }
    }
    all
}

fn numbers_of(mark: &Mark) -> Vec<f32> {
    match mark {
        Mark::Dots { xy, .. } | Mark::Lines { xy, .. } | Mark::Curves { xy, .. } => xy.clone(),
        Mark::Arrows { tails, vectors, .. } => [&tails[..], vectors].concat(),
        Mark::Heat { values, weights, .. } => [&values[..], weights].concat(),
        Mark::Bars { edges, heights, .. } => [&edges[..], heights].concat(),
        Mark::Area { xy, base, .. } => [&xy[..], &[*base]].concat(),
        Mark::Text { at, .. } => at.to_vec(),
        Mark::Pixels { values, .. } => values.clone(),
        Mark::Boxes { rects, .. } => rects.concat(),
    }
}

#[track_caller]
fn check_panel(panel: &Panel, context: &str) {
    assert!(panel.waiting.is_some() || !panel.marks.is_empty(), "{context}: empty");
    let Panel { window, .. } = panel;
    assert!(0.0 < window.width() && 0.0 < window.height(), "{context}: {window:?}");
    assert!(window.x.iter().chain(&window.y).all(|v| v.is_finite()), "{context}: {window:?}");
    for mark in &panel.marks {
        let is_finite = numbers_of(mark).iter().all(|v| v.is_finite());
        assert!(is_finite, "{context}: {} is not finite", mark.name());
        if let Mark::Lines { xy, n_per_line, .. } = mark {
            assert!(xy.len().is_multiple_of(2 * n_per_line), "{context}: {}", mark.name());
        }
    }
    for handle in &panel.handles {
        assert!(handle.at.iter().all(|v| v.is_finite()), "{context}: {handle:?}");
    }
}

fn check(figure: &Figure, settings: &Settings, probe: Probe, t: f64) -> Vec<Panel> {
    let outputs = Outputs::default();
    let view = View { settings, outputs: &outputs, t, probe, span: figure.time };
    let context = format!("{} at {t}, {settings:?}, {probe:?}", figure.id);
    let scene = (figure.scene)(&view);
    for panel in &scene.panels {
        check_panel(panel, &context);
    }
    for number in (figure.numbers)(&view) {
        assert!(figure.metrics.iter().any(|m| m.name == number.name), "{context}: {number:?}");
        let spread = number.spread.unwrap_or_default();
        assert!(number.value.is_finite() && spread.is_finite(), "{context}: {number:?}");
    }
    scene.panels
}

#[test]
fn every_value_of_every_parameter_makes_a_picture_of_finite_numbers() {
    for figure in FIGURES {
        for settings in all_settings(figure) {
            for t in [0.0, 0.37, 1.0] {
                check(figure, &settings, Probe::default(), t);
            }
        }
    }
}

#[test]
fn handles_may_be_dragged_anywhere() {
    for figure in FIGURES {
        let settings = figure.settings();
        let panels = check(figure, &settings, Probe::default(), 1.0);
        for handle in panels.iter().flat_map(|panel| &panel.handles) {
            for at in [[1e9, 1e9], [-1e9, -1e9], [0.0, 0.0], [0.01, -1e9]] {
                check(figure, &settings, Probe::default().with_handle(handle.name, at), 1.0);
            }
        }
        check(figure, &settings, Probe::pointing([0.3, 0.4]), 0.37);
    }
}

#[test]
fn every_number_is_said_with_the_defaults() {
    for figure in FIGURES {
        let (settings, outputs) = (figure.settings(), Outputs::default());
        let probe = Probe::default();
        let view =
            View { settings: &settings, outputs: &outputs, t: 1.0, probe, span: figure.time };
        let said: Vec<&str> = (figure.numbers)(&view).iter().map(|number| number.name).collect();
        for metric in figure.metrics {
            // Late in time the two causes lie apart, and no pair comes near the middle.
            let is_absent = figure.id == "bayes" && metric.name == "counted";
            assert!(is_absent || said.contains(&metric.name), "{}: {}", figure.id, metric.name);
        }
    }
}
