//! Paints the frame of a map, the numbers along it and the names of its axes.

use web_sys::CanvasRenderingContext2d;

use crate::figure::draw::arrange::NAME_PX;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::ticks;
use crate::figure::draw::ticks::Tick;
use crate::figure::scene::Axes;
use crate::ui::plot::panel::fitted;
use crate::ui::plot::panel::width_of;
use crate::ui::plot::theme::Theme;

/// Height of the numbers.
const NUMBER_PX: f64 = 11.0;
/// Free room between two numbers beside each other.
const AIR_PX: f64 = 14.0;
/// Room for one number above another.
const ROW_PX: f64 = 38.0;

/// Whether the name of the vertical axis stands over the map.
pub fn has_name_above(axes: Axes) -> bool {
    matches!(axes, Axes::Numbers { y, .. } if !y.is_empty())
}

/// Paints frame, numbers and names; numbers of the vertical axis only if there
/// is room left of the map.
pub fn paint(
    ctx: &CanvasRenderingContext2d,
    theme: &Theme,
    (space, axes): (&PanelSpace, Axes),
    has_left: bool,
) {
    if axes == Axes::Bare {
        return;
    }
    let rect = space.rect;
    ctx.set_stroke_style_str(&theme.palette.line.css(1.0));
    ctx.set_line_width(1.0);
    if !matches!(axes, Axes::Numbers { .. }) {
        let (x, y) = (rect.x.round() - 0.5, rect.y.round() - 0.5);
        ctx.stroke_rect(x, y, rect.width.round() + 1.0, rect.height.round() + 1.0);
    }
    ctx.set_font(&format!("{NUMBER_PX}px {}", theme.font));
    ctx.set_fill_style_str(&theme.palette.quiet.css(1.0));
    let (across, upward) = ticks_of(ctx, space, axes);
    paint_across(ctx, space, &across);
    if has_left {
        paint_upward(ctx, space, &upward);
    }
    paint_names(ctx, space, axes);
}

/// Hairlines across a map of two numbers, to lie under its marks.
pub fn paint_grid(ctx: &CanvasRenderingContext2d, theme: &Theme, space: &PanelSpace) {
    let rect = space.rect;
    ctx.set_stroke_style_str(&theme.palette.line.css(1.0));
    ctx.set_line_width(1.0);
    ctx.begin_path();
    for tick in ticks_upward(space) {
        let (_, y) = space.px_from_data(0.0, tick.value);
        ctx.move_to(rect.x, y.round() - 0.5);
        ctx.line_to(rect.x + rect.width, y.round() - 0.5);
    }
    let bottom = (rect.y + rect.height).round() - 0.5;
    ctx.move_to(rect.x, bottom);
    ctx.line_to(rect.x + rect.width, bottom);
    ctx.stroke();
}

/// Numbers along both axes; in equal units they have one step.
fn ticks_of(
    ctx: &CanvasRenderingContext2d,
    space: &PanelSpace,
    axes: Axes,
) -> (Vec<Tick>, Vec<Tick>) {
    let [x, y] = [space.window.x, space.window.y];
    if matches!(axes, Axes::Numbers { .. }) {
        return (ticks_across(ctx, space), ticks_upward(space));
    }
    let n_ticks = ((space.rect.height / 60.0) as usize).clamp(3, 6);
    let extents = match axes {
        // One step for both axes, from the shorter side.
        Axes::Plane => [(x[1] - x[0]).min(y[1] - y[0]); 2],
        _ => [x[1] - x[0], y[1] - y[0]],
    };
    match extents.map(|extent| ticks::round_step(extent, n_ticks)) {
        [Some(dx), Some(dy)] => (ticks::every(dx, x[0], x[1]), ticks::every(dy, y[0], y[1])),
        _ => (Vec::new(), Vec::new()),
    }
}

fn ticks_upward(space: &PanelSpace) -> Vec<Tick> {
    let n = ((space.rect.height / ROW_PX) as usize).clamp(2, 6);
    ticks::linear(space.window.y[0], space.window.y[1], n)
}

/// As many numbers as stand beside each other without crowding.
fn ticks_across(ctx: &CanvasRenderingContext2d, space: &PanelSpace) -> Vec<Tick> {
    let [low, high] = space.window.x;
    let fits = |ticks: &Vec<Tick>| {
        let widths = ticks.iter().map(|tick| width_of(ctx, &tick.label) + AIR_PX);
        widths.sum::<f64>() <= space.rect.width + AIR_PX
    };
    let ticks = (2..=10).rev().map(|n| ticks::linear(low, high, n)).find(fits);
    ticks.unwrap_or_default()
}

fn paint_across(ctx: &CanvasRenderingContext2d, space: &PanelSpace, ticks: &[Tick]) {
    let rect = space.rect;
    let bottom = rect.y + rect.height;
    ctx.set_text_baseline("top");
    ctx.set_text_align("center");
    for tick in ticks {
        let (x, _) = space.px_from_data(tick.value, 0.0);
        ctx.begin_path();
        ctx.move_to(x, bottom);
        ctx.line_to(x, bottom + 3.5);
        ctx.stroke();
        // The last number stays on the canvas.
        let half = 0.5 * width_of(ctx, &tick.label);
        let _ = ctx.fill_text(&tick.label, x.min(rect.x + rect.width + 2.0 - half), bottom + 6.0);
    }
}

fn paint_upward(ctx: &CanvasRenderingContext2d, space: &PanelSpace, ticks: &[Tick]) {
    let left = space.rect.x;
    ctx.set_text_baseline("middle");
    ctx.set_text_align("right");
    for tick in ticks {
        let (_, y) = space.px_from_data(0.0, tick.value);
        ctx.begin_path();
        ctx.move_to(left - 3.5, y);
        ctx.line_to(left, y);
        ctx.stroke();
        let _ = ctx.fill_text(&tick.label, left - 6.0, y);
    }
}

fn paint_names(ctx: &CanvasRenderingContext2d, space: &PanelSpace, axes: Axes) {
    let rect = space.rect;
    let (right, bottom) = (rect.x + rect.width, rect.y + rect.height);
    ctx.set_text_align("right");
    match axes {
        Axes::TimeAndLine => {
            ctx.set_text_baseline("top");
            let _ = ctx.fill_text("time t", right - 4.0, bottom - 15.0);
        }
        Axes::Numbers { x, y } => {
            ctx.set_text_baseline("top");
            let _ = ctx.fill_text(&fitted(ctx, x, rect.width), right, bottom + 4.0 + NAME_PX);
            ctx.set_text_baseline("alphabetic");
            ctx.set_text_align("left");
            let _ = ctx.fill_text(&fitted(ctx, y, rect.width), rect.x, rect.y - 7.0);
        }
        Axes::Plane | Axes::Bare => {}
    }
}
