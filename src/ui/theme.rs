//! Light or dark: the system's choice until the reader makes one.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::StoredValue;
use leptos::prelude::WithValue;
use leptos::prelude::document;
use leptos::prelude::on_cleanup;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MediaQueryList;
use web_sys::MediaQueryListEvent;

use crate::ui::store;

const STORAGE_KEY: &str = "flow-lab-theme";
const QUERY: &str = "(prefers-color-scheme: dark)";

/// The colors in use; the choice stands in `<html data-theme>`.
#[derive(Clone, Copy)]
pub struct Theme {
    is_system_dark: RwSignal<bool>,
    /// The reader's choice, if it differs from the system's.
    chosen: RwSignal<Option<bool>>,
}

impl Theme {
    /// Follows the system and the choice of an earlier visit.
    pub fn start() -> Self {
        let query = window().match_media(QUERY).ok().flatten();
        let theme = Self {
            is_system_dark: RwSignal::new(query.as_ref().is_some_and(MediaQueryList::matches)),
            chosen: RwSignal::new(stored()),
        };
        if let Some(query) = query {
            follow(query, theme.is_system_dark);
        }
        Effect::new(move |_| show(theme.chosen.get()));
        theme
    }

    /// Whether the page is dark, tracked.
    pub fn is_dark(self) -> bool {
        self.chosen.get().unwrap_or_else(|| self.is_system_dark.get())
    }

    /// The other colors; back to the system's where these are they.
    pub fn toggle(self) {
        let is_dark = !self.is_dark();
        let chosen = (is_dark != self.is_system_dark.get()).then_some(is_dark);
        self.chosen.set(chosen);
        keep(chosen);
    }
}

fn follow(query: MediaQueryList, is_system_dark: RwSignal<bool>) {
    let listener =
        Closure::<dyn FnMut(MediaQueryListEvent)>::new(move |event: MediaQueryListEvent| {
            is_system_dark.set(event.matches());
        });
    let function = listener.as_ref().unchecked_ref::<js_sys::Function>().clone();
    if query.add_event_listener_with_callback("change", &function).is_err() {
        return;
    }
    let kept = StoredValue::new_local((query, listener));
    on_cleanup(move || {
        kept.try_with_value(|(query, _)| {
            // Nothing to do if it was not there any more.
            let _ = query.remove_event_listener_with_callback("change", &function);
        });
    });
}

fn show(chosen: Option<bool>) {
    let Some(html) = document().document_element() else { return };
    let done = match chosen {
        Some(is_dark) => html.set_attribute("data-theme", name(is_dark)),
        None => html.remove_attribute("data-theme"),
    };
    debug_assert!(done.is_ok(), "theme: the attribute's name is a valid one");
}

fn name(is_dark: bool) -> &'static str {
    if is_dark { "dark" } else { "light" }
}

fn stored() -> Option<bool> {
    match store::get(STORAGE_KEY)?.as_str() {
        "dark" => Some(true),
        "light" => Some(false),
        _ => None,
    }
}

fn keep(chosen: Option<bool>) {
    match chosen {
        Some(is_dark) => store::set(STORAGE_KEY, name(is_dark)),
        None => store::remove(STORAGE_KEY),
    }
}
