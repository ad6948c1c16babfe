//! A chart as an SVG picture: the same axes, names and dashes as on the page.

use std::fmt::Write;

use crate::figure::draw::axis::Axis;
use crate::figure::draw::palette::Palette;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Series;

/// Width of the picture.
const WIDTH: f64 = 720.0;
/// Height of the part with the curves.
const PLOT_HEIGHT: f64 = 240.0;
/// Room left of the curves, for numbers.
const LEFT: f64 = 56.0;
/// Room right of them.
const RIGHT: f64 = 16.0;
/// Room below one chart, for numbers and what they count.
const BELOW: f64 = 48.0;
/// Room for the title of a chart.
const TITLE: f64 = 30.0;
/// Height of a row of names.
const ROW: f64 = 18.0;
/// Width of a letter, about.
const LETTER: f64 = 6.6;

/// Charts one below the other, with a line of text that says where they come from.
pub fn charts(charts: &[Chart], palette: &Palette, origin: &str) -> String {
    let mut body = String::new();
    let mut y = 0.0;
    for chart in charts {
        y += drawn(&mut body, chart, palette, y);
    }
    let (quiet, paper) = (palette.quiet.css(1.0), palette.paper.css(1.0));
    let height = y + 24.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"system-ui, sans-serif\">\n<desc>{origin}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{paper}\"/>\n{body}\
         <text x=\"8\" y=\"{at}\" font-size=\"10\" fill=\"{quiet}\">{shown}</text>\n</svg>\n",
        origin = escaped(origin),
        at = height - 8.0,
        shown = escaped(&shortened(origin)),
    )
}

/// Where the numbers of one chart stand on the picture.
struct Frame {
    x: Axis,
    y: Axis,
    top: f64,
}

impl Frame {
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let share = |axis: &Axis, v: f64| {
            let range = axis.range();
            (axis.place(v) - range.start) / (range.end - range.start)
        };
        let across = LEFT + share(&self.x, x) * (WIDTH - LEFT - RIGHT);
        (across, self.top + (1.0 - share(&self.y, y)) * PLOT_HEIGHT)
    }
}

/// Draws one chart from `y` down; the height it takes.
fn drawn(out: &mut String, chart: &Chart, palette: &Palette, y: f64) -> f64 {
    let points = || chart.series.iter().flat_map(|series| series.points.iter());
    let (names, n_rows) = names(chart);
    let frame = Frame {
        x: Axis::over(points().map(|point| point.0), chart.is_x_log),
        y: Axis::over(points().map(|point| point.1), chart.is_y_log).widened(0.08),
        top: y + TITLE + ROW * n_rows as f64,
    };
    heading(out, chart, palette, y);
    for (series, x, row) in names {
        let at = y + TITLE + ROW * row as f64;
        stroke(out, &[(x, at - 4.0), (x + 22.0, at - 4.0)], series.paint, palette);
        text(out, (x + 28.0, at), ("start", 12), palette, &series.label);
    }
    if points().next().is_some() {
        axes(out, &frame, chart, palette);
    }
    for series in &chart.series {
        let shown = series.points.iter().filter(|p| frame.x.can_show(p.0) && frame.y.can_show(p.1));
        let places: Vec<(f64, f64)> = shown.map(|&point| frame.at(point)).collect();
        stroke(out, &places, series.paint, palette);
    }
    frame.top + PLOT_HEIGHT + BELOW - y
}

fn heading(out: &mut String, chart: &Chart, palette: &Palette, y: f64) {
    let heading = match chart.y_label.as_str() {
        "" => chart.title.clone(),
        label => format!("{} ({label})", chart.title),
    };
    let ink = palette.ink.css(1.0);
    let _ = writeln!(
        out,
        "<text x=\"8\" y=\"{}\" font-size=\"13\" font-weight=\"bold\" fill=\"{ink}\">{}</text>",
        y + 18.0,
        escaped(&heading)
    );
}

/// Names of the curves with their place and row, and the number of rows.
fn names(chart: &Chart) -> (Vec<(&Series, f64, usize)>, usize) {
    let (mut x, mut row) = (8.0, 0);
    let mut names = Vec::new();
    let is_named = |series: &&Series| !series.points.is_empty() && !series.label.is_empty();
    for series in chart.series.iter().filter(is_named) {
        let width = 46.0 + LETTER * series.label.chars().count() as f64;
        if 8.0 < x && WIDTH < x + width {
            (x, row) = (8.0, row + 1);
        }
        names.push((series, x, row));
        x += width;
    }
    let n_rows = if names.is_empty() { 0 } else { row + 1 };
    (names, n_rows)
}

fn axes(out: &mut String, frame: &Frame, chart: &Chart, palette: &Palette) {
    let line = palette.line.css(1.0);
    let bottom = frame.top + PLOT_HEIGHT;
    for tick in frame.y.ticks(4) {
        let (_, y) = frame.at((1.0, tick.value));
        let _ = writeln!(
            out,
            "<path d=\"M{LEFT} {y:.1}H{}\" stroke=\"{line}\" fill=\"none\"/>",
            WIDTH - RIGHT
        );
        text(out, (LEFT - 6.0, y + 4.0), ("end", 11), palette, &tick.label);
    }
    for tick in frame.x.ticks(6) {
        let (x, _) = frame.at((tick.value, 1.0));
        text(out, (x, bottom + 16.0), ("middle", 11), palette, &tick.label);
    }
    text(out, (WIDTH - RIGHT, bottom + 34.0), ("end", 11), palette, &chart.x_label);
}

fn stroke(out: &mut String, places: &[(f64, f64)], paint: Paint, palette: &Palette) {
    if places.is_empty() {
        return;
    }
    let color = palette.color(paint).css(1.0);
    let dash = paint
        .dashes()
        .map_or_else(String::new, |[dash, gap]| format!(" stroke-dasharray=\"{dash} {gap}\""));
    let mut d = String::new();
    for (i, (x, y)) in places.iter().enumerate() {
        let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
    }
    let _ = writeln!(
        out,
        "<path d=\"{d}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.75\" stroke-linejoin=\"round\"{dash}/>"
    );
}

fn text(
    out: &mut String,
    (x, y): (f64, f64),
    (anchor, size): (&str, u32),
    palette: &Palette,
    words: &str,
) {
    let quiet = palette.quiet.css(1.0);
    // Writing into a string can not fail.
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{quiet}\">{}</text>",
        escaped(words)
    );
}

fn shortened(text: &str) -> String {
    let room = (WIDTH / 5.2) as usize;
    if text.chars().count() <= room { text.to_owned() } else { text.chars().take(room).collect() }
}

/// Text as it may stand in SVG; letters that XML can not hold are left out.
fn escaped(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    kept.fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::draw::palette::LIGHT;

    fn chart(points: Vec<(f64, f64)>) -> Chart {
        let series =
            |label: &str, paint| Series { label: label.to_owned(), points: points.clone(), paint };
        Chart {
            title: "Loss & floor".to_owned(),
            x_label: "step".to_owned(),
            y_label: String::new(),
            is_x_log: false,
            is_y_log: true,
            series: vec![series("loss < 3", Paint::Velocity), series("floor", Paint::Exact)],
        }
    }

    #[test]
    fn every_curve_is_one_path_and_theory_is_dashed() {
        let text = charts(&[chart(vec![(0.0, 10.0), (50.0, 1.0)])], &LIGHT, "link");
        // Curve and sample in the legend.
        assert_eq!(text.matches("stroke-dasharray").count(), 2);
        assert!(text.contains("loss &lt; 3") && text.contains("Loss &amp; floor"));
        assert!(text.contains("<desc>link</desc>") && text.trim_end().ends_with("</svg>"));
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }

    #[test]
    fn numbers_that_an_axis_can_not_show_are_left_out() {
        let wild = vec![(0.0, -1.0), (1.0, f64::NAN), (2.0, f64::INFINITY), (3.0, 2.0)];
        let text = charts(&[chart(wild), chart(Vec::new())], &LIGHT, "");
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }

    #[test]
    fn nothing_in_a_link_ends_a_tag() {
        let text = charts(&[], &LIGHT, "x\"</desc><script>&\u{0}");
        assert!(!text.contains("<script>") && !text.contains('\u{0}'));
    }
}
