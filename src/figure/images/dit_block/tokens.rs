//! An image in its patches beside its tokens, and what follows.

use crate::figure::images::dit::Dit;
use crate::figure::images::dit::N_BLOCKS;
use crate::figure::images::dit::Part;
use crate::figure::images::dit_block::diagram::Rect;
use crate::figure::images::dit_block::diagram::arrows;
use crate::figure::images::dit_block::diagram::bare;
use crate::figure::images::dit_block::diagram::boxes;
use crate::figure::images::dit_block::diagram::flat;
use crate::figure::images::dit_block::diagram::frames;
use crate::figure::images::dit_block::diagram::middle;
use crate::figure::images::dit_block::diagram::text_at;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::math::window::Window;

/// The image, and the tokens as rows of a table.
const IMAGE: Rect = [1.2, 1.9, 8.9, 9.6];
const TABLE: Rect = [12.2, 1.9, 18.0, 9.6];
/// What stands around both.
pub(super) const BOTH: Rect = [0.1, 0.2, 19.9, 11.3];
/// What comes after.
pub(super) const BLOCKS: Rect = [20.6, 4.2, 25.0, 7.3];
pub(super) const OUTPUT: Rect = [25.8, 4.2, 29.9, 7.3];
/// The image in its patches, its tokens as rows of numbers, and what follows.
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
    let name = |rect: Rect, y: f64, text: String| text_at([middle(rect)[0], y], text);
    panel.marks.push(name(IMAGE, 10.4, format!("{0} × {0} pixels", dit.side)));
    panel.marks.push(name(IMAGE, 1.0, format!("patches {0} × {0}", dit.patch)));
    panel.marks.push(name(TABLE, 10.4, format!("{n} tokens")));
    panel.marks.push(name(TABLE, 1.0, format!("of {} numbers", dit.width)));
    panel.marks.push(frames(&[BLOCKS], false));
    panel.marks.push(frames(&[OUTPUT], raised == Part::Output));
    let level = middle(BLOCKS)[1];
    let ways = [([TABLE[2], level], [BLOCKS[0], level]), ([BLOCKS[2], level], [OUTPUT[0], level])];
    panel.marks.push(arrows("way of the tokens", &ways, Paint::Ink));
    panel.marks.push(text_at(middle(BLOCKS), "blocks"));
    panel.marks.push(text_at(middle(OUTPUT), "pixels"));
    panel.note = format!("then {N_BLOCKS} blocks, then back to pixels");
    panel
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

#[cfg(test)]
mod tests {
    use super::*;

    const DIT: Dit = Dit { side: 16, patch: 2, width: 64, heads: 4 };

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
            let step = (IMAGE[2] - IMAGE[0]) / per_side;
            let column = ((patch[0] - IMAGE[0]) / step).round();
            let row = ((IMAGE[3] - patch[3]) / step).round();
            let idx = ((TABLE[3] - token[3]) / ((TABLE[3] - TABLE[1]) / f64::from(n))).round();
            assert!((row * per_side + column - idx).abs() < 1e-9, "{patch:?} {token:?}");
        }
    }
}
