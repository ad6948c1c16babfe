//! Drawn images beside the training images that are nearest to them.

use crate::experiment::catalogue;
use crate::experiment::images::catalogue as of_images;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::images::asked;
use crate::figure::images::table::Table;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "memorization",
    title: "Drawn or remembered",
    caption: "First, drawn images; second, for each of them the nearest image that the network has learned from, in the same place. Third, how far drawn images are from their nearest training image, and how far held-out images are from theirs. Distance is the root mean square difference of pixels.",
    notice: "A network that remembered would stand on top of its training images: distances near 0. Drawn images that are about as far from the training set as held-out ones are new. The held-out images are the yardstick: without them no distance means anything.",
    params: &[&of_images::INIT, &of_images::W, &catalogue::N, &of_images::EACH, &catalogue::SEED],
    defaults: &[("init", "digits16-s"), ("each", "3"), ("w", "1")],
    in_view: &["init", "w", "n", "each"],
    metrics: &[asked::NEAREST, asked::ACCURACY, asked::CONFIDENCE],
    tasks,
    scene,
    ..BLANK
};

/// Slot of the images.
const DRAWN: &str = "drawn";
/// Bars of a histogram.
const N_BARS: usize = 16;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![asked::draw(need, DRAWN)]
}

fn scene(view: &View<'_>) -> Scene {
    let drawing = asked::drawing(view.settings);
    let kind = drawing.experiment.data;
    let output = view.outputs.slot(DRAWN);
    let drawn = output.map(|output| asked::pixels(output, 1.0)).unwrap_or_default();
    let near = asked::curve(output, "nearest").map(|curve| curve.y.0.clone()).unwrap_or_default();
    let columns: Vec<String> =
        (0..drawing.n_rows_columns()[1]).map(|label| kind.class_name(label)).collect();
    let table = |pixels| Table {
        kind,
        size: drawing.n_rows_columns(),
        pixels,
        rows: Vec::new(),
        columns: columns.clone(),
        is_wrong: Vec::new(),
    };
    let idx = table(&drawn).looked_at(view);
    let mut first = table(&drawn).panel("drawn", table(&drawn).chosen(view));
    let mut second = table(&near).panel("nearest training image", 0);
    (second.handles, second.is_probed) = (Vec::new(), false);
    if drawn.is_empty() {
        first.waiting = Some("Loading images and weights, then drawing.".to_owned());
    }
    if near.is_empty() {
        second.waiting = Some("Compared once all are drawn.".to_owned());
    }
    let gap = asked::curve(output, "gap").and_then(|curve| curve.y.0.get(idx));
    if let Some(gap) = gap {
        first.note = format!("distance of the chosen pair {gap:.2}");
    }
    // The pair that is looked at, marked in both.
    second.marks.retain(|mark| mark.name() != "shown large");
    for panel in [&mut first, &mut second] {
        let [n_rows, n_columns] = drawing.n_rows_columns();
        let (x, y) = ((idx % n_columns) as f32, (n_rows - 1 - idx / n_columns) as f32);
        panel.marks.push(Mark::Boxes {
            name: "",
            rects: vec![[x, y, x + 1.0, y + 1.0]],
            paint: Paint::Data,
            alpha: 1.0,
            is_filled: false,
        });
    }
    Scene { panels: vec![first, second, distances(view)], ..Scene::default() }
}

/// Histograms of both distances.
fn distances(view: &View<'_>) -> Panel {
    let output = view.outputs.slot(DRAWN);
    let of =
        |name: &str| asked::curve(output, name).map(|curve| curve.y.0.clone()).unwrap_or_default();
    let (ours, fresh) = (of("gap"), of("gap-held-out"));
    let largest = ours.iter().chain(&fresh).fold(0.6_f32, |max, v| max.max(*v));
    let width = largest / N_BARS as f32;
    let edges: Vec<f32> = (0..=N_BARS).map(|k| k as f32 * width).collect();
    let heights = |gaps: &[f32]| {
        let mut counts = vec![0.0_f32; N_BARS];
        for gap in gaps {
            counts[((gap / width) as usize).min(N_BARS - 1)] += 1.0;
        }
        counts
    };
    let (ours, fresh) = (heights(&ours), heights(&fresh));
    let top = ours.iter().chain(&fresh).fold(1.0_f32, |max, v| max.max(*v));
    let window = Window { x: [0.0, f64::from(largest)], y: [0.0, 1.1 * f64::from(top)] };
    let panel = Panel::chart("distance to the nearest", "distance", "images", window);
    panel.with_marks(vec![
        Mark::bars("held-out images", edges.clone(), fresh, Paint::Ink),
        Mark::bars("drawn images", edges, ours, Paint::Data),
    ])
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
    fn every_distance_is_counted_once() {
        let mut stage = Stage::of(&FIGURE, &[]);
        let curve = |name: &str, y: Vec<f32>| Curve {
            name: name.to_owned(),
            y: Buffer(y),
            ..Curve::default()
        };
        let curves = vec![
            curve("gap", vec![0.0, 0.31, 0.9]),
            curve("gap-held-out", vec![0.2, 0.2, 0.2, 0.1]),
        ];
        let frame = Frame::Curves { curves };
        stage.absorb(DRAWN, Event::Frame { run: RunId(1), frame });
        let scene = stage.scene();
        let counts: Vec<f32> = scene.panels[2]
            .marks
            .iter()
            .map(|mark| match mark {
                Mark::Bars { heights, .. } => heights.iter().sum(),
                _ => 0.0,
            })
            .collect();
        assert_eq!(counts, [4.0, 3.0]);
        assert!((scene.panels[2].window.x[1] - 0.9).abs() < 1e-6);
    }
}
