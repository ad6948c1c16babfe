//! Networks with weights from elsewhere: shipped with the page, or out of a reader's file.

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::Memo;
use leptos::prelude::Set;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::untrack;
use leptos::task::spawn_local;
use web_sys::File;

use crate::experiment::settings::Settings;
use crate::experiment::shipped;
use crate::experiment::shipped::Shipped;
use crate::figure::given;
use crate::figure::given::Opened;
use crate::figure::phase::RunPhase;
use crate::figure::taught::Taught;
use crate::protocol::snapshot::Snapshot;
use crate::ui::bench::Bench;
use crate::ui::weights;

impl Bench {
    /// Shows the shipped network that the settings begin with, unless a network
    /// of these settings is at hand; and drops it when they begin otherwise.
    pub(super) fn follow_init(self) {
        if self.figure.train.is_none() {
            return;
        }
        let init = Memo::new(move |_| self.settings.with(shipped::of));
        Effect::new(move |_| {
            let init = init.get();
            untrack(|| match (init, self.taught.get_untracked()) {
                (None, Some(Taught::Shipped(_))) => self.reset(),
                (Some(shipped), taught) if self.is_other(taught.as_ref()) => {
                    self.show_shipped(shipped);
                }
                _ => {}
            });
        });
    }

    /// Shows a shipped network as it came.
    pub(super) fn show_shipped(self, shipped: &'static Shipped) {
        self.forget_run();
        self.run_notices.set(Vec::new());
        self.taught.set(Some(Taught::Shipped(shipped)));
        self.refresh();
        self.with_shipped(shipped, move |network| {
            self.show(&self.settings.get_untracked(), network);
        });
    }

    /// Fetches shipped weights and hands them on, unless something else was
    /// begun meanwhile.
    pub(super) fn with_shipped(
        self,
        shipped: &'static Shipped,
        go_on: impl FnOnce(Snapshot) + 'static,
    ) {
        self.phase.set(RunPhase::Fetching);
        let turn = self.with_book(|book| book.n_begun);
        spawn_local(async move {
            let found = weights::shipped(shipped).await;
            // Nothing to go on with once the figure has left the page.
            if turn.is_none() || self.with_book(|book| book.n_begun) != turn {
                return;
            }
            match found {
                Ok(network) => go_on(network),
                Err(message) => {
                    self.say(&message);
                    self.phase.set(RunPhase::Failed { message });
                    self.give_time_back();
                }
            }
        });
    }

    /// Shows the network of a reader's file as if it had been trained here.
    pub fn load(self, file: File) {
        spawn_local(async move {
            let bytes = weights::bytes_of(&file).await;
            if self.with_book(|_| ()).is_none() {
                return;
            }
            let now = self.settings.get_untracked();
            match bytes.and_then(|bytes| given::open(&now, &bytes)) {
                Ok(Opened { settings, snapshot }) => {
                    self.forget_run();
                    self.taught.set(Some(Taught::File(settings.clone())));
                    self.settings.set(settings.clone());
                    let said = "This is the network of the file; the settings of its training are the file's.";
                    self.run_notices.set(vec![said.to_owned()]);
                    self.show(&settings, snapshot);
                    self.refresh();
                }
                Err(sentence) => self.say(&sentence),
            }
        });
    }

    /// Has the worker take a network up and say what it makes.
    fn show(self, settings: &Settings, network: Snapshot) {
        self.phase.set(RunPhase::Starting { what: "Loading the network.".to_owned() });
        self.borrow_time(self.t.get_untracked());
        self.start(given::shown(settings, &network), Some(network));
    }

    /// Whether the settings ask for another network than the one at hand or on its way.
    fn is_other(self, taught: Option<&Taught>) -> bool {
        taught.is_none_or(|taught| self.settings.with_untracked(|now| taught.is_stale(now)))
    }
}
