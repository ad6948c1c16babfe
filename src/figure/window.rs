//! What part of the plane a data set's pictures show.

use crate::dataset::DatasetKind;
use crate::math::window::Window;

/// Window of a data set.
pub fn of(_data: DatasetKind) -> Window {
    Window::centered(7.0)
}
