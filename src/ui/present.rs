//! Keys of the whole page: Escape, a presenter's time, a class session's items.

use leptos::ev::KeyboardEvent;
use leptos::ev::keydown;
use leptos::prelude::GetUntracked;
use leptos::prelude::document;
use leptos::prelude::on_cleanup;
use leptos::prelude::use_context;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;

use crate::ui::bench::Bench;
use crate::ui::router::Guest;

/// Time between two presses of an arrow key.
const STEP: f64 = 0.05;

/// What the keyboard belongs to where it has a meaning of its own.
const OWN_KEYS: &str =
    "input, select, textarea, button, a[href], summary, [role=application], [contenteditable]";

/// Arrow keys move time, Space plays; within a class session the arrows are
/// the session's.
pub fn listen(bench: Bench) {
    let has_arrows = use_context::<Guest>().is_none();
    hear(move |event| {
        let t = bench.t.get_untracked();
        let has_steps = bench.figure.time.is_some_and(|span| span.n_steps.is_some());
        // To the next round time, so that steps there and back meet.
        let steps = t / STEP;
        match event.key().as_str() {
            "ArrowRight" if has_arrows && has_steps => bench.step_time(1),
            "ArrowLeft" if has_arrows && has_steps => bench.step_time(-1),
            "ArrowRight" if has_arrows => bench.scrub(((steps + 1e-6).floor() + 1.0) * STEP),
            "ArrowLeft" if has_arrows => bench.scrub(((steps - 1e-6).ceil() - 1.0) * STEP),
            " " => bench.toggle_play(),
            _ => return false,
        }
        true
    });
}

/// Escape closes every open menu and gives the focus back to what opened it.
pub fn close_menus_on_escape() {
    let listener = window_event_listener(keydown, move |event| {
        if event.key() != "Escape" {
            return;
        }
        // The selector is a valid one.
        let Ok(menus) = document().query_selector_all("details.menu[open]") else { return };
        let menus = (0..menus.length()).filter_map(|i| menus.get(i)?.dyn_into::<Element>().ok());
        for menu in menus {
            // It has the attribute, or else it is closed already.
            let _ = menu.remove_attribute("open");
            let summary = menu.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // What can not take the focus leaves it where it was.
                let _ = summary.focus();
            }
        }
    });
    on_cleanup(move || listener.remove());
}

/// Calls `take` for keys pressed where nothing has keys of its own, until the
/// owner is gone; true keeps the key from the browser.
pub fn hear(take: impl Fn(&KeyboardEvent) -> bool + 'static) {
    let listener = window_event_listener(keydown, move |event| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !has_modifier && !event.default_prevented() && !is_elsewhere(&event) && take(&event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

fn is_elsewhere(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(OWN_KEYS).is_ok_and(|found| found.is_some()))
}
