//! Smiley: a face, two eyes and a mouth, drawn as lines.
//!
//! In units of the face's radius: the face is the unit circle, the eyes are
//! upright strokes, the mouth is an arc around the origin. Every line is drawn
//! evenly; noise is added, then everything is scaled.

use std::f64::consts::PI;
use std::f64::consts::TAU;

use crate::dataset::Dataset;
use crate::dataset::curve::BlurredCurve;
use crate::dataset::curve::Piece;
use crate::math::window::Window;

pub(super) const NOISE: f64 = 0.04;
pub(super) const SCALE: f64 = 5.0;
/// Radius of the mouth's arc.
pub(super) const MOUTH: f64 = 0.6;
/// Middle of the right eye.
pub(super) const EYE: [f64; 2] = [0.36, 0.32];
/// Half the height of an eye.
pub(super) const HALF_EYE: f64 = 0.12;

pub(super) fn dataset() -> Dataset {
    let line = |at, weight, n_nodes| Piece { at, weight, n_nodes, is_closed: false };
    let pieces = vec![
        Piece { is_closed: true, ..line(face, 0.5, 176) },
        line(mouth, 0.25, 62),
        line(left_eye, 0.125, 15),
        line(right_eye, 0.125, 15),
    ];
    let curve = BlurredCurve { pieces, std: NOISE * SCALE };
    let description = format!(
        "half the points on the face, a quarter each on mouth and eyes, noise {NOISE}, scale {SCALE}"
    );
    Dataset::of_curve(curve, Window::centered(6.5), description)
}

fn face(s: f64) -> [f64; 2] {
    on_circle(1.0, TAU * s)
}

/// From 30 degrees below the left to 30 degrees below the right.
fn mouth(s: f64) -> [f64; 2] {
    on_circle(MOUTH, PI * (7.0 + 4.0 * s) / 6.0)
}

fn left_eye(s: f64) -> [f64; 2] {
    let [x, y] = right_eye(s);
    [-x, y]
}

fn right_eye(s: f64) -> [f64; 2] {
    [SCALE * EYE[0], SCALE * (EYE[1] + HALF_EYE * (2.0 * s - 1.0))]
}

fn on_circle(radius: f64, angle: f64) -> [f64; 2] {
    [SCALE * radius * libm::cos(angle), SCALE * radius * libm::sin(angle)]
}
