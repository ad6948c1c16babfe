//! A picture as plain drawing primitives in data space.

use crate::figure::draw::ticks::short;
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
    /// Said beside the title in quiet letters: a time, a range; may be empty.
    pub note: String,
    /// What part of the plane.
    pub window: Window,
    /// Drawn in order, the last on top.
    pub marks: Vec<Mark>,
    /// One sentence over the picture while it is not yet what the title says.
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
        /// Radius on screen; smaller on small maps.
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
    /// Arrows.
    Arrows {
        /// Tails.
        tails: Vec<f32>,
        /// Vectors.
        vectors: Vec<f32>,
        /// Length drawn, in data units, for a vector of length 1; the same in
        /// maps that are to be compared.
        scale: f32,
        /// Color by meaning.
        paint: Paint,
    },
    /// Values on a regular grid over the window, corners included.
    Heat {
        /// Nodes per axis; x fastest, from the lower left.
        n_per_axis: usize,
        /// One value a node.
        values: Vec<f32>,
        /// Opacity of each node, 0 to 1; empty where all are full.
        weights: Vec<f32>,
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
    /// One of several curves whose meanings have no color of their own.
    Nth(u8),
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

impl Scene {
    /// Titles of the maps.
    pub fn titles(&self) -> Vec<&str> {
        self.panels.iter().map(|panel| panel.title.as_str()).collect()
    }

    /// The maps in words, for those who do not see them.
    pub fn describe_panels(&self) -> String {
        self.panels.iter().map(Panel::describe).collect::<Vec<_>>().join(" ")
    }
}

impl Panel {
    fn describe(&self) -> String {
        let mut parts = Vec::new();
        for mark in &self.marks {
            parts.push(match mark {
                Mark::Dots { xy, paint, .. } => format!("{} {}", xy.len() / 2, paint.dots()),
                Mark::Lines { .. } => "trajectories".to_owned(),
                Mark::Arrows { .. } => "velocity arrows".to_owned(),
                Mark::Heat { map: HeatMap::Error, .. } => "a map of the error".to_owned(),
                Mark::Heat { .. } => "a map of the density".to_owned(),
            });
        }
        parts.dedup();
        let what = if parts.is_empty() { "empty so far".to_owned() } else { parts.join(", ") };
        let note = if self.note.is_empty() { String::new() } else { format!(" ({})", self.note) };
        let waiting = self.waiting.as_ref().map_or(String::new(), |text| format!(" {text}"));
        let title =
            if self.title.is_empty() { String::new() } else { format!(" “{}”", self.title) };
        format!("Map{title}{note}: {what}.{waiting}")
    }
}

impl Paint {
    fn dots(self) -> &'static str {
        match self {
            Self::Noise => "points of noise",
            Self::Data => "points of the data",
            Self::Between(_) => "samples",
            _ => "points",
        }
    }
}

impl Chart {
    /// Title and last value of each curve.
    pub fn describe(&self) -> String {
        let named = self.series.iter().filter(|series| !series.label.is_empty());
        let series = named.filter_map(|series| {
            let (x, y) = series.points.last()?;
            Some(format!("{} {} at {}", series.label, short(*y), short(*x)))
        });
        format!("Chart “{}”: {}.", self.title, series.collect::<Vec<_>>().join(", "))
    }
}
