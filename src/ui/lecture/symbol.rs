//! Symbols of the equations: what they are, and which marks of the figure they name.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::StyleAttribute;
use leptos::view;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::Event;

use crate::figure::highlight::is_meant;
use crate::ui::lecture::reading::Reading;

/// Id of the one tooltip of all symbols.
const SAYS_ID: &str = "symbol-says";

/// Width of the tooltip at most, in CSS pixels; the style sheet's.
const SAYS_PX: f64 = 288.0;

/// What is pointed at in the text or in a legend.
#[derive(Clone, Copy)]
pub struct Symbols {
    reading: Reading,
    pointed: RwSignal<Option<Pointed>, LocalStorage>,
}

/// A symbol or a legend's entry under the pointer or with the focus.
#[derive(Clone)]
struct Pointed {
    element: Element,
    /// Sentence about it; empty for a legend's entry.
    says: String,
    /// Left and bottom edge, from the text's upper left, in CSS pixels.
    at: [f64; 2],
}

impl Symbols {
    /// Nothing is pointed at.
    pub fn new(reading: Reading) -> Self {
        Self { reading, pointed: RwSignal::new_local(None) }
    }

    /// The pointer, a finger or the focus has come to something.
    pub fn over(self, event: &Event) {
        let Some(target) = target(event) else { return };
        if let Some(symbol) = closest(&target, "[data-sym]") {
            let name = symbol.get_attribute("data-sym").unwrap_or_default();
            let own = name.clone();
            self.point(symbol, &name, move |other| other == own);
        } else if let Some(entry) = closest(&target, "[data-figure] [data-mark]") {
            let name = entry.get_attribute("data-mark").unwrap_or_default();
            let mark = name.clone();
            self.point(entry, &name, move |symbol| is_meant(&mark, symbol));
        }
    }

    /// The pointer or the focus has left something.
    pub fn out(self, event: &Event) {
        let is_it = |pointed: Pointed| {
            target(event).is_some_and(|target| pointed.element.contains(Some(&target)))
        };
        if self.pointed.get_untracked().is_some_and(is_it) {
            self.clear();
        }
    }

    /// A tap: on a symbol it shows its sentence, beside it takes the sentence away.
    pub fn tapped(self, event: &Event) {
        let is_symbol = target(event).is_some_and(|it| closest(&it, "[data-sym]").is_some());
        if is_symbol {
            self.over(event);
        } else {
            self.clear();
        }
    }

    /// Takes the sentence and the light away.
    pub fn clear(self) {
        let Some(Pointed { element, .. }) = self.pointed.get_untracked() else { return };
        self.pointed.set(None);
        // None of these can be refused: the names are valid ones.
        let _ = element.remove_attribute("aria-describedby");
        if let Some(section) = closest(&element, "[data-step]") {
            for symbol in elements_of(&section, "[data-sym][data-lit]") {
                let _ = symbol.remove_attribute("data-lit");
            }
        }
        self.raise(&element, None);
    }

    /// Points at `element`: raises the marks called `name`, lights the symbols
    /// that `is_lit` says.
    fn point(self, element: Element, name: &str, is_lit: impl Fn(&str) -> bool) {
        let current = self.pointed.get_untracked();
        if current.is_some_and(|current| current.element == element) {
            return;
        }
        self.clear();
        if let Some(section) = closest(&element, "[data-step]") {
            for symbol in elements_of(&section, "[data-sym]") {
                if symbol.get_attribute("data-sym").is_some_and(|name| is_lit(&name)) {
                    let _ = symbol.set_attribute("data-lit", "");
                }
            }
        }
        self.raise(&element, Some(name));
        let says = element.get_attribute("data-says").unwrap_or_default();
        if !says.is_empty() {
            let _ = element.set_attribute("aria-describedby", SAYS_ID);
        }
        let at = place(&element);
        self.pointed.set(Some(Pointed { element, says, at }));
    }

    fn raise(self, element: &Element, name: Option<&str>) {
        let Some(step) = self.reading.step_of(element) else { return };
        for slot in self.reading.slots(step) {
            slot.highlight.set(name.map(str::to_owned));
        }
    }
}

/// The sentence about the symbol that is pointed at, below it.
#[component]
pub fn SymbolSays(
    /// What is pointed at.
    symbols: Symbols,
) -> impl IntoView {
    let pointed = move || symbols.pointed.get().filter(|pointed| !pointed.says.is_empty());
    let px = move |axis: usize| {
        move || pointed().map_or_else(String::new, |pointed| format!("{}px", pointed.at[axis]))
    };
    view! {
        <p
            class="symbol-says"
            id=SAYS_ID
            role="tooltip"
            hidden=move || pointed().is_none()
            style:left=px(0)
            style:top=px(1)
        >
            {move || pointed().map(|pointed| pointed.says)}
        </p>
    }
}

/// Where the tooltip stands: below the symbol, within the text.
fn place(element: &Element) -> [f64; 2] {
    let Some(text) = closest(element, ".lecture-text") else { return [0.0, 0.0] };
    let (text, symbol) = (text.get_bounding_client_rect(), element.get_bounding_client_rect());
    let right = (text.width() - SAYS_PX).max(0.0);
    let left = (symbol.left() - text.left()).clamp(0.0, right);
    [left.round(), (symbol.bottom() - text.top()).round()]
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn closest(element: &Element, css: &str) -> Option<Element> {
    element.closest(css).ok().flatten()
}

/// Elements of HTML or `MathML` below `root`.
fn elements_of(root: &Element, css: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(css) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}
