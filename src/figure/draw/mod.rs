//! The arithmetic of drawing: colors, tick marks, places on screen, pixels.
//!
//! Plain numbers, tested natively; the painter in `ui::plot` only hands the
//! results to a canvas.

pub mod arrange;
pub mod axis;
pub mod color;
pub mod contour;
pub mod estimate;
pub mod heat;
pub mod layout;
pub mod palette;
pub mod raster;
pub mod stream;
pub mod ticks;
