//! A U-Net block by block: shapes, weights and multiply-adds.

mod map;

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
use crate::figure::images::letters;
use crate::figure::images::unet_anatomy::map::PART;
use crate::figure::images::unet_anatomy::map::part_at;
use crate::figure::number;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::kinds;
use crate::math::kind::Choice;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "unet-anatomy",
    title: "A U-Net, block by block",
    caption: "First, the way of an image: in at the left, down to half its size, across, and up again to a prediction of its own size. A box is as high as its image and as wide as its channels. The dashed line is the skip: what was known at full size goes straight to the last block. Second, the share of each part in all weights and in all multiply-adds of a call, by the numbers of the first map. Point at a box or at its bars to read them.",
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
        "Multiply-adds of the part, million",
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
    let pointed = view.probe.pointer.and_then(|at| match view.probe.pointer_panel {
        0 => part_at(at, parts.len()),
        _ => part_of_bar(at[0], parts.len()),
    });
    let chosen = || view.probe.handle(PART).and_then(|at| part_at(at, parts.len()));
    let found = pointed.or_else(chosen).unwrap_or(5);
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

/// The part whose bars stand at `x` of the second map, where the first has number 1.
fn part_of_bar(x: f64, n: usize) -> Option<usize> {
    let number = x.round();
    (1.0..=n as f64).contains(&number).then(|| number as usize - 1)
}

fn scene(view: &View<'_>) -> Scene {
    let (parts, raised) = looked_at(view);
    Scene {
        panels: vec![map::drawing(&parts, raised), shares(&parts, raised)],
        n_columns: Some(1),
        ..Scene::default()
    }
}

/// Name of what is pointed at or chosen.
const RAISED: &str = "part described";

/// Channels, height and width of what a part gives; of the embedding its numbers.
fn shape(part: &Part) -> String {
    match part.out {
        [n, 1, 1] => format!("{n} numbers"),
        [c, h, w] => format!("{c} × {h} × {w}"),
    }
}

/// The part in one line.
fn told(part: &Part, idx: usize) -> String {
    format!(
        "{}: {}, {}. {} weights, {:.2} million multiply-adds. {}",
        idx + 1,
        part.title,
        shape(part),
        number::whole(part.n_params as u64),
        part.macs as f64 / 1e6,
        part.says
    )
}

/// Bars: what each part has of all weights and of all multiply-adds.
fn shares(parts: &[Part], raised: usize) -> Panel {
    let [weights, macs] = anatomy::total(parts);
    let percent = |count: usize, all: usize| 100.0 * count as f64 / all as f64;
    let of: Vec<[f64; 2]> = parts
        .iter()
        .map(|part| [percent(part.n_params, weights), percent(part.macs, macs)])
        .collect();
    let top = 1.25 * of.iter().flatten().copied().fold(0.0, f64::max);
    let window = Window { x: [0.4, parts.len() as f64 + 0.6], y: [0.0, top] };
    let mut panel = Panel::chart("Shares of the parts", "part", "%", window);
    panel.is_probed = true;
    let bars = |which: usize, from: f64| {
        let bar = |(idx, share): (usize, &[f64; 2])| {
            let x = (idx + 1) as f64 + from;
            [x, 0.0, x + 0.36, share[which]].map(|v| v as f32)
        };
        of.iter().enumerate().map(bar).collect()
    };
    let boxes = |name, rects: Vec<[f32; 4]>, paint, alpha| Mark::Boxes {
        name,
        rects,
        paint,
        alpha,
        is_filled: true,
    };
    let x = (raised + 1) as f64;
    let behind = [x - 0.45, 0.0, x + 0.45, top].map(|v| v as f32);
    let mut marks = vec![
        boxes(RAISED, vec![behind], Paint::Data, 0.3),
        boxes("weights", bars(0, -0.38), Paint::Nth(4), 0.9),
        boxes("multiply-adds", bars(1, 0.02), Paint::Nth(1), 0.9),
    ];
    // Numbers over the bars: the axis has too few.
    marks.extend(
        (1..=parts.len())
            .map(|k| letters::around([k as f64, 0.91 * top], k.to_string(), letters::SMALL_PX)),
    );
    panel.with_marks(marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::figure::images::unet_anatomy::map::MIDDLES;

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

    #[test]
    fn bars_are_shares_of_a_whole_and_are_found_by_their_numbers() {
        let stage = Stage::of(&FIGURE, &[]).dragged(PART, MIDDLES[3]);
        let scene = stage.scene();
        for name in ["weights", "multiply-adds"] {
            let bars = scene.panels[1].marks.iter().find(|mark| mark.name() == name);
            let Some(Mark::Boxes { rects, .. }) = bars else { panic!("bars") };
            assert_eq!(rects.len(), 9);
            let sum: f32 = rects.iter().map(|[_, low, _, high]| high - low).sum();
            assert!((sum - 100.0).abs() < 1e-3, "{name}: {sum}");
            for (idx, [x0, _, x1, _]) in rects.iter().enumerate() {
                assert_eq!(part_of_bar(f64::from(0.5 * (x0 + x1)), 9), Some(idx));
            }
        }
        assert_eq!((part_of_bar(0.3, 9), part_of_bar(9.7, 9)), (None, None));
        let remark = &scene.panels[0].remarks[0];
        assert!(remark.starts_with("4: down, 32 × 8 × 8. 4,640 weights"), "{remark}");
    }
}
