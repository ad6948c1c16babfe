//! Scenes on a canvas: the painter of maps and charts.
//!
//! Knows pixels and the browser, and no figure.

pub mod axes;
pub mod canvas;
pub mod chart;
pub mod dots;
pub mod export;
pub mod handle;
pub mod legend;
pub mod mark;
pub mod painter;
pub mod panel;
pub mod plan;
pub mod pointer;
pub mod shape;
pub mod theme;
pub mod timing;
pub mod view;
pub mod watch;

pub use crate::ui::plot::view::SceneView;
