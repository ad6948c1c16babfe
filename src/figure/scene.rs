//! A picture as plain drawing primitives in data space.

mod listing;
mod mark;

use crate::figure::draw::ticks::short;
pub use crate::figure::scene::listing::Listing;
pub use crate::figure::scene::listing::ListingLine;
pub use crate::figure::scene::mark::Align;
pub use crate::figure::scene::mark::Mark;
use crate::math::window::Window;

/// Everything that a card draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Maps, side by side.
    pub panels: Vec<Panel>,
    /// Charts of numbers against numbers.
    pub charts: Vec<Chart>,
    /// An algorithm beside the maps, one line of it being carried out.
    pub listing: Option<Listing>,
    /// Maps in a row, where the figure is a table of maps; fewer where there is
    /// no room. None leaves it to the layout.
    pub n_columns: Option<usize>,
}

/// One map: of the plane, or of time and the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What is shown, such as "learned" or "exact".
    pub title: String,
    /// Said beside the title in quiet letters: a time, a range; may be empty.
    pub note: String,
    /// What its two directions are.
    pub axes: Axes,
    /// How wide it is for its height.
    pub shape: Shape,
    /// What part of them.
    pub window: Window,
    /// Drawn in order, the last on top.
    pub marks: Vec<Mark>,
    /// What can be dragged.
    pub handles: Vec<Handle>,
    /// Whether the picture depends on where the pointer is.
    pub is_probed: bool,
    /// Sentences about what is drawn, said under the maps once each.
    pub remarks: Vec<String>,
    /// One sentence over the picture while it is not yet what the title says.
    pub waiting: Option<String>,
}

/// What the two directions of a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axes {
    /// Two coordinates of the data, in equal units.
    Plane,
    /// Time to the right, the data's one coordinate upward, each in units of its own.
    TimeAndLine,
    /// Two quantities, each in units of its own, with their names.
    Numbers {
        /// What runs to the right.
        x: &'static str,
        /// What runs upward.
        y: &'static str,
    },
    /// Equal units and no numbers: an image, a diagram.
    Bare,
}

impl Axes {
    /// Whether both directions have the same unit.
    pub fn has_equal_units(self) -> bool {
        matches!(self, Self::Plane | Self::Bare)
    }
}

/// How wide a map is for its height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// As wide as high beside others, somewhat wider alone.
    #[default]
    Square,
    /// About twice as wide as high: a course over time.
    Wide,
    /// About four times as wide as high.
    Strip,
}

/// A point that a reader can drag or move with the arrow keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// What it is to the figure, such as `z`.
    pub name: &'static str,
    /// What it is to the reader.
    pub label: &'static str,
    /// Where it is, in data units.
    pub at: [f64; 2],
    /// Color by meaning.
    pub paint: Paint,
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
    /// What is missed: an error.
    Error,
    /// One of several curves whose meanings have no color of their own.
    Nth(u8),
    /// A class or label, counted from 0, in the colors of Okabe and Ito; there are seven.
    Class(u8),
    /// The second of two runs that are compared; lines have long dashes.
    Second,
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
    /// Color by meaning; `Exact` is dashed, `Second` in long dashes.
    pub paint: Paint,
}

impl Paint {
    /// Length of a line's dashes and of the gaps between them; none for a full line.
    pub fn dashes(self) -> Option<[f64; 2]> {
        match self {
            Self::Exact => Some([6.0, 4.0]),
            Self::Second => Some([12.0, 3.0]),
            _ => None,
        }
    }
}

impl Scene {
    /// Sentences about what is drawn, each once.
    pub fn remarks(&self) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for remark in self.panels.iter().flat_map(|panel| &panel.remarks) {
            if !said.contains(remark) {
                said.push(remark.clone());
            }
        }
        said
    }

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
    /// A map of the plane with nothing on it.
    pub fn new(title: &str, window: Window) -> Self {
        Self {
            title: title.to_owned(),
            note: String::new(),
            axes: Axes::Plane,
            shape: Shape::Square,
            window,
            marks: Vec::new(),
            handles: Vec::new(),
            is_probed: false,
            remarks: Vec::new(),
            waiting: None,
        }
    }

    /// A map of two quantities with nothing on it.
    pub fn chart(title: &str, x: &'static str, y: &'static str, window: Window) -> Self {
        Self { axes: Axes::Numbers { x, y }, shape: Shape::Wide, ..Self::new(title, window) }
    }

    /// The map with these marks.
    #[must_use]
    pub fn with_marks(self, marks: Vec<Mark>) -> Self {
        Self { marks, ..self }
    }

    /// The map with this note beside its title.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// The map with what can be dragged on it.
    #[must_use]
    pub fn with_handles(self, handles: Vec<Handle>) -> Self {
        Self { handles, ..self }
    }

    fn describe(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for mark in &self.marks {
            let part = match mark {
                Mark::Dots { name, xy, .. } => format!("{} {name}", xy.len() / 2),
                other => other.name().to_owned(),
            };
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        let what = if parts.is_empty() { "empty so far".to_owned() } else { parts.join(", ") };
        let note = if self.note.is_empty() { String::new() } else { format!(" ({})", self.note) };
        let waiting = self.waiting.as_ref().map_or(String::new(), |text| format!(" {text}"));
        let title =
            if self.title.is_empty() { String::new() } else { format!(" “{}”", self.title) };
        format!("Map{title}{note}: {what}.{waiting}")
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
