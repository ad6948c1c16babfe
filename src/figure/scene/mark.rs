//! Drawing primitives of a map, and the meanings that color them.

use crate::math::window::Window;

/// A drawing primitive; coordinates are interleaved `x, y` in data units.
///
/// Its name stands in the legend and in the description for those who do not
/// see the picture; marks of one name have one entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Round dots.
    Dots {
        /// What they are.
        name: &'static str,
        /// Centers.
        xy: Vec<f32>,
        /// Color by meaning.
        paint: Paint,
        /// Radius on screen; smaller on small maps.
        radius_px: f32,
        /// 0 (clear) to 1.
        alpha: f32,
    },
    /// Lines of equally many points each.
    Lines {
        /// What they are.
        name: &'static str,
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
    /// Lines of several lengths.
    Curves {
        /// What they are.
        name: &'static str,
        /// Points of all lines, one line after the other.
        xy: Vec<f32>,
        /// Points of each line.
        n_points: Vec<usize>,
        /// Color by meaning.
        paint: Paint,
        /// Width on screen.
        width_px: f32,
        /// 0 (clear) to 1.
        alpha: f32,
        /// Whether an arrow's head in its middle says which way a line runs.
        has_heads: bool,
    },
    /// Arrows.
    Arrows {
        /// What they are.
        name: &'static str,
        /// Tails.
        tails: Vec<f32>,
        /// Vectors.
        vectors: Vec<f32>,
        /// Length drawn, in data units, for a vector of length 1; the same in
        /// maps that are to be compared.
        scale: f32,
        /// Color by meaning.
        paint: Paint,
        /// Width on screen.
        width_px: f32,
        /// 0 (clear) to 1.
        alpha: f32,
    },
    /// Values on a regular grid over a part of the map, corners included.
    Heat {
        /// What they are.
        name: &'static str,
        /// Columns and rows; x fastest, from the lower left.
        n: [usize; 2],
        /// Where the grid lies.
        window: Window,
        /// One value a node.
        values: Vec<f32>,
        /// Opacity of each node, 0 to 1; empty where all are full.
        weights: Vec<f32>,
        /// Value of the map's low and high end.
        range: [f32; 2],
        /// Color map.
        map: HeatMap,
    },
    /// A histogram: bars that stand on 0.
    Bars {
        /// What they are.
        name: &'static str,
        /// Edges of the bins, one more than there are bars.
        edges: Vec<f32>,
        /// Heights, in the units of the vertical axis.
        heights: Vec<f32>,
        /// Color by meaning.
        paint: Paint,
        /// 0 (clear) to 1.
        alpha: f32,
    },
    /// What lies between a curve and a level.
    Area {
        /// What it is.
        name: &'static str,
        /// Points of the curve.
        xy: Vec<f32>,
        /// The level.
        base: f32,
        /// Color by meaning.
        paint: Paint,
        /// 0 (clear) to 1.
        alpha: f32,
    },
    /// Words at a place.
    Text {
        /// What they are in the legend; mostly empty, words speak for themselves.
        name: &'static str,
        /// Where, at half the height of the letters.
        at: [f32; 2],
        /// The words.
        text: String,
        /// Color by meaning.
        paint: Paint,
        /// Which part of the words stands there.
        align: Align,
        /// Height of the letters on screen.
        size_px: f32,
    },
    /// An image in crisp squares: 1 is ink, 0 is paper.
    Pixels {
        /// What it is.
        name: &'static str,
        /// Columns and rows; x fastest, from the lower left.
        n: [usize; 2],
        /// Where the image lies, its outer edges.
        window: Window,
        /// One value a pixel, 0 to 1.
        values: Vec<f32>,
    },
    /// Rectangles along the axes: cells, regions.
    Boxes {
        /// What they are.
        name: &'static str,
        /// Two corners each, `x0, y0, x1, y1`.
        rects: Vec<[f32; 4]>,
        /// Color by meaning.
        paint: Paint,
        /// 0 (clear) to 1.
        alpha: f32,
        /// Whether they are filled or outlined.
        is_filled: bool,
    },
}

/// Which part of words stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Their beginning.
    Left,
    /// Their middle.
    Middle,
    /// Their end.
    Right,
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
    /// One of several curves whose meanings have no color of their own.
    Nth(u8),
    /// A class or label, counted from 0, in the colors of Okabe and Ito; there are seven.
    Class(u8),
}

/// Color maps by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatMap {
    /// Density, or its logarithm; the low end is clear.
    Density,
    /// Density of the data in the data's color; the low end is clear.
    Data,
    /// Error; light to red-brown.
    Error,
}

impl Mark {
    /// What it is.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dots { name, .. }
            | Self::Lines { name, .. }
            | Self::Curves { name, .. }
            | Self::Arrows { name, .. }
            | Self::Heat { name, .. }
            | Self::Bars { name, .. }
            | Self::Area { name, .. }
            | Self::Text { name, .. }
            | Self::Pixels { name, .. }
            | Self::Boxes { name, .. } => name,
        }
    }

    /// What it is in words, with how many there are where that says something.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Dots { name, xy, .. } => format!("{} {name}", xy.len() / 2),
            Self::Text { name: "", text, .. } => format!("“{text}”"),
            Self::Pixels { name, n: [columns, rows], .. } => {
                format!("{name}, {columns} by {rows} pixels")
            }
            other => other.name().to_owned(),
        }
    }
}
