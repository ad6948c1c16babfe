//! The time cursor: where it starts, when it rests, and its place in the link.

use std::time::Duration;

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::Track;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::set_timeout;

use crate::experiment::param::Value;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::TimeSpan;
use crate::ui::bench::Bench;
use crate::ui::clock::prefers_stillness;

/// Without a move for this long the cursor rests.
const REST: Duration = Duration::from_millis(150);

/// Time of the settings; 1 for a figure without time.
pub(super) fn cursor_of(settings: &Settings) -> f64 {
    match settings.get("t") {
        Some(Value::Real(t)) => *t,
        _ => 1.0,
    }
}

/// Whether time plays once when the figure is first seen: it runs evenly, no
/// network is awaited, and no link asks for a moment in between.
pub(super) fn starts_by_itself(figure: &Figure, settings: &Settings) -> bool {
    let runs_evenly = figure.time.is_some_and(|span| span.n_steps.is_none());
    let t = cursor_of(settings);
    runs_evenly && figure.train.is_none() && (t <= 0.0 || 1.0 <= t)
}

impl Bench {
    /// Plays from here, or from the start if time is at its end; pauses if it plays.
    pub fn toggle_play(self) {
        if self.is_playing.get_untracked() {
            self.is_playing.set(false);
            return;
        }
        self.keep_time();
        if self.timeline.is_over() {
            self.t.set(self.timeline.first());
        }
        self.timeline.wants_replay.set(false);
        self.is_playing.set(true);
    }

    /// Puts the cursor somewhere by hand.
    pub fn scrub(self, t: f64) {
        self.keep_time();
        self.timeline.wants_replay.set(false);
        self.is_playing.set(false);
        let t = t.clamp(0.0, 1.0);
        let snapped =
            |span: TimeSpan| self.settings.with_untracked(|settings| span.snapped(settings, t));
        self.t.set(self.figure.time.map_or(t, snapped));
    }

    /// Puts the cursor back to where the figure begins.
    pub(super) fn rewind(self) {
        self.keep_time();
        self.timeline.wants_replay.set(false);
        self.is_playing.set(false);
        self.t.set(cursor_of(&self.figure.settings()));
    }

    /// Leaves time where it is: nothing plays before the reader asks for it.
    pub fn keep_still(self) {
        self.timeline.wants_replay.set(false);
    }

    /// Moves the cursor by steps of the figure's time.
    pub fn step_time(self, by: i64) {
        let Some(span) = self.figure.time else { return };
        let share = self.settings.with_untracked(|settings| {
            let step = i64::from(span.step(settings, self.t.get_untracked()));
            span.share_of(settings, (step + by).clamp(0, i64::from(u32::MAX)) as u32)
        });
        self.scrub(share);
    }

    /// Plays once from the start, unless the reader asked for less motion.
    pub(super) fn play_once(self) {
        if self.figure.time.is_some() && !prefers_stillness() {
            self.t.set(self.timeline.first());
            self.is_playing.set(true);
        } else {
            self.give_time_back();
        }
    }

    /// Moves the cursor for a while; the reader's own time stays in the link.
    pub(super) fn borrow_time(self, t: f64) {
        let own = self.settings.with_untracked(cursor_of);
        self.timeline.lend(own);
        self.is_playing.set(false);
        self.t.set(t);
        self.t_at_rest.set(t);
    }

    /// Puts the cursor back where the reader had it.
    pub(super) fn give_time_back(self) {
        if let Some(own) = self.timeline.take_back() {
            self.t.set(own);
        }
    }

    /// The cursor is the reader's from now on.
    fn keep_time(self) {
        self.timeline.take_back();
    }

    /// Tells tasks and link of the cursor when it rests, and follows the link.
    pub(super) fn follow_time(self) {
        Effect::new(move |_| {
            self.t.track();
            let is_playing = self.is_playing.get();
            let move_idx = self.with_book(|book| {
                book.n_moves += 1;
                book.n_moves
            });
            if is_playing {
                return;
            }
            let settle = move || {
                let is_last = self.with_book(|book| Some(book.n_moves) == move_idx);
                if is_last == Some(true) {
                    self.rest();
                }
            };
            set_timeout(settle, REST);
        });
        Effect::new(move |before: Option<f64>| {
            let asked = self.settings.with(cursor_of);
            let is_news = before.is_some_and(|before| is_elsewhere(before, asked));
            if is_news && is_elsewhere(asked, self.t.get_untracked()) {
                self.scrub(asked);
            }
            asked
        });
    }

    fn rest(self) {
        let t = self.t.get_untracked();
        if self.t_at_rest.get_untracked().to_bits() != t.to_bits() {
            self.t_at_rest.set(t);
        }
        let is_lent = self.timeline.is_lent();
        let is_moved =
            self.settings.with_untracked(|settings| is_elsewhere(cursor_of(settings), t));
        if is_moved && !is_lent {
            let rounded = (t * 1000.0).round() / 1000.0;
            self.settings.update(|settings| settings.set("t", Value::Real(rounded)));
        }
    }
}

/// Whether two times differ by more than a link keeps of them.
fn is_elsewhere(t: f64, other: f64) -> bool {
    1e-3 <= (t - other).abs()
}
