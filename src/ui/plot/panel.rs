//! Paints one map: title, axes, its marks, and what is said over it.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::arrange::NAME_PX;
use crate::figure::draw::arrange::TITLE_PX;
use crate::figure::draw::heat::Shades;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::palette::Palette;
use crate::figure::draw::ticks;
use crate::figure::scene::Axes;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Panel;
use crate::ui::plot::axes;
use crate::ui::plot::mark;
use crate::ui::plot::mark::Brush;
use crate::ui::plot::shape;
use crate::ui::plot::theme::Theme;

/// Paints `panel` into `rect`, its vertical axis with numbers if there is room
/// left of it.
pub fn paint(brush: &mut Brush<'_>, theme: &Theme, panel: &Panel, rect: Rect, has_left: bool) {
    let space = PanelSpace::fit(rect, panel.window, panel.axes);
    let ctx = brush.surface.ctx.clone();
    let is_clear = !matches!(panel.axes, Axes::Numbers { .. });
    if !is_clear {
        axes::paint_grid(&ctx, theme, &space);
    }
    ctx.save();
    ctx.begin_path();
    ctx.rect(rect.x, rect.y, rect.width, rect.height);
    ctx.clip();
    mark::paint_all(brush, &space, &panel.marks, is_clear);
    if let Some(waiting) = &panel.waiting {
        paint_waiting(&ctx, theme, waiting, rect);
    }
    ctx.restore();
    shape::words(brush, &space, &panel.marks);
    axes::paint(&ctx, theme, (&space, panel.axes), has_left);
    paint_title(&ctx, theme, panel, rect);
    if let Some(range) = error_range(panel) {
        paint_ramp(&ctx, &theme.palette, rect, &theme.font, range);
    }
}

fn paint_title(ctx: &CanvasRenderingContext2d, theme: &Theme, panel: &Panel, rect: Rect) {
    let above = if axes::has_name_above(panel.axes) { NAME_PX } else { 0.0 };
    let baseline = rect.y - above - 0.36 * TITLE_PX;
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

pub(super) fn width_of(ctx: &CanvasRenderingContext2d, text: &str) -> f64 {
    ctx.measure_text(text).map_or(0.0, |metrics| metrics.width())
}

/// `text`, or as much of it as fits with an ellipsis.
pub(super) fn fitted(ctx: &CanvasRenderingContext2d, text: &str, width: f64) -> String {
    let mut kept = text.to_owned();
    while width < width_of(ctx, &kept) && kept.pop().is_some() {
        if kept.pop().is_some() {
            kept.push('…');
        }
    }
    kept
}

pub(super) fn wrapped(ctx: &CanvasRenderingContext2d, text: &str, width: f64) -> Vec<String> {
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
