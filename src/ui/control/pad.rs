//! A square of the plane to put things on: a small canvas with pointer and keys.
//!
//! Knows pixels and pointers; what a touch means is its owner's business.

use leptos::IntoView;
use leptos::component;
use leptos::ev::KeyboardEvent;
use leptos::ev::PointerEvent;
use leptos::html::Canvas;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::view;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;
use web_sys::HtmlCanvasElement;

use crate::figure::draw::color::Rgb;
use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::scene::Axes;
use crate::math::window::Window;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::canvas::screen_scale;
use crate::ui::plot::theme;
use crate::ui::plot::theme::Theme;
use crate::ui::plot::watch;
use crate::ui::plot::watch::Watch;

/// Half the side of the square: as far as drawings and means go.
const HALF_SIDE: f64 = 6.0;

/// Where the axes have numbers.
const NUMBERS: [i32; 4] = [-4, -2, 2, 4];

/// How near to a thing a finger or a pointer must be, in pixels.
const REACH_PX: f64 = 18.0;

/// What a pointer did, in data units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// It was put down; within this distance it meant something.
    Down([f64; 2], f64),
    /// It moved, down or not.
    Move([f64; 2]),
    /// It was lifted or lost.
    Up,
    /// It left the pad.
    Away,
    /// It clicked twice; within this distance it meant something.
    Twice([f64; 2], f64),
}

/// What a pad's owner draws with.
pub struct PadBrush {
    /// One unit is one CSS pixel.
    pub ctx: CanvasRenderingContext2d,
    /// From data to pixels.
    pub space: PanelSpace,
    /// Colors and letters.
    pub theme: Theme,
}

/// The pad; keeps itself painted.
#[component]
pub fn Pad<P, T, K>(
    /// Accessible name.
    label: &'static str,
    /// Id of the text that says which keys do what.
    keys_id: String,
    /// Draws over the axes; what it reads of signals is tracked.
    paint: P,
    /// Hears of pointers.
    on_touch: T,
    /// Hears of keys; true if it took one.
    on_key: K,
) -> impl IntoView
where
    P: Fn(&PadBrush) + 'static,
    T: Fn(Touch) + Copy + 'static,
    K: Fn(&KeyboardEvent) -> bool + 'static,
{
    let canvas = NodeRef::<Canvas>::new();
    let n_changes = RwSignal::new(0_u32);
    let watches = StoredValue::new_local(Vec::<Watch>::new());
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        // The browser may tell after the pad has left.
        let change = move || {
            n_changes.try_update(|n| *n = n.wrapping_add(1));
        };
        let all = watch::size(&canvas, change).into_iter().chain(watch::theme(change));
        watches.set_value(all.collect());
    });
    Effect::new(move |_| {
        n_changes.get();
        let brush = canvas.get().and_then(|canvas| brush_of(&canvas));
        if let Some(brush) = brush {
            paint_ground(&brush);
            paint(&brush);
        }
    });
    let down = move |event: PointerEvent| {
        if !event.is_primary() || event.button() != 0 {
            return;
        }
        let Some(canvas) = canvas.get() else { return };
        event.prevent_default();
        // Without capture or focus the pad still works within its borders.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        let _ = canvas.focus();
        let (place, reach) = place_of(&canvas, &event);
        on_touch(Touch::Down(place, reach));
    };
    let go_on = move |event: PointerEvent| {
        if let Some(canvas) = canvas.get().filter(|_| event.is_primary()) {
            on_touch(Touch::Move(place_of(&canvas, &event).0));
        }
    };
    let up = move |event: PointerEvent| {
        if event.is_primary() {
            on_touch(Touch::Up);
        }
    };
    view! {
        <canvas
            class="pad"
            node_ref=canvas
            tabindex="0"
            role="application"
            aria-label=label
            aria-describedby=keys_id
            on:pointerdown=down
            on:pointermove=go_on
            on:pointerup=up
            on:pointercancel=up
            on:pointerleave=move |_| on_touch(Touch::Away)
            on:dblclick=move |event| {
                if let Some(canvas) = canvas.get() {
                    let (place, reach) = place_of(&canvas, &event);
                    on_touch(Touch::Twice(place, reach));
                }
            }
            on:keydown=move |event| {
                if on_key(&event) {
                    event.prevent_default();
                    event.stop_propagation();
                }
            }
        ></canvas>
    }
}

impl PadBrush {
    /// Place on the pad of a point of the plane.
    pub fn px(&self, [x, y]: [f64; 2]) -> (f64, f64) {
        self.space.px_from_data(x, y)
    }

    /// Fills a dot of `radius` pixels.
    pub fn dot(&self, place: [f64; 2], radius: f64) {
        let (x, y) = self.px(place);
        self.ctx.begin_path();
        // Fails only for a negative radius.
        let _ = self.ctx.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        self.ctx.fill();
    }

    /// Strokes a line.
    pub fn line(&self, from: [f64; 2], to: [f64; 2]) {
        let ((x0, y0), (x1, y1)) = (self.px(from), self.px(to));
        self.ctx.begin_path();
        self.ctx.move_to(x0, y0);
        self.ctx.line_to(x1, y1);
        self.ctx.stroke();
    }

    /// Puts an ellipse on the path: half axes in data units, turned by `angle` degrees.
    pub fn ellipse(&self, center: [f64; 2], [a, b]: [f64; 2], angle: f64) {
        let ((x, y), unit) = (self.px(center), self.space.px_per_unit[0]);
        // Angles turn the other way on screen, where y grows downward.
        let turn = -angle.to_radians();
        self.ctx.begin_path();
        // Fails only for negative axes.
        let _ = self.ctx.ellipse(x, y, a * unit, b * unit, turn, 0.0, std::f64::consts::TAU);
    }

    /// Sets the color of lines and fills.
    pub fn color(&self, color: Rgb, alpha: f64) {
        let css = color.css(alpha);
        self.ctx.set_stroke_style_str(&css);
        self.ctx.set_fill_style_str(&css);
    }

    /// Dashes lines to come, or no more.
    pub fn dashes(&self, lengths: &[f64]) {
        let lengths: js_sys::Array = lengths.iter().map(|v| JsValue::from_f64(*v)).collect();
        // Fails only for what is no list of numbers.
        let _ = self.ctx.set_line_dash(&lengths);
    }

    /// A cross-hair.
    pub fn cross(&self, [x, y]: [f64; 2]) {
        let arm = 10.0 / self.space.px_per_unit[0];
        self.color(self.theme.palette.ink, 1.0);
        self.ctx.set_line_width(1.5);
        self.line([x - arm, y], [x + arm, y]);
        self.line([x, y - arm], [x, y + arm]);
    }
}

fn space_of(side: f64) -> PanelSpace {
    let rect = Rect { x: 0.0, y: 0.0, width: side, height: side };
    PanelSpace::fit(rect, Window::centered(HALF_SIDE), Axes::Plane)
}

fn brush_of(canvas: &HtmlCanvasElement) -> Option<PadBrush> {
    let side = f64::from(canvas.client_width());
    if side < 1.0 {
        return None;
    }
    let surface = Surface::sized(canvas, (side, side), screen_scale(1.0))?;
    Some(PadBrush { ctx: surface.ctx, space: space_of(side), theme: theme::of(canvas) })
}

/// Place of a pointer, and how near to it things are meant.
fn place_of(canvas: &HtmlCanvasElement, event: &web_sys::MouseEvent) -> ([f64; 2], f64) {
    let space = space_of(f64::from(canvas.client_width()).max(1.0));
    let (x, y) = space.data_from_px(f64::from(event.offset_x()), f64::from(event.offset_y()));
    ([x, y], REACH_PX / space.px_per_unit[0])
}

/// Paper, axes with a few numbers, and the noise: where one and two of its
/// standard deviations end.
fn paint_ground(brush: &PadBrush) {
    let (ctx, palette) = (&brush.ctx, &brush.theme.palette);
    let side = brush.space.rect.width;
    ctx.set_line_width(1.0);
    ctx.set_fill_style_str(&palette.paper.css(1.0));
    ctx.fill_rect(0.0, 0.0, side, side);
    brush.color(palette.line, 1.0);
    brush.line([-HALF_SIDE, 0.0], [HALF_SIDE, 0.0]);
    brush.line([0.0, -HALF_SIDE], [0.0, HALF_SIDE]);
    ctx.set_font(&format!("10px {}", brush.theme.font));
    brush.color(palette.quiet, 1.0);
    ctx.set_text_align("center");
    ctx.set_text_baseline("top");
    for n in NUMBERS {
        let (x, y) = brush.px([f64::from(n), 0.0]);
        let _ = ctx.fill_text(&n.to_string(), x, y + 3.0);
    }
    ctx.set_text_align("right");
    ctx.set_text_baseline("middle");
    for n in NUMBERS {
        let (x, y) = brush.px([0.0, f64::from(n)]);
        let _ = ctx.fill_text(&n.to_string(), x - 4.0, y);
    }
    brush.color(palette.noise, 0.8);
    brush.dashes(&[3.0, 4.0]);
    for radius in [1.0, 2.0] {
        brush.ellipse([0.0; 2], [radius; 2], 0.0);
        ctx.stroke();
    }
    brush.dashes(&[]);
    ctx.set_text_align("left");
    let (x, y) = brush.px([1.45, -1.6]);
    let _ = ctx.fill_text("noise", x, y);
}
