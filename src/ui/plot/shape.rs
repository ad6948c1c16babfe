//! Paints bars, areas, boxes, images and letters of a map.

use crate::figure::draw::color::Rgb;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::raster::Raster;
use crate::figure::scene::Align;
use crate::figure::scene::Mark;
use crate::math::window::Window;
use crate::ui::plot::mark::Brush;
use crate::ui::plot::mark::set_pen;

/// Paints one mark of these kinds; others are painted elsewhere.
pub(super) fn paint(brush: &Brush<'_>, space: &PanelSpace, mark: &Mark) {
    match mark {
        Mark::Bars { edges, heights, paint, alpha, .. } => {
            set_pen(brush, *paint, 1.0, *alpha);
            let bars = edges.windows(2).zip(heights);
            fill(brush, space, bars.map(|(x, height)| [x[0], 0.0, x[1], *height]), 1.0);
        }
        Mark::Boxes { rects, paint, alpha, is_filled, .. } => {
            set_pen(brush, *paint, 1.5, *alpha);
            if *is_filled {
                fill(brush, space, rects.iter().copied(), 0.0);
            } else {
                outline(brush, space, rects);
            }
        }
        Mark::Area { xy, base, paint, alpha, .. } => {
            set_pen(brush, *paint, 1.0, *alpha);
            fill_area(brush, space, xy, *base);
        }
        Mark::Pixels { n, window, values, .. } => {
            if [1, 3].iter().any(|k| values.len() == k * n[0] * n[1]) && !values.is_empty() {
                paint_pixels(brush, space, *n, (*window, values));
            }
        }
        Mark::Text { at, text, paint, align, size_px, .. } => {
            let ctx = &brush.surface.ctx;
            let (x, y) = space.px_from_data(f64::from(at[0]), f64::from(at[1]));
            ctx.set_font(&format!("{size_px}px {}", brush.font));
            ctx.set_text_baseline("middle");
            ctx.set_text_align(match align {
                Align::Left => "left",
                Align::Middle => "center",
                Align::Right => "right",
            });
            ctx.set_fill_style_str(&brush.palette.color(*paint).css(1.0));
            let _ = ctx.fill_text(text, x, y);
        }
        Mark::Dots { .. }
        | Mark::Lines { .. }
        | Mark::Curves { .. }
        | Mark::Arrows { .. }
        | Mark::Heat { .. } => {}
    }
}

/// Left, upper edge, width and height on screen of a rectangle in data units.
fn on_screen(space: &PanelSpace, [x0, y0, x1, y1]: [f32; 4]) -> [f64; 4] {
    let (left, top) = space.px_from_data(f64::from(x0), f64::from(y0.max(y1)));
    let (right, bottom) = space.px_from_data(f64::from(x1), f64::from(y0.min(y1)));
    [left, top, right - left, bottom - top]
}

/// Fills rectangles, with a gap between neighbors where they are wide enough.
fn fill(brush: &Brush<'_>, space: &PanelSpace, rects: impl Iterator<Item = [f32; 4]>, gap: f64) {
    for rect in rects {
        let [x, y, width, height] = on_screen(space, rect);
        let gap = if 4.0 < width { gap } else { 0.0 };
        brush.surface.ctx.fill_rect(x + 0.5 * gap, y, (width - gap).max(0.5), height);
    }
}

fn outline(brush: &Brush<'_>, space: &PanelSpace, rects: &[[f32; 4]]) {
    for rect in rects {
        let [x, y, width, height] = on_screen(space, *rect);
        brush.surface.ctx.stroke_rect(x, y, width, height);
    }
}

fn fill_area(brush: &Brush<'_>, space: &PanelSpace, xy: &[f32], base: f32) {
    let [Some(first), Some(last)] = [xy.first(), xy.get(xy.len().saturating_sub(2))] else {
        return;
    };
    let ctx = &brush.surface.ctx;
    let at = |x: f32, y: f32| space.px_from_data(f64::from(x), f64::from(y));
    ctx.begin_path();
    let (x, y) = at(*first, base);
    ctx.move_to(x, y);
    for point in xy.chunks_exact(2) {
        let (x, y) = at(point[0], point[1]);
        ctx.line_to(x, y);
    }
    let (x, y) = at(*last, base);
    ctx.line_to(x, y);
    ctx.close_path();
    ctx.fill();
}

/// One square a value or three, without smoothing.
fn paint_pixels(
    brush: &Brush<'_>,
    space: &PanelSpace,
    [columns, rows]: [usize; 2],
    (window, values): (Window, &[f32]),
) {
    let raster = image([columns, rows], values);
    let edges = [window.x[0], window.y[0], window.x[1], window.y[1]].map(|v| v as f32);
    let ctx = &brush.surface.ctx;
    ctx.set_image_smoothing_enabled(false);
    brush.scratch.stamp(ctx, &raster, on_screen(space, edges));
    ctx.set_image_smoothing_enabled(true);
}

/// What an image's values lie between, in every theme: a white pixel is white.
const BLACK: Rgb = Rgb { r: 0, g: 0, b: 0 };
const WHITE: Rgb = Rgb { r: 255, g: 255, b: 255 };

fn image([columns, rows]: [usize; 2], values: &[f32]) -> Raster {
    let mut raster = Raster::new(columns, rows);
    let n = columns * rows;
    for i in 0..n {
        let (x, y) = (i % columns, rows - 1 - i / columns);
        let share = |k: usize| values[k * n + i].clamp(0.0, 1.0);
        let color = if values.len() == n {
            BLACK.mixed(WHITE, f64::from(share(0)))
        } else {
            let [r, g, b] = [0, 1, 2].map(|k| (255.0 * share(k)).round() as u8);
            Rgb { r, g, b }
        };
        raster.set(x, y, color, 255);
    }
    raster
}
