//! One line of time: of one figure, or of two beside each other.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::UpdateValue;

use crate::experiment::settings::Settings;
use crate::figure::probe::Probe;
use crate::ui::bench::time::cursor_of;
use crate::ui::clock::Clock;

/// The time cursor with everything that moves it, and the pointer.
#[derive(Clone, Copy)]
pub struct Timeline {
    /// Time cursor, 0 to 1.
    pub t: RwSignal<f64>,
    /// Where the pointer is and what has been dragged.
    pub probe: RwSignal<Probe>,
    /// Whether time plays.
    pub is_playing: RwSignal<bool>,
    /// Speed of time; 1 is the figure's own.
    pub speed: RwSignal<f64>,
    /// Whether the pictures can be seen.
    pub is_on_screen: RwSignal<bool>,
    /// Whether time runs from data to noise.
    pub is_backward: RwSignal<bool>,
    /// Whether a figure on this line is still at work: nothing plays by itself.
    pub is_held: RwSignal<bool>,
    /// Whether the flow is to be played once when everything is there.
    pub(super) wants_replay: RwSignal<bool>,
    /// The reader's own time while a run and its replay move the cursor.
    lent: StoredValue<Option<f64>, LocalStorage>,
}

impl Timeline {
    /// A line with the cursor of `settings` and a clock of its own, which takes
    /// `secs` for the whole way, for as long as the owner lives.
    pub fn start(settings: &Settings, secs: f64, wants_replay: bool) -> Self {
        let timeline = Self {
            t: RwSignal::new(cursor_of(settings)),
            probe: RwSignal::new(Probe::default()),
            is_playing: RwSignal::new(false),
            speed: RwSignal::new(1.0),
            is_on_screen: RwSignal::new(true),
            is_backward: RwSignal::new(false),
            is_held: RwSignal::new(false),
            wants_replay: RwSignal::new(wants_replay),
            lent: StoredValue::new_local(None),
        };
        let Self { t, is_playing, speed, is_on_screen, is_backward, .. } = timeline;
        let whole_millis = 1000.0 * secs;
        Clock { t, is_playing, whole_millis, speed, is_on_screen, is_backward }.run();
        timeline
    }

    /// Lets time run the way that is said.
    pub fn follow(self, is_backward: Signal<bool>) {
        Effect::new(move |_| {
            let is_backward = is_backward.get();
            if self.is_backward.get_untracked() != is_backward {
                self.is_backward.set(is_backward);
            }
        });
    }

    /// The time that playing starts from.
    pub(super) fn first(self) -> f64 {
        if self.is_backward.get_untracked() { 1.0 } else { 0.0 }
    }

    /// Whether the cursor is where playing ends.
    pub(super) fn is_over(self) -> bool {
        let t = self.t.get_untracked();
        if self.is_backward.get_untracked() { t <= 0.0 } else { 1.0 <= t }
    }

    /// Remembers the reader's own time, unless one is remembered already.
    pub(super) fn lend(self, own: f64) {
        self.lent.try_update_value(|lent| *lent.get_or_insert(own));
    }

    /// The reader's own time, which is the cursor's from now on.
    pub(super) fn take_back(self) -> Option<f64> {
        self.lent.try_update_value(Option::take).flatten()
    }

    /// Whether the reader's own time is remembered.
    pub(super) fn is_lent(self) -> bool {
        self.lent.try_update_value(|lent| lent.is_some()) == Some(true)
    }
}
