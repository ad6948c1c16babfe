//! Time that plays from one end to the other, only while it is looked at.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GetValue;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::window;

use crate::ui::frame;

/// Longest step: after a hitch time goes on where it was, without a jump.
const LONGEST_MILLIS: f64 = 100.0;

/// Signals that a clock reads and writes.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Share of the time, 0 to 1; written while it plays.
    pub t: RwSignal<f64>,
    /// Whether it plays; ends at 1.
    pub is_playing: RwSignal<bool>,
    /// How many times faster than usual.
    pub speed: RwSignal<f64>,
    /// Nothing moves off screen.
    pub is_on_screen: RwSignal<bool>,
    /// Seconds for the whole way at speed 1.
    pub secs: f64,
    /// Steps that time keeps to.
    pub n_steps: Signal<Option<u32>>,
}

/// Where the clock was in the last frame.
#[derive(Clone, Copy)]
struct Tick {
    millis: f64,
    /// Share that has gone by, also between two steps.
    share: f64,
    /// Share that was shown.
    shown: f64,
}

/// The last frame; none while the clock stands.
type Last = StoredValue<Option<Tick>, LocalStorage>;

impl Clock {
    /// Runs the clock for as long as the owner lives.
    pub fn run(self) {
        let last: Last = StoredValue::new_local(None);
        Effect::new(move |_| {
            let is_moving = self.is_playing.get() && self.is_on_screen.get();
            if is_moving && last.get_value().is_none() {
                let share = self.t.get_untracked();
                last.set_value(Some(Tick { millis: frame::now_millis(), share, shown: share }));
                frame::next(move |now| self.tick(last, now));
            }
        });
    }

    fn tick(self, last: Last, now: f64) {
        // The figure may have left the page since the frame was asked for.
        let Some(then) = last.try_get_value().flatten() else { return };
        if !self.is_playing.get_untracked() || !self.is_on_screen.get_untracked() {
            last.set_value(None);
            return;
        }
        let t = self.t.get_untracked();
        // Somebody may have moved the cursor.
        let from = if t.to_bits() == then.shown.to_bits() { then.share } else { t };
        let millis = (now - then.millis).clamp(0.0, LONGEST_MILLIS);
        let share =
            (from + millis * self.speed.get_untracked() / (1000.0 * self.secs.max(1e-3))).min(1.0);
        let shown = stepped(share, self.n_steps.get_untracked());
        if shown.to_bits() != t.to_bits() {
            self.t.set(shown);
        }
        if share < 1.0 {
            last.set_value(Some(Tick { millis: now, share, shown }));
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

/// The last step that a share has reached.
fn stepped(share: f64, n_steps: Option<u32>) -> f64 {
    n_steps.map_or(share, |n| (share * f64::from(n) + 1e-9).floor() / f64::from(n))
}
