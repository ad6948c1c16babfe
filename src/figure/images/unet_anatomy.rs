//! A U-Net block by block: shapes, weights and multiply-adds.

use crate::dataset::images::ImageKind;
use crate::experiment::images::anatomy;
use crate::experiment::images::anatomy::Part;
use crate::experiment::images::choice::ImageNetKind;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::scene::Align;
use crate::figure::scene::Axes;
use crate::figure::scene::Handle;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::kinds;
use crate::math::kind::Choice;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "unet-anatomy",
    title: "A U-Net, block by block",
    caption: "An image goes in at the upper end of the first arm and down to half its size, across the middle, and up again to a prediction of its own size. A box is as high as its image and as wide as its channels. The dashed line is the skip: what the first arm knew at full size goes straight to the last block. Point at a box to read it.",
    notice: "Most weights stand at half size, where there are twice as many channels; most multiply-adds are made at full size, where there are four times as many pixels. Time and label enter every block in the same way, as a scale and a shift of each channel.",
    params: &[&NET, &SIDE],
    in_view: &["net", "side"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Pixels along an edge.
    pub enum Side {
        /// The larger digits.
        Sixteen = "16", "16 × 16";
        /// The small digits.
        Eight = "8", "8 × 8";
    }
}

const NET: Param = Param {
    key: "net",
    label: "Network",
    help: "Channels at full size; half size has twice as many.",
    kind: ParamKind::Choice(UNETS),
    default: "unet-s",
    effect: Effect::Picture,
};
const UNETS: &[Choice] = &[ImageNetKind::CHOICES[0], ImageNetKind::CHOICES[1]];
const SIDE: Param = Param {
    key: "side",
    label: "Image",
    help: "Pixels of the image.",
    kind: ParamKind::Choice(Side::CHOICES),
    default: "16",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    draw::metric("weights", "Weights", "Learned numbers of the whole network."),
    draw::metric(
        "madds",
        "Multiply-adds, million",
        "Multiplications for one image and one call, in millions; norms and nonlinearities are not counted.",
    ),
    draw::metric("part_weights", "Weights of the part", "Learned numbers of the part pointed at."),
    draw::metric(
        "part_madds",
        "Its multiply-adds, million",
        "Multiplications of the part pointed at for one image, in millions.",
    ),
];

/// The network and images of the settings.
fn chosen(view: &View<'_>) -> (ImageNetKind, ImageKind) {
    let images = match view.settings.choice::<Side>("side") {
        Side::Eight => ImageKind::Digits8,
        Side::Sixteen => ImageKind::Digits16,
    };
    (view.settings.choice("net"), images)
}

/// The parts and the number of the one that is pointed at or chosen.
fn looked_at(view: &View<'_>) -> (Vec<Part>, usize) {
    let (net, images) = chosen(view);
    let parts = anatomy::parts(net, images);
    let at = view.probe.pointer.filter(|_| view.probe.pointer_panel == 0);
    let at = at.or(view.probe.handle(PART));
    let found = at.and_then(|at| part_at(at, parts.len())).unwrap_or(5);
    (parts, found)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (parts, idx) = looked_at(view);
    let [weights, macs] = anatomy::total(&parts);
    let number = |name, value: f64| Number { name, value, spread: None };
    vec![
        number("weights", weights as f64),
        number("madds", macs as f64 / 1e6),
        number("part_weights", parts[idx].n_params as f64),
        number("part_madds", parts[idx].macs as f64 / 1e6),
    ]
}

/// Name of the handle that chooses a part.
const PART: &str = "part";
/// Width and height of the map, in its own units.
const SIZE: [f64; 2] = [18.0, 10.8];
/// Middles of the boxes in the order of the parts; the embedding stands above all.
const MIDDLES: [[f64; 2]; 9] = [
    [9.0, 10.0],
    [2.0, 6.6],
    [5.0, 6.6],
    [6.3, 2.4],
    [8.1, 2.4],
    [9.9, 2.4],
    [11.7, 6.6],
    [13.9, 6.6],
    [16.3, 6.6],
];
/// Height of an image of full size.
const FULL: f64 = 3.6;
/// Width of a box for each channel of the widest.
const WIDEST: f64 = 1.5;

/// Half the extents of the box of part number `idx`.
fn half(idx: usize, part: &Part, parts: &[Part]) -> [f64; 2] {
    if idx == 0 {
        return [5.0, 0.5];
    }
    let most = parts[1..].iter().map(|part| part.out[0]).max().unwrap_or(1);
    let full = parts[1].out[1];
    let width = (WIDEST * part.out[0] as f64 / most as f64).max(0.3);
    [0.5 * width, 0.5 * FULL * part.out[1] as f64 / full as f64]
}

/// The part whose box, or the room around it, holds a place.
fn part_at([x, y]: [f64; 2], n: usize) -> Option<usize> {
    let far = |idx: &usize| {
        let [a, b] = MIDDLES[*idx];
        // The embedding's box is wide.
        let across = if *idx == 0 { ((x - a).abs() - 4.5).max(0.0) } else { x - a };
        across.hypot(0.5 * (y - b))
    };
    (0..n.min(MIDDLES.len())).min_by(|a, b| far(a).total_cmp(&far(b)))
}

fn scene(view: &View<'_>) -> Scene {
    let (parts, raised) = looked_at(view);
    let mut panel = Panel::new("", Window { x: [0.0, SIZE[0]], y: [0.0, SIZE[1]] });
    (panel.axes, panel.is_probed, panel.shape) = (Axes::Bare, true, Shape::Wide);
    ways(&mut panel, &parts);
    for (idx, part) in parts.iter().enumerate() {
        let [x, y] = MIDDLES[idx];
        let [dx, dy] = half(idx, part, &parts);
        let rect = [x - dx, y - dy, x + dx, y + dy].map(|v| v as f32);
        let paint = if idx == raised { Paint::Data } else { Paint::Velocity };
        let alpha = if idx == raised { 0.9 } else { 0.35 };
        let boxes = |alpha, is_filled| Mark::Boxes {
            name: if idx == raised { "part described" } else { "parts" },
            rects: vec![rect],
            paint,
            alpha,
            is_filled,
        };
        panel.marks.extend([boxes(alpha, true), boxes(1.0, false)]);
        let [c, h, w] = part.out;
        let shape = if idx == 0 {
            format!("time and label: {c} numbers")
        } else {
            format!("{c}×{h}×{w}")
        };
        let below = if idx == 0 { y as f32 } else { (y - dy) as f32 - 0.45 };
        panel.marks.push(letters([x as f32, below], &shape));
    }
    panel.marks.push(letters([8.5, 8.0], "skip"));
    panel.marks.push(letters([0.55, 7.6], "x_t"));
    panel.handles = vec![Handle {
        name: PART,
        label: "the part described",
        at: MIDDLES[raised],
        paint: Paint::Data,
    }];
    Scene { panels: vec![panel], listing: Some(listing(&parts, raised)), ..Scene::default() }
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
    line(edge(8, 1.0), [17.8, MIDDLES[8][1]]);
    panel.marks.push(Mark::lines("way of the image", xy, 2, Paint::Ink));
    let [from, to] = [edge(2, 0.0), edge(7, 0.0)];
    let up = 7.5 + 1.2;
    let skip = vec![from[0], from[1] + 1.8, from[0], up, to[0], up, to[0], to[1] + 1.8];
    let skip = skip.into_iter().map(|v| v as f32).collect();
    panel.marks.push(Mark::curve("skip", skip, Paint::Exact));
    let mut feeds = Vec::new();
    for idx in [2, 4, 5, 7] {
        let [x, y] = MIDDLES[idx];
        let top = y + half(idx, &parts[idx], parts)[1];
        feeds.extend([x + 0.25, 9.5, x + 0.25, top].map(|v| v as f32));
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

fn letters(at: [f32; 2], text: &str) -> Mark {
    let text = text.to_owned();
    Mark::Text { name: "", at, text, paint: Paint::Ink, align: Align::Middle, size_px: 11.0 }
}

/// Every part with its size, the raised one with its sentence.
fn listing(parts: &[Part], raised: usize) -> Listing {
    let [weights, macs] = anatomy::total(parts);
    let line = |(idx, part): (usize, &Part)| ListingLine {
        code: format!(
            "{}: {} weights, {:.2} M multiply-adds",
            part.title,
            part.n_params,
            part.macs as f64 / 1e6
        ),
        says: if idx == raised { part.says.to_owned() } else { String::new() },
        indent: 0,
        is_current: idx == raised,
    };
    let mut lines: Vec<ListingLine> = parts.iter().enumerate().map(line).collect();
    lines.push(ListingLine {
        code: format!("all: {weights} weights, {:.2} M multiply-adds", macs as f64 / 1e6),
        says: String::new(),
        indent: 0,
        is_current: false,
    });
    Listing { title: "The parts in order".to_owned(), lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn every_box_is_found_by_its_middle() {
        for (idx, middle) in MIDDLES.iter().enumerate() {
            assert_eq!(part_at(*middle, 9), Some(idx));
        }
    }

    #[test]
    fn numbers_are_those_counted_by_hand() {
        let stage = Stage::of(&FIGURE, &[]).dragged(PART, MIDDLES[1]);
        assert!((stage.number("weights") - 78_577.0).abs() < 0.5);
        // 3 by 3 from 1 to 16 channels: 144 weights, 16 biases, at 256 pixels.
        assert!((stage.number("part_weights") - 160.0).abs() < 0.5);
        assert!((stage.number("part_madds") - 144.0 * 256.0 / 1e6).abs() < 1e-9);
    }

    #[test]
    fn what_the_notice_says_of_the_halves_is_so() {
        let parts = anatomy::parts(ImageNetKind::UnetS, ImageKind::Digits16);
        let at_half = |part: &&Part| part.out[1] == 8;
        let sums: Vec<Part> = parts.iter().filter(at_half).copied().collect();
        let ([weights, macs], [all_weights, all_macs]) =
            (anatomy::total(&sums), anatomy::total(&parts));
        assert!(2 * weights > all_weights && 2 * macs < all_macs);
    }
}
