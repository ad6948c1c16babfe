//! A scene as a PNG image at twice the size of a page.

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;
use web_sys::HtmlCanvasElement;

use crate::figure::draw::layout;
use crate::figure::scene::Scene;
use crate::ui::plot::canvas::Surface;
use crate::ui::plot::canvas::detached;
use crate::ui::plot::chart;
use crate::ui::plot::painter::Pixels;
use crate::ui::plot::painter::paint_maps;
use crate::ui::plot::theme;

/// Width of the image in CSS pixels; it has [`SCALE`] times as many.
const WIDTH_PX: f64 = 960.0;
/// Most height of the maps in CSS pixels.
const MAPS_PX: f64 = 640.0;
/// Free paper around everything.
const MARGIN_PX: f64 = 16.0;
/// Image pixels per CSS pixel.
const SCALE: f64 = 2.0;

/// The scene as a PNG image, in the page's current colors on their paper; none
/// if the browser can not make one.
pub async fn scene_png(scene: &Scene) -> Option<Blob> {
    let image = painted(scene)?;
    let mut start = |resolve: js_sys::Function, _: js_sys::Function| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            // A promise that nobody waits for any more.
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        // Without the call the promise stays open and is dropped with its figure.
        let _ = image.to_blob(done.unchecked_ref());
    };
    let blob = JsFuture::from(js_sys::Promise::new(&mut start)).await.ok()?;
    blob.dyn_into().ok()
}

fn painted(scene: &Scene) -> Option<HtmlCanvasElement> {
    let root = web_sys::window()?.document()?.document_element()?;
    let theme = theme::of(&root);
    let inner = WIDTH_PX - 2.0 * MARGIN_PX;
    let maps_height = layout::arranged(inner, MAPS_PX, scene).height;
    let chart_height = chart::height_px(scene);
    let height = maps_height + chart_height * scene.charts.len() as f64 + 2.0 * MARGIN_PX;
    let whole = Surface::sized(&detached()?, (WIDTH_PX, height), SCALE)?;
    whole.ctx.set_fill_style_str(&theme.palette.paper.css(1.0));
    whole.ctx.fill_rect(0.0, 0.0, WIDTH_PX, height);
    let place = |part: &Surface, y: f64, part_height: f64| {
        whole.ctx.draw_image_with_html_canvas_element_and_dw_and_dh(
            &part.canvas,
            MARGIN_PX,
            y,
            inner,
            part_height,
        )
    };
    let maps = Surface::sized(&detached()?, (inner, maps_height.max(1.0)), SCALE)?;
    paint_maps(&maps, &mut Pixels::new()?, &theme, scene, (inner, MAPS_PX));
    place(&maps, MARGIN_PX, maps_height).ok()?;
    for (idx, drawn) in scene.charts.iter().enumerate() {
        let surface = Surface::sized(&detached()?, (inner, chart_height), SCALE)?;
        chart::paint(&surface, &theme, drawn);
        let y = MARGIN_PX + maps_height + idx as f64 * chart_height;
        place(&surface, y, chart_height).ok()?;
    }
    Some(whole.canvas)
}
