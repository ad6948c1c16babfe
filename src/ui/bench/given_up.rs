//! Networks that went with their page, so that a reader who comes back is told.

use leptos::prelude::LocalStorage;
use leptos::prelude::StoredValue;
use leptos::prelude::UpdateValue;
use leptos::prelude::WithValue;
use leptos::prelude::provide_context;
use leptos::prelude::use_context;

use crate::experiment::settings::Settings;
use crate::figure::links;

/// Most networks that are remembered; the oldest are forgotten.
const N_KEPT: usize = 32;

/// Links of trainings whose networks were given up during this visit; in the
/// context of the whole page.
#[derive(Clone, Copy)]
pub struct GivenUp(StoredValue<Vec<String>, LocalStorage>);

impl GivenUp {
    /// Puts the memory into the context; for the shell.
    pub fn provide() {
        provide_context(Self(StoredValue::new_local(Vec::new())));
    }

    /// Remembers that a network trained with these settings is gone.
    pub fn remember(self, settings: &Settings) {
        let link = links::training(settings);
        // The whole page may be going away.
        self.0.try_update_value(|links| {
            links.retain(|known| *known != link);
            links.push(link);
            if N_KEPT < links.len() {
                links.remove(0);
            }
        });
    }

    /// What is to be said where these settings are opened again.
    pub fn sentence(settings: &Settings) -> Option<String> {
        let link = links::training(settings);
        let is_gone = use_context::<Self>()?.0.with_value(|links| links.contains(&link));
        is_gone.then(|| {
            "The network that you trained here was not kept when you left the page. Train makes it again: the same settings give the same network."
                .to_owned()
        })
    }
}
