//! Checkerboard: a square cut into squares, every other one filled evenly.

use crate::dataset::Dataset;
use crate::math::mixture::Component;
use crate::math::window::Window;

/// Squares along one side.
const GRID: usize = 4;
/// Half the side of the whole board, `[-SCALE, SCALE]^2`.
const SCALE: f64 = 5.0;

/// Square `(i, j)` is filled if `i + j` is even, so the lower left one is.
pub(super) fn dataset() -> Dataset {
    let edge = |i: usize| SCALE * (2.0 * i as f64 / GRID as f64 - 1.0);
    let places = (0..GRID).flat_map(|i| (0..GRID).map(move |j| (i, j)));
    let filled = places.filter(|(i, j)| (i + j).is_multiple_of(2));
    let square = |(i, j)| Component::Box {
        low: vec![edge(i), edge(j)],
        high: vec![edge(i + 1), edge(j + 1)],
    };
    let description = format!("grid {GRID}, scale {SCALE}");
    Dataset::of_components(filled.map(square).collect(), Window::centered(6.5), description)
}
