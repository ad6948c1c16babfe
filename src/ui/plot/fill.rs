//! Paints what is filled: bars, areas, boxes, images; and words on a map.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::Align;
use crate::figure::scene::Mark;
use crate::math::window::Window;
use crate::ui::plot::mark::Brush;
use crate::ui::plot::mark::set_dashed;
use crate::ui::plot::mark::set_pen;
use crate::ui::plot::theme::Theme;

/// Width from which bars have air between them.
const AIRY_PX: f64 = 6.0;

/// Paints a mark that is filled; others are left to their own painters.
pub fn paint(brush: &mut Brush<'_>, space: &PanelSpace, mark: &Mark) {
    match mark {
        Mark::Bars { edges, heights, paint, alpha, .. } => {
            set_pen(brush, *paint, 1.0, *alpha);
            paint_bars(&brush.surface.ctx, space, edges, heights);
        }
        Mark::Area { xy, base, paint, alpha, .. } => {
            set_pen(brush, *paint, 1.0, *alpha);
            paint_area(&brush.surface.ctx, space, xy, f64::from(*base));
        }
        Mark::Boxes { rects, paint, alpha, is_filled, .. } => {
            set_pen(brush, *paint, 1.25, *alpha);
            paint_boxes(&brush.surface.ctx, space, rects, *is_filled);
        }
        Mark::Pixels { n, window, values, .. } => {
            if 0 < n[0].min(n[1]) && values.len() == n[0] * n[1] {
                paint_pixels(brush, space, (*n, *window), values);
            }
        }
        _ => {}
    }
}

fn paint_bars(ctx: &CanvasRenderingContext2d, space: &PanelSpace, edges: &[f32], heights: &[f32]) {
    for (edges, height) in edges.windows(2).zip(heights) {
        let (x0, y0) = space.px_from_data(f64::from(edges[0]), 0.0);
        let (x1, y1) = space.px_from_data(f64::from(edges[1]), f64::from(*height));
        let air = if AIRY_PX < (x1 - x0).abs() { 0.5 } else { 0.0 };
        ctx.fill_rect(x0 + air, y0.min(y1), x1 - x0 - 2.0 * air, (y1 - y0).abs());
    }
}

fn paint_area(ctx: &CanvasRenderingContext2d, space: &PanelSpace, xy: &[f32], base: f64) {
    let ends = xy.first().zip(xy.chunks_exact(2).last());
    let Some((first, last)) = ends else { return };
    ctx.begin_path();
    let (x, y) = space.px_from_data(f64::from(*first), base);
    ctx.move_to(x, y);
    for point in xy.chunks_exact(2) {
        let (x, y) = space.px_from_data(f64::from(point[0]), f64::from(point[1]));
        ctx.line_to(x, y);
    }
    let (x, y) = space.px_from_data(f64::from(last[0]), base);
    ctx.line_to(x, y);
    ctx.close_path();
    ctx.fill();
}

fn paint_boxes(
    ctx: &CanvasRenderingContext2d,
    space: &PanelSpace,
    rects: &[[f32; 4]],
    is_filled: bool,
) {
    for rect in rects {
        let [x0, y0, x1, y1] = rect.map(f64::from);
        let (left, bottom) = space.px_from_data(x0.min(x1), y0.min(y1));
        let (right, top) = space.px_from_data(x0.max(x1), y0.max(y1));
        if is_filled {
            ctx.fill_rect(left, top, right - left, bottom - top);
        } else {
            ctx.stroke_rect(left, top, right - left, bottom - top);
        }
    }
    set_dashed(ctx, false);
}

/// One square a value, with sharp edges, in a frame that shows where white ends.
fn paint_pixels(
    brush: &Brush<'_>,
    space: &PanelSpace,
    (n, window): ([usize; 2], Window),
    values: &[f32],
) {
    let [columns, rows] = n;
    let palette = &brush.theme.palette;
    let mut raster = Raster::new(columns, rows);
    for (idx, value) in values.iter().enumerate() {
        // No number is paper.
        let opacity = (255.0 * value.clamp(0.0, 1.0)) as u8;
        raster.set(idx % columns, rows - 1 - idx / columns, palette.ink, opacity);
    }
    // On whole pixels of the screen, or else the edges blur.
    let scale = brush.surface.scale;
    let whole = |(x, y): (f64, f64)| ((x * scale).round() / scale, (y * scale).round() / scale);
    let (x0, y0) = whole(space.px_from_data(window.x[0], window.y[1]));
    let (x1, y1) = whole(space.px_from_data(window.x[1], window.y[0]));
    let ctx = &brush.surface.ctx;
    ctx.set_image_smoothing_enabled(false);
    brush.scratch.stamp(ctx, &raster, [x0, y0, x1 - x0, y1 - y0]);
    ctx.set_stroke_style_str(&palette.line.css(1.0));
    ctx.set_line_width(1.0);
    ctx.stroke_rect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1.0, y1 - y0 + 1.0);
}

/// Paints the words of a map over everything else, whole and within its sides.
pub fn words(brush: &Brush<'_>, space: &PanelSpace, marks: &[Mark]) {
    let ctx = &brush.surface.ctx;
    let Theme { palette, font } = brush.theme;
    for mark in marks {
        let Mark::Text { at, text, paint, align, size_px, .. } = mark else { continue };
        ctx.set_font(&format!("{size_px}px {font}"));
        ctx.set_text_baseline("middle");
        ctx.set_text_align("left");
        let (x, y) = space.px_from_data(f64::from(at[0]), f64::from(at[1]));
        let width = ctx.measure_text(text).map_or(0.0, |text| text.width());
        let wanted = match align {
            Align::Left => x,
            Align::Middle => x - 0.5 * width,
            Align::Right => x - width,
        };
        let rect = space.rect;
        let x = wanted.min(rect.x + rect.width - width).max(rect.x);
        // Paper around the letters, so that no line runs through them.
        ctx.set_stroke_style_str(&palette.paper.css(0.85));
        ctx.set_line_width(3.0);
        ctx.set_line_join("round");
        let _ = ctx.stroke_text(text, x, y);
        ctx.set_fill_style_str(&palette.color(*paint).css(1.0));
        let _ = ctx.fill_text(text, x, y);
    }
}
