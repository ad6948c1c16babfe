//! Things on a map that can be dragged: buttons over the canvas.
//!
//! Real buttons, so that the keyboard finds them and a screen reader names them.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::figure::draw::layout::PanelSpace;
use crate::figure::draw::layout::Rect;
use crate::figure::draw::ticks::short;
use crate::figure::scene::Axes;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;

/// Attribute with a handle's number among all of the scene.
pub const ATTRIBUTE: &str = "data-handle";

/// The buttons of one view.
pub struct Handles {
    host: HtmlElement,
    buttons: Vec<HtmlElement>,
}

impl Handles {
    /// No buttons yet, in `host`.
    pub fn new(host: &HtmlElement) -> Option<Self> {
        // Buttons are placed from the view's corner.
        host.style().set_property("position", "relative").ok()?;
        Some(Self { host: host.clone(), buttons: Vec::new() })
    }

    /// As many buttons as handles, each in its place.
    pub fn put(&mut self, panels: &[Panel], rects: &[Rect]) {
        let all = || {
            panels
                .iter()
                .zip(rects)
                .flat_map(|(panel, rect)| panel.handles.iter().map(move |h| (panel, rect, h)))
        };
        let n = all().count();
        for button in self.buttons.drain(n.min(self.buttons.len())..) {
            button.remove();
        }
        while self.buttons.len() < n {
            let Some(button) = button_in(&self.host, self.buttons.len()) else { return };
            self.buttons.push(button);
        }
        for (button, (panel, rect, handle)) in self.buttons.iter().zip(all()) {
            let space = PanelSpace::fit(*rect, panel.window, panel.axes);
            let (x, y) = space.px_from_data(handle.at[0], handle.at[1]);
            let style = button.style();
            // Refused only for names that are no properties.
            let _ = style.set_property("left", &format!("{x:.1}px"));
            let _ = style.set_property("top", &format!("{y:.1}px"));
            let _ = style.set_property("--handle", color(handle.paint));
            name(button, handle, panel.axes);
        }
    }
}

fn button_in(host: &HtmlElement, idx: usize) -> Option<HtmlElement> {
    let button: HtmlElement =
        host.owner_document()?.create_element("button").ok()?.dyn_into().ok()?;
    button.set_attribute("type", "button").ok()?;
    button.set_attribute("class", "handle").ok()?;
    button.set_attribute(ATTRIBUTE, &idx.to_string()).ok()?;
    host.append_child(&button).ok()?;
    Some(button)
}

/// Says what the handle is and where; changes only when the words do.
fn name(button: &HtmlElement, handle: &Handle, axes: Axes) {
    let [x, y] = handle.at.map(short);
    let place = if axes == Axes::TimeAndLine { y } else { format!("{x}, {y}") };
    let words = format!("{} at {place}; arrow keys move it", handle.label);
    for (attribute, value) in [("name", format!("handle-{}", handle.name)), ("aria-label", words)] {
        if button.get_attribute(attribute).as_deref() != Some(value.as_str()) {
            let _ = button.set_attribute(attribute, &value);
        }
    }
}

/// Colors of classes.
const CLASSES: [&str; 7] = [
    "var(--class-1)",
    "var(--class-2)",
    "var(--class-3)",
    "var(--class-4)",
    "var(--class-5)",
    "var(--class-6)",
    "var(--class-7)",
];

fn color(paint: Paint) -> &'static str {
    match paint {
        Paint::Noise => "var(--noise)",
        Paint::Data | Paint::Between(_) => "var(--data)",
        Paint::Velocity => "var(--velocity)",
        Paint::Score => "var(--score)",
        Paint::Error => "var(--error-high)",
        Paint::Exact | Paint::Ink | Paint::Nth(_) | Paint::Second => "var(--ink)",
        Paint::Class(class) => CLASSES[usize::from(class) % CLASSES.len()],
    }
}
