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
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw::metric;
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
    caption: "First, a table whose title says what its rows and columns are; all images of a column begin with the same noise. A frame marks images that a small classifier takes for another label. Second, the image that you point at or choose, named after the label asked for, and its way from noise. The charts are of several images a cell, more and more of them: label accuracy, the share judged to show their label, and, where every class is drawn several times, diversity, how far images of one class are from each other.",
    notice: "At w = 0 the label is forgotten, and the column decides nothing. From w = 1 on the labels come out; beyond, the judge agrees with all of them and images of a class differ less. Far beyond, strokes swell: the field is pushed where no data ever were.",
    params: &[
        &of_images::SWEEP,
        &of_images::WS,
        &of_images::LABEL,
        &of_images::WEIGHTS,
        &of_images::SOLVER,
        &catalogue::N,
        &of_images::EACH,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("init", "digits16-s"), ("each", "5"), ("n", "16")],
    in_view: &["sweep", "w", "label", "each"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    tasks,
    numbers,
    scene,
    csv: Some(|view| generate_digits::csv(view, DRAWN)),
    ..BLANK
};

const METRICS: &[Metric] = &[
    metric(
        "label_accuracy",
        "Label accuracy, largest w",
        "Share of the images with the largest w that the judge, a small classifier trained on real images, takes for the label that was asked for, with its standard error; of the most steps, or of η = 0.1, where those are compared.",
    ),
    metric(
        "diversity",
        "Diversity, largest w",
        "Mean distance between two images of one class, the root mean square difference of their pixels, at the largest w.",
    ),
    metric(
        "nfe",
        "Network calls, largest w",
        "Calls of the network for each of these images: twice the calls of the field where w is neither 0 nor 1.",
    ),
];

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

fn numbers(view: &View<'_>) -> Vec<Number> {
    let drawing = Drawing::from_link(&link(view.settings));
    let Some(sweep) = &drawing.sweep else { return Vec::new() };
    let w = sweep.ws.iter().copied().fold(0.0, f64::max);
    let curves = drawing.curves();
    let idx = match sweep.kind {
        SweepKind::WClass | SweepKind::WSteps => curves.len() - 1,
        SweepKind::EtaW => 1,
    };
    let output = view.outputs.slot(DRAWN);
    let at_largest = |what: &str| {
        let curve = asked::curve(output, &format!("{what}/{}", curves[idx]))?;
        let k = curve.x.0.iter().position(|x| x.total_cmp(&(w as f32)).is_eq())?;
        Some((f64::from(*curve.y.0.get(k)?), f64::from(*curve.spread.0.get(k)?)))
    };
    let accuracy = at_largest("accuracy").map(|(share, error)| Number {
        name: "label_accuracy",
        value: share,
        spread: Some(error),
    });
    let diversity =
        at_largest("diversity").map(|(value, _)| Number { name: "diversity", value, spread: None });
    let nfe =
        output.map(|_| Number { name: "nfe", value: n_calls(&drawing, w) as f64, spread: None });
    [accuracy, diversity, nfe].into_iter().flatten().collect()
}

/// Calls of the network for an image with scale `w`, of the most steps.
fn n_calls(drawing: &Drawing, w: f64) -> u64 {
    let sample = &drawing.experiment.sample;
    let n_steps = match drawing.sweep.as_ref().map(|sweep| sweep.kind) {
        Some(SweepKind::WSteps) => STEP_COUNTS[STEP_COUNTS.len() - 1],
        _ => sample.n_steps,
    };
    let is_plain = [0.0, 1.0].iter().any(|plain| w.total_cmp(plain).is_eq());
    let n_asked = if is_plain { 1 } else { 2 };
    n_asked * u64::from(n_steps) * u64::from(sample.solver.calls_per_step())
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
    let mut first = table.panel(title(&drawing), table.chosen(view));
    if pixels.is_empty() {
        first.waiting = Some("Loading images and weights, then drawing.".to_owned());
    }
    let image = pixels.chunks_exact(kind.dim()).nth(idx);
    let flow = output.and_then(|output| output.flow.as_ref());
    let cell = drawing.cells(0)[idx];
    let name = format!("{} at w = {}", kind.class_name(usize::from(cell.label)), cell.w);
    let mut second = table::large(kind, image, flow.map(|flow| (flow, idx)), &name);
    if let Some(said) = asked::verdict(view, (DRAWN, kind), idx).filter(|_| is_end) {
        second.note = said;
    }
    let mut charts = vec![chart(view, &drawing, "accuracy")];
    // Images of one class are compared where a cell gets several of it.
    let diversity = chart(view, &drawing, "diversity");
    let is_known = diversity.series.iter().any(|series| !series.points.is_empty());
    let is_to_come = drawing
        .sweep
        .as_ref()
        .is_some_and(|sweep| sweep.kind == SweepKind::WClass && 1 < sweep.n_each);
    if is_known || is_to_come {
        charts.push(diversity);
    }
    Scene { panels: vec![first, second], charts, ..Scene::default() }
}

/// What rows and columns are, in so few letters that phones have room for them.
fn title(drawing: &Drawing) -> &'static str {
    match drawing.sweep.as_ref().map(|sweep| sweep.kind) {
        None => "drawn",
        Some(SweepKind::WClass) => "w by label",
        Some(SweepKind::WSteps) => "w by solver steps",
        Some(SweepKind::EtaW) => "η by w",
    }
}

/// Names of rows and columns, as the title says what they are.
fn names(drawing: &Drawing) -> (Vec<String>, Vec<String>) {
    let Some(sweep) = &drawing.sweep else { return (Vec::new(), Vec::new()) };
    let of_w = || -> Vec<String> { sweep.ws.iter().map(|w| format!("{w}")).collect() };
    match sweep.kind {
        SweepKind::WClass => {
            let kind = drawing.experiment.data;
            (of_w(), (0..kind.n_classes()).map(|label| kind.class_name(label)).collect())
        }
        SweepKind::WSteps => (of_w(), STEP_COUNTS.iter().map(|n| format!("{n}")).collect()),
        SweepKind::EtaW => (ETAS.iter().map(|(_, eta)| format!("{eta}")).collect(), of_w()),
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
    let title = if what == "accuracy" { "Label accuracy" } else { "Diversity" };
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
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Curve;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    #[test]
    fn numbers_are_those_of_the_largest_scale_and_no_chart_is_empty() {
        let mut stage = Stage::of(&FIGURE, &[("sweep", "w-steps"), ("w", "0,3,1")]);
        let (x, y) = (vec![0.0, 3.0, 1.0], vec![0.1, 0.9, 0.8]);
        let curve = Curve {
            name: "accuracy/32 steps".to_owned(),
            x: Buffer(x),
            y: Buffer(y),
            spread: Buffer(vec![0.03, 0.02, 0.01]),
        };
        let empty = Curve { name: "diversity/32 steps".to_owned(), ..Curve::default() };
        let frame = Frame::Curves { curves: vec![curve, empty] };
        stage.absorb(DRAWN, Event::Frame { run: RunId(1), frame });
        let numbers = stage.numbers();
        assert_eq!(numbers.iter().map(|n| n.name).collect::<Vec<_>>(), ["label_accuracy", "nfe"]);
        assert!((numbers[0].value - 0.9).abs() < 1e-6);
        // 32 steps of Heun, the field twice each, the network twice for each.
        assert!((numbers[1].value - 128.0).abs() < 1e-9);
        assert_eq!(stage.scene().charts.len(), 1);
        // With a column for every class each cell will have several images of it.
        assert_eq!(Stage::of(&FIGURE, &[]).scene().charts.len(), 2);
    }

    #[test]
    fn rows_and_columns_are_named_after_what_changes() {
        for (sweep, first_row, n_columns) in
            [("w-class", "0", 10), ("w-steps", "0", 5), ("eta-w", "0", 6)]
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
