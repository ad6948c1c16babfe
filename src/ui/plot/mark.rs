//! Paints one drawing primitive of a map.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::heat::Shades;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::raster::Dot;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::window::Window;
use crate::ui::plot::canvas::Scratch;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::fill;
use crate::ui::plot::theme::Theme;

/// Height of a map on which dots have their full size.
const FULL_SIZE_PX: f64 = 420.0;

/// What painting marks needs besides the marks.
pub struct Brush<'a> {
    /// Where to.
    pub surface: &'a Surface,
    /// For pixels made in memory.
    pub scratch: &'a Scratch,
    /// The same, in memory; kept between frames.
    pub raster: &'a mut Raster,
    /// Colors and letters.
    pub theme: &'a Theme,
}

/// Paints marks in order; dots that follow each other go to the canvas at once.
///
/// `is_clear` says that nothing is on the map yet. Words are painted apart, see
/// [`fill::words`].
pub fn paint_all(brush: &mut Brush<'_>, space: &PanelSpace, marks: &[Mark], is_clear: bool) {
    let ctx = &brush.surface.ctx.clone();
    let mut rest = marks;
    while let Some(mark) = rest.first() {
        let mut n_painted = 1;
        match mark {
            Mark::Dots { .. } => {
                n_painted =
                    rest.iter().take_while(|mark| matches!(mark, Mark::Dots { .. })).count();
                let is_first = is_clear && rest.len() == marks.len();
                paint_dots(brush, space, &rest[..n_painted], is_first);
            }
            Mark::Lines { xy, n_per_line, paint, width_px, alpha, .. } => {
                set_pen(brush, *paint, *width_px, *alpha);
                let n_lines = xy.len() / (2 * (*n_per_line).max(1));
                trace_lines(ctx, space, xy, std::iter::repeat_n(*n_per_line, n_lines));
                ctx.stroke();
                set_dashed(ctx, false);
            }
            Mark::Curves { xy, n_points, paint, width_px, alpha, has_heads, .. } => {
                set_pen(brush, *paint, *width_px, *alpha);
                trace_lines(ctx, space, xy, n_points.iter().copied());
                ctx.stroke();
                set_dashed(ctx, false);
                if *has_heads {
                    paint_middle_heads(ctx, space, xy, n_points);
                }
            }
            Mark::Arrows { tails, vectors, scale, paint, width_px, alpha, .. } => {
                set_pen(brush, *paint, *width_px, *alpha);
                set_dashed(ctx, false);
                paint_arrows(ctx, space, [tails, vectors], f64::from(*scale));
            }
            Mark::Heat { n, window, values, weights, range, map, .. } => {
                if 2 <= n[0].min(n[1]) && values.len() == n[0] * n[1] {
                    let shades = Shades::new(*map, &brush.theme.palette);
                    let raster = shades.raster(*n, [values, weights], *range);
                    paint_heat(brush, space, *window, &raster);
                }
            }
            Mark::Bars { .. } | Mark::Area { .. } | Mark::Pixels { .. } | Mark::Boxes { .. } => {
                fill::paint(brush, space, mark);
            }
            Mark::Text { .. } => {}
        }
        rest = &rest[n_painted..];
    }
}

/// Dashes for exact values, as everywhere.
pub fn set_dashed(ctx: &CanvasRenderingContext2d, is_dashed: bool) {
    let dashes = js_sys::Array::new();
    if is_dashed {
        dashes.push(&5.0.into());
        dashes.push(&4.0.into());
    }
    // Only a list of something else than numbers is refused.
    let _ = ctx.set_line_dash(&dashes);
}

/// Color, width and dashes of the next lines.
pub(super) fn set_pen(brush: &Brush<'_>, paint: Paint, width_px: f32, alpha: f32) {
    let ctx = &brush.surface.ctx;
    let color = brush.theme.palette.color(paint).css(f64::from(alpha));
    ctx.set_stroke_style_str(&color);
    ctx.set_fill_style_str(&color);
    ctx.set_line_width(f64::from(width_px));
    set_dashed(ctx, paint == Paint::Exact);
}

fn trace_lines(
    ctx: &CanvasRenderingContext2d,
    space: &PanelSpace,
    xy: &[f32],
    n_points: impl Iterator<Item = usize>,
) {
    ctx.set_line_join("round");
    ctx.begin_path();
    let mut points = xy.chunks_exact(2);
    for n in n_points {
        for (i, point) in points.by_ref().take(n).enumerate() {
            let (x, y) = space.px_from_data(f64::from(point[0]), f64::from(point[1]));
            if i == 0 { ctx.move_to(x, y) } else { ctx.line_to(x, y) }
        }
    }
}

/// Length of the head in the middle of a line.
const MIDDLE_HEAD_PX: f64 = 6.5;

fn paint_middle_heads(
    ctx: &CanvasRenderingContext2d,
    space: &PanelSpace,
    xy: &[f32],
    n_points: &[usize],
) {
    let place = |idx: usize| {
        let at = xy.get(2 * idx..2 * idx + 2)?;
        Some(space.px_from_data(f64::from(at[0]), f64::from(at[1])))
    };
    let mut heads = Vec::new();
    let mut first = 0;
    for n in n_points {
        let middle = first + n / 2;
        if let Some(((x, y), (back_x, back_y))) = place(middle).zip(place(middle.saturating_sub(1)))
        {
            let (dx, dy) = (x - back_x, y - back_y);
            let per = MIDDLE_HEAD_PX / dx.hypot(dy).max(1e-9);
            heads.push([x, y, dx * per, dy * per]);
        }
        first += n;
    }
    fill_heads(ctx, &heads);
}

fn paint_arrows(
    ctx: &CanvasRenderingContext2d,
    space: &PanelSpace,
    [tails, vectors]: [&[f32]; 2],
    scale: f64,
) {
    ctx.begin_path();
    let mut heads = Vec::new();
    let per_unit = space.px_per_unit.map(|px| px * scale);
    for (tail, vector) in tails.chunks_exact(2).zip(vectors.chunks_exact(2)) {
        let (x, y) = space.px_from_data(f64::from(tail[0]), f64::from(tail[1]));
        let (dx, dy) = (f64::from(vector[0]) * per_unit[0], -f64::from(vector[1]) * per_unit[1]);
        let length = dx.hypot(dy);
        if !length.is_finite() || length < 0.75 {
            continue;
        }
        let head = (0.38 * length).clamp(2.0, 6.0).min(length);
        let (ux, uy) = (dx / length, dy / length);
        ctx.move_to(x, y);
        ctx.line_to(x + dx - 0.8 * head * ux, y + dy - 0.8 * head * uy);
        heads.push([x + dx, y + dy, ux * head, uy * head]);
    }
    ctx.stroke();
    fill_heads(ctx, &heads);
}

/// Heads of arrows, each `x, y` of its tip and its own vector.
fn fill_heads(ctx: &CanvasRenderingContext2d, heads: &[[f64; 4]]) {
    ctx.begin_path();
    for [x, y, hx, hy] in heads {
        ctx.move_to(*x, *y);
        ctx.line_to(x - hx - 0.42 * hy, y - hy + 0.42 * hx);
        ctx.line_to(x - hx + 0.42 * hy, y - hy - 0.42 * hx);
        ctx.close_path();
    }
    ctx.fill();
}

/// Splats dots in memory, in the pixels of the screen, and shows them: at once
/// where they are first on their map, else over what is there.
fn paint_dots(brush: &mut Brush<'_>, space: &PanelSpace, marks: &[Mark], is_first: bool) {
    let (scale, rect) = (brush.surface.scale, space.rect);
    // On a small map the same dots would run into each other.
    let size = ((rect.height / FULL_SIZE_PX) as f32).powf(0.7).clamp(0.4, 1.2);
    let room = room_of(marks, space, 8.0);
    // Whole pixels, so that nothing is blurred by stamping.
    let left = (room.x * scale).floor();
    let top = (room.y * scale).floor();
    let width = ((room.x + room.width) * scale).ceil() - left;
    let height = ((room.y + room.height) * scale).ceil() - top;
    if width < 1.0 || height < 1.0 {
        return;
    }
    brush.raster.clear(width as usize, height as usize);
    let per_unit = space.px_per_unit.map(|px| (px * scale) as f32);
    let (x0, y0) = space.px_from_data(0.0, 0.0);
    let (x0, y0) = ((x0 * scale - left) as f32, (y0 * scale - top) as f32);
    for mark in marks {
        let Mark::Dots { xy, paint, radius_px, alpha, .. } = mark else { continue };
        let color = brush.theme.palette.color(*paint);
        let dot = Dot::new(radius_px * size * scale as f32, *alpha);
        for point in xy.chunks_exact(2) {
            let center = [x0 + per_unit[0] * point[0], y0 - per_unit[1] * point[1]];
            brush.raster.dot(&dot, center, color);
        }
    }
    if is_first {
        return Scratch::put(&brush.surface.ctx, brush.raster, [left, top]);
    }
    let at = [left / scale, top / scale, width / scale, height / scale];
    brush.scratch.stamp(&brush.surface.ctx, brush.raster, at);
}

/// The part of a map where dots lie, with `margin` pixels around them.
fn room_of(marks: &[Mark], space: &PanelSpace, margin: f64) -> Rect {
    let (mut low, mut high) = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
    for mark in marks {
        let Mark::Dots { xy, .. } = mark else { continue };
        for point in xy.chunks_exact(2) {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
    }
    let (x0, y0) = space.px_from_data(f64::from(low[0]), f64::from(high[1]));
    let (x1, y1) = space.px_from_data(f64::from(high[0]), f64::from(low[1]));
    let rect = space.rect;
    let x = (x0 - margin).max(rect.x);
    let y = (y0 - margin).max(rect.y);
    let width = (x1 + margin).min(rect.x + rect.width) - x;
    let height = (y1 + margin).min(rect.y + rect.height) - y;
    Rect { x, y, width, height }
}

/// Stretches one pixel a node over the window, smoothly.
fn paint_heat(brush: &Brush<'_>, space: &PanelSpace, window: Window, raster: &Raster) {
    let (columns, rows) = (raster.width(), raster.height());
    // The middle of the outer pixels lies on the window's edge.
    let (x0, y1) = space.px_from_data(window.x[0], window.y[1]);
    let (x1, y0) = space.px_from_data(window.x[1], window.y[0]);
    let (dx, dy) = ((x1 - x0) / (columns - 1) as f64, (y0 - y1) / (rows - 1) as f64);
    let ctx = &brush.surface.ctx;
    ctx.set_image_smoothing_enabled(true);
    ctx.save();
    ctx.begin_path();
    ctx.rect(x0, y1, x1 - x0, y0 - y1);
    ctx.clip();
    let rect = [x0 - 0.5 * dx, y1 - 0.5 * dy, x1 - x0 + dx, y0 - y1 + dy];
    brush.scratch.stamp(ctx, raster, rect);
    ctx.restore();
}
