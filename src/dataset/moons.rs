//! Two moons: interleaved half circles.
//!
//! The half circles of scikit-learn's `make_moons`, `(cos a, sin a)` and
//! `(1 - cos a, 1/2 - sin a)` with `a` uniform on `[0, pi]`; noise is added to
//! both coordinates, then everything is scaled. Nothing is centered, as in MIT
//! lab 2: the mean is `(1/2, 1/4)` times the scale.

use std::f64::consts::PI;

use crate::dataset::Dataset;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::math::window::Window;

const NOISE: f64 = 0.05;
const SCALE: f64 = 3.5;
const N_NODES: usize = 112;

pub(super) fn dataset() -> Dataset {
    let piece = |at| Piece { at, weight: 1.0, n_nodes: N_NODES, is_closed: false };
    let curve = BlurredCurve { pieces: vec![piece(upper), piece(lower)], std: NOISE * SCALE };
    let [x, y] = [SCALE / 2.0, SCALE / 4.0];
    let half = 6.5;
    let window = Window { x: [x - half, x + half], y: [y - half, y + half] };
    Dataset::of_curve(curve, window, format!("noise {NOISE}, scale {SCALE}")).with_classes()
}

fn upper(s: f64) -> [f64; 2] {
    [SCALE * libm::cos(PI * s), SCALE * libm::sin(PI * s)]
}

fn lower(s: f64) -> [f64; 2] {
    [SCALE * (1.0 - libm::cos(PI * s)), SCALE * (0.5 - libm::sin(PI * s))]
}
