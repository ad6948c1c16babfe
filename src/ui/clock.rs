//! Time that plays: from t = 0 to 1 or back in four seconds, only while it is looked at.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GetValue;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::window;

use crate::ui::frame;

/// Longest step: after a hitch time goes on where it was, without a jump.
const LONGEST_MILLIS: f64 = 100.0;

/// Signals that a clock reads and writes.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Time of the flow, 0 to 1; written while it plays.
    pub t: RwSignal<f64>,
    /// Whether it plays; ends at t = 1, or at 0 on the way back.
    pub is_playing: RwSignal<bool>,
    /// How long the whole way takes at speed 1.
    pub whole_millis: f64,
    /// Speed; 1 is the figure's own.
    pub speed: RwSignal<f64>,
    /// Nothing moves off screen.
    pub is_on_screen: RwSignal<bool>,
    /// Whether time runs from 1 to 0.
    pub is_backward: RwSignal<bool>,
}

impl Clock {
    /// Runs the clock for as long as the owner lives.
    pub fn run(self) {
        // Time of the last frame; none while it stands.
        let last: StoredValue<Option<f64>, LocalStorage> = StoredValue::new_local(None);
        Effect::new(move |_| {
            let is_moving = self.is_playing.get() && self.is_on_screen.get();
            if is_moving && last.get_value().is_none() {
                last.set_value(Some(frame::now_millis()));
                frame::next(move |now| self.tick(last, now));
            }
        });
    }

    fn tick(self, last: StoredValue<Option<f64>, LocalStorage>, now: f64) {
        // The figure may have left the page since the frame was asked for.
        let Some(then) = last.try_get_value().flatten() else { return };
        if !self.is_playing.get_untracked() || !self.is_on_screen.get_untracked() {
            last.set_value(None);
            return;
        }
        let step = step_of(now - then, self.speed.get_untracked() / self.whole_millis);
        let is_backward = self.is_backward.get_untracked();
        let t = self.t.get_untracked() + if is_backward { -step } else { step };
        self.t.set(t.clamp(0.0, 1.0));
        let has_more = if is_backward { 0.0 < t } else { t < 1.0 };
        if has_more {
            last.set_value(Some(now));
            frame::next(move |now| self.tick(last, now));
        } else {
            last.set_value(None);
            self.is_playing.set(false);
        }
    }
}

/// Whether the reader asked for less motion.
pub fn prefers_stillness() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// Time that passes in so many milliseconds.
fn step_of(millis: f64, per_milli: f64) -> f64 {
    millis.clamp(0.0, LONGEST_MILLIS) * per_milli
}
