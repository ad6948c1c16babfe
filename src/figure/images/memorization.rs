//! Drawn images beside the training images that are nearest to them.

use crate::experiment::catalogue;
use crate::experiment::images::catalogue as of_images;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::images::asked;
use crate::figure::images::table;
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
    caption: "First, drawn images, and under each of them the nearest image that the network has learned from; one pair stands large beside them. Second, how far drawn images are from their nearest training image, and how far held-out images are from theirs. Distance is the root mean square difference of pixels.",
    notice: "A network that remembered would stand on top of its training images: distances near 0. Drawn images that are about as far from the training set as held-out ones are new. The held-out images are the yardstick: without them no distance means anything. The exact field of the training set, at w = 1, is the answer that makes the training loss smallest, and what it draws are training images.",
    params: &[
        &of_images::WEIGHTS,
        &of_images::FIELD,
        &of_images::W,
        &catalogue::N,
        &of_images::EACH,
        &catalogue::SEED,
    ],
    defaults: &[("init", "digits16-s"), ("each", "3"), ("w", "1")],
    in_view: &["init", "field", "w", "each"],
    metrics: &[asked::NEAREST, asked::ACCURACY, asked::CONFIDENCE],
    tasks,
    scene,
    ..BLANK
};

/// Slot of the images.
const DRAWN: &str = "drawn";
/// Most rows of pairs that are shown: more would be too small to read.
const N_SHOWN: usize = 3;
/// Bars of a histogram.
const N_BARS: usize = 16;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![asked::draw(need, DRAWN)]
}

fn scene(view: &View<'_>) -> Scene {
    Scene { panels: vec![pairs(view), distances(view)], ..Scene::default() }
}

/// Rows of drawn images, under each the nearest ones, and one pair large.
fn pairs(view: &View<'_>) -> Panel {
    let drawing = asked::drawing(view.settings);
    let kind = drawing.experiment.data;
    let output = view.outputs.slot(DRAWN);
    let drawn = output.map(|output| asked::pixels(output, 1.0)).unwrap_or_default();
    let near = asked::curve(output, "nearest").map(|curve| curve.y.0.clone()).unwrap_or_default();
    let [n_rows, n_columns] = drawing.n_rows_columns();
    let n_shown = n_rows.min(N_SHOWN);
    let table = Table {
        kind,
        size: [2 * n_shown, n_columns],
        pixels: &[],
        rows: ["drawn", "nearest"].repeat(n_shown).into_iter().map(str::to_owned).collect(),
        columns: (0..n_columns).map(|label| kind.class_name(label)).collect(),
        is_wrong: Vec::new(),
    };
    // Drawn image number `idx` and its nearest one lie in one column, in two rows.
    let cell =
        |idx: usize, which: usize| (2 * (idx / n_columns) + which) * n_columns + idx % n_columns;
    let looked = table.looked_at(view);
    let idx = looked / (2 * n_columns) * n_columns + looked % n_columns;
    let mut panel = table.panel("drawn, and the nearest training image", table.chosen(view));
    panel.marks.retain(|mark| mark.name() != table::SHOWN_LARGE);
    for (which, pixels) in [&drawn, &near].into_iter().enumerate() {
        for (idx, image) in pixels.chunks_exact(kind.dim()).take(n_shown * n_columns).enumerate() {
            panel.marks.push(table::image_mark(kind, image, table.place(cell(idx, which))));
        }
        if let Some(image) = pixels.chunks_exact(kind.dim()).nth(idx) {
            let place = large([n_shown, n_columns], which);
            panel.marks.push(table::image_mark(kind, image, place));
        }
    }
    let [lower, upper] = [1, 0].map(|which| large([n_shown, n_columns], which));
    // Many columns make narrow cells, and the names of the rows need more of them.
    panel.window.x[0] -= 0.7;
    panel.window.x[1] = upper.x[1] + 0.05;
    panel.window.y[0] = panel.window.y[0].min(lower.y[0] - 0.05);
    let (above, below) = (table.place(cell(idx, 0)), table.place(cell(idx, 1)));
    panel.marks.push(Mark::Boxes {
        name: table::SHOWN_LARGE,
        rects: vec![[above.x[0], below.y[0], above.x[1], above.y[1]].map(|v| v as f32)],
        paint: Paint::Ink,
        alpha: 1.0,
        is_filled: false,
    });
    if drawn.is_empty() {
        panel.waiting = Some("Loading images and weights, then drawing.".to_owned());
    } else if near.is_empty() {
        panel.note.push_str("compared once all are drawn");
    }
    if let Some(gap) = asked::curve(output, "gap").and_then(|curve| curve.y.0.get(idx)) {
        panel.remarks.push(format!("The pair shown large is {gap:.2} apart."));
    }
    if n_shown < n_rows {
        panel.remarks.push(format!("Shown are {n_shown} of {n_rows} rows; all are counted."));
    }
    panel
}

/// Where an image of the pair is shown large: beside `n_shown` rows of pairs, the
/// drawn one (0) above the other (1).
fn large([n_shown, n_columns]: [usize; 2], which: usize) -> Window {
    let side = (n_shown as f64).max(2.0);
    let (x, top) = (n_columns as f64 + 0.4, (2 * n_shown) as f64 - which as f64 * side);
    Window { x: [x, x + side - 0.1], y: [top - side + 0.05, top - 0.05] }
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
    // Steps over bars: two sets of bars would mix to a third color.
    let steps = edges.windows(2).zip(&ours).flat_map(|(x, y)| [x[0], *y, x[1], *y]).collect();
    panel.with_marks(vec![
        Mark::bars("held-out images", edges.clone(), fresh, Paint::Data),
        Mark::curve("drawn images", steps, Paint::Velocity),
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
        let [Mark::Bars { heights, .. }, Mark::Lines { xy, .. }] = &scene.panels[1].marks[..]
        else {
            panic!("bars and steps")
        };
        assert!((heights.iter().sum::<f32>() - 4.0).abs() < 1e-6);
        // Each step has two ends.
        let steps: f32 = xy.chunks_exact(4).map(|step| step[1]).sum();
        assert!((steps - 3.0).abs() < 1e-6);
        assert!((scene.panels[1].window.x[1] - 0.9).abs() < 1e-6);
        assert_eq!(scene.remarks(), ["The pair shown large is 0.00 apart."]);
    }

    #[test]
    fn the_field_goes_to_the_worker() {
        use crate::experiment::images::choice::ImageFieldKind;
        for (key, field) in [("network", ImageFieldKind::Learned), ("exact", ImageFieldKind::Exact)]
        {
            let asked = Stage::of(&FIGURE, &[("field", key)]).see(|v| asked::drawing(v.settings));
            assert_eq!(asked.field, field);
        }
    }

    #[test]
    fn every_drawn_image_stands_over_its_nearest_and_the_chosen_pair_is_large() {
        for (each, n_shown) in [("1", 1), ("3", 3), ("20", 3)] {
            let mut stage = Stage::of(&FIGURE, &[("init", "digits8"), ("each", each)]);
            let n = 10 * each.parse::<usize>().expect("a number");
            // Image number k is of the one level k/n - 1 all over, its nearest of k/n.
            let of = |shift: f32| (0..n).flat_map(move |k| [k as f32 / n as f32 - shift; 64]);
            let frame = Frame::Cloud { t: 1.0, dim: 64, points: Buffer(of(1.0).collect()) };
            stage.absorb(DRAWN, Event::Frame { run: RunId(1), frame });
            let near = Curve {
                name: "nearest".to_owned(),
                y: Buffer(of(0.0).collect()),
                ..Curve::default()
            };
            let frame = Frame::Curves { curves: vec![near] };
            stage.absorb(DRAWN, Event::Frame { run: RunId(1), frame });
            // The lowest row is of nearest images: its fifth belongs to the last row's fifth.
            let scene = stage.dragged(table::CHOSEN, [4.5, 0.5]).scene();
            let images: Vec<(Window, f32)> = scene.panels[0]
                .marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Pixels { window, values, .. } => Some((*window, 2.0 * values[0] - 1.0)),
                    _ => None,
                })
                .collect();
            assert_eq!(images.len(), 2 * (10 * n_shown + 1));
            let chosen = 10 * (n_shown - 1) + 4;
            for (which, shift) in [(0, 1.0), (1, 0.0)] {
                let (_, level) = images
                    .iter()
                    .find(|(at, _)| *at == large([n_shown, 10], which))
                    .expect("large");
                assert!(
                    (level - (chosen as f32 / n as f32 - shift)).abs() < 1e-5,
                    "{each} {which}"
                );
            }
            let whole = scene.panels[0].window;
            for (at, _) in &images {
                assert!(whole.x[0] <= at.x[0] && at.x[1] <= whole.x[1]);
                assert!(whole.y[0] <= at.y[0] && at.y[1] <= whole.y[1]);
            }
        }
    }
}
