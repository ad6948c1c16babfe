//! Training one network with and without labels, line by line.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::guidance::dataset;
use crate::figure::guidance::null_batch::Batch;
use crate::figure::guidance::null_batch::Row;
use crate::figure::number::short;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::guidance::LabelledKind;
use crate::math::kind::Choice;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "null-label",
    title: "One network, some labels dropped",
    caption: "One batch through the training algorithm of classifier-free guidance, one line a press. Colors are labels; an empty square has lost its label. The exact fields of the data stand in the place of the network.",
    notice: "With probability η a point is trained without its label, so that one network learns u(x | y) and, asked with the null label ∅, u(x) as well. The loss is higher where the label is gone: x alone says less about where the point is going.",
    params: &[&DATA, &ETA, &BATCH, &catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.25")],
    in_view: &["data", "eta", "batch"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "line",
        range: |_| [0.0, f64::from(N_LINES)],
        n_steps: Some(|_| N_LINES),
        secs: 10.0,
    }),
    numbers,
    scene,
    ..BLANK
};

/// Those labelled data that have a color for each label.
const DATA: Param = Param {
    key: "data",
    label: "Data",
    help: "Data whose points have a label each.",
    kind: ParamKind::Choice(&[
        Choice { key: "gmm5", label: "Five Gaussians" },
        Choice { key: "moons", label: "Two moons" },
        Choice { key: "circles", label: "Two circles" },
        Choice { key: "pinwheel", label: "Pinwheel" },
    ]),
    default: "gmm5",
    effect: Effect::Picture,
};

const ETA: Param = draw::real(
    "eta",
    "Dropped η",
    "Probability that a point's label is replaced by the null label.",
    [0.0, 1.0],
    "0.2",
);

const BATCH: Param = draw::whole(
    "batch",
    "Batch",
    "How many labelled points are drawn for one training step.",
    [8, 512],
    "64",
);

const METRICS: &[Metric] = &[
    draw::metric(
        "dropped",
        "Labels dropped",
        "Share of the batch that has lost its label; its standard error is √(η (1 − η)/n) for a batch of n.",
    ),
    draw::metric("eta", "η", "The probability that the share is an estimate of."),
    draw::metric(
        "loss_given",
        "Loss with label",
        "Mean over the points that have kept their label of |u(x | y) − target|², with the standard error of the mean.",
    ),
    draw::metric(
        "loss_null",
        "Loss without",
        "Mean over the points that have lost it of |u(x) − target|², with the standard error of the mean.",
    ),
];

/// Lines of the algorithm.
const N_LINES: u32 = 8;
/// Lines after which something is there, counted from 1.
const DRAW: u32 = 1;
const DROP: u32 = 2;
const NOISE: u32 = 4;
const MIX: u32 = 5;
const TARGET: u32 = 6;
const ASK: u32 = 7;
const LOSS: u32 = 8;

/// Said of a line that is not yet carried out.
const TO_COME: &str = "…";
/// Points whose way, target and answer are drawn.
const N_FOLLOWED: usize = 12;
/// Names of the dots by label; no data of the list has more labels.
const LABELS: [&str; 5] = ["label 0", "label 1", "label 2", "label 3", "label 4"];

fn batch(view: &View<'_>) -> Arc<Batch> {
    let settings = view.settings;
    let (kind, eta): (LabelledKind, f64) = (settings.choice("data"), settings.real("eta"));
    let (n, seed) = (settings.whole("batch"), settings.whole("seed"));
    let key = (kind, eta.to_bits(), n, seed);
    view.memo().get("batch", &key, || Batch::draw(&dataset(view, kind), eta, n as usize, seed))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (batch, eta) = (batch(view), view.settings.real("eta"));
    let n = batch.rows.len() as f64;
    let error = (eta * (1.0 - eta) / n).sqrt();
    let mut numbers =
        vec![draw::measured("dropped", batch.share_dropped(), error), draw::exact("eta", eta)];
    for (name, is_dropped) in [("loss_given", false), ("loss_null", true)] {
        let loss = batch.loss(is_dropped);
        numbers.extend(loss.map(|loss| Number { name, value: loss.mean, spread: loss.error }));
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (batch, line) = (batch(view), view.step());
    let data = dataset(view, view.settings.choice("data"));
    let mut panel = Panel::new("", data.window());
    panel.note = match line {
        0 => "nothing drawn yet".to_owned(),
        DRAW => format!("{} points with labels", batch.rows.len()),
        _ => format!("{} of {} without label", batch.n_dropped(), batch.rows.len()),
    };
    if line < MIX {
        panel.marks.extend(noise(&batch, line));
    }
    if MIX <= line {
        panel.marks.push(ways(&batch));
    }
    panel.marks.extend(points(&batch, line, panel.window));
    if TARGET <= line {
        panel.marks.extend(arrows(&batch, line, panel.window));
    }
    if panel.marks.is_empty() {
        panel.marks.push(Mark::dots("data", Vec::new(), Paint::Data));
    }
    Scene { panels: vec![panel], listing: Some(listing(&batch, line)), ..Scene::default() }
}

/// Where a point of the batch is after so many lines: at its data, or on the path.
fn place(row: &Row, line: u32) -> [f64; 2] {
    if line < MIX { row.z } else { row.x }
}

/// Points with their label's color, and empty squares for those that have lost it.
fn points(batch: &Batch, line: u32, window: Window) -> Vec<Mark> {
    if line < DRAW {
        return Vec::new();
    }
    let has_label = |row: &&Row| line < DROP || !row.is_dropped;
    let radius_px = if batch.rows.len() <= 128 { 4.0 } else { 2.8 };
    let of_label = |(label, name): (usize, &&'static str)| {
        let rows = batch.rows.iter().filter(has_label).filter(|row| row.label == label);
        let xy: Vec<f32> = rows.flat_map(|row| place(row, line)).map(|v| v as f32).collect();
        let paint = Paint::Class(label as u8);
        let mark = Mark::Dots { name, xy, paint, radius_px, alpha: 0.9 };
        (label < batch.n_classes).then_some(mark)
    };
    let mut marks: Vec<Mark> = LABELS.iter().enumerate().filter_map(of_label).collect();
    let lost = batch.rows.iter().filter(|row| !has_label(row));
    let half = 0.009 * window.width();
    marks.push(Mark::Boxes {
        name: "without label, ∅",
        rects: lost.map(|row| square(place(row, line), half)).collect(),
        paint: Paint::Ink,
        alpha: 1.0,
        is_filled: false,
    });
    marks
}

/// A small square around a place, in data units.
fn square([x, y]: [f64; 2], half: f64) -> [f32; 4] {
    [x - half, y - half, x + half, y + half].map(|v| v as f32)
}

/// The noise, once it is drawn.
fn noise(batch: &Batch, line: u32) -> Option<Mark> {
    let xy = || batch.rows.iter().flat_map(|row| row.eps).map(|v| v as f32).collect();
    let mark = || Mark::Dots {
        name: "noise ε",
        xy: xy(),
        paint: Paint::Noise,
        radius_px: 2.2,
        alpha: 0.6,
    };
    (NOISE <= line).then(mark)
}

/// From noise over the point on the path to the data, for a few.
fn ways(batch: &Batch) -> Mark {
    let followed = batch.rows.iter().take(N_FOLLOWED);
    Mark::Lines {
        name: "from ε to z",
        xy: followed.flat_map(|row| [row.eps, row.z].concat()).map(|v| v as f32).collect(),
        n_per_line: 2,
        paint: Paint::Ink,
        width_px: 0.75,
        alpha: 1.0,
    }
}

/// Targets and answers of a few points, and the gaps between their tips.
fn arrows(batch: &Batch, line: u32, window: Window) -> Vec<Mark> {
    let rows = || batch.rows.iter().take(N_FOLLOWED);
    let longest = rows().map(|row| row.target[0].hypot(row.target[1])).fold(0.0, f64::max);
    let scale = 0.16 * window.width() / longest.max(f64::MIN_POSITIVE);
    let arrows = |name, of: fn(&Row) -> [f64; 2], paint, width_px| Mark::Arrows {
        name,
        tails: rows().flat_map(|row| row.x).map(|v| v as f32).collect(),
        vectors: rows().flat_map(of).map(|v| v as f32).collect(),
        scale: scale as f32,
        paint,
        width_px,
        alpha: 0.95,
    };
    let mut marks = vec![arrows("target z − ε", |row| row.target, Paint::Exact, 1.5)];
    if ASK <= line {
        marks.push(arrows("answer", |row| row.answer, Paint::Velocity, 2.2));
    }
    if LOSS <= line {
        let tip = |row: &Row, of: [f64; 2]| [0, 1].map(|i| row.x[i] + scale * of[i]);
        let gap = |row: &Row| [tip(row, row.target), tip(row, row.answer)].concat();
        marks.push(Mark::Lines {
            name: "gap, squared in the loss",
            xy: rows().flat_map(gap).map(|v| v as f32).collect(),
            n_per_line: 2,
            paint: Paint::Error,
            width_px: 2.0,
            alpha: 0.9,
        });
    }
    marks
}

/// The algorithm, and what its lines have done to the batch and to its first point.
fn listing(batch: &Batch, line: u32) -> Listing {
    let first = &batch.rows[0];
    let pair = |[x, y]: [f64; 2]| format!("({x:.1}, {y:.1})");
    let label = if first.is_dropped { "∅".to_owned() } else { first.label.to_string() };
    let rows = [
        (
            "draw (z, y) from the labelled data",
            format!("first point: z = {}, y = {}", pair(first.z), first.label),
        ),
        (
            "with probability η: y ← ∅",
            format!("{} of {} dropped; first y = {label}", batch.n_dropped(), batch.rows.len()),
        ),
        ("draw t from U[0, 1]", format!("first t = {:.2}", first.t)),
        ("draw ε from N(0, I)", format!("first ε = {}", pair(first.eps))),
        ("x ← t z + (1 − t) ε", format!("first x = {}", pair(first.x))),
        ("target ← z − ε", format!("first target = {}", pair(first.target))),
        ("u ← network(x, t, y)", format!("asked with y = {label}: u = {}", pair(first.answer))),
        ("loss ← mean of |u − target|²", format!("loss = {}", short(batch.mean_loss()))),
    ];
    let lines = (DRAW..).zip(rows).map(|(idx, (code, says))| ListingLine {
        code: code.to_owned(),
        // What is still to come keeps its place, so that nothing moves below.
        says: if idx <= line { says } else { TO_COME.to_owned() },
        indent: 0,
        is_current: idx == line,
    });
    Listing { title: "Training with a null label: one batch".to_owned(), lines: lines.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn every_line_says_what_it_did_once_it_is_done() {
        for line in 0..=N_LINES {
            let stage = Stage::of(&FIGURE, &[]).at(f64::from(line) / f64::from(N_LINES));
            let listing = stage.scene().listing.expect("an algorithm");
            assert_eq!(listing.lines.len(), N_LINES as usize);
            let said = listing.lines.iter().filter(|line| line.says != TO_COME).count();
            assert_eq!(said, line as usize);
            let current = listing.lines.iter().position(|line| line.is_current);
            assert_eq!(current, (line as usize).checked_sub(1));
        }
        assert_eq!(LOSS, N_LINES);
    }

    #[test]
    fn points_on_the_map_are_all_of_the_batch_and_squares_those_without_label() {
        let of = |line: u32| {
            let stage = Stage::of(&FIGURE, &[("eta", "0.4")]).at(f64::from(line) / 8.0);
            let n_dropped = stage.see(|view| batch(view).n_dropped());
            let (mut n_dots, mut n_squares) = (0, 0);
            for mark in &stage.scene().panels[0].marks {
                match mark {
                    Mark::Dots { name, xy, .. } if name.starts_with("label") => {
                        n_dots += xy.len() / 2;
                    }
                    Mark::Boxes { rects, .. } => n_squares += rects.len(),
                    _ => {}
                }
            }
            (n_dots, n_squares, n_dropped)
        };
        assert!(0 < of(2).2);
        assert_eq!(of(1), (64, 0, of(1).2));
        for line in 2..=8 {
            let (n_dots, n_squares, n_dropped) = of(line);
            assert_eq!((n_dots, n_squares), (64 - n_dropped, n_dropped), "line {line}");
        }
    }

    #[test]
    fn no_label_or_every_label_is_dropped_at_the_ends() {
        for (eta, share, missing) in [("0", 0.0, "loss_null"), ("1", 1.0, "loss_given")] {
            let stage = Stage::of(&FIGURE, &[("eta", eta)]);
            let numbers = stage.numbers();
            let dropped = numbers.iter().find(|number| number.name == "dropped").unwrap();
            assert!((dropped.value - share).abs() <= 0.0 && dropped.spread == Some(0.0));
            assert!(numbers.iter().all(|number| number.name != missing));
        }
    }
}
