//! Two points on the line: -2 and +2, equally likely, with no spread at all.
//!
//! The smallest data set there is. Its law has no density at `t = 1`, where the
//! exact field is singular.

use crate::dataset::Dataset;
use crate::math::mixture::Component;
use crate::math::window::Window;

const PLACE: f64 = 2.0;

pub(super) fn dataset() -> Dataset {
    let point = |x| Component::Isotropic { mean: vec![x], variance: 0.0 };
    let description = format!("-{PLACE} and +{PLACE}, weights 1/2");
    let window = Window { x: [0.0, 1.0], y: [-4.0, 4.0] };
    Dataset::of_components(vec![point(-PLACE), point(PLACE)], window, description).with_classes()
}
