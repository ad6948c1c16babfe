//! Turning to other steps: arrow keys, swipes, scrolling, and links.

use std::cell::RefCell;

use leptos::ev;
use leptos::ev::PointerEvent;
use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GetValue;
use leptos::prelude::LocalStorage;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::With;
use leptos::prelude::on_cleanup;
use leptos::prelude::untrack;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::experiment::page;
use crate::experiment::route::Route;
use crate::ui::frame;
use crate::ui::lecture::reading::Reading;
use crate::ui::lecture::scroll;
use crate::ui::present;
use crate::ui::router::Router;

/// Least way of a swipe, in CSS pixels; it is also twice as long as high.
const SWIPE_PX: f64 = 60.0;

/// Where a swipe means something else.
const OWN_SWIPES: &str = "input, select, textarea, button, canvas, pre, table, .equation, .handle";

/// Where a reader has been: a lecture, its step, and the top of that.
#[derive(Clone, PartialEq)]
struct Place {
    route: Route,
    top: f64,
}

thread_local! {
    /// The place that was left last: who goes back finds it again.
    static LEFT: RefCell<Option<Place>> = const { RefCell::new(None) };
}

impl Reading {
    /// Opens the text that has come where the address says.
    ///
    /// # Errors
    /// One sentence if the address names a step that is not there.
    pub fn open(self, route: &Route) -> Result<(), String> {
        let step = step_of(route);
        let at = step.and_then(|id| self.step_idx(id));
        if let (Some(id), None) = (step, at) {
            return Err(format!("This lecture has no step “{id}”; it opens at its beginning."));
        }
        let left = LEFT.with_borrow(Clone::clone);
        let top = left.filter(|left| left.route == *route).map(|left| left.top);
        if at.is_some() || top.is_some() {
            self.show(at, top);
        }
        Ok(())
    }

    /// Follows links to steps of this lecture.
    pub fn follow_links(self, router: Router) {
        Effect::new(move |before: Option<()>| {
            let route = router.route();
            let Route::Lecture { slug, step, query } = &route else { return };
            if slug != self.lecture.slug {
                return;
            }
            self.is_presenting.set(page::split(query).options.is_presenting);
            if before.is_some() {
                let at = step.as_deref().and_then(|id| self.step_idx(id));
                if at.is_some() || step.is_none() {
                    self.go(at);
                }
            }
        });
        // The address follows the reader, without an entry in the history for each step.
        Router::keep(Signal::derive(move || {
            // Before the text has come the address is where the reader wants to be.
            if self.steps.with(Vec::is_empty) { router.route() } else { self.route() }
        }));
    }

    /// Marks the step in view in the text: the presenter's view shows it alone.
    pub fn mark_step(self) {
        Effect::new(move |was_presenting: Option<bool>| {
            let (at, is_presenting) = (self.at.get(), self.is_presenting.get());
            self.steps.with(|steps| {
                if is_presenting && at.is_none() && !steps.is_empty() {
                    self.at.set(Some(0));
                }
                for (idx, step) in steps.iter().enumerate() {
                    // The attribute's name is a valid one.
                    let _ = step.section.toggle_attribute_with_force("data-here", at == Some(idx));
                }
            });
            if was_presenting.is_some_and(|before| before != is_presenting) {
                self.show(at, None);
            }
            is_presenting
        });
    }

    /// Follows scrolling, and resizing, which moves steps as well.
    pub fn follow_scrolling(self) {
        let is_asked = StoredValue::new_local(false);
        let look = move || {
            if is_asked.try_get_value() == Some(false) {
                is_asked.set_value(true);
                frame::next(move |_| {
                    if is_asked.try_set_value(false).is_none() {
                        self.look();
                        self.note_place();
                    }
                });
            }
        };
        let listeners = [
            window_event_listener(ev::scroll, move |_| look()),
            window_event_listener(ev::resize, move |_| look()),
            window_event_listener(ev::wheel, move |_| self.release()),
            window_event_listener(ev::touchmove, move |_| self.release()),
        ];
        on_cleanup(move || {
            for listener in listeners {
                listener.remove();
            }
        });
    }

    /// Left and right arrows turn; in the presenter's view Space plays and
    /// Escape leaves.
    pub fn hear_keys(self) {
        present::hear(move |event| {
            let is_presenting = self.is_presenting.get_untracked();
            match event.key().as_str() {
                "ArrowRight" => self.walk(true),
                "ArrowLeft" => self.walk(false),
                "PageDown" if is_presenting => self.walk(true),
                "PageUp" if is_presenting => self.walk(false),
                "Escape" if is_presenting => self.is_presenting.set(false),
                " " if is_presenting => self.play(),
                _ => return false,
            }
            true
        });
    }

    /// One step on, or back, with the focus.
    fn walk(self, is_forward: bool) {
        if let Some(next) = untrack(|| self.beside(is_forward)) {
            self.go(next);
        }
    }

    /// Plays the figure of the step in view, or pauses it.
    fn play(self) {
        let slots = self.at.get_untracked().map(|at| self.slots(at)).unwrap_or_default();
        if let Some(bench) = slots.first().and_then(|slot| slot.bench()) {
            bench.toggle_play();
        }
    }

    fn note_place(self) {
        let (route, section) = self.here();
        let top = scroll::now_at(section.as_ref());
        LEFT.set(Some(Place { route, top }));
    }
}

/// A finger's way over the text.
#[derive(Clone, Copy)]
pub struct Swipe {
    start: StoredValue<Option<[f64; 2]>, LocalStorage>,
    reading: Reading,
}

impl Swipe {
    /// No finger is down.
    pub fn new(reading: Reading) -> Self {
        Self { start: StoredValue::new_local(None), reading }
    }

    /// A finger comes down.
    pub fn down(self, event: &PointerEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_own =
            target.is_some_and(|it| it.closest(OWN_SWIPES).is_ok_and(|found| found.is_some()));
        let is_swipe = event.pointer_type() == "touch" && event.is_primary() && !is_own;
        self.start.set_value(is_swipe.then(|| place(event)));
    }

    /// The finger is lifted.
    pub fn up(self, event: &PointerEvent) {
        let Some(start) = self.start.get_value() else { return };
        self.cancel();
        let [x, y] = place(event);
        let (dx, dy) = (x - start[0], y - start[1]);
        if SWIPE_PX <= dx.abs() && 2.0 * dy.abs() <= dx.abs() {
            self.reading.turn(dx < 0.0);
        }
    }

    /// The browser took the finger's way for something else, as scrolling.
    pub fn cancel(self) {
        self.start.set_value(None);
    }
}

fn place(event: &PointerEvent) -> [f64; 2] {
    [f64::from(event.client_x()), f64::from(event.client_y())]
}

fn step_of(route: &Route) -> Option<&str> {
    match route {
        Route::Lecture { step, .. } => step.as_deref(),
        _ => None,
    }
}
