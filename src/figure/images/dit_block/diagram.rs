//! One block of the transformer as boxes, and the part at a place of both maps.

use crate::figure::images::dit::Dit;
use crate::figure::images::dit::Part;
use crate::figure::images::dit_block::tokens;
use crate::figure::images::letters;
use crate::figure::images::letters::SMALL_PX;
use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Shape;
use crate::math::window::Window;

/// Both maps show this; a phone has nine pixels a unit.
pub(super) const WINDOW: Window = Window { x: [0.0, 30.0], y: [0.0, 11.5] };
/// Left, lower, right and upper edge of something.
pub(super) type Rect = [f64; 4];

/// Time and label, between the rows of the block.
const EMBEDDING: Rect = [8.4, 4.9, 21.4, 6.6];

/// Parts of a block in the order of the way, with their left and right edges: the
/// first step runs to the right, the second back below it.
const STEPS: [[(Part, [f64; 2]); 4]; 2] = [
    [
        (Part::Norm, [2.4, 6.0]),
        (Part::Scale, [7.5, 11.9]),
        (Part::Attention, [13.4, 20.8]),
        (Part::Gate, [22.3, 26.2]),
    ],
    [
        (Part::Norm, [22.8, 26.4]),
        (Part::Scale, [16.9, 21.3]),
        (Part::Mlp, [8.0, 15.4]),
        (Part::Gate, [2.6, 6.5]),
    ],
];
/// Middle heights of the two steps, and half the height of a box.
const HEIGHTS: [f64; 2] = [9.1, 2.4];
const HALF: f64 = 0.9;
/// Middles of the rings where what came in is added, and their radius.
const SUMS: [[f64; 2]; 2] = [[28.2, 9.1], [1.2, 2.4]];
const RING: f64 = 0.6;
/// Heights of the ways around the parts.
const AROUND: [f64; 2] = [10.9, 0.6];

/// The boxes of the block with their parts.
fn boxes_of_block() -> impl Iterator<Item = (Part, Rect)> {
    let of_step = |(parts, y): ([(Part, [f64; 2]); 4], f64)| {
        parts.map(|(part, [x0, x1])| (part, [x0, y - HALF, x1, y + HALF]))
    };
    STEPS.into_iter().zip(HEIGHTS).flat_map(of_step).chain([(Part::Embedding, EMBEDDING)])
}

/// The part at a place of one of the two maps, counted from 0.
pub(super) fn part_at(panel: usize, [x, y]: [f64; 2]) -> Option<Part> {
    let is_in = |[x0, y0, x1, y1]: Rect| (x0..=x1).contains(&x) && (y0..=y1).contains(&y);
    match panel {
        0 if is_in(tokens::OUTPUT) => Some(Part::Output),
        0 if is_in(tokens::BOTH) => Some(Part::Patches),
        1 => boxes_of_block().find(|(_, rect)| is_in(*rect)).map(|(part, _)| part),
        _ => None,
    }
}

/// One block: attention to the right, and below it the MLP back to the left.
pub(super) fn block(dit: Dit, raised: Part) -> Panel {
    let mut panel = bare("One block").with_note(format!("{} × {}", dit.n_tokens(), dit.width));
    for is_raised in [false, true] {
        let of = boxes_of_block().filter(|(part, _)| (*part == raised) == is_raised);
        let rects: Vec<Rect> = of.map(|(_, rect)| rect).collect();
        if !rects.is_empty() {
            panel.marks.push(frames(&rects, is_raised));
        }
    }
    panel.marks.extend(ways());
    panel.marks.extend(feeds());
    for (part, rect) in boxes_of_block() {
        panel.marks.push(text_at(middle(rect), label(part)));
    }
    for sum in SUMS {
        panel.marks.push(text_at(sum, "+"));
    }
    panel
}

const fn label(part: Part) -> &'static str {
    match part {
        Part::Patches => "patches",
        Part::Embedding => "embedding",
        Part::Norm => "norm",
        Part::Scale => "scale",
        Part::Attention => "attention",
        Part::Gate => "gate",
        Part::Mlp => "MLP",
        Part::Output => "to pixels",
    }
}

/// The way through the parts, the ways around them, and the rings where they meet.
fn ways() -> Vec<Mark> {
    let [above, below] = HEIGHTS;
    let [first, second] = SUMS;
    let between = |parts: [(Part, [f64; 2]); 4], y: f64, [out, next]: [usize; 2]| {
        let pair = move |i: usize| ([parts[i].1[out], y], [parts[i + 1].1[next], y]);
        [pair(0), pair(1), pair(2)]
    };
    let mut through: Vec<([f64; 2], [f64; 2])> = vec![([0.0, above], [STEPS[0][0].1[0], above])];
    through.extend(between(STEPS[0], above, [1, 0]));
    through.push(([STEPS[0][3].1[1], above], [first[0] - RING, above]));
    through.push(([first[0], below], [STEPS[1][0].1[1], below]));
    through.extend(between(STEPS[1], below, [0, 1]));
    through.push(([STEPS[1][3].1[0], below], [second[0] + RING, below]));
    through.push(([second[0] - RING, below], [0.0, below]));
    let down = vec![[first[0], above - RING], [first[0], below]];
    // Both begin where the way forks and end in their ring.
    let around = vec![
        [1.2, above],
        [1.2, AROUND[0]],
        [first[0], AROUND[0]],
        [first[0], above + RING],
        [first[0], below],
        [first[0], AROUND[1]],
        [second[0], AROUND[1]],
        [second[0], below - RING],
    ];
    let rings = SUMS.into_iter().flat_map(|[x, y]| {
        (0..=16).map(move |i| {
            let (sin, cos) = libm::sincos(std::f64::consts::TAU * f64::from(i) / 16.0);
            [x + RING * cos, y + RING * sin]
        })
    });
    let name = "way of the tokens";
    let lines = |xy: Vec<[f64; 2]>, n_per_line| Mark::Lines {
        name,
        xy: flat(xy),
        n_per_line,
        paint: Paint::Ink,
        width_px: 1.5,
        alpha: 0.8,
    };
    let around = Mark::Curves {
        name,
        xy: flat(around),
        n_points: vec![4, 4],
        paint: Paint::Ink,
        width_px: 1.5,
        alpha: 0.8,
        has_heads: true,
    };
    vec![arrows(name, &through, Paint::Ink), lines(down, 2), around, lines(rings.collect(), 17)]
}

/// What the embedding says to whom.
fn feeds() -> Vec<Mark> {
    let x_of = |step: usize, idx: usize| 0.5 * (STEPS[step][idx].1[0] + STEPS[step][idx].1[1]);
    let level = middle(EMBEDDING)[1];
    let (up, down) = (HEIGHTS[0] - HALF, HEIGHTS[1] + HALF);
    let gates = [x_of(0, 3), x_of(1, 3)];
    let name = "from the embedding";
    let (paint, width_px) = (Paint::Velocity, 1.5);
    let trunk =
        vec![[EMBEDDING[2], level], [gates[0], level], [EMBEDDING[0], level], [gates[1], level]];
    let trunk = Mark::Lines { name, xy: flat(trunk), n_per_line: 2, paint, width_px, alpha: 0.9 };
    let ends = [
        ([x_of(0, 1), EMBEDDING[3]], [x_of(0, 1), up]),
        ([gates[0], level], [gates[0], up]),
        ([x_of(1, 1), EMBEDDING[1]], [x_of(1, 1), down]),
        ([gates[1], level], [gates[1], down]),
    ];
    let mut marks = vec![trunk, arrows(name, &ends, paint)];
    for ((from, to), text) in ends.into_iter().zip(["a₁, b₁", "g₁", "a₂, b₂", "g₂"]) {
        let at = [from[0] + 0.5, 0.5 * (from[1] + to[1])];
        marks.push(letters::aligned(at, text, (Align::Left, SMALL_PX)));
    }
    marks
}

pub(super) fn bare(title: &str) -> Panel {
    Panel { axes: Axes::Bare, shape: Shape::Wide, is_probed: true, ..Panel::new(title, WINDOW) }
}

pub(super) fn middle([x0, y0, x1, y1]: Rect) -> [f64; 2] {
    [0.5 * (x0 + x1), 0.5 * (y0 + y1)]
}

/// Boxes of parts: raised in color, or quiet.
pub(super) fn frames(rects: &[Rect], is_raised: bool) -> Mark {
    if is_raised {
        return boxes("the part raised", rects, Paint::Data, (0.45, true));
    }
    boxes("parts", rects, Paint::Ink, (0.09, true))
}

pub(super) fn boxes(
    name: &'static str,
    rects: &[Rect],
    paint: Paint,
    (alpha, is_filled): (f32, bool),
) -> Mark {
    let rects = rects.iter().map(|rect| rect.map(|v| v as f32)).collect();
    Mark::Boxes { name, rects, paint, alpha, is_filled }
}

pub(super) fn arrows(name: &'static str, ends: &[([f64; 2], [f64; 2])], paint: Paint) -> Mark {
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

pub(super) fn text_at(at: [f64; 2], text: impl Into<String>) -> Mark {
    letters::around(at, text, SMALL_PX)
}

pub(super) fn flat(points: Vec<[f64; 2]>) -> Vec<f32> {
    points.into_iter().flatten().map(|v| v as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::images::dit_block::tokens::BLOCKS;
    use crate::figure::images::dit_block::tokens::OUTPUT;
    use crate::figure::images::dit_block::tokens::tokens;
    use crate::math::kind::Kind;

    const DIT: Dit = Dit { side: 16, patch: 2, width: 64, heads: 4 };

    #[test]
    fn every_part_is_found_in_the_middle_of_its_box() {
        for (part, rect) in boxes_of_block() {
            assert_eq!(part_at(1, middle(rect)), Some(part));
        }
        assert_eq!(part_at(0, [3.0, 6.0]), Some(Part::Patches));
        assert_eq!(part_at(0, middle(OUTPUT)), Some(Part::Output));
        assert_eq!(part_at(0, middle(BLOCKS)), None);
        assert_eq!(part_at(1, SUMS[0]), None);
        assert_eq!(part_at(2, middle(EMBEDDING)), None);
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
    fn boxes_and_sums_stand_apart_along_the_way() {
        for (step, parts) in STEPS.iter().enumerate() {
            let mut edges: Vec<[f64; 2]> = parts.iter().map(|(_, x)| *x).collect();
            edges.push([SUMS[step][0] - RING, SUMS[step][0] + RING]);
            edges.sort_by(|a, b| a[0].total_cmp(&b[0]));
            for pair in edges.windows(2) {
                assert!(pair[0][1] < pair[1][0], "{pair:?}");
            }
            assert!(0.0 < edges[0][0] && edges[4][1] < WINDOW.x[1]);
        }
        const {
            assert!(HEIGHTS[0] + HALF < AROUND[0] && AROUND[1] < HEIGHTS[1] - HALF);
            assert!(EMBEDDING[3] < HEIGHTS[0] - HALF && HEIGHTS[1] + HALF < EMBEDDING[1]);
        }
    }

    #[test]
    fn letters_keep_apart_and_inside_their_boxes_on_a_phone() {
        // 105 pixels of height; letters of this size are at most 6.3 pixels wide.
        let px_per_unit = 105.0 / WINDOW.y[1];
        let extents = |panel: &Panel| -> Vec<(String, Rect)> {
            let extent = |mark: &Mark| match mark {
                Mark::Text { at, text, align, .. } => {
                    let [x, y] = at.map(f64::from);
                    let width = 6.3 * text.chars().count() as f64 / px_per_unit;
                    let left = if *align == Align::Left { x } else { x - 0.5 * width };
                    Some((text.clone(), [left, y - 0.6, left + width, y + 0.6]))
                }
                _ => None,
            };
            panel.marks.iter().filter_map(extent).collect()
        };
        let wide = Dit { width: 128, ..DIT };
        for panel in [tokens(wide, Part::Mlp), block(wide, Part::Mlp)] {
            let all = extents(&panel);
            for (i, (text, a)) in all.iter().enumerate() {
                assert!(0.0 <= a[0] && a[2] <= WINDOW.x[1], "{text}: {a:?}");
                for (other, b) in &all[..i] {
                    let is_apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                    assert!(is_apart, "{text} over {other}");
                }
            }
        }
        for (part, [x0, _, x1, _]) in boxes_of_block() {
            let width = 6.3 * label(part).chars().count() as f64 / px_per_unit;
            assert!(width <= x1 - x0, "{part:?}: {width}");
        }
    }
}
