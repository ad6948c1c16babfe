//! Spiral: one arm, its radius growing with its angle.
//!
//! `(r cos a, r sin a)` with `r = SCALE a / END`, the angle `a` from `START` to
//! `END` and its square uniform: the draws are spread evenly along the arm,
//! but for the first quarter turn. Noise is added, then everything is scaled.

use std::f64::consts::PI;

use crate::dataset::Dataset;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::math::window::Window;

const NOISE: f64 = 0.03;
const SCALE: f64 = 5.0;
const START: f64 = 0.5 * PI;
const END: f64 = 4.5 * PI;
const N_NODES: usize = 400;

pub(super) fn dataset() -> Dataset {
    let pieces = vec![Piece { at: arm, weight: 1.0, n_nodes: N_NODES, is_closed: false }];
    let curve = BlurredCurve { pieces, std: NOISE * SCALE };
    let turns = (END - START) / (2.0 * PI);
    let description = format!("noise {NOISE}, scale {SCALE}, {turns} turns");
    Dataset::of_curve(curve, Window::centered(6.5), description)
}

fn arm(s: f64) -> [f64; 2] {
    let angle = libm::sqrt(START * START + (END * END - START * START) * s);
    let radius = SCALE * angle / END;
    [radius * libm::cos(angle), radius * libm::sin(angle)]
}
