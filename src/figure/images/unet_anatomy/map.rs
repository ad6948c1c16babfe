//! The drawing of the U-Net: boxes of its parts and the ways between them.

use crate::experiment::images::anatomy::Part;
use crate::figure::images::letters;
use crate::figure::images::letters::SMALL_PX;
use crate::figure::images::unet_anatomy::RAISED;
use crate::figure::images::unet_anatomy::shape;
use crate::figure::images::unet_anatomy::told;
use crate::figure::scene::Axes;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Shape;
use crate::math::window::Window;

/// Name of the handle that chooses a part.
pub(super) const PART: &str = "part";
/// Width and height of the map, in its own units; a phone has ten pixels a unit.
const SIZE: [f64; 2] = [21.6, 10.2];
/// Middles of the boxes in the order of the parts; the embedding stands above all.
pub(super) const MIDDLES: [[f64; 2]; 9] = [
    [11.4, 9.4],
    [1.9, 5.8],
    [5.0, 5.8],
    [8.4, 2.4],
    [10.7, 2.4],
    [13.0, 2.4],
    [15.7, 5.8],
    [17.9, 5.8],
    [20.0, 5.8],
];
/// Half the extents of the embedding's box.
const EMBEDDING: [f64; 2] = [7.2, 0.6];
/// Height of an image of full size.
const FULL: f64 = 3.6;
/// Width of a box for each channel of the widest.
const WIDEST: f64 = 1.5;
/// Height of the skip.
const SKIP: f64 = 8.2;

/// Half the extents of the box of part number `idx`.
fn half(idx: usize, part: &Part, parts: &[Part]) -> [f64; 2] {
    if idx == 0 {
        return EMBEDDING;
    }
    let most = parts[1..].iter().map(|part| part.out[0]).max().unwrap_or(1);
    let full = parts[1].out[1];
    let width = (WIDEST * part.out[0] as f64 / most as f64).max(0.3);
    [0.5 * width, 0.5 * FULL * part.out[1] as f64 / full as f64]
}

/// The part whose box, or the room around it, holds a place.
pub(super) fn part_at([x, y]: [f64; 2], n: usize) -> Option<usize> {
    let far = |idx: &usize| {
        let [a, b] = MIDDLES[*idx];
        // The embedding's box is wide.
        let across = if *idx == 0 { ((x - a).abs() - EMBEDDING[0]).max(0.0) } else { x - a };
        across.hypot(0.5 * (y - b))
    };
    (0..n.min(MIDDLES.len())).min_by(|a, b| far(a).total_cmp(&far(b)))
}

/// The boxes and the ways between them.
pub(super) fn drawing(parts: &[Part], raised: usize) -> Panel {
    let mut panel = Panel::new("", Window { x: [0.0, SIZE[0]], y: [0.0, SIZE[1]] });
    (panel.axes, panel.is_probed, panel.shape) = (Axes::Bare, true, Shape::Wide);
    panel.note = format!("{}: {}, {}", raised + 1, parts[raised].title, shape(&parts[raised]));
    ways(&mut panel, parts);
    for (idx, part) in parts.iter().enumerate() {
        let [x, y] = MIDDLES[idx];
        let [dx, dy] = half(idx, part, parts);
        let rect = [x - dx, y - dy, x + dx, y + dy].map(|v| v as f32);
        let paint = if idx == raised { Paint::Data } else { Paint::Ink };
        let alpha = if idx == raised { 0.9 } else { 0.12 };
        let boxes = |alpha, is_filled| Mark::Boxes {
            name: if idx == raised { RAISED } else { "parts" },
            rects: vec![rect],
            paint,
            alpha,
            is_filled,
        };
        panel.marks.extend([boxes(alpha, true), boxes(1.0, false)]);
        let number = (idx + 1).to_string();
        panel.marks.push(match idx {
            0 => small([x, y], &format!("{number}: time and label")),
            _ => small([x, y - dy - 0.75], &number),
        });
    }
    panel.marks.push(small([8.0, SKIP - 0.7], "skip"));
    panel.marks.push(small([0.7, 6.6], "xₜ"));
    panel.handles = vec![Handle {
        name: PART,
        label: "the part described",
        at: MIDDLES[raised],
        paint: Paint::Data,
    }];
    panel.remarks = vec![told(&parts[raised], raised)];
    panel
}

/// Lines between the boxes.
fn ways(panel: &mut Panel, parts: &[Part]) {
    let edge = |idx: usize, side: f64| {
        let [x, y] = MIDDLES[idx];
        [x + side * half(idx, &parts[idx], parts)[0], y]
    };
    let mut xy: Vec<f32> = Vec::new();
    let mut line = |from: [f64; 2], to: [f64; 2]| {
        xy.extend([from[0], from[1], to[0], to[1]].map(|v| v as f32));
    };
    line([0.2, MIDDLES[1][1]], edge(1, -1.0));
    for idx in 1..parts.len() - 1 {
        line(edge(idx, 1.0), edge(idx + 1, -1.0));
    }
    line(edge(8, 1.0), [SIZE[0] - 0.2, MIDDLES[8][1]]);
    panel.marks.push(Mark::lines("way of the image", xy, 2, Paint::Ink));
    let [from, to] = [edge(2, 0.0), edge(7, 0.0)];
    let top = from[1] + 0.5 * FULL;
    let skip = vec![from[0], top, from[0], SKIP, to[0], SKIP, to[0], top];
    let skip = skip.into_iter().map(|v| v as f32).collect();
    panel.marks.push(Mark::curve("skip", skip, Paint::Exact));
    let mut feeds = Vec::new();
    for idx in [2, 4, 5, 7] {
        let [x, y] = MIDDLES[idx];
        let top = y + half(idx, &parts[idx], parts)[1];
        let from = MIDDLES[0][1] - EMBEDDING[1];
        feeds.extend([x + 0.25, from, x + 0.25, top].map(|v| v as f32));
    }
    panel.marks.push(Mark::Lines {
        name: "embedding of time and label",
        xy: feeds,
        n_per_line: 2,
        paint: Paint::Score,
        width_px: 1.0,
        alpha: 0.6,
    });
}

/// A few small letters around a place.
fn small(at: [f64; 2], text: &str) -> Mark {
    letters::around(at, text, SMALL_PX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::images::ImageKind;
    use crate::experiment::images::anatomy;
    use crate::experiment::images::choice::ImageNetKind;

    #[test]
    fn every_box_is_found_by_its_middle() {
        for (idx, middle) in MIDDLES.iter().enumerate() {
            assert_eq!(part_at(*middle, 9), Some(idx));
        }
    }

    #[test]
    fn letters_keep_apart_on_a_phone() {
        // 105 pixels of height; letters of this size are at most 6.3 pixels wide.
        let px_per_unit = 105.0 / SIZE[1];
        let extent = |mark: &Mark| match mark {
            Mark::Text { at, text, .. } => {
                let half = 0.5 * 6.3 * text.chars().count() as f64 / px_per_unit;
                let (x, y) = (f64::from(at[0]), f64::from(at[1]));
                Some((text.clone(), [x - half, y - 0.55, x + half, y + 0.55]))
            }
            _ => None,
        };
        for raised in 0..9 {
            for net in [ImageNetKind::UnetS, ImageNetKind::UnetM] {
                let parts = anatomy::parts(net, ImageKind::Digits16);
                let panel = drawing(&parts, raised);
                let all: Vec<_> = panel.marks.iter().filter_map(extent).collect();
                // The number of a box stands in the embedding and under all others.
                let boxes = (1..9).map(|idx| {
                    let ([x, y], [dx, dy]) = (MIDDLES[idx], half(idx, &parts[idx], &parts));
                    ("a box".to_owned(), [x - dx, y - dy, x + dx, y + dy])
                });
                let all: Vec<_> = boxes.chain(all).collect();
                for (i, (text, a)) in all.iter().enumerate() {
                    assert!(0.0 <= a[0] && a[2] <= SIZE[0] && 0.0 <= a[1], "{text}: {a:?}");
                    for (other, b) in &all[..i] {
                        let is_apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                        assert!(is_apart, "{text} over {other}");
                    }
                }
            }
        }
    }
}
