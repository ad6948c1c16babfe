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
            let is_wanted = self.wants_replay.get();
            if is_wanted && state.get() == DataState::Done && self.is_on_screen.get() {
                self.wants_replay.set(false);
                self.play_once();
            }
        });
    }
}
