//! Drawing primitives of a map.

use crate::figure::scene::HeatMap;
use crate::figure::scene::Paint;
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
    /// A histogram: upright bars from 0.
    Bars {
        /// What they count.
        name: &'static str,
        /// Edges of the bars, one more than bars, increasing.
        edges: Vec<f32>,
        /// Height of each bar.
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
    /// A few letters.
    Text {
        /// What they say, for those who do not see them; may be empty.
        name: &'static str,
        /// Place of the middle of their height.
        at: [f32; 2],
        /// The letters.
        text: String,
        /// Color by meaning.
        paint: Paint,
        /// Which part of them stands at the place.
        align: Align,
        /// Size on screen.
        size_px: f32,
    },
    /// Crisp squares from black (0) to white (1) in every theme, or of red, green
    /// and blue from 0 to 1: an image.
    Pixels {
        /// What it is.
        name: &'static str,
        /// Columns and rows; x fastest, from the lower left.
        n: [usize; 2],
        /// Where the image lies, its outer edges.
        window: Window,
        /// One value a square, 0 to 1; or all red ones, all green, all blue.
        values: Vec<f32>,
    },
    /// Rectangles: cells, regions.
    Boxes {
        /// What they are.
        name: &'static str,
        /// Left, lower, right and upper edge of each.
        rects: Vec<[f32; 4]>,
        /// Color by meaning.
        paint: Paint,
        /// 0 (clear) to 1.
        alpha: f32,
        /// Whether they are filled or outlined.
        is_filled: bool,
    },
}

/// Which part of some letters stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Their left end.
    Left,
    /// Their middle.
    Middle,
    /// Their right end.
    Right,
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

    /// Round dots of usual size.
    pub fn dots(name: &'static str, xy: Vec<f32>, paint: Paint) -> Self {
        Self::Dots { name, xy, paint, radius_px: 3.0, alpha: 0.8 }
    }

    /// One line through all points.
    pub fn curve(name: &'static str, xy: Vec<f32>, paint: Paint) -> Self {
        let n_per_line = xy.len() / 2;
        Self::Lines { name, xy, n_per_line, paint, width_px: 2.0, alpha: 1.0 }
    }

    /// Lines of equally many points each.
    pub fn lines(name: &'static str, xy: Vec<f32>, n_per_line: usize, paint: Paint) -> Self {
        Self::Lines { name, xy, n_per_line, paint, width_px: 1.5, alpha: 0.8 }
    }

    /// A histogram.
    pub fn bars(name: &'static str, edges: Vec<f32>, heights: Vec<f32>, paint: Paint) -> Self {
        Self::Bars { name, edges, heights, paint, alpha: 0.6 }
    }

    /// What lies between a curve and 0.
    pub fn area(name: &'static str, xy: Vec<f32>, paint: Paint) -> Self {
        Self::Area { name, xy, base: 0.0, paint, alpha: 0.25 }
    }

    /// A few letters around a place, without an entry in the legend.
    pub fn text(at: [f32; 2], text: impl Into<String>) -> Self {
        Self::Text {
            name: "",
            at,
            text: text.into(),
            paint: Paint::Ink,
            align: Align::Middle,
            size_px: 13.0,
        }
    }
}
