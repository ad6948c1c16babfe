//! A picture as plain drawing primitives in data space.

pub mod chart;
pub mod listing;
pub mod make;
pub mod mark;

use crate::math::window::Window;

pub use crate::figure::scene::chart::Chart;
pub use crate::figure::scene::chart::Series;
pub use crate::figure::scene::listing::Listing;
pub use crate::figure::scene::listing::ListingLine;
pub use crate::figure::scene::mark::Align;
pub use crate::figure::scene::mark::HeatMap;
pub use crate::figure::scene::mark::Mark;
pub use crate::figure::scene::mark::Paint;

/// Everything that a card draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Maps, side by side.
    pub panels: Vec<Panel>,
    /// Charts of numbers against numbers.
    pub charts: Vec<Chart>,
    /// Maps beside each other where there is room for them; default as many as fit.
    pub n_columns: Option<usize>,
    /// An algorithm beside the maps.
    pub listing: Option<Listing>,
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
    /// What part of them.
    pub window: Window,
    /// How wide for its height.
    pub shape: Shape,
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
    /// Two numbers, each in units of its own.
    Numbers {
        /// What stands to the right, such as `time t`.
        x: &'static str,
        /// What stands upward.
        y: &'static str,
    },
    /// Equal units without numbers or frame: images, diagrams.
    Bare,
}

/// How wide a map is for its height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// As wide as high beside others, somewhat wider alone.
    #[default]
    Square,
    /// About twice as wide as high: time series.
    Wide,
    /// About four times as wide as high: a ribbon under other maps.
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
            window,
            shape: Shape::Square,
            marks: Vec::new(),
            handles: Vec::new(),
            is_probed: false,
            remarks: Vec::new(),
            waiting: None,
        }
    }

    fn describe(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for mark in &self.marks {
            let part = mark.describe();
            if !part.is_empty() && !parts.contains(&part) {
                parts.push(part);
            }
        }
        let what = if parts.is_empty() { "empty so far".to_owned() } else { parts.join(", ") };
        let note = if self.note.is_empty() { String::new() } else { format!(" ({})", self.note) };
        let waiting = self.waiting.as_ref().map_or(String::new(), |text| format!(" {text}"));
        let title =
            if self.title.is_empty() { String::new() } else { format!(" “{}”", self.title) };
        let axes = match self.axes {
            Axes::Numbers { x, y } => format!(", {y} over {x}"),
            Axes::Plane | Axes::TimeAndLine | Axes::Bare => String::new(),
        };
        let kind = if self.axes == Axes::Bare { "Picture" } else { "Map" };
        format!("{kind}{title}{note}{axes}: {what}.{waiting}")
    }
}
