//! From image to tokens and through one block of a transformer.

mod diagram;
mod tokens;

use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::images::dit::Cost;
use crate::figure::images::dit::Dit;
use crate::figure::images::dit::MLP_RATIO;
use crate::figure::images::dit::Part;
use crate::figure::number;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::kinds;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "dit-block",
    title: "A transformer block for images",
    caption: "First, an image is cut into patches, and each becomes a token. Second, the way of all tokens through one block, first to the right and then back; the embedding of time and label scales, shifts and gates. Point at a part, or choose it, to read what it does and what it costs. The chart has the multiply-adds of a block over the number of tokens, on logarithmic axes.",
    notice: "Tokens meet in the attention and nowhere else. Its square is the price: with patches half as wide there are four times as many tokens, for which all other parts cost four times as much and the square sixteen times. Each gate starts at 0, so that an untrained block changes nothing.",
    params: &[&PART, &SIZE, &PATCH, &WIDTH, &HEADS],
    in_view: &["part", "size", "patch", "width"],
    metrics: METRICS,
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Pixels along a side of the image.
    pub enum Size {
        /// The small digits.
        Eight = "8", "8 × 8";
        /// The larger digits and the sprites.
        Sixteen = "16", "16 × 16";
    }
}

kinds! {
    /// Pixels along a side of a patch.
    pub enum Patch {
        /// Many small patches.
        Two = "2", "2 × 2";
        /// Few large ones.
        Four = "4", "4 × 4";
    }
}

kinds! {
    /// Numbers of a token.
    pub enum Width {
        /// Half of the default.
        Narrow = "32", "32";
        /// The default.
        Usual = "64", "64";
        /// Twice the default.
        Wide = "128", "128";
    }
}

kinds! {
    /// Heads of the attention.
    pub enum Heads {
        /// All numbers together.
        One = "1", "1";
        /// Halves.
        Two = "2", "2";
        /// Quarters.
        Four = "4", "4";
        /// Eighths.
        Eight = "8", "8";
    }
}

const PART: Param = choice(
    "part",
    "Part",
    "The part that is raised and explained; pointing at one in the picture does the same.",
    Part::CHOICES,
    "attention",
);
const SIZE: Param = choice("size", "Image", "Pixels of the image.", Size::CHOICES, "16");
const PATCH: Param = choice("patch", "Patches", "Pixels of one patch.", Patch::CHOICES, "2");
const WIDTH: Param =
    choice("width", "Token width d", "Numbers that a token has.", Width::CHOICES, "64");
const HEADS: Param = choice(
    "heads",
    "Heads",
    "Parts that the width is divided into for the attention, each with weights of its own.",
    Heads::CHOICES,
    "4",
);

const fn choice(
    key: &'static str,
    label: &'static str,
    help: &'static str,
    choices: &'static [crate::math::kind::Choice],
    default: &'static str,
) -> Param {
    let kind = ParamKind::Choice(choices);
    Param { key, label, help, kind, default, effect: Effect::Picture }
}

const METRICS: &[Metric] = &[
    draw::metric("tokens", "Tokens n", "Patches of one image."),
    draw::metric("part_weights", "Weights of the part", "Learned numbers of the part raised."),
    draw::metric(
        "part_madds",
        "Multiply-adds of the part, thousand",
        "Multiplications that the part raised makes for one image, in thousands; those of a part that a block has twice, together.",
    ),
    draw::metric(
        "block_weights",
        "Weights of a block",
        "Learned numbers of one block; the network has three of them.",
    ),
    draw::metric(
        "block_madds",
        "Multiply-adds of a block, thousand",
        "Multiplications that one block makes for one image, in thousands; norms, softmax, SiLU and biases are not counted.",
    ),
    draw::metric(
        "square_share",
        "Share of the square",
        "Share of a block's multiply-adds that grows with the square of the tokens.",
    ),
    draw::metric(
        "even",
        "Square overtakes at",
        "Smallest number of tokens for which the square makes more multiply-adds than all else in the block: a little over four widths.",
    ),
];

impl Dit {
    /// Sizes that are chosen.
    fn of(settings: &Settings) -> Self {
        Self {
            side: match settings.choice("size") {
                Size::Eight => 8,
                Size::Sixteen => 16,
            },
            patch: match settings.choice("patch") {
                Patch::Two => 2,
                Patch::Four => 4,
            },
            width: match settings.choice("width") {
                Width::Narrow => 32,
                Width::Usual => 64,
                Width::Wide => 128,
            },
            heads: match settings.choice("heads") {
                Heads::One => 1,
                Heads::Two => 2,
                Heads::Four => 4,
                Heads::Eight => 8,
            },
        }
    }
}

/// The part under the pointer, or else the one chosen.
fn raised(view: &View<'_>) -> Part {
    let pointed = view.probe.pointer;
    let pointed = pointed.and_then(|at| diagram::part_at(view.probe.pointer_panel, at));
    pointed.unwrap_or_else(|| view.settings.choice("part"))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let dit = Dit::of(view.settings);
    let (part, block) = (dit.cost(raised(view)), dit.block());
    vec![
        draw::exact("tokens", dit.n_tokens() as f64),
        draw::exact("part_weights", part.weights as f64),
        draw::exact("part_madds", part.madds as f64 / 1e3),
        draw::exact("block_weights", block.weights as f64),
        draw::exact("block_madds", block.madds as f64 / 1e3),
        draw::exact("square_share", dit.square_madds() as f64 / block.madds as f64),
        draw::exact("even", dit.n_tokens_even() as f64),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let (dit, part) = (Dit::of(view.settings), raised(view));
    let mut block = diagram::block(dit, part);
    block.remarks = vec![told(dit, part)];
    Scene {
        panels: vec![tokens::tokens(dit, part), block],
        charts: vec![costs(dit)],
        n_columns: Some(1),
        ..Scene::default()
    }
}

/// Multiply-adds of a block over the number of tokens, by how they grow.
fn costs(dit: Dit) -> Chart {
    // Squares, so that they are numbers of patches of a square image.
    let sides = [2_u64, 3, 4, 6, 8, 12, 16, 24, 32];
    let at = |side: u64| Dit { side: side * dit.patch, ..dit };
    let series = |label: &str, paint, madds: &dyn Fn(Dit) -> u64| Series {
        label: label.to_owned(),
        points: sides.map(|side| (at(side).n_tokens() as f64, madds(at(side)) as f64)).to_vec(),
        paint,
    };
    let rest = |dit: Dit| dit.block().madds - dit.square_madds();
    let here = dit.n_tokens() as f64;
    let ends = [rest(at(2)).min(at(2).square_madds()), rest(at(32)).max(at(32).square_madds())];
    Chart {
        title: "Multiply-adds of one block".to_owned(),
        x_label: "tokens n".to_owned(),
        y_label: String::new(),
        is_x_log: true,
        is_y_log: true,
        series: vec![
            series("attention’s square 2 n² d", Paint::Error, &|dit| dit.square_madds()),
            series("all else", Paint::Ink, &rest),
            Series {
                label: "this image".to_owned(),
                points: ends.map(|madds| (here, madds as f64)).to_vec(),
                paint: Paint::Data,
            },
        ],
    }
}

/// A part with its shapes, its costs and what it does.
fn told(dit: Dit, part: Part) -> String {
    let (n, d) = (dit.n_tokens(), dit.width);
    let wide = MLP_RATIO * d;
    let area = dit.patch_area();
    let shapes = match part {
        Part::Patches => format!("Patches to tokens: {n} × {area} → {n} × {d}"),
        Part::Embedding => format!("Embedding of t and y: {d} → 6 × {d}"),
        Part::Norm => format!("Layer norm: {n} × {d}"),
        Part::Scale => format!("Scale and shift, x ← (1 + a) x + b: {n} × {d}"),
        Part::Attention => {
            format!("Attention: {} heads of {n} × {}", dit.heads, dit.head_width())
        }
        Part::Gate => format!("Gate, x ← x + g · result: {n} × {d}"),
        Part::Mlp => format!("MLP: {n} × {d} → {n} × {wide} → {n} × {d}"),
        Part::Output => format!("Tokens to pixels: {n} × {d} → {n} × {area}"),
    };
    let Cost { weights, madds } = dit.cost(part);
    let counts = match (weights, madds, part) {
        (0, 0, _) => "no weights".to_owned(),
        (0, madds, Part::Scale | Part::Gate) => {
            format!("no weights, twice {} multiply-adds", number::whole(madds / 2))
        }
        (w, madds, _) => {
            format!("{} weights, {} multiply-adds", number::whole(w), number::whole(madds))
        }
    };
    format!("{shapes}; {counts}. {}", explained(part))
}

/// What a part does.
const fn explained(part: Part) -> &'static str {
    match part {
        Part::Patches => {
            "The pixels of a patch are one vector; a linear map makes a token of it, and a learned row of a table says where the patch was."
        }
        Part::Embedding => {
            "Time and label are one vector, the same for all tokens; a SiLU and a linear map make of it two scales a, two shifts b and two gates g for this block."
        }
        Part::Norm => {
            "Each token is brought to mean 0 and variance 1 over its own numbers; twice a block."
        }
        Part::Scale => {
            "Each number of a token is scaled and shifted as time and label say, alike for all tokens: the only way in which the block learns of them; twice a block."
        }
        Part::Attention => {
            "Each token asks all tokens: a query is compared with every key, and the values are averaged with these weights. Heads do this side by side, each on its share of the width, so that more of them cost nothing more."
        }
        Part::Gate => {
            "The result is added to what came in, times g. The map that makes g starts at 0: a new block passes its tokens on unchanged; twice a block."
        }
        Part::Mlp => {
            "Each token for itself, by the same two linear maps with a nonlinear function between them; it holds weights that do not depend on how many tokens there are."
        }
        Part::Output => {
            "After the last block: norm, a last scale and shift, and a linear map from each token to the pixels of its patch."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::math::kind::Kind;

    #[test]
    fn numbers_are_those_of_the_chosen_sizes() {
        let of = |size, patch, width| {
            Stage::of(&FIGURE, &[("size", size), ("patch", patch), ("width", width)])
        };
        for (size, patch, n) in [("8", "2", 16.0), ("8", "4", 4.0), ("16", "4", 16.0)] {
            assert!((of(size, patch, "64").number("tokens") - n).abs() < 1e-12);
        }
        // By hand: 14 d^2 + 13 d.
        for (width, weights) in [("32", 14_752.0), ("64", 58_176.0), ("128", 231_040.0)] {
            assert!((of("16", "2", width).number("block_weights") - weights).abs() < 1e-12);
        }
        // 524,288 of 24,576 + 1,572,864 + 1,048,576 + 16,384.
        let share = of("16", "2", "64").number("square_share");
        assert!((share - 524_288.0 / 2_662_400.0).abs() < 1e-12, "{share}");
    }

    #[test]
    fn every_part_is_raised_by_its_name_and_explained() {
        for &part in Part::ALL {
            let scene = Stage::of(&FIGURE, &[("part", part.key())]).scene();
            let remarks = scene.remarks();
            assert_eq!(remarks.len(), 1);
            assert!(remarks[0].ends_with(explained(part)), "{part:?}: {}", remarks[0]);
        }
        let told = |part| told(Dit { side: 16, patch: 2, width: 64, heads: 4 }, part);
        assert!(told(Part::Gate).contains("no weights, twice 4,096 multiply-adds"));
        assert!(told(Part::Mlp).contains("16,576 weights, 1,048,576 multiply-adds"));
    }

    #[test]
    fn the_chart_has_slope_two_for_the_square_and_one_for_the_rest() {
        let chart = &Stage::of(&FIGURE, &[]).scene().charts[0];
        let slope = |idx: usize| {
            let [a, b] = [chart.series[idx].points[6], chart.series[idx].points[8]];
            (b.1 / a.1).ln() / (b.0 / a.0).ln()
        };
        assert!((slope(0) - 2.0).abs() < 1e-12);
        // The map of the embedding is made once, however many tokens there are.
        assert!((slope(1) - 1.0).abs() < 0.01, "{}", slope(1));
    }
}
