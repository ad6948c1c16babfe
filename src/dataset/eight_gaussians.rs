//! Eight Gaussians: narrow, on a circle, the first to the right.

use crate::dataset::Dataset;
use crate::dataset::ring;
use crate::math::window::Window;

const RADIUS: f64 = 5.0;
const STD: f64 = 0.3;

pub(super) fn dataset() -> Dataset {
    let description = format!("8 modes, radius {RADIUS}, std {STD}");
    Dataset::of_components(ring(8, RADIUS, STD), Window::centered(6.5), description).with_classes()
}
