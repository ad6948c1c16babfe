//! A lecture being read: its steps, the step in view, and going to another.

use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::UpdateValue;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::WithValue;
use leptos::prelude::untrack;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;

use crate::experiment::route::Route;
use crate::lecture::Lecture;
use crate::ui::lecture::scroll;
use crate::ui::lecture::slot::Slot;

/// One step of the text.
#[derive(Clone, Debug)]
pub struct Step {
    /// Name in links.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its section.
    pub section: HtmlElement,
}

/// A lecture being read.
#[derive(Clone, Copy)]
pub struct Reading {
    /// Which.
    pub lecture: &'static Lecture,
    /// Its steps in order; none before the text is there.
    pub steps: RwSignal<Vec<Step>, LocalStorage>,
    /// Step in view, from 0; none at the lecture's head.
    pub at: RwSignal<Option<usize>>,
    /// Whether one step after the other is shown, large and without its prose.
    pub is_presenting: RwSignal<bool>,
    /// Whether all figures are made ready, wherever they stand: for paper.
    pub wants_all: RwSignal<bool>,
    slots: StoredValue<Vec<Slot>, LocalStorage>,
    pin: StoredValue<Option<scroll::Pin>, LocalStorage>,
}

impl Reading {
    /// Nothing is there yet.
    pub fn new(lecture: &'static Lecture) -> Self {
        Self {
            lecture,
            steps: RwSignal::new_local(Vec::new()),
            at: RwSignal::new(None),
            is_presenting: RwSignal::new(false),
            wants_all: RwSignal::new(false),
            slots: StoredValue::new_local(Vec::new()),
            pin: StoredValue::new_local(None),
        }
    }

    /// Takes the steps of a text that has come.
    pub fn take_steps(self, text: &Element) {
        let sections = elements(text, "section[data-step]");
        let steps = sections.into_iter().filter_map(|section| {
            let id = section.get_attribute("data-step")?;
            let heading = section.query_selector("h2").ok().flatten();
            if let Some(heading) = &heading {
                // Takes the focus when its step is turned to, and no tab stop.
                let _ = heading.set_attribute("tabindex", "-1");
            }
            let title = heading.and_then(|heading| heading.text_content()).unwrap_or_default();
            Some(Step { id, title, section })
        });
        self.steps.set(steps.collect());
    }

    /// Number of the step of that name.
    pub fn step_idx(self, id: &str) -> Option<usize> {
        self.steps.with_untracked(|steps| steps.iter().position(|step| step.id == id))
    }

    /// Number of the step in which something stands.
    pub fn step_of(self, element: &Element) -> Option<usize> {
        let section = element.closest("section[data-step]").ok().flatten()?;
        self.step_idx(&section.get_attribute("data-step")?)
    }

    /// Address of the step in view, tracked.
    pub fn route(self) -> Route {
        let at = self.at.get();
        let route = self.steps.with(|steps| self.route_to(at.and_then(|at| steps.get(at))));
        let query = if self.is_presenting.get() { "present=1" } else { "" };
        route.with_query(query.to_owned())
    }

    /// The step in view: its address, and its section if it is not the head.
    pub fn here(self) -> (Route, Option<HtmlElement>) {
        self.steps.with_untracked(|steps| {
            let step = self.at.get_untracked().and_then(|at| steps.get(at));
            (self.route_to(step), step.map(|step| step.section.clone()))
        })
    }

    /// Address of a step, or of the lecture's head.
    pub fn route_to(self, step: Option<&Step>) -> Route {
        let (slug, step) = (self.lecture.slug.to_owned(), step.map(|step| step.id.clone()));
        Route::Lecture { slug, step, query: String::new() }
    }

    /// What comes after the step in view, or before it: a step, or the lecture's
    /// head, which is before the first; none at the ends.
    pub fn beside(self, is_forward: bool) -> Option<Option<usize>> {
        let n = self.steps.with(Vec::len);
        let next = match (self.at.get(), is_forward) {
            (None, true) => Some(0),
            (None, false) => return None,
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        match next {
            Some(next) => (next < n).then_some(Some(next)),
            // The head has nothing to present.
            None => (!self.is_presenting.get()).then_some(None),
        }
    }

    /// One step on, or back; the focus stays where it is.
    pub fn turn(self, is_forward: bool) {
        if let Some(next) = untrack(|| self.beside(is_forward)) {
            self.show(next, None);
        }
    }

    /// Brings a step into view and gives its heading the focus.
    pub fn go(self, at: Option<usize>) {
        self.show(at, None);
        let heading = match self.section(at) {
            Some(section) => section.query_selector("h2").ok().flatten(),
            None => self.head(),
        };
        if let Some(heading) = heading.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            // What can not take the focus leaves it where it was.
            let _ = heading.focus();
            // A browser may have scrolled to it.
            self.align();
        }
    }

    /// Brings a step into view, its top at `top` or where tops belong.
    pub fn show(self, at: Option<usize>, top: Option<f64>) {
        self.at.set(at);
        self.pin.set_value(Some(scroll::Pin::new(top)));
        self.align();
    }

    /// Puts the step that was gone to back in its place: what stands above it
    /// may have grown.
    pub fn align(self) {
        let section = self.section(self.at.get_untracked());
        self.pin.try_update_value(|pin| {
            if let Some(pin) = pin {
                pin.align(section.as_ref());
            }
        });
    }

    /// Looks which step is in view; the one that was gone to, until the reader scrolls.
    pub fn look(self) {
        if self.is_presenting.get_untracked() {
            return;
        }
        let section = self.section(self.at.get_untracked());
        let is_pinned = self.pin.try_update_value(|pin| {
            if pin.as_ref().is_some_and(|pin| pin.holds(section.as_ref())) {
                return true;
            }
            *pin = None;
            false
        });
        if is_pinned != Some(false) {
            return;
        }
        let at = self.steps.with_untracked(|steps| scroll::in_view(steps));
        if self.at.get_untracked() != at {
            self.at.set(at);
        }
    }

    /// Leaves the page to the reader, who has begun to scroll.
    pub fn release(self) {
        self.pin.try_update_value(|pin| *pin = None);
    }

    /// Whether what was gone to is still being brought into its place.
    pub fn is_settling(self) -> bool {
        let is_new = |pin: &Option<scroll::Pin>| pin.as_ref().is_some_and(scroll::Pin::is_new);
        self.pin.try_with_value(is_new) == Some(true)
    }

    /// Takes a figure of the text.
    pub fn add_slot(self, slot: Slot) {
        self.slots.update_value(|slots| slots.push(slot));
    }

    /// Figures of a step.
    pub fn slots(self, step: usize) -> Vec<Slot> {
        let of_step = |slot: &&Slot| slot.step == Some(step);
        let slots =
            self.slots.try_with_value(|slots| slots.iter().filter(of_step).copied().collect());
        slots.unwrap_or_default()
    }

    /// All figures.
    pub fn all_slots(self) -> Vec<Slot> {
        self.slots.try_with_value(Clone::clone).unwrap_or_default()
    }

    fn section(self, at: Option<usize>) -> Option<HtmlElement> {
        self.steps.with_untracked(|steps| Some(steps.get(at?)?.section.clone()))
    }

    fn head(self) -> Option<Element> {
        let first = self.section(Some(0))?;
        let article = first.closest("article").ok().flatten()?;
        article.query_selector("h1").ok().flatten()
    }
}

/// Elements below `root` that fit a selector of ours, in order.
pub fn elements(root: &Element, css: &str) -> Vec<HtmlElement> {
    // Only a selector that can not be read is refused.
    let Ok(found) = root.query_selector_all(css) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

/// Height of what the reader sees, in CSS pixels.
pub fn window_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0)
}
