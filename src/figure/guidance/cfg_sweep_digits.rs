//! Guidance swept over digits: one seed across the table, numbers over w.

use crate::experiment::catalogue;
use crate::experiment::images::catalogue as of_images;
use crate::experiment::images::choice::SweepKind;
use crate::experiment::images::drawing::Drawing;
use crate::experiment::images::drawing::ETAS;
use crate::experiment::images::drawing::STEP_COUNTS;
use crate::experiment::param::Value;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::images::asked;
use crate::figure::images::generate_digits;
use crate::figure::images::table;
use crate::figure::images::table::Table;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::protocol::job::Job;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "cfg-sweep-digits",
    title: "Guidance, swept",
    caption: "First, a table of images that begin alike: in a column nothing changes but what the rows are named after. A frame marks images that a small classifier takes for another label. Second, the image that you point at or choose, and its way from noise. The charts are of several images a cell, more and more of them: the share judged to show their label, and how far images of one class are from each other.",
    notice: "At w = 0 the label is forgotten, and the column decides nothing. From w = 1 on the labels come out; beyond, the judge agrees more and the images differ less. Far beyond, strokes swell: the field is pushed where no data ever were.",
    params: &[
        &of_images::SWEEP,
        &of_images::WS,
        &of_images::LABEL,
        &of_images::INIT,
        &of_images::SOLVER,
        &catalogue::N,
        &of_images::EACH,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("init", "digits16-s"), ("each", "5"), ("n", "16")],
    in_view: &["sweep", "w", "label", "each"],
    metrics: &[asked::ACCURACY, asked::CONFIDENCE, asked::NFE],
    time: Some(TimeSpan::UNIT),
    tasks,
    scene,
    csv: Some(|view| generate_digits::csv(view, DRAWN)),
    ..BLANK
};

/// Slot of the images.
const DRAWN: &str = "drawn";

/// The settings' query; the sweep over eta has networks of its own, of the small digits.
fn link(settings: &Settings) -> String {
    match settings.choice::<SweepKind>("sweep") {
        SweepKind::EtaW => {
            let mut small = settings.clone();
            small.set("init", Value::Choice(ETAS[1].0));
            asked::link(&small)
        }
        SweepKind::WClass | SweepKind::WSteps => asked::link(settings),
    }
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let task = asked::draw(need, DRAWN);
    let job = Job::Draw { link: link(need.settings), of: None };
    vec![Task { job, ..task }]
}

fn scene(view: &View<'_>) -> Scene {
    let drawing = Drawing::from_link(&link(view.settings));
    let kind = drawing.experiment.data;
    let output = view.outputs.slot(DRAWN);
    let pixels = output.map(|output| asked::pixels(output, view.t)).unwrap_or_default();
    let is_end = 1.0 <= view.t;
    let (rows, columns) = names(&drawing);
    let table = Table {
        kind,
        size: drawing.n_rows_columns(),
        pixels: &pixels,
        rows,
        columns,
        is_wrong: if is_end { asked::wrong(view, DRAWN, &drawing) } else { Vec::new() },
    };
    let idx = table.looked_at(view);
    let mut first = table.panel("drawn", table.chosen(view));
    if pixels.is_empty() {
        first.waiting = Some("Loading images and weights, then drawing.".to_owned());
    }
    let image = pixels.chunks_exact(kind.dim()).nth(idx);
    let flow = output.and_then(|output| output.flow.as_ref());
    let cell = drawing.cells(0)[idx];
    let name = format!("asked for {}, w = {}", kind.class_name(usize::from(cell.label)), cell.w);
    let mut second = table::large(kind, image, flow.map(|flow| (flow, idx)), &name);
    if let Some(said) = asked::verdict(view, (DRAWN, kind), idx).filter(|_| is_end) {
        second.note = said;
    }
    let charts = ["accuracy", "diversity"].map(|what| chart(view, &drawing, what)).into();
    Scene { panels: vec![first, second], charts, ..Scene::default() }
}

/// Names of rows and columns.
fn names(drawing: &Drawing) -> (Vec<String>, Vec<String>) {
    let Some(sweep) = &drawing.sweep else { return (Vec::new(), Vec::new()) };
    let of_w = || -> Vec<String> { sweep.ws.iter().map(|w| format!("w = {w}")).collect() };
    match sweep.kind {
        SweepKind::WClass => {
            let kind = drawing.experiment.data;
            (of_w(), (0..kind.n_classes()).map(|label| kind.class_name(label)).collect())
        }
        SweepKind::WSteps => (of_w(), STEP_COUNTS.iter().map(|n| format!("{n}")).collect()),
        SweepKind::EtaW => (ETAS.iter().map(|(_, eta)| format!("η = {eta}")).collect(), of_w()),
    }
}

/// One number over w, a curve for everything else that is compared.
fn chart(view: &View<'_>, drawing: &Drawing, what: &str) -> Chart {
    let output = view.outputs.slot(DRAWN);
    let curves = drawing.curves();
    let series = curves.iter().enumerate().filter_map(|(k, name)| {
        let curve = asked::curve(output, &format!("{what}/{name}"))?;
        let points = curve.x.0.iter().zip(&curve.y.0).map(|(&x, &y)| (f64::from(x), f64::from(y)));
        Some(Series { label: name.clone(), points: points.collect(), paint: Paint::Nth(k as u8) })
    });
    let title = if what == "accuracy" { "Share of right labels" } else { "Diversity" };
    Chart {
        title: title.to_owned(),
        x_label: "guidance w".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: false,
        series: series.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn rows_and_columns_are_named_after_what_changes() {
        for (sweep, first_row, n_columns) in
            [("w-class", "w = 0", 10), ("w-steps", "w = 0", 5), ("eta-w", "η = 0", 6)]
        {
            let stage = Stage::of(&FIGURE, &[("sweep", sweep)]);
            stage.see(|view| {
                let drawing = Drawing::from_link(&link(view.settings));
                let (rows, columns) = names(&drawing);
                assert_eq!((rows[0].as_str(), columns.len()), (first_row, n_columns), "{sweep}");
                assert_eq!([rows.len(), columns.len()], drawing.n_rows_columns());
            });
        }
    }
}
