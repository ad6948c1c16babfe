//! The flow played once, when everything that it shows has been computed.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::Set;

use crate::figure::phase::DataState;
use crate::ui::bench::Bench;

impl Bench {
    /// Waits for the figure to be done and in view, and then plays it once.
    pub(super) fn follow_replay(self) {
        let state = self.data_state();
        Effect::new(move |_| {
            let timeline = self.timeline;
            let is_wanted = timeline.wants_replay.get() && !timeline.is_held.get();
            if is_wanted && state.get() == DataState::Done && self.is_on_screen.get() {
                timeline.wants_replay.set(false);
                self.play_once();
            }
        });
        Effect::new(move |was_playing: Option<bool>| {
            let is_playing = self.is_playing.get();
            let is_over = was_playing == Some(true) && !is_playing;
            if is_over && self.timeline.is_over() {
                self.give_time_back();
            }
            is_playing
        });
    }
}
