//! Canvases with as many pixels as the screen has.

use wasm_bindgen::Clamped;
use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;
use web_sys::HtmlCanvasElement;
use web_sys::HtmlElement;
use web_sys::ImageData;

use crate::figure::draw::raster::Raster;

/// Where to draw, and how many of its pixels one CSS pixel is wide.
pub struct Surface {
    /// The canvas.
    pub canvas: HtmlCanvasElement,
    /// Its context; one unit is one CSS pixel.
    pub ctx: CanvasRenderingContext2d,
    /// Canvas pixels per CSS pixel.
    pub scale: f64,
}

/// A canvas that no one sees.
///
/// # Errors
/// None where the page has no document.
pub fn detached() -> Option<HtmlCanvasElement> {
    web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()
}

/// The drawing context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Canvas pixels per CSS pixel of this screen for an element shown `zoom` times
/// as large, at most 3.
pub fn screen_scale(zoom: f64) -> f64 {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    (ratio * zoom).clamp(1.0, 3.0)
}

/// How many times as large as its own pixels the style sheet shows an element
/// (`zoom`), 1 where the browser does not tell.
pub fn zoom_of(element: &HtmlElement) -> f64 {
    let own = f64::from(element.offset_width());
    let zoom = element.get_bounding_client_rect().width() / own;
    // Widths in whole pixels say no more than that.
    let is_told = 0.0 < own && zoom.is_finite() && 0.02 < (zoom - 1.0).abs();
    if is_told { zoom.clamp(1.0, 3.0) } else { 1.0 }
}

impl Surface {
    /// Gives a canvas the size `width` by `height` in CSS pixels and clears it.
    pub fn sized(
        canvas: &HtmlCanvasElement,
        (width, height): (f64, f64),
        scale: f64,
    ) -> Option<Self> {
        let (w, h) = ((width * scale).round() as u32, (height * scale).round() as u32);
        let ctx = context(canvas)?;
        if canvas.width() != w || canvas.height() != h {
            canvas.set_width(w);
            canvas.set_height(h);
        }
        ctx.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
        ctx.clear_rect(0.0, 0.0, width, height);
        Some(Self { canvas: canvas.clone(), ctx, scale })
    }
}

/// A canvas for pixels that are made in memory.
#[derive(Clone)]
pub struct Scratch {
    canvas: HtmlCanvasElement,
    ctx: CanvasRenderingContext2d,
}

impl Scratch {
    /// An empty one.
    pub fn new() -> Option<Self> {
        let canvas = detached()?;
        let ctx = context(&canvas)?;
        Some(Self { canvas, ctx })
    }

    /// Replaces pixels of `onto` by those in `part` of the raster, `x, y, width,
    /// height`; the raster's upper left is at `x, y` in the pixels of the screen.
    /// Half the work of [`Self::stamp`], for where nothing is yet.
    pub fn put(
        onto: &CanvasRenderingContext2d,
        raster: &Raster,
        [x, y]: [f64; 2],
        part: [usize; 4],
    ) {
        let (w, h) = (raster.width() as u32, raster.height() as u32);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(raster.rgba()), w, h);
        let [left, top, width, height] = part.map(|v| v as f64);
        // Fails only for an empty image, which shows nothing either way.
        let _ = image.and_then(|image| {
            onto.put_image_data_with_dirty_x_and_dirty_y_and_dirty_width_and_dirty_height(
                &image, x, y, left, top, width, height,
            )
        });
    }

    /// Draws pixels over `onto`, stretched to the rectangle `x, y, width,
    /// height` in the units of `onto`.
    pub fn stamp(&self, onto: &CanvasRenderingContext2d, raster: &Raster, rect: [f64; 4]) {
        let (w, h) = (raster.width() as u32, raster.height() as u32);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(raster.rgba()), w, h);
        let Ok(image) = image else { return };
        // Growing only: a canvas that keeps its size keeps its memory.
        if self.canvas.width() < w || self.canvas.height() < h {
            self.canvas.set_width(w.max(self.canvas.width()));
            self.canvas.set_height(h.max(self.canvas.height()));
        }
        let [x, y, width, height] = rect;
        let (w, h) = (f64::from(w), f64::from(h));
        let is_put = self.ctx.put_image_data(&image, 0.0, 0.0).is_ok();
        if is_put {
            // Fails only for an empty image, which shows nothing either way.
            let _ = onto
                .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    &self.canvas,
                    0.0,
                    0.0,
                    w,
                    h,
                    x,
                    y,
                    width,
                    height,
                );
        }
    }
}
