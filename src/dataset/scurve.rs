//! S curve: two arcs of a circle joined in the shape of an S.
//!
//! scikit-learn's `make_s_curve` seen from the side, its first and third
//! coordinate: `(sin a, sign(a) (cos a - 1))` with `a` uniform on
//! `[-3 pi/2, 3 pi/2]`; noise is added to both, then everything is scaled.

use std::f64::consts::PI;

use crate::dataset::Dataset;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::math::window::Window;

pub(super) const NOISE: f64 = 0.07;
pub(super) const SCALE: f64 = 2.5;
const N_NODES: usize = 126;

pub(super) fn dataset() -> Dataset {
    // The curvature jumps where the arcs join: each has a rule of its own.
    let piece = |at| Piece { at, weight: 1.0, n_nodes: N_NODES, is_closed: false };
    let curve = BlurredCurve { pieces: vec![piece(upper), piece(lower)], std: NOISE * SCALE };
    let description = format!("noise {NOISE}, scale {SCALE}");
    Dataset::of_curve(curve, Window::centered(6.5), description)
}

/// The arc of negative angles, which `sign` turns upward.
fn upper(s: f64) -> [f64; 2] {
    lower(s).map(|v| -v)
}

fn lower(s: f64) -> [f64; 2] {
    let angle = 1.5 * PI * s;
    [SCALE * libm::sin(angle), SCALE * (libm::cos(angle) - 1.0)]
}
