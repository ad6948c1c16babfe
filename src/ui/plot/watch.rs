//! The browser tells of sizes, sight and colors; watching ends with the value.

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::Element;
use web_sys::IntersectionObserver;
use web_sys::IntersectionObserverEntry;
use web_sys::IntersectionObserverInit;
use web_sys::MediaQueryList;
use web_sys::MutationObserver;
use web_sys::MutationObserverInit;
use web_sys::ResizeObserver;

/// Keeps a callback alive; dropped, the browser calls it no more.
pub struct Watch {
    stop: Box<dyn Fn(&js_sys::Function)>,
    callback: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        (self.stop)(self.callback.as_ref().unchecked_ref());
    }
}

/// Calls `on_size` whenever the size of `element` changes, and once at first.
pub fn size(element: &Element, mut on_size: impl FnMut() + 'static) -> Option<Watch> {
    let callback = Closure::new(move |_: JsValue| on_size());
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(Watch { stop: Box::new(move |_| observer.disconnect()), callback })
}

/// Calls `on_sight` with whether any of `element` can be seen, when that
/// changes and once at first.
pub fn sight(element: &Element, on_sight: impl FnMut(bool) + 'static) -> Option<Watch> {
    sight_within(element, "0px", on_sight)
}

/// As [`sight`], of a screen that is larger by `margin` on every side.
pub fn sight_within(
    element: &Element,
    margin: &str,
    mut on_sight: impl FnMut(bool) + 'static,
) -> Option<Watch> {
    let callback = Closure::new(move |entries: JsValue| {
        let entries = js_sys::Array::from(&entries);
        let last: Result<IntersectionObserverEntry, _> =
            entries.get(entries.length().saturating_sub(1)).dyn_into();
        if let Ok(entry) = last {
            on_sight(entry.is_intersecting());
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(margin);
    let function = callback.as_ref().unchecked_ref();
    let observer = IntersectionObserver::new_with_options(function, &options).ok()?;
    observer.observe(element);
    Some(Watch { stop: Box::new(move |_| observer.disconnect()), callback })
}

/// Calls `on_theme` when the page or the system changes between light and dark.
pub fn theme(on_theme: impl Fn() + Clone + 'static) -> Vec<Watch> {
    let watches = [of_system(on_theme.clone()), of_page(on_theme)];
    watches.into_iter().flatten().collect()
}

fn of_system(on_theme: impl Fn() + 'static) -> Option<Watch> {
    let query: MediaQueryList =
        web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()??;
    let callback = Closure::new(move |_: JsValue| on_theme());
    let function = callback.as_ref().unchecked_ref();
    query.add_event_listener_with_callback("change", function).ok()?;
    let stop = move |function: &js_sys::Function| {
        // Fails only if it was never added.
        let _ = query.remove_event_listener_with_callback("change", function);
    };
    Some(Watch { stop: Box::new(stop), callback })
}

/// Any attribute of `<html>`: that is where a theme is set.
fn of_page(on_theme: impl Fn() + 'static) -> Option<Watch> {
    let root = web_sys::window()?.document()?.document_element()?;
    let callback = Closure::new(move |_: JsValue| on_theme());
    let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    let init = MutationObserverInit::new();
    init.set_attributes(true);
    observer.observe_with_options(&root, &init).ok()?;
    Some(Watch { stop: Box::new(move |_| observer.disconnect()), callback })
}
