//! A chart of numbers against numbers, drawn by plotters.

use crate::figure::draw::ticks::short;
use crate::figure::scene::mark::Paint;

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
