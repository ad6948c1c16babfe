//! Images under the path from noise.

use crate::dataset::images::ImageKind;
use crate::experiment::catalogue;
use crate::experiment::images::catalogue as of_images;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::images::asked;
use crate::figure::images::table;
use crate::figure::images::table::Table;
use crate::figure::scene::Scene;
use crate::protocol::job::Job;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "digits-path",
    title: "Images under the path",
    caption: "First, images of the data at the time shown, xₜ = αₜ z + βₜ ε, each with noise of its own; a column for every class. Second, the one that you point at or choose, and under it its whole way. The path is the one of the plane: an image is a point with as many coordinates as it has numbers, one a pixel in gray and three in color.",
    notice: "Long before the noise is gone you can tell the digit: neighboring pixels agree, and the eye averages over them. What is left to learn near t = 1 is detail, near t = 0 it is which digit at all.",
    params: &[
        &of_images::DATA,
        &of_images::PATH,
        &of_images::EACH,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("data", "digits16"), ("each", "4"), ("t", "0.5")],
    in_view: &["data", "path", "each"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    tasks,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric("alpha", "αₜ", "Factor of the image at the time shown."),
    draw::metric("beta", "βₜ", "Factor of the noise at the time shown."),
    draw::metric(
        "dimension",
        "Coordinates",
        "Numbers of an image as a point: one a pixel in gray, three in color.",
    ),
];

/// Slot of the images.
const SHOWN: &str = "shown";

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let experiment = asked::experiment(need.settings);
    let job = Job::ImagePath {
        link: asked::link(need.settings),
        label: None,
        n: experiment.sample.n_samples,
    };
    vec![Task { slot: SHOWN, job, place: Place::Engine, learned: None }]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let experiment = asked::experiment(view.settings);
    let s = experiment.path.at(view.t);
    let number = |name, value| Number { name, value, spread: None };
    vec![
        number("alpha", s.alpha),
        number("beta", s.beta),
        number("dimension", experiment.data.dim() as f64),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let experiment = asked::experiment(view.settings);
    let kind: ImageKind = experiment.data;
    let output = view.outputs.slot(SHOWN);
    let pixels = output.map(|output| asked::pixels(output, view.t)).unwrap_or_default();
    let n_columns = kind.n_classes();
    let table = Table {
        kind,
        size: [experiment.sample.n_samples as usize / n_columns, n_columns],
        pixels: &pixels,
        rows: Vec::new(),
        columns: (0..n_columns).map(|label| kind.class_name(label)).collect(),
        is_wrong: Vec::new(),
    };
    let idx = table.looked_at(view);
    let mut first = table.panel("xₜ", table.chosen(view)).with_note(format!("t = {:.2}", view.t));
    if pixels.is_empty() {
        first.waiting = Some("Loading the images.".to_owned());
    }
    let image = pixels.chunks_exact(kind.dim()).nth(idx);
    let flow = output.and_then(|output| output.flow.as_ref());
    let name = format!("a {}", kind.class_name(idx % n_columns));
    let second = table::large(kind, image, flow.map(|flow| (flow, idx)), &name);
    Scene { panels: vec![first, second], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn numbers_are_those_of_the_path_at_the_cursor() {
        let stage = Stage::of(&FIGURE, &[("path", "trig"), ("data", "sprites")]).at(0.4);
        // sin and cos of 0.2 pi.
        assert!((stage.number("alpha") - 0.587_785_252_292_473).abs() < 1e-12);
        assert!((stage.number("beta") - 0.809_016_994_374_947).abs() < 1e-12);
        assert!((stage.number("dimension") - 768.0).abs() < 1e-12);
    }
}
