//! Algorithm 3 or 4 as lines, each with what it did in the step that is shown.

use crate::figure::draw::ticks::short;
use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;
use crate::figure::training::slow_batch::SlowBatch;
use crate::path::convert::PredictKind;

/// Lines of the algorithm, counted from 0; the picture follows the current one.
pub(super) const DRAW_Z: u32 = 0;
pub(super) const DRAW_T: u32 = 1;
pub(super) const DRAW_EPS: u32 = 2;
pub(super) const MIX: u32 = 3;
pub(super) const TARGET: u32 = 4;
pub(super) const PREDICT: u32 = 5;
pub(super) const LOSS: u32 = 6;
pub(super) const UPDATE: u32 = 7;
pub(super) const AGAIN: u32 = 8;
/// Number of lines.
pub(super) const N_LINES: u32 = 9;

/// What the algorithm depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recipe {
    /// What the network says.
    pub(super) predict: PredictKind,
    /// Whether the source is Gaussian noise.
    pub(super) is_from_noise: bool,
    /// Rows of the whole batch.
    pub(super) n_batch: u64,
    /// Name of the optimizer.
    pub(super) optimizer: &'static str,
}

impl Recipe {
    /// Name of the algorithm: 4 for the score and its twin, the noise, else 3.
    pub(super) fn title(self) -> &'static str {
        match self.predict {
            PredictKind::Velocity => "Algorithm 3: flow matching, one step",
            PredictKind::Score => "Algorithm 4: score matching, one step",
            PredictKind::Noise => "Algorithm 4: as noise prediction, one step",
            PredictKind::Data => "Algorithm 3: as data prediction, one step",
        }
    }

    /// Letter of the network, `u_θ` and its like.
    pub(super) fn letter(self) -> &'static str {
        match self.predict {
            PredictKind::Velocity => "u_θ",
            PredictKind::Score => "s_θ",
            PredictKind::Noise => "ε_θ",
            PredictKind::Data => "z_θ",
        }
    }

    fn target(self) -> &'static str {
        match self.predict {
            PredictKind::Velocity => "target ← α̇_t z + β̇_t ε",
            PredictKind::Score => "target ← −ε / β_t",
            PredictKind::Noise => "target ← ε",
            PredictKind::Data => "target ← z",
        }
    }
}

/// The listing with the line `current` marked; values of the first row shown.
pub(super) fn listing(recipe: Recipe, current: u32, batch: Option<&SlowBatch<'_>>) -> Listing {
    let code = |line: u32| match line {
        DRAW_Z => format!("draw z ∼ p_data, {} points", recipe.n_batch),
        DRAW_T => "draw t for each point".to_owned(),
        DRAW_EPS if recipe.is_from_noise => "draw ε ∼ N(0, I) for each point".to_owned(),
        DRAW_EPS => "draw x₀ ∼ p_source for each point (ε below)".to_owned(),
        MIX => "x_t ← α_t z + β_t ε".to_owned(),
        TARGET => recipe.target().to_owned(),
        PREDICT => format!("prediction ← {}(t, x_t)", recipe.letter()),
        LOSS => "loss ← mean of ‖prediction − target‖²".to_owned(),
        UPDATE => format!("θ ← one step of {} along −∇_θ loss", recipe.optimizer),
        _ => format!("look again: {} at the same points", recipe.letter()),
    };
    let line = |line: u32| ListingLine {
        code: code(line),
        says: batch.map_or_else(String::new, |batch| says(line, current, batch)),
        indent: 0,
        is_current: line == current,
    };
    Listing { title: recipe.title().to_owned(), lines: (0..N_LINES).map(line).collect() }
}

/// What a line did to the first row or to the whole batch; nothing before it ran.
fn says(line: u32, current: u32, batch: &SlowBatch<'_>) -> String {
    if current < line {
        return String::new();
    }
    let row = |name: &str| {
        let numbers: Vec<String> =
            (0..batch.dim).map(|k| short(f64::from(batch.value(name, 0, k)))).collect();
        match numbers.as_slice() {
            [one] => one.clone(),
            _ => format!("({})", numbers.join(", ")),
        }
    };
    let number = |name: &str| batch.number(name).map_or_else(|| "?".to_owned(), short);
    match line {
        DRAW_Z => format!("point 1: z = {}", row("z")),
        DRAW_T => format!("point 1: t = {}", short(f64::from(batch.times[0]))),
        DRAW_EPS => format!("point 1: ε = {}", row("eps")),
        MIX => format!("point 1: x_t = {}", row("x")),
        TARGET => format!("point 1: {}", row("target")),
        PREDICT => format!("point 1: {}", row("before")),
        LOSS => format!("whole batch: {}", number("loss_before")),
        UPDATE => format!(
            "gradient of length {}; of {} weights, the one with the largest slope went from {} to {}",
            number("grad_norm"),
            number("n_params"),
            number("weight_before"),
            number("weight_after"),
        ),
        _ => format!("same batch: loss {} → {}", number("loss_before"), number("loss_after")),
    }
}
