//! Paints one drawing primitive of a map.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::heat::Shades;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::palette::Palette;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::math::window::Window;
use crate::ui::plot::canvas::Scratch;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::dots;
use crate::ui::plot::dots::Grounds;
use crate::ui::plot::shape;

/// What painting marks needs besides the marks.
pub struct Brush<'a> {
    /// Where to.
    pub surface: &'a Surface,
    /// For pixels made in memory.
    pub scratch: &'a Scratch,
    /// The same, in memory; kept between frames.
    pub raster: &'a mut Raster,
    /// Dots that did not change since the last frame.
    pub grounds: &'a mut Grounds,
    /// Colors.
    pub palette: &'a Palette,
    /// Typeface of letters.
    pub font: &'a str,
}

/// Paints marks in order; dots that follow each other go to the canvas at once.
///
/// `is_clear` says that nothing is on the map yet. Words are painted apart, see
/// [`shape::words`].
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
                dots::paint(brush, space, &rest[..n_painted], is_first);
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
                    let shades = Shades::new(*map, brush.palette);
                    let raster = shades.raster(*n, [values, weights], *range);
                    paint_heat(brush, space, *window, &raster);
                }
            }
            other => shape::paint(brush, space, other),
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
    let color = brush.palette.color(paint).css(f64::from(alpha));
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
