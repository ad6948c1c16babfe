//! A grid of images of every class from shipped weights, any guidance, any solver.

use std::fmt::Write;

use crate::dataset::images::ImageKind;
use crate::experiment::catalogue;
use crate::experiment::images::catalogue as of_images;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::images::asked;
use crate::figure::images::table;
use crate::figure::images::table::Table;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "generate-digits",
    title: "Images from noise",
    caption: "First, a column for every class, a row for every new start from noise; all images grow together, step by step. A frame marks those that a small classifier takes for another label. Second, the image that you point at or choose, and under it its way from noise.",
    notice: "Each image begins as noise of its own, and nothing but the label and that noise decides what it becomes. Scrub the time back to see when a digit becomes one. Raise w: fewer frames, and the images of a column become more alike.",
    params: &[
        &of_images::WEIGHTS,
        &of_images::W,
        &of_images::SOLVER,
        &catalogue::N,
        &catalogue::SIGMA,
        &catalogue::SCHED,
        &catalogue::GRID,
        &of_images::EACH,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("init", "digits16-s"), ("each", "5"), ("sigma", "1")],
    in_view: &["init", "w", "n", "solver"],
    metrics: &[asked::ACCURACY, asked::CONFIDENCE, asked::DIVERSITY, asked::NEAREST, asked::NFE],
    time: Some(TimeSpan::UNIT),
    tasks,
    scene,
    csv: Some(|view| csv(view, DRAWN)),
    ..BLANK
};

/// Slot of the images.
const DRAWN: &str = "drawn";

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![asked::draw(need, DRAWN)]
}

fn scene(view: &View<'_>) -> Scene {
    Scene { panels: grid(view, DRAWN, "drawn").into(), ..Scene::default() }
}

/// The grid of a slot's images and one of them large.
pub(in crate::figure) fn grid(view: &View<'_>, slot: &'static str, title: &str) -> [Panel; 2] {
    let drawing = asked::drawing(view.settings);
    let kind: ImageKind = drawing.experiment.data;
    let output = view.outputs.slot(slot);
    let pixels = output.map(|output| asked::pixels(output, view.t)).unwrap_or_default();
    let [n_rows, n_columns] = drawing.n_rows_columns();
    let is_end = 1.0 <= view.t;
    let table = Table {
        kind,
        size: [n_rows, n_columns],
        pixels: &pixels,
        rows: Vec::new(),
        columns: (0..n_columns).map(|label| kind.class_name(label)).collect(),
        is_wrong: if is_end { asked::wrong(view, slot, &drawing) } else { Vec::new() },
    };
    let idx = table.looked_at(view);
    let mut first = table.panel(title, table.chosen(view));
    if pixels.is_empty() {
        first.waiting = Some("Loading images and weights, then drawing.".to_owned());
    }
    // The cursor is on the whole way, which is known at its end alone.
    if let Some(cloud) = output.filter(|o| o.flow.is_none()).and_then(|o| o.cloud.as_ref()) {
        first.note = format!("{:.0} % of the steps made", 100.0 * cloud.t);
    }
    let image = pixels.chunks_exact(kind.dim()).nth(idx);
    let flow = output.and_then(|output| output.flow.as_ref());
    let name = format!("asked for {}", kind.class_name(idx % n_columns));
    let mut second = table::large(kind, image, flow.map(|flow| (flow, idx)), &name);
    if let Some(said) = asked::verdict(view, (slot, kind), idx).filter(|_| is_end) {
        second.note = said;
    }
    [first, second]
}

/// A line an image: what was asked for, what the judge says and how surely, then
/// its pixels from -1 to 1, row after row from the top.
pub(in crate::figure) fn csv(view: &View<'_>, slot: &str) -> String {
    let drawing = asked::drawing(view.settings);
    let output = view.outputs.slot(slot);
    let pixels = output.map(|output| asked::pixels(output, 1.0)).unwrap_or_default();
    let verdict = asked::curve(output, "verdict");
    let dim = drawing.experiment.data.dim();
    let names: Vec<String> = (0..dim).map(|k| format!("pixel{k}")).collect();
    let mut text = format!("image,w,label,judged,confidence,{}\n", names.join(","));
    for (idx, (image, cell)) in pixels.chunks_exact(dim).zip(drawing.cells(0)).enumerate() {
        let judged = verdict.and_then(|v| Some((v.y.0.get(idx)?, v.spread.0.get(idx)?)));
        let judged = judged.map_or_else(|| ",".to_owned(), |(l, p)| format!("{l},{p}"));
        let pixels: Vec<String> = image.iter().map(|value| format!("{value:.4}")).collect();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{idx},{},{},{judged},{}", cell.w, cell.label, pixels.join(","));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::figure::scene::Mark;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    #[test]
    fn images_stand_in_their_grid_and_the_chosen_one_large() {
        let mut stage = Stage::of(&FIGURE, &[("each", "2"), ("init", "digits8")]);
        assert!(stage.scene().panels[0].waiting.is_some());
        // Image number k is of the one level (k - 10)/10 all over.
        let points = (0..20).flat_map(|k| [(k as f32 - 10.0) / 10.0; 64]).collect();
        let frame = Frame::Cloud { t: 0.5, dim: 64, points: Buffer(points) };
        stage.absorb(DRAWN, Event::Frame { run: RunId(1), frame });
        let scene = stage.dragged(table::CHOSEN, [3.5, 0.5]).scene();
        let pixels = |panel: usize| {
            let marks = scene.panels[panel].marks.iter().filter_map(|mark| match mark {
                Mark::Pixels { values, .. } => Some(values[0]),
                _ => None,
            });
            marks.collect::<Vec<f32>>()
        };
        assert_eq!(pixels(0).len(), 20);
        // Lower row, fourth column: image 13.
        assert!((pixels(1)[0] - 0.5 * (1.0 + 0.3)).abs() < 1e-6);
    }
}
