//! Whose symbols the formulas show, and which way other texts let time run.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Track;
use leptos::prelude::document;
use leptos::prelude::expect_context;
use leptos::prelude::provide_context;
use leptos::view;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::lecture::notation::Direction;
use crate::lecture::notation::Notation;
use crate::math::kind::Kind;
use crate::ui::frame;
use crate::ui::store;

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const NOTATION_KEY: &str = "flow-lab-notation";
const DIRECTION_KEY: &str = "flow-lab-time";

/// The reader's choice; one for the whole page, in its context.
#[derive(Clone, Copy)]
pub struct NotationChoice {
    notation: RwSignal<Notation>,
    direction: RwSignal<Direction>,
}

impl NotationChoice {
    /// Reads the choice of an earlier visit, and puts it into the context.
    pub fn provide() -> Self {
        let choice = Self {
            notation: RwSignal::new(kept(NOTATION_KEY).unwrap_or(Notation::Mit)),
            direction: RwSignal::new(kept(DIRECTION_KEY).unwrap_or(Direction::NoiseToData)),
        };
        provide_context(choice);
        choice
    }

    /// Whether the lectures' own symbols are shown, tracked.
    pub fn is_ours(self) -> bool {
        self.notation.get() == Notation::Mit
    }

    /// Writes the marked symbols below `text` in the chosen notation, in the next
    /// frame: what is being put into the page is there by then. Tracked.
    pub fn write_soon(self, text: Element) {
        self.notation.track();
        frame::next(move |_| self.write(&text));
    }

    /// Writes the marked symbols below `text` in the chosen notation.
    pub fn write(self, text: &Element) {
        let notation = self.notation.get_untracked();
        // Only a selector that can not be read is refused.
        let Ok(found) = text.query_selector_all("[data-n]") else { return };
        let marked = (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<Element>().ok());
        for element in marked {
            let mark = element.get_attribute("data-n").unwrap_or_default();
            let html = notation.symbol(&mark).map(|symbol| symbol.mathml);
            if let Some(holder) = holder(element, html.is_some()) {
                let ours = holder.get_attribute("data-ours").unwrap_or_default();
                holder.set_inner_html(html.unwrap_or(&ours));
            }
        }
    }
}

/// What holds a symbol so that it can be replaced: a row in the place of the
/// letter. Made when it is first needed; none where nothing has to be done.
fn holder(element: Element, is_needed: bool) -> Option<Element> {
    if element.has_attribute("data-ours") {
        return Some(element);
    }
    if !is_needed {
        return None;
    }
    let mark = element.get_attribute("data-n")?;
    element.remove_attribute("data-n").ok()?;
    let row = document().create_element_ns(Some(MATHML), "mrow").ok()?;
    row.set_attribute("data-n", &mark).ok()?;
    row.set_attribute("data-ours", &element.outer_html()).ok()?;
    element.parent_node()?.replace_child(&row, &element).ok()?;
    Some(row)
}

fn kept<K: Kind>(key: &str) -> Option<K> {
    K::from_key(&store::get(key)?)
}

/// One sentence each about the symbols and about time.
#[component]
pub fn NotationNote() -> impl IntoView {
    let NotationChoice { notation, direction } = expect_context();
    view! {
        <p class="notation-note" data-notation=move || notation.get().key()>
            {move || notation.get().says()} " " {move || direction.get().says()}
        </p>
    }
}

/// Choice of notation and of the direction of time.
#[component]
pub fn NotationSwitch() -> impl IntoView {
    let NotationChoice { notation, direction } = expect_context();
    view! {
        <Choice legend="Symbols" name="notation" storage_key=NOTATION_KEY chosen=notation />
        <Choice legend="Time, in the note under the title" name="direction" storage_key=DIRECTION_KEY chosen=direction />
    }
}

#[component]
fn Choice<K: Kind + Copy + PartialEq + Send + Sync + 'static>(
    legend: &'static str,
    name: &'static str,
    storage_key: &'static str,
    chosen: RwSignal<K>,
) -> impl IntoView {
    let option = move |kind: &K| {
        let kind = *kind;
        let choose = move |_| {
            store::set(storage_key, kind.key());
            chosen.set(kind);
        };
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=kind.key()
                    prop:checked=move || chosen.get() == kind
                    on:change=choose
                />
                {kind.label()}
            </label>
        }
    };
    view! {
        <fieldset class="notation-switch">
            <legend>{legend}</legend>
            {K::ALL.iter().map(option).collect_view()}
        </fieldset>
    }
}
