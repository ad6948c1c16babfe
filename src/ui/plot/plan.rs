//! Where the words of a chart stand, so that none is cut off on a narrow screen.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::axis::Axis;
use crate::figure::scene::Chart;
use crate::ui::plot::panel::fitted;
use crate::ui::plot::panel::width_of;
use crate::ui::plot::panel::wrapped;
use crate::ui::plot::theme::Theme;

/// Height of the curves' part with its numbers.
const CURVES_PX: f64 = 150.0;
/// Height of the letters of the title.
pub const TITLE_PX: f64 = 13.0;
/// Height of the letters of the curves' names.
pub const NAME_PX: f64 = 12.0;
/// Height of a line of the title.
pub const LINE_PX: f64 = 17.0;
/// Height of a row of names.
const ROW_PX: f64 = 18.0;
/// Room for the piece of a curve before its name.
pub const SAMPLE_PX: f64 = 28.0;
/// Room right of the curves.
pub const RIGHT_PX: f64 = 14.0;
/// Room below the curves, for numbers and what they count.
pub const BELOW_PX: f64 = 36.0;
/// Least room left of the curves.
const LEFT_PX: f64 = 40.0;

/// Places of a chart's words, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Lines of the title.
    pub heading: Vec<String>,
    /// Names of the curves.
    pub names: Vec<Name>,
    /// Room above the curves.
    pub above: f64,
    /// Room left of the curves.
    pub left: f64,
    /// Height of everything.
    pub height: f64,
}

/// Where the name of a curve stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Number of the curve.
    pub series: usize,
    /// Its name, or as much as fits.
    pub text: String,
    /// Left end.
    pub x: f64,
    /// Row, counted from 0.
    pub row: usize,
}

impl Plan {
    /// The plan of `chart` at a width; `ctx` measures, its font is changed.
    pub fn of(ctx: &CanvasRenderingContext2d, theme: &Theme, chart: &Chart, width: f64) -> Self {
        let heading = match chart.y_label.as_str() {
            "" => chart.title.clone(),
            label => format!("{} ({label})", chart.title),
        };
        ctx.set_font(&format!("bold {TITLE_PX}px {}", theme.font));
        let heading = wrapped(ctx, &heading, width);
        ctx.set_font(&format!("{NAME_PX}px {}", theme.font));
        let names = names(ctx, chart, width);
        ctx.set_font(&format!("11px {}", theme.font));
        let [_, y_axis] = axes(chart);
        let ticks = y_axis.ticks(4);
        let widest = ticks.iter().map(|tick| width_of(ctx, &tick.label)).fold(0.0, f64::max);
        let left = LEFT_PX.max(widest + 10.0);
        let n_rows = names.iter().map(|name| name.row + 1).max().unwrap_or(0);
        let title = 11.0 + LINE_PX * heading.len().max(1) as f64;
        let above = title + ROW_PX * n_rows as f64;
        // One line and one row are the usual.
        Self { heading, names, above, left, height: CURVES_PX + above.max(title + ROW_PX) }
    }

    /// Middle of a row of names.
    pub fn names_at(&self, row: usize) -> f64 {
        15.0 + LINE_PX * self.heading.len().max(1) as f64 + ROW_PX * row as f64
    }
}

/// Both axes of a chart.
pub fn axes(chart: &Chart) -> [Axis; 2] {
    let points = || chart.series.iter().flat_map(|series| series.points.iter());
    [
        Axis::over(points().map(|point| point.0), chart.is_x_log),
        Axis::over(points().map(|point| point.1), chart.is_y_log).widened(0.08),
    ]
}

/// Row after row, as many names as fit in each.
fn names(ctx: &CanvasRenderingContext2d, chart: &Chart, room: f64) -> Vec<Name> {
    let (mut x, mut row) = (0.0, 0);
    let mut names = Vec::new();
    for (idx, series) in chart.series.iter().enumerate() {
        // A curve without a name belongs to another one.
        if series.points.is_empty() || series.label.is_empty() {
            continue;
        }
        let text = fitted(ctx, &series.label, room - SAMPLE_PX);
        let width = SAMPLE_PX + width_of(ctx, &text).ceil();
        if 0.0 < x && room < x + width {
            (x, row) = (0.0, row + 1);
        }
        names.push(Name { series: idx, text, x, row });
        x += width + 18.0;
    }
    names
}
