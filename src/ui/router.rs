//! The address bar: where the reader is, and the link of what is on screen.
//!
//! [`crate::experiment::route`] reads and prints; this file only listens and writes.

use std::time::Duration;

use leptos::ev::hashchange;
use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::prelude::Update;
use leptos::prelude::WithUntracked;
use leptos::prelude::debounce;
use leptos::prelude::location_hash;
use leptos::prelude::on_cleanup;
use leptos::prelude::use_context;
use leptos::prelude::window;
use leptos::prelude::window_event_listener;
use wasm_bindgen::JsValue;

use crate::experiment::route::Route;

/// Rest before the address is written; browsers refuse more than about three a second.
const SETTLES: Duration = Duration::from_millis(400);

/// Where the reader is.
#[derive(Clone, Copy)]
pub struct Router {
    visit: RwSignal<Visit>,
}

/// A page shown within another one, whose address it leaves alone.
#[derive(Clone, Copy, Debug)]
pub struct Guest;

/// One navigation: a page is made anew for each, also for the same place again,
/// but not for another step of the same lecture.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Differs from every other page's.
    pub number: u32,
    /// The place.
    pub route: Route,
}

impl Router {
    /// Reads the address and follows it for as long as the owner lives.
    pub fn start() -> Self {
        let visit = RwSignal::new(Visit { number: 0, route: here() });
        // Also when the place is the same: a link pasted again opens its experiment again.
        let listener = window_event_listener(hashchange, move |_| {
            visit.update(|visit| {
                let route = here();
                let is_turn = route.is_in_lecture_of(&visit.route);
                *visit = Visit { number: visit.number + u32::from(!is_turn), route };
            });
        });
        on_cleanup(move || listener.remove());
        Self { visit }
    }

    /// The visit, tracked.
    pub fn visit(self) -> Visit {
        self.visit.get()
    }

    /// The place, tracked; tells of every navigation, also to the same place.
    pub fn route(self) -> Route {
        self.visit.get().route
    }

    /// The place, not tracked.
    pub fn route_untracked(self) -> Route {
        self.visit.with_untracked(|visit| visit.route.clone())
    }

    /// Keeps the address bar at `link` without navigating, until the owner is gone.
    ///
    /// Nothing happens within another page that has [`Guest`] as context: the
    /// address is its own.
    pub fn keep(link: Signal<Route>) {
        if use_context::<Guest>().is_some() {
            return;
        }
        let mut write = debounce(SETTLES, replace);
        Effect::new(move |_| write(link.get()));
    }
}

fn here() -> Route {
    Route::parse(&location_hash().unwrap_or_default())
}

fn replace(route: Route) {
    if route == here() {
        return;
    }
    if let Ok(history) = window().history() {
        // A browser that refuses leaves an older link in the bar, nothing worse.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.to_string()));
    }
}
