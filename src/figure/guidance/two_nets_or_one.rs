//! Two networks, of all data and of a label, beside one network with a null label.

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::guidance::taught;
use crate::figure::scene::Scene;
use crate::job::conditional;
use crate::job::conditional::LessonKind;
use crate::job::study::guidance;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "two-nets-or-one",
    title: "Two networks or one",
    caption: "Guidance needs two velocities. Two networks can learn them, one of all data and one that is told the label; or one network learns both, its label replaced by a null label in a tenth of the cases. The charts have their errors against the exact fields over time, on a logarithmic scale; all networks are of the same size and make the same number of steps.",
    notice: "The field of a label is as good as by a network of its own. The field of all data is not: the one network is shown it in a tenth of its draws, and on the five Gaussians its error is about five times that of the network that learns nothing else. That is the price of half of the weights and half of the training steps.",
    params: &[&guidance::DATA, &conditional::STEPS, &catalogue::PREDICT, &catalogue::SEED],
    in_view: &["data", "steps", "predict"],
    metrics: METRICS,
    tasks,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "null_factor",
        "All data, one over its own",
        "How many times the error of the network that learned nothing else the one network's error with the null label is.",
    ),
    draw::metric(
        "given_factor",
        "A label, one over its own",
        "How many times the error of the network that was always told the label the one network's error with a label is.",
    ),
    draw::metric(
        "null_error_null-alone",
        "All data, its own",
        "Mean squared distance to the exact velocity of all data, by the network that learned nothing else.",
    ),
    draw::metric(
        "null_error_both",
        "All data, null label",
        "The same by the one network with the null label.",
    ),
    draw::metric(
        "given_error_given-alone",
        "A label, its own",
        "Mean squared distance to the exact velocity of a label, by the network that was always told it.",
    ),
    draw::metric("given_error_both", "A label, one network", "The same by the one network."),
    draw::metric("weights_two", "Weights of two", "Learned numbers of both networks."),
    draw::metric("weights_one", "Weights of one", "Learned numbers of the one network."),
];

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![taught::task(need.settings, LessonKind::Networks)]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let sum = |what: &str, names: &[&str]| -> Option<f64> {
        names.iter().map(|name| taught::told(view, &format!("{what}_{name}"))).sum()
    };
    let factor = |what: &str, alone: &str| {
        let error = |name: &str| taught::told(view, &format!("{what}_error_{name}"));
        Some(error("both")? / error(alone)?)
    };
    let number = |name, value: Option<f64>| Some(Number { name, value: value?, spread: None });
    let all = [
        number("null_factor", factor("null", "null-alone")),
        number("given_factor", factor("given", "given-alone")),
        number("weights_two", sum("weights", &["null-alone", "given-alone"])),
        number("weights_one", sum("weights", &["both"])),
    ];
    all.into_iter().flatten().collect()
}

fn scene(view: &View<'_>) -> Scene {
    let chart = |title, wanted: &[(&str, &str)]| taught::errors(view, title, wanted);
    Scene {
        charts: vec![
            chart(
                "Error of the velocity of all data",
                &[("null/null-alone", "a network of its own"), ("null/both", "one, null label")],
            ),
            chart(
                "Error of the velocity of a label",
                &[("given/given-alone", "a network of its own"), ("given/both", "one network")],
            ),
        ],
        ..Scene::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;

    #[test]
    fn two_networks_count_together_once_both_are_there() {
        let mut stage = Stage::of(&FIGURE, &[]);
        let mut tell = |name: &str, value: f64| {
            let name = name.to_owned();
            stage
                .absorb(taught::TAUGHT, Event::Metric { run: RunId(1), name, value, spread: None });
        };
        tell("weights_null-alone", 10.0);
        tell("weights_both", 12.0);
        tell("weights_given-alone", 13.0);
        assert!((stage.number("weights_two") - 23.0).abs() < 1e-9);
        assert!((stage.number("weights_one") - 12.0).abs() < 1e-9);
        assert_eq!(stage.numbers().len(), 2);
    }

    #[test]
    fn a_factor_is_there_once_both_errors_are() {
        let mut stage = Stage::of(&FIGURE, &[]);
        for (name, value) in [("null_error_null-alone", 0.5), ("given_error_both", 2.0)] {
            let name = name.to_owned();
            let event = Event::Metric { run: RunId(1), name, value, spread: None };
            stage.absorb(taught::TAUGHT, event);
        }
        assert!(stage.numbers().is_empty());
        let name = "null_error_both".to_owned();
        let event = Event::Metric { run: RunId(1), name, value: 2.0, spread: None };
        stage.absorb(taught::TAUGHT, event);
        assert!((stage.number("null_factor") - 4.0).abs() < 1e-9);
    }
}
