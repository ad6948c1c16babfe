//! Paints a chart with plotters: quiet axes, few numbers, dashes for theory.
//!
//! plotters places everything on whole canvas pixels; the canvas has as many
//! as the screen, and all sizes here are multiplied by `scale`.

use plotters::chart::ChartBuilder;
use plotters::chart::ChartContext;
use plotters::chart::LabelAreaPosition;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::drawing::IntoDrawingArea;
use plotters::element::PathElement;
use plotters::element::Text;
use plotters::prelude::DrawingBackend;
use plotters::series::DashedLineSeries;
use plotters::series::LineSeries;
use plotters::style::Color;
use plotters::style::FontDesc;
use plotters::style::FontFamily;
use plotters::style::FontStyle;
use plotters::style::RGBColor;
use plotters::style::ShapeStyle;
use plotters::style::TextStyle;
use plotters::style::text_anchor::HPos;
use plotters::style::text_anchor::Pos;
use plotters::style::text_anchor::VPos;
use plotters_canvas::CanvasBackend;

use crate::figure::draw::axis::Axis;
use crate::figure::draw::color::Rgb;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::theme::Theme;

/// Height of a chart beside others or below maps.
const HEIGHT_PX: f64 = 196.0;
/// Height of a chart that is the whole picture.
const HEIGHT_ALONE_PX: f64 = 320.0;

/// Height of each chart of a scene on screen.
pub fn height_px(scene: &Scene) -> f64 {
    let is_alone = scene.panels.is_empty() && scene.charts.len() == 1;
    if is_alone { HEIGHT_ALONE_PX } else { HEIGHT_PX }
}

/// Why plotters could not draw; there is nothing a reader could do about it.
type Refused = DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;
type Area = DrawingArea<CanvasBackend, Shift>;
type Context<'a> = ChartContext<'a, CanvasBackend, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Paints `chart` over the whole surface; leaves it empty if plotters refuses.
pub fn paint(surface: &Surface, theme: &Theme, chart: &Chart) {
    // plotters counts canvas pixels.
    let _ = surface.ctx.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    let backend = CanvasBackend::with_canvas_object(surface.canvas.clone());
    if let Some(backend) = backend {
        let pen = Pen { theme, scale: surface.scale };
        let root = backend.into_drawing_area();
        // An empty place is the only trace; the numbers stand beside it anyway.
        let _ = pen.chart(&root, surface, chart);
    }
}

/// Height of a row of names.
const ROW_PX: f64 = 18.0;

/// Where the name of a curve stands.
struct Name<'c> {
    series: &'c Series,
    x: i32,
    row: u32,
}

/// Styles at one scale.
struct Pen<'a> {
    theme: &'a Theme,
    scale: f64,
}

impl Pen<'_> {
    fn chart(&self, root: &Area, surface: &Surface, chart: &Chart) -> Result<(), Refused> {
        let points = || chart.series.iter().flat_map(|series| series.points.iter());
        let x_axis = Axis::over(points().map(|point| point.0), chart.is_x_log);
        let y_axis = Axis::over(points().map(|point| point.1), chart.is_y_log).widened(0.08);
        let names = self.names(surface, chart);
        let n_rows = names.iter().map(|name| name.row + 1).max().unwrap_or(0);
        let mut context = ChartBuilder::on(root)
            .margin_top(self.px(28.0 + ROW_PX * f64::from(n_rows)))
            .margin_right(self.px(14.0))
            .set_label_area_size(LabelAreaPosition::Left, self.px(44.0))
            .set_label_area_size(LabelAreaPosition::Bottom, self.px(36.0))
            .build_cartesian_2d(x_axis.range(), y_axis.range())?;
        if points().next().is_some() {
            self.axes(root, &context, chart, [&x_axis, &y_axis])?;
        }
        for series in &chart.series {
            let shown =
                series.points.iter().filter(|p| x_axis.can_show(p.0) && y_axis.can_show(p.1));
            let places: Vec<(f64, f64)> =
                shown.map(|p| (x_axis.place(p.0), y_axis.place(p.1))).collect();
            self.curve(&mut context, series.paint, places)?;
        }
        self.heading(root, surface, chart, &names)
    }

    /// Grid lines with their numbers, and what the axes count.
    fn axes(
        &self,
        root: &Area,
        context: &Context<'_>,
        chart: &Chart,
        [x_axis, y_axis]: [&Axis; 2],
    ) -> Result<(), Refused> {
        let (x, y) = (x_axis.range(), y_axis.range());
        let hairline = self.stroke(self.theme.palette.line, 1.0);
        let number = self.text(self.theme.palette.quiet, 11.0);
        let area = context.plotting_area();
        for tick in y_axis.ticks(4) {
            let place = y_axis.place(tick.value);
            area.draw(&PathElement::new(vec![(x.start, place), (x.end, place)], hairline))?;
            let (left, at) = context.backend_coord(&(x.start, place));
            let style = number.clone().pos(Pos::new(HPos::Right, VPos::Center));
            root.draw(&Text::new(tick.label, (left - self.px(6.0), at), style))?;
        }
        let (width, _) = root.dim_in_pixel();
        let n_across = (f64::from(width) / self.scale / 110.0) as usize;
        for tick in x_axis.ticks(n_across.clamp(3, 8)) {
            let (at, bottom) = context.backend_coord(&(x_axis.place(tick.value), y.start));
            let style = number.clone().pos(Pos::new(HPos::Center, VPos::Top));
            root.draw(&Text::new(tick.label, (at, bottom + self.px(6.0)), style))?;
        }
        let (right, bottom) = context.backend_coord(&(x.end, y.start));
        let style = number.pos(Pos::new(HPos::Right, VPos::Top));
        let under = (right, bottom + self.px(20.0));
        root.draw(&Text::new(chart.x_label.clone(), under, style))
    }

    fn curve(
        &self,
        context: &mut Context<'_>,
        paint: Paint,
        places: Vec<(f64, f64)>,
    ) -> Result<(), Refused> {
        let color = self.theme.palette.color(paint);
        if let Some(dashes) = paint.dashes() {
            let stroke = self.stroke(color, width_of(paint));
            let [dash, gap] = dashes.map(|css| self.px(css));
            context.draw_series(DashedLineSeries::new(places, dash, gap, stroke))?;
        } else {
            context.draw_series(LineSeries::new(places, self.stroke(color, width_of(paint))))?;
        }
        Ok(())
    }

    /// Places for the names of the curves: row after row, as many as fit in each.
    fn names<'c>(&self, surface: &Surface, chart: &'c Chart) -> Vec<Name<'c>> {
        surface.ctx.set_font(&format!("{}px {}", 12.0 * self.scale, self.theme.font));
        let room = f64::from(surface.canvas.width()) as i32;
        let (mut x, mut row) = (0, 0);
        let mut names = Vec::new();
        // A curve without a name belongs to another one.
        let is_named = |series: &&Series| !series.points.is_empty() && !series.label.is_empty();
        for series in chart.series.iter().filter(is_named) {
            let text = surface.ctx.measure_text(&series.label).map_or(0.0, |text| text.width());
            let width = self.px(28.0) + text.ceil() as i32;
            if 0 < x && room < x + width {
                (x, row) = (0, row + 1);
            }
            names.push(Name { series, x, row });
            x += width + self.px(18.0);
        }
        names
    }

    /// Title, with what is counted upward where there is room for it.
    fn title(&self, surface: &Surface, chart: &Chart) -> String {
        let whole = format!("{} ({})", chart.title, chart.y_label);
        surface.ctx.set_font(&format!("bold {}px {}", 13.0 * self.scale, self.theme.font));
        let width = surface.ctx.measure_text(&whole).map_or(0.0, |text| text.width());
        let fits = width <= f64::from(surface.canvas.width());
        if chart.y_label.is_empty() || !fits { chart.title.clone() } else { whole }
    }

    /// Title, and under it a piece of each curve with its name.
    fn heading(
        &self,
        root: &Area,
        surface: &Surface,
        chart: &Chart,
        names: &[Name<'_>],
    ) -> Result<(), Refused> {
        let title = self.font(13.0, FontStyle::Bold).color(&shade(self.theme.palette.ink));
        let title = title.pos(Pos::new(HPos::Left, VPos::Top));
        root.draw(&Text::new(self.title(surface, chart), (0, self.px(2.0)), title))?;
        let style = self.text(self.theme.palette.quiet, 12.0);
        let style = style.pos(Pos::new(HPos::Left, VPos::Center));
        for Name { series, x, row } in names {
            let (x, y) = (*x, self.px(32.0 + ROW_PX * f64::from(*row)));
            self.sample(root, series, [(x, y), (x + self.px(22.0), y)])?;
            let at = (x + self.px(28.0), y);
            root.draw(&Text::new(series.label.clone(), at, style.clone()))?;
        }
        Ok(())
    }

    fn sample(&self, root: &Area, series: &Series, ends: [(i32, i32); 2]) -> Result<(), Refused> {
        let color = self.theme.palette.color(series.paint);
        let stroke = self.stroke(color, width_of(series.paint));
        let Some(dashes) = series.paint.dashes() else {
            return root.draw(&PathElement::new(ends.to_vec(), stroke));
        };
        let [dash, gap] = dashes.map(|css| self.px(css));
        let mut x = ends[0].0;
        while x < ends[1].0 {
            let end = (x + dash).min(ends[1].0);
            root.draw(&PathElement::new(vec![(x, ends[0].1), (end, ends[0].1)], stroke))?;
            x = end + gap;
        }
        Ok(())
    }

    /// CSS pixels in canvas pixels.
    fn px(&self, css: f64) -> i32 {
        (css * self.scale).round() as i32
    }

    fn stroke(&self, color: Rgb, width: f64) -> ShapeStyle {
        shade(color).stroke_width((width * self.scale).round().max(1.0) as u32)
    }

    fn font(&self, size: f64, style: FontStyle) -> FontDesc<'_> {
        FontDesc::new(FontFamily::Name(&self.theme.font), size * self.scale, style)
    }

    fn text(&self, color: Rgb, size: f64) -> TextStyle<'_> {
        self.font(size, FontStyle::Normal).color(&shade(color))
    }
}

/// Width of a curve in CSS pixels: theory is thinner than what is measured.
fn width_of(paint: Paint) -> f64 {
    if paint == Paint::Exact { 1.5 } else { 1.75 }
}

fn shade(color: Rgb) -> RGBColor {
    RGBColor(color.r, color.g, color.b)
}
