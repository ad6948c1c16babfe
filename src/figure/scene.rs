//! A picture as plain drawing primitives in data space.

use crate::math::window::Window;

/// Everything that a card draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Maps of the plane, side by side.
    pub panels: Vec<Panel>,
    /// Charts of numbers against numbers.
    pub charts: Vec<Chart>,
}

/// One map of the plane, equal units on both axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What is shown, such as "learned" or "exact".
    pub title: String,
    /// What part of the plane.
    pub window: Window,
    /// Drawn in order, the last on top.
    pub marks: Vec<Mark>,
    /// Said in place of a picture while there is none.
    pub waiting: Option<String>,
}

/// A drawing primitive; coordinates are interleaved `x, y` in data units.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Round dots.
    Dots {
        /// Centers.
        xy: Vec<f32>,
        /// Color by meaning.
        paint: Paint,
        /// Radius on screen.
        radius_px: f32,
        /// 0 (clear) to 1.
        alpha: f32,
    },
    /// Lines of equally many points each.
    Lines {
        /// Points of all lines, one line after the other.
        xy: Vec<f32>,
        /// Points per line.
        n_per_line: usize,
        /// Color by meaning.
        paint: Paint,
        /// Width on screen.
        width_px: f32,
        /// 0 (clear) to 1.
        alpha: f32,
    },
    /// Arrows; the longest is drawn `longest_px` long.
    Arrows {
        /// Tails.
        tails: Vec<f32>,
        /// Vectors.
        vectors: Vec<f32>,
        /// Color by meaning.
        paint: Paint,
    },
    /// Values on a regular grid over the window.
    Heat {
        /// Nodes per axis; x fastest, from the lower left.
        n_per_axis: usize,
        /// One value a node.
        values: Vec<f32>,
        /// Value of the map's low and high end.
        range: [f32; 2],
        /// Color map.
        map: HeatMap,
    },
}

/// Colors by meaning; the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// Noise, t = 0.
    Noise,
    /// Data, t = 1.
    Data,
    /// In between, t from 0 to 1.
    Between(f32),
    /// Velocity.
    Velocity,
    /// Score.
    Score,
    /// Exact values, theory; lines are dashed.
    Exact,
    /// Neutral.
    Ink,
}

/// Color maps by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatMap {
    /// Density; the low end is clear.
    Density,
    /// Error; light to red-brown.
    Error,
}

/// A chart of numbers against numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Title; the accessible name.
    pub title: String,
    /// What the horizontal axis counts.
    pub x_label: String,
    /// What the vertical axis counts.
    pub y_label: String,
    /// Whether the horizontal axis is logarithmic.
    pub is_x_log: bool,
    /// Whether the vertical axis is logarithmic.
    pub is_y_log: bool,
    /// Curves.
    pub series: Vec<Series>,
}

/// One curve of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub label: String,
    /// Points `x, y`.
    pub points: Vec<(f64, f64)>,
    /// Color by meaning; `Exact` is dashed.
    pub paint: Paint,
}
