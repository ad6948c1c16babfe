//! Paints one map: title, hairline frame, a few numbers, its marks.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::heat::Shades;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::layout::TITLE_PX;
use crate::figure::draw::palette::Palette;
use crate::figure::draw::ticks;
use crate::figure::draw::ticks::Tick;
use crate::figure::scene::Axes;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Panel;
use crate::ui::plot::mark;
use crate::ui::plot::mark::Brush;
use crate::ui::plot::theme::Theme;

/// Paints `panel` into `rect`; numbers of the vertical axis only if it is the
/// first of its row.
pub fn paint(brush: &mut Brush<'_>, theme: &Theme, panel: &Panel, rect: Rect, is_first: bool) {
    let space = PanelSpace::fit(rect, panel.window, panel.axes);
    let ctx = brush.surface.ctx.clone();
    ctx.save();
    ctx.begin_path();
    ctx.rect(rect.x, rect.y, rect.width, rect.height);
    ctx.clip();
    mark::paint_all(brush, &space, &panel.marks);
    if let Some(waiting) = &panel.waiting {
        paint_waiting(&ctx, theme, waiting, rect);
    }
    ctx.restore();
    ctx.set_stroke_style_str(&theme.palette.line.css(1.0));
    ctx.set_line_width(1.0);
    let (x, y) = (rect.x.round() - 0.5, rect.y.round() - 0.5);
    ctx.stroke_rect(x, y, rect.width.round() + 1.0, rect.height.round() + 1.0);
    paint_numbers(&ctx, theme, (&space, panel.axes), is_first);
    paint_title(&ctx, theme, panel, rect);
    if let Some(range) = error_range(panel) {
        paint_ramp(&ctx, &theme.palette, rect, &theme.font, range);
    }
}

fn paint_title(ctx: &CanvasRenderingContext2d, theme: &Theme, panel: &Panel, rect: Rect) {
    let baseline = rect.y - 0.36 * TITLE_PX;
    ctx.set_text_baseline("alphabetic");
    ctx.set_text_align("left");
    ctx.set_font(&format!("600 13px {}", theme.font));
    ctx.set_fill_style_str(&theme.palette.ink.css(1.0));
    let title = fitted(ctx, &panel.title, rect.width);
    let _ = ctx.fill_text(&title, rect.x, baseline);
    let used = width_of(ctx, &title) + 8.0;
    ctx.set_font(&format!("13px {}", theme.font));
    ctx.set_fill_style_str(&theme.palette.quiet.css(1.0));
    // Half a note says less than none.
    if width_of(ctx, &panel.note) <= rect.width - used {
        let _ = ctx.fill_text(&panel.note, rect.x + used, baseline);
    }
}

fn paint_numbers(
    ctx: &CanvasRenderingContext2d,
    theme: &Theme,
    (space, axes): (&PanelSpace, Axes),
    is_first: bool,
) {
    let rect = space.rect;
    let n_ticks = ((rect.height / 60.0) as usize).clamp(3, 6);
    let (bottom, left) = (rect.y + rect.height, rect.x);
    ctx.set_font(&format!("11px {}", theme.font));
    ctx.set_fill_style_str(&theme.palette.quiet.css(1.0));
    ctx.set_text_baseline("top");
    ctx.set_text_align("center");
    let [x, y] = [space.window.x, space.window.y];
    let extents = match axes {
        // One step for both axes, from the shorter side.
        Axes::Plane => [(x[1] - x[0]).min(y[1] - y[0]); 2],
        Axes::TimeAndLine | Axes::Numbers { .. } => [x[1] - x[0], y[1] - y[0]],
        Axes::Bare => return,
    };
    let steps = extents.map(|extent| ticks::round_step(extent, n_ticks));
    let [Some(x_step), Some(y_step)] = steps else { return };
    let horizontal = ticks::every(x_step, x[0], x[1]);
    let vertical = ticks::every(y_step, y[0], y[1]);
    let place = |tick: &Tick, is_across: bool| {
        let (x, y) = space.px_from_data(tick.value, tick.value);
        if is_across {
            ctx.begin_path();
            ctx.move_to(x, bottom);
            ctx.line_to(x, bottom + 3.5);
            ctx.stroke();
            let _ = ctx.fill_text(&tick.label, x, bottom + 6.0);
        } else {
            ctx.begin_path();
            ctx.move_to(left - 3.5, y);
            ctx.line_to(left, y);
            ctx.stroke();
            let _ = ctx.fill_text(&tick.label, left - 6.0, y);
        }
    };
    for tick in &horizontal {
        place(tick, true);
    }
    if axes == Axes::TimeAndLine {
        ctx.set_text_align("right");
        let _ = ctx.fill_text("time t", rect.x + rect.width - 4.0, bottom - 15.0);
    }
    let is_named = matches!(axes, Axes::Numbers { .. });
    if is_first || is_named {
        ctx.set_text_baseline("middle");
        ctx.set_text_align("right");
        for tick in &vertical {
            place(tick, false);
        }
    }
    if let Axes::Numbers { x, y } = axes {
        name_axes(ctx, rect, [x, y]);
    }
}

/// Names of both axes, below the one and along the other.
fn name_axes(ctx: &CanvasRenderingContext2d, rect: Rect, [x, y]: [&str; 2]) {
    let (bottom, middle) = (rect.y + rect.height, rect.y + 0.5 * rect.height);
    ctx.set_text_baseline("bottom");
    ctx.set_text_align("center");
    let _ = ctx.fill_text(x, rect.x + 0.5 * rect.width, bottom + 34.0);
    ctx.save();
    // Refused only for numbers that are none.
    let _ = ctx.translate(rect.x - 36.0, middle);
    let _ = ctx.rotate(-std::f64::consts::FRAC_PI_2);
    let _ = ctx.fill_text(y, 0.0, 0.0);
    ctx.restore();
}

/// The sentence on a patch of paper in the lower part of the map.
fn paint_waiting(ctx: &CanvasRenderingContext2d, theme: &Theme, text: &str, rect: Rect) {
    ctx.set_font(&format!("14px {}", theme.font));
    ctx.set_text_baseline("middle");
    ctx.set_text_align("center");
    let lines = wrapped(ctx, text, rect.width - 36.0);
    let widest = lines.iter().map(|line| width_of(ctx, line)).fold(0.0, f64::max);
    let (line_height, middle) = (20.0, rect.x + 0.5 * rect.width);
    let height = line_height * lines.len() as f64;
    let top = rect.y + rect.height - height - 22.0;
    ctx.set_fill_style_str(&theme.palette.paper.css(0.88));
    ctx.fill_rect(middle - 0.5 * widest - 10.0, top - 6.0, widest + 20.0, height + 12.0);
    ctx.set_fill_style_str(&theme.palette.ink.css(1.0));
    for (i, line) in lines.iter().enumerate() {
        let _ = ctx.fill_text(line, middle, top + line_height * (i as f64 + 0.5));
    }
}

fn error_range(panel: &Panel) -> Option<[f32; 2]> {
    panel.marks.iter().find_map(|mark| match mark {
        Mark::Heat { range, map: HeatMap::Error, .. } => Some(*range),
        _ => None,
    })
}

/// A small key to the colors of an error map, in the lower right corner.
fn paint_ramp(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    rect: Rect,
    font: &str,
    range: [f32; 2],
) {
    let (width, height) = ((0.3 * rect.width).clamp(48.0, 110.0), 7.0);
    let (x, y) = (rect.x + rect.width - width - 12.0, rect.y + rect.height - height - 24.0);
    ctx.set_fill_style_str(&palette.paper.css(0.85));
    ctx.fill_rect(x - 8.0, y - 6.0, width + 16.0, height + 26.0);
    let shades = Shades::new(HeatMap::Error, palette);
    let n = width as usize;
    for i in 0..n {
        ctx.set_fill_style_str(&shades.at(i as f32 / (n - 1) as f32).0.css(1.0));
        ctx.fill_rect(x + i as f64, y, 1.5, height);
    }
    ctx.set_font(&format!("11px {font}"));
    ctx.set_fill_style_str(&palette.ink.css(1.0));
    ctx.set_text_baseline("top");
    ctx.set_text_align("left");
    let _ = ctx.fill_text(&ticks::short(f64::from(range[0])), x, y + height + 3.0);
    ctx.set_text_align("right");
    let _ = ctx.fill_text(&ticks::short(f64::from(range[1])), x + width, y + height + 3.0);
}

fn width_of(ctx: &CanvasRenderingContext2d, text: &str) -> f64 {
    ctx.measure_text(text).map_or(0.0, |metrics| metrics.width())
}

/// `text`, or as much of it as fits with an ellipsis.
fn fitted(ctx: &CanvasRenderingContext2d, text: &str, width: f64) -> String {
    let mut kept = text.to_owned();
    while width < width_of(ctx, &kept) && kept.pop().is_some() {
        if kept.pop().is_some() {
            kept.push('…');
        }
    }
    kept
}

fn wrapped(ctx: &CanvasRenderingContext2d, text: &str, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) if width_of(ctx, &longer) <= width => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
