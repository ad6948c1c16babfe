//! Two circles: one inside the other, equally likely.
//!
//! scikit-learn's `make_circles` with uniform angles: radii 1 and `FACTOR`,
//! noise added to both coordinates, then everything is scaled.

use std::f64::consts::TAU;

use crate::dataset::Dataset;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::math::window::Window;

const NOISE: f64 = 0.05;
const SCALE: f64 = 5.0;
const FACTOR: f64 = 0.5;
const N_NODES: [usize; 2] = [144, 72];

pub(super) fn dataset() -> Dataset {
    let piece = |at, n_nodes| Piece { at, weight: 1.0, n_nodes, is_closed: true };
    let pieces = vec![piece(outer, N_NODES[0]), piece(inner, N_NODES[1])];
    let curve = BlurredCurve { pieces, std: NOISE * SCALE };
    let description = format!("noise {NOISE}, scale {SCALE}, factor {FACTOR}");
    Dataset::of_curve(curve, Window::centered(6.5), description).with_classes()
}

fn outer(s: f64) -> [f64; 2] {
    [SCALE * libm::cos(TAU * s), SCALE * libm::sin(TAU * s)]
}

fn inner(s: f64) -> [f64; 2] {
    outer(s).map(|v| FACTOR * v)
}
