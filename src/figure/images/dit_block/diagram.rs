//! The two maps of the transformer: patches beside tokens, and one block as boxes.

use crate::figure::images::dit::Dit;
use crate::figure::images::dit::N_BLOCKS;
use crate::figure::images::dit::Part;
use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::math::window::Window;

/// Both maps show this; a screen of 330 pixels has 20 a unit.
const WINDOW: Window = Window { x: [0.0, 16.0], y: [0.0, 12.0] };
/// Left, lower, right and upper edge of something.
type Rect = [f64; 4];

/// The image, and the tokens as rows of a table.
const IMAGE: Rect = [0.6, 3.4, 6.6, 9.4];
const TABLE: Rect = [9.6, 3.4, 15.2, 9.4];
/// What stands around both.
const BOTH: Rect = [0.2, 2.2, 15.6, 10.6];
/// The way back to pixels.
const OUTPUT: Rect = [2.6, 0.4, 13.2, 1.6];
/// Time and label.
const EMBEDDING: Rect = [10.6, 4.9, 15.6, 6.7];

/// Parts of a block from above, with the middle of their height.
const ROWS: [(Part, f64); 8] = [
    (Part::Norm, 10.3),
    (Part::Scale, 9.25),
    (Part::Attention, 8.2),
    (Part::Gate, 7.15),
    (Part::Norm, 5.2),
    (Part::Scale, 4.15),
    (Part::Mlp, 3.1),
    (Part::Gate, 2.05),
];
/// Heights at which what came in is added.
const SUMS: [f64; 2] = [6.2, 1.1];
/// Heights at which the ways around the parts begin.
const FORKS: [f64; 2] = [10.94, 5.71];
/// Where the tokens come in and leave.
const ENDS: [f64; 2] = [11.2, 0.56];
/// Middle of the boxes, half their width and height.
const MIDDLE: f64 = 5.0;
const HALF: [f64; 2] = [3.0, 0.4];
/// Radius of the ring around a plus.
const RING: f64 = 0.38;
/// Where the ways around the parts run, and the lines of the embedding.
const AROUND: f64 = 1.1;
const FEED: f64 = 9.6;
/// Size of all letters on screen.
const SIZE_PX: f32 = 12.0;

fn rect_of(middle: f64) -> Rect {
    [MIDDLE - HALF[0], middle - HALF[1], MIDDLE + HALF[0], middle + HALF[1]]
}

/// The part at a place of one of the two maps, counted from 0.
pub(super) fn part_at(panel: usize, [x, y]: [f64; 2]) -> Option<Part> {
    let is_in = |[x0, y0, x1, y1]: Rect| (x0..=x1).contains(&x) && (y0..=y1).contains(&y);
    let of_block = || {
        let row = ROWS.into_iter().find(|(_, middle)| is_in(rect_of(*middle)));
        row.map(|(part, _)| part).or_else(|| is_in(EMBEDDING).then_some(Part::Embedding))
    };
    match panel {
        0 if is_in(OUTPUT) => Some(Part::Output),
        0 if is_in(BOTH) => Some(Part::Patches),
        1 => of_block(),
        _ => None,
    }
}

/// The image in its patches, and its tokens as rows of numbers.
pub(super) fn tokens(dit: Dit, raised: Part) -> Panel {
    let per_side = (dit.side / dit.patch) as usize;
    let n = per_side * per_side;
    // Some patch where the image has something.
    let marked = n / 3;
    let mut panel = bare("Image to tokens");
    panel.marks.push(frames(&[BOTH], raised == Part::Patches));
    panel.marks.push(picture(dit.side as usize));
    let [x0, _, x1, y1] = IMAGE;
    let step = (x1 - x0) / per_side as f64;
    panel.marks.push(grid(IMAGE, [per_side, per_side], "edges of patches", Paint::Data));
    panel.marks.push(grid(TABLE, [1, n], "tokens, one a row", Paint::Ink));
    let left = x0 + (marked % per_side) as f64 * step;
    let top = y1 - (marked / per_side) as f64 * step;
    let row = (TABLE[3] - TABLE[1]) / n as f64;
    let upper = TABLE[3] - marked as f64 * row;
    let patch = [left, top - step, left + step, top];
    panel.marks.push(boxes("a patch", &[patch], Paint::Score, (1.0, false)));
    let of_patch = [TABLE[0], upper - row, TABLE[2], upper];
    panel.marks.push(boxes("its token", &[of_patch], Paint::Score, (0.8, true)));
    let (from, to) = ([left + step, top - 0.5 * step], [TABLE[0], upper - 0.5 * row]);
    panel.marks.push(arrows("linear map", &[(from, to)], Paint::Score));
    let name = |rect: Rect, y: f64, text: String| text_at([0.5 * (rect[0] + rect[2]), y], text);
    panel.marks.push(name(IMAGE, 10.0, format!("{0} × {0} pixels", dit.side)));
    panel.marks.push(name(IMAGE, 2.8, format!("patches {0} × {0}", dit.patch)));
    panel.marks.push(name(TABLE, 10.0, format!("{n} tokens")));
    panel.marks.push(name(TABLE, 2.8, format!("{} numbers each", dit.width)));
    panel.marks.push(frames(&[OUTPUT], raised == Part::Output));
    panel.marks.push(name(OUTPUT, 1.0, format!("after {N_BLOCKS} blocks: back to pixels")));
    panel
}

/// One block from above to below.
pub(super) fn block(dit: Dit, raised: Part) -> Panel {
    let mut panel = bare("One block");
    let places = ROWS.iter().map(|(part, middle)| (*part, rect_of(*middle)));
    let places: Vec<(Part, Rect)> = places.chain([(Part::Embedding, EMBEDDING)]).collect();
    for is_raised in [false, true] {
        let of = places.iter().filter(|(part, _)| (*part == raised) == is_raised);
        let rects: Vec<Rect> = of.map(|(_, rect)| *rect).collect();
        if !rects.is_empty() {
            panel.marks.push(frames(&rects, is_raised));
        }
    }
    panel.marks.extend(ways());
    panel.marks.extend(feeds());
    for (part, middle) in ROWS {
        panel.marks.push(text_at([MIDDLE, middle], label(part)));
    }
    let tokens = format!("{} tokens of {}", dit.n_tokens(), dit.width);
    panel.marks.push(text_at([MIDDLE, 11.55], tokens.as_str()));
    panel.marks.push(text_at([MIDDLE, 0.25], tokens));
    let middle = 0.5 * (EMBEDDING[0] + EMBEDDING[2]);
    panel.marks.push(text_at([middle, 6.2], "embedding"));
    panel.marks.push(text_at([middle, 5.4], "of t and y"));
    for sum in SUMS {
        panel.marks.push(text_at([MIDDLE, sum], "+"));
    }
    panel
}

const fn label(part: Part) -> &'static str {
    match part {
        Part::Patches => "patches",
        Part::Embedding => "embedding",
        Part::Norm => "layer norm",
        Part::Scale => "scale γ, shift β",
        Part::Attention => "attention",
        Part::Gate => "gate α",
        Part::Mlp => "MLP",
        Part::Output => "to pixels",
    }
}

/// The way through the parts, the ways around them, and the rings where they meet.
fn ways() -> [Mark; 3] {
    // Stations from above: upper and lower edge of what stands on the way.
    let station = |(_, y): &(Part, f64)| [y + HALF[1], y - HALF[1]];
    let mut stations: Vec<[f64; 2]> = ROWS.iter().map(station).collect();
    stations.extend(SUMS.map(|y| [y + RING, y - RING]));
    stations.extend(ENDS.map(|y| [y, y]));
    stations.sort_by(|a, b| b[0].total_cmp(&a[0]));
    let through = stations.windows(2).map(|pair| [[MIDDLE, pair[0][1]], [MIDDLE, pair[1][0]]]);
    let around = FORKS.into_iter().zip(SUMS).flat_map(|(fork, sum)| {
        [[MIDDLE, fork], [AROUND, fork], [AROUND, sum], [MIDDLE - RING, sum]]
    });
    let rings = SUMS.into_iter().flat_map(|y| {
        (0..=16).map(move |i| {
            let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(i) / 16.0);
            [MIDDLE + RING * cos, y + RING * sin]
        })
    });
    let lines = |xy: Vec<[f64; 2]>, n_per_line| Mark::Lines {
        name: "way of the tokens",
        xy: flat(xy),
        n_per_line,
        paint: Paint::Ink,
        width_px: 1.5,
        alpha: 0.8,
    };
    let around = Mark::Curves {
        name: "way of the tokens",
        xy: flat(around.collect()),
        n_points: vec![4, 4],
        paint: Paint::Ink,
        width_px: 1.5,
        alpha: 0.8,
        has_heads: true,
    };
    [lines(through.flatten().collect(), 2), around, lines(rings.collect(), 17)]
}

/// What the embedding says to whom.
fn feeds() -> Vec<Mark> {
    let is_fed = |part: Part| matches!(part, Part::Scale | Part::Gate);
    let heights: Vec<f64> =
        ROWS.into_iter().filter(|(part, _)| is_fed(*part)).map(|(_, y)| y).collect();
    let [first, last] = [heights[0], heights[heights.len() - 1]];
    let from = 0.5 * (EMBEDDING[1] + EMBEDDING[3]);
    let trunk = vec![[FEED, first], [FEED, last], [FEED, from], [EMBEDDING[0], from]];
    let name = "from the embedding";
    let ends: Vec<([f64; 2], [f64; 2])> =
        heights.iter().map(|y| ([FEED, *y], [MIDDLE + HALF[0], *y])).collect();
    let (paint, width_px) = (Paint::Velocity, 1.5);
    let trunk = Mark::Lines { name, xy: flat(trunk), n_per_line: 2, paint, width_px, alpha: 0.9 };
    let mut marks = vec![trunk, arrows(name, &ends, paint)];
    for (y, text) in heights.into_iter().zip(["γ₁, β₁", "α₁", "γ₂, β₂", "α₂"]) {
        marks.push(Mark::Text {
            name: "",
            at: [(FEED + 0.3) as f32, y as f32],
            text: text.to_owned(),
            paint: Paint::Ink,
            align: Align::Left,
            size_px: SIZE_PX,
        });
    }
    marks
}

fn bare(title: &str) -> Panel {
    Panel { axes: Axes::Bare, is_probed: true, ..Panel::new(title, WINDOW) }
}

/// Boxes of parts: raised in color, or quiet.
fn frames(rects: &[Rect], is_raised: bool) -> Mark {
    if is_raised {
        return boxes("the part raised", rects, Paint::Data, (0.45, true));
    }
    boxes("parts", rects, Paint::Ink, (0.09, true))
}

fn boxes(
    name: &'static str,
    rects: &[Rect],
    paint: Paint,
    (alpha, is_filled): (f32, bool),
) -> Mark {
    let rects = rects.iter().map(|rect| rect.map(|v| v as f32)).collect();
    Mark::Boxes { name, rects, paint, alpha, is_filled }
}

fn arrows(name: &'static str, ends: &[([f64; 2], [f64; 2])], paint: Paint) -> Mark {
    let vector = |(from, to): &([f64; 2], [f64; 2])| [to[0] - from[0], to[1] - from[1]];
    Mark::Arrows {
        name,
        tails: flat(ends.iter().map(|(from, _)| *from).collect()),
        vectors: flat(ends.iter().map(vector).collect()),
        scale: 1.0,
        paint,
        width_px: 1.5,
        alpha: 0.9,
    }
}

fn text_at(at: [f64; 2], text: impl Into<String>) -> Mark {
    Mark::Text {
        name: "",
        at: at.map(|v| v as f32),
        text: text.into(),
        paint: Paint::Ink,
        align: Align::Middle,
        size_px: SIZE_PX,
    }
}

/// Edges of the cells of a table of some columns and rows.
fn grid(rect: Rect, [columns, rows]: [usize; 2], name: &'static str, paint: Paint) -> Mark {
    let [x0, y0, x1, y1] = rect;
    let along = |low: f64, high: f64, i: usize, n: usize| low + (high - low) * i as f64 / n as f64;
    let upright = (0..=columns).map(|i| along(x0, x1, i, columns)).map(|x| [[x, y0], [x, y1]]);
    let level = (0..=rows).map(|i| along(y0, y1, i, rows)).map(|y| [[x0, y], [x1, y]]);
    let xy = flat(upright.chain(level).flatten().collect());
    Mark::Lines { name, xy, n_per_line: 2, paint, width_px: 1.0, alpha: 0.55 }
}

/// A ring, from black to white.
fn picture(side: usize) -> Mark {
    let value = |k: usize| {
        let from_middle = |i: usize| (i as f64 + 0.5) / side as f64 - 0.5;
        let radius = from_middle(k % side).hypot(from_middle(k / side));
        (1.0 - (radius - 0.28).abs() / 0.13).clamp(0.0, 1.0) as f32
    };
    let [x0, y0, x1, y1] = IMAGE;
    Mark::Pixels {
        name: "image",
        n: [side; 2],
        window: Window { x: [x0, x1], y: [y0, y1] },
        values: (0..side * side).map(value).collect(),
    }
}

fn flat(points: Vec<[f64; 2]>) -> Vec<f32> {
    points.into_iter().flatten().map(|v| v as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    const DIT: Dit = Dit { side: 16, patch: 2, width: 64, heads: 4 };

    #[test]
    fn every_part_is_found_in_the_middle_of_its_box() {
        for (part, y) in ROWS {
            assert_eq!(part_at(1, [MIDDLE, y]), Some(part));
        }
        assert_eq!(part_at(1, [13.0, 5.8]), Some(Part::Embedding));
        assert_eq!(part_at(0, [3.0, 6.0]), Some(Part::Patches));
        assert_eq!(part_at(0, [8.0, 1.0]), Some(Part::Output));
        assert_eq!(part_at(1, [MIDDLE, 6.2]), None);
        assert_eq!(part_at(2, [MIDDLE, 10.3]), None);
    }

    #[test]
    fn every_part_is_raised_on_one_of_the_maps() {
        for &part in Part::ALL {
            let raised = [tokens(DIT, part), block(DIT, part)]
                .into_iter()
                .flat_map(|panel| panel.marks)
                .filter(|mark| mark.name() == "the part raised")
                .count();
            assert_eq!(raised, 1, "{part:?}");
        }
    }

    #[test]
    fn boxes_and_sums_stand_apart_from_above_to_below() {
        let mut edges: Vec<[f64; 2]> = ROWS.map(|(_, y)| [y - HALF[1], y + HALF[1]]).to_vec();
        edges.extend(SUMS.map(|y| [y - RING, y + RING]));
        edges.sort_by(|a, b| b[0].total_cmp(&a[0]));
        for pair in edges.windows(2) {
            assert!(pair[1][1] < pair[0][0], "{pair:?}");
        }
        assert!(edges[0][1] < FORKS[0] && FORKS[0] < ENDS[0]);
        assert!(SUMS[0] - RING > FORKS[1] && FORKS[1] > ROWS[4].1 + HALF[1]);
    }

    #[test]
    fn a_patch_has_its_own_token() {
        for (side, patch, n) in [(8, 4, 4), (16, 2, 64)] {
            let panel = tokens(Dit { side, patch, ..DIT }, Part::Norm);
            let rect = |name: &str| {
                let found = panel.marks.iter().find(|mark| mark.name() == name);
                let Some(Mark::Boxes { rects, .. }) = found else { panic!("a box") };
                rects[0].map(f64::from)
            };
            let (patch, token) = (rect("a patch"), rect("its token"));
            let per_side = f64::from(n).sqrt();
            let step = 6.0 / per_side;
            let column = ((patch[0] - 0.6) / step).round();
            let row = ((9.4 - patch[3]) / step).round();
            let idx = ((9.4 - token[3]) / (6.0 / f64::from(n))).round();
            assert!((row * per_side + column - idx).abs() < 1e-9, "{patch:?} {token:?}");
        }
    }
}
