//! What a figure sees: the signals that its picture and its numbers depend on.

use leptos::prelude::GetUntracked;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::StoredValue;
use leptos::prelude::Track;
use leptos::prelude::WithUntracked;
use leptos::prelude::WithValue;

use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::View;
use crate::figure::memo::Memo;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;

/// Signals of one figure.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// What the reader chose.
    pub(super) settings: RwSignal<Settings>,
    /// Everything computed so far.
    pub(super) outputs: RwSignal<Outputs>,
    /// Time cursor.
    pub(super) t: RwSignal<f64>,
    /// Where the pointer is and what has been dragged.
    pub(super) probe: RwSignal<Probe>,
    /// What the figure computed for earlier pictures.
    pub(super) memo: StoredValue<Memo, LocalStorage>,
}

impl Seen {
    /// Follows all of it.
    pub(super) fn track(self) {
        self.settings.track();
        self.outputs.track();
        self.t.track();
        self.probe.track();
    }

    /// What `look` makes of it now.
    pub(super) fn look<T>(self, figure: &Figure, look: impl FnOnce(&View<'_>) -> T) -> T {
        let (t, span) = (self.t.get_untracked(), figure.time);
        self.settings.with_untracked(|settings| {
            self.outputs.with_untracked(|outputs| {
                self.probe.with_untracked(|probe| {
                    let look =
                        |memo: &Memo| look(&View { settings, outputs, t, span, probe, memo });
                    self.memo.with_value(look)
                })
            })
        })
    }
}
