//! What the pointer and the keys do on a view, in data units.

use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::Event;
use web_sys::HtmlElement;
use web_sys::KeyboardEvent;
use web_sys::PointerEvent;

use crate::figure::probe::Touch;
use crate::figure::scene::Handle;
use crate::math::window::Window;
use crate::ui::plot::handle::ATTRIBUTE;
use crate::ui::plot::painter::Painter;

/// Share of the window that an arrow key moves a handle by; with Shift five times.
const KEY_STEP: f64 = 0.01;

/// A handle that is being dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grip {
    panel: usize,
    handle: &'static str,
}

/// Takes hold of the handle under the pointer, if there is one.
pub fn grip(painter: &Painter, event: &PointerEvent) -> Option<Grip> {
    let target = target(event)?;
    let (panel, handle, _) = painter.handle(handle_idx(&target)?)?;
    // Moves beyond the button belong to it; refused only once it has gone.
    let _ = target.set_pointer_capture(event.pointer_id());
    Some(Grip { panel, handle: handle.name })
}

/// What a move of the pointer does; nothing on a picture that does not depend on it.
pub fn moved(
    painter: &Painter,
    host: &HtmlElement,
    grip: Option<Grip>,
    event: &PointerEvent,
) -> Option<Touch> {
    let bounds = host.get_bounding_client_rect();
    let from_corner =
        [f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top()];
    // The view counts in its own pixels, the pointer in those of the page.
    let at = from_corner.map(|px| px / painter.zoom());
    if let Some(Grip { panel, handle }) = grip {
        let at = painter.point_of(panel, at)?;
        return Some(Touch::Drag { panel, handle, at });
    }
    match painter.located(at) {
        Some((panel, at)) => {
            painter.is_probed(panel).then_some(Touch::Point { panel, at: Some(at) })
        }
        None => painter.is_probed(0).then_some(Touch::Point { panel: 0, at: None }),
    }
}

/// What a press beside all handles does: on a map of images it moves the one there is.
pub fn chosen(painter: &Painter, touch: Option<Touch>) -> Option<Touch> {
    match touch {
        Some(Touch::Point { panel, at: Some(at) }) => {
            let handle = painter.sole_handle(panel)?;
            Some(Touch::Drag { panel, handle, at })
        }
        _ => None,
    }
}

/// What an arrow key does to the handle that has the focus.
pub fn pressed(painter: &Painter, event: &KeyboardEvent) -> Option<Touch> {
    let step = if event.shift_key() { 5.0 * KEY_STEP } else { KEY_STEP };
    let [dx, dy] = match event.key().as_str() {
        "ArrowLeft" => [-step, 0.0],
        "ArrowRight" => [step, 0.0],
        "ArrowDown" => [0.0, -step],
        "ArrowUp" => [0.0, step],
        _ => return None,
    };
    let (panel, Handle { name, at, .. }, window) = painter.handle(handle_idx(&target(event)?)?)?;
    // The page must neither scroll nor turn to another step.
    event.prevent_default();
    event.stop_propagation();
    let Window { x, y } = window;
    // In a table of cells a key goes to the next one.
    let cell = painter.is_bare(panel).then_some(1.0 / KEY_STEP);
    let at = [
        (at[0] + dx * cell.unwrap_or(window.width())).clamp(x[0], x[1]),
        (at[1] + dy * cell.unwrap_or(window.height())).clamp(y[0], y[1]),
    ];
    Some(Touch::Drag { panel, handle: name, at })
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn handle_idx(element: &Element) -> Option<usize> {
    element.get_attribute(ATTRIBUTE)?.parse().ok()
}
