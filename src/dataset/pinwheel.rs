//! Pinwheel: bent arms around the origin.
//!
//! The usual pinwheel turns a Gaussian by an angle that grows with its radius;
//! its density has no closed form, as the turned Gaussian folds over itself.
//! Here an arm is a curve, its radius `r` uniform between `INNER` and 1 and its
//! angle `TWIST r` ahead of the arm's own; noise is added, then everything is
//! scaled. All arms are equally likely, the first starts to the right.

use std::f64::consts::TAU;

use crate::dataset::Dataset;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::math::window::Window;

pub(super) const N_ARMS: usize = 5;
pub(super) const INNER: f64 = 0.2;
pub(super) const NOISE: f64 = 0.06;
pub(super) const SCALE: f64 = 5.0;
const TWIST: f64 = 1.5;
const N_NODES: usize = 38;

pub(super) fn dataset() -> Dataset {
    let piece = |at| Piece { at, weight: 1.0, n_nodes: N_NODES, is_closed: false };
    let arms: [fn(f64) -> [f64; 2]; N_ARMS] = [arm::<0>, arm::<1>, arm::<2>, arm::<3>, arm::<4>];
    let curve = BlurredCurve { pieces: arms.map(piece).to_vec(), std: NOISE * SCALE };
    let description = format!(
        "{N_ARMS} arms, radius uniform in [{INNER}, 1], twist {TWIST} rad, noise {NOISE}, scale {SCALE}"
    );
    Dataset::of_curve(curve, Window::centered(6.5), description).with_classes()
}

fn arm<const K: usize>(s: f64) -> [f64; 2] {
    let radius = INNER + (1.0 - INNER) * s;
    let angle = TAU * K as f64 / N_ARMS as f64 + TWIST * radius;
    [SCALE * radius * libm::cos(angle), SCALE * radius * libm::sin(angle)]
}
