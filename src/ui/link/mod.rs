//! The page's end of the seam: two workers, the page's own light jobs, one handle.
//!
//! What to do about workers is decided in [`crate::protocol::supervise`]; here
//! it is done. Nothing is loaded before something asks for it.

mod hub;
mod local;
mod port;
mod probe;
mod site;

use std::rc::Rc;

use leptos::prelude::LocalStorage;
use leptos::prelude::ReadSignal;
use leptos::prelude::StoredValue;
use leptos::prelude::WithValue;
use leptos::prelude::provide_context;
use leptos::prelude::use_context;

use crate::experiment::choice::DeviceKind;
use crate::figure::Place;
use crate::protocol::command::RunId;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Ask;
use crate::protocol::supervise::message::News;
use crate::ui::link::hub::Hub;

/// Hears what becomes of a run.
pub type Listener = Rc<dyn Fn(RunId, News)>;

/// What the shell shows of the workers.
#[derive(Clone, Copy, Debug)]
pub struct LinkState {
    /// `none`, `webgpu` or `cpu`.
    pub device: ReadSignal<&'static str>,
    /// One sentence that says why.
    pub device_reason: ReadSignal<String>,
    /// `starting`, `ready`, `busy` or `failed`.
    pub worker: ReadSignal<&'static str>,
}

/// Handle of the workers; one for the whole page, in its context.
#[derive(Clone, Copy)]
pub struct Link {
    hub: StoredValue<Rc<Hub>, LocalStorage>,
    /// What the shell shows.
    pub state: LinkState,
}

impl Link {
    /// Makes the page's handle and puts it into the context; for the shell.
    pub fn provide() -> Self {
        let (hub, state) = Hub::new();
        let link = Self { hub: StoredValue::new_local(hub), state };
        provide_context(link);
        link
    }

    /// The page's handle.
    ///
    /// # Panics
    /// If the shell has provided none.
    pub fn of_page() -> Self {
        use_context().expect("link: the shell provides it")
    }

    /// Chooses the device to train on, asking the browser where it matters.
    pub fn use_device(self, wish: DeviceKind) {
        self.hub.with_value(|hub| hub.use_device(wish));
    }

    /// Has a worker for work that does not care which device it has.
    pub fn need_engine(self) {
        self.hub.with_value(|hub| hub.need_engine());
    }

    /// Loads the worker that trains, in the background.
    pub fn warm_up(self) {
        self.hub.with_value(|hub| hub.warm_up());
    }

    /// Starts a job and names its run; `listener` hears of it until it is forgotten.
    pub fn start(self, place: Place, job: Job, listener: Listener) -> RunId {
        self.hub.with_value(|hub| hub.start(place, job, listener))
    }

    /// Starts a training job that begins as a snapshot says, and names its run.
    pub fn resume(self, job: Job, snapshot: Snapshot, listener: Listener) -> RunId {
        self.hub.with_value(|hub| hub.resume(job, snapshot, listener))
    }

    /// Where a training run can go on from, as its worker last said.
    pub fn snapshot(self, run: RunId) -> Option<Snapshot> {
        self.hub.with_value(|hub| hub.snapshot(run))
    }

    /// Asks something of a run; a run that is not known changes nothing.
    pub fn ask(self, ask: Ask, run: RunId) {
        // The page may be going away, and the hub with it.
        self.hub.try_with_value(|hub| hub.ask(ask, run));
    }
}
