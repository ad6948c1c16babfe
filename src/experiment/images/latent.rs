//! A flow in the latent plane of small digits: what a learner may choose of it.

use crate::experiment::catalogue;
use crate::experiment::link;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::math::kind::Choice;

/// Name of the shipped autoencoder.
pub const CODER: &str = "coder-digits8";

/// Points that are carried from noise.
pub const N_SAMPLES: usize = 200;
/// The first of them, whose images are made at every kept time.
pub const N_SHOWN: usize = 40;
/// Nodes per axis of the places that are decoded.
pub const N_NODES: usize = 31;
/// Half width of the plane that is shown, in standard deviations of the codes.
pub const HALF_WIDTH: f64 = 3.0;

/// Key of all digits together.
const ALL_DIGITS: &str = "all";

/// Which digits are drawn.
pub const DIGITS: Param = Param {
    key: "digits",
    label: "Digits",
    help: "Whose codes the flow goes to: those of all digits, or of one.",
    kind: ParamKind::Choice(&[
        Choice { key: ALL_DIGITS, label: "all" },
        Choice { key: "0", label: "0" },
        Choice { key: "1", label: "1" },
        Choice { key: "2", label: "2" },
        Choice { key: "3", label: "3" },
        Choice { key: "4", label: "4" },
        Choice { key: "5", label: "5" },
        Choice { key: "6", label: "6" },
        Choice { key: "7", label: "7" },
        Choice { key: "8", label: "8" },
        Choice { key: "9", label: "9" },
    ]),
    default: ALL_DIGITS,
    effect: Effect::Sampling,
};

/// What the job of the latent plane reads.
pub const PARAMS: &[&Param] = &[&DIGITS, &catalogue::N, &catalogue::SEED];

/// A flow in the latent plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latent {
    /// The digit that is drawn; none for all.
    pub digit: Option<u8>,
    /// Solver steps.
    pub n_steps: u32,
    /// Seed of the noise.
    pub seed: u64,
}

impl Latent {
    /// What a link's query asks for.
    pub fn from_link(query: &str) -> Self {
        let settings = link::parse(&Settings::defaults(PARAMS), query).settings;
        let digit = settings.get("digits").map(ToString::to_string);
        Self {
            digit: digit.and_then(|digit| digit.parse().ok()),
            n_steps: settings.whole("n") as u32,
            seed: settings.whole("seed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_one_digit_or_all() {
        assert_eq!(Latent::from_link(""), Latent { digit: None, n_steps: 20, seed: 1 });
        let asked = Latent { digit: Some(7), n_steps: 5, seed: 3 };
        assert_eq!(Latent::from_link("digits=7&n=5&seed=3"), asked);
        assert_eq!(Latent::from_link("digits=elephant").digit, None);
    }
}
