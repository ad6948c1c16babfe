//! Five Gaussians: wide apart on a circle, the first to the right (MIT lab 2).

use crate::dataset::Dataset;
use crate::dataset::ring;
use crate::math::window::Window;

const RADIUS: f64 = 10.0;
const STD: f64 = 1.0;

pub(super) fn dataset() -> Dataset {
    let description = format!("5 modes, radius {RADIUS}, std {STD}");
    Dataset::of_components(ring(5, RADIUS, STD), Window::centered(13.5), description).with_classes()
}
