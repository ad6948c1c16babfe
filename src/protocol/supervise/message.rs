//! What goes into a supervisor and what comes out.

use crate::experiment::choice::DeviceKind;
use crate::protocol::command::Command;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::DeviceUsed;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::protocol::job::Job;
use crate::protocol::program::Program;
use crate::protocol::snapshot::Snapshot;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The program to use from now on; a worker of another one is replaced.
    Use {
        /// The program.
        program: Program,
        /// What the worker is asked to open.
        device: DeviceKind,
        /// Why this program.
        reason: String,
    },
    /// Have a worker ready, although there is no work yet.
    WarmUp,
    /// A job for a new run.
    Start {
        /// The run.
        run: RunId,
        /// The job.
        job: Job,
        /// Its urgency.
        priority: Priority,
    },
    /// A training job for a new run that goes on from a snapshot.
    Resume {
        /// The run.
        run: RunId,
        /// The job.
        job: Job,
        /// Where it begins.
        snapshot: Snapshot,
    },
    /// A wish about a run.
    Ask(Ask, RunId),
    /// A message of the worker of that life.
    Heard {
        /// Which worker.
        life: u32,
        /// What it said.
        event: Event,
    },
    /// The worker of that life is gone, or its program did not start.
    Died {
        /// Which worker.
        life: u32,
        /// One sentence.
        message: String,
    },
    /// Some of a file that the worker wanted has come.
    Fetching {
        /// Its address beside the page.
        file: String,
        /// How much of it.
        loaded: Loaded,
    },
    /// A file that the worker wanted, or why it is not to be had.
    Fetched {
        /// Its address beside the page.
        file: String,
        /// Its bytes, or one sentence.
        bytes: Result<Vec<u8>, String>,
    },
    /// Time has passed.
    Tick,
}

/// What a page may want of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Hold after the current step.
    Pause,
    /// Go on.
    Continue,
    /// One step, then hold.
    StepOnce,
    /// End early and keep the network.
    Stop,
    /// Forget it.
    Forget,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Make a worker in place of the one there is.
    Spawn {
        /// Its program.
        program: Program,
        /// Its number.
        life: u32,
    },
    /// End the worker.
    Terminate,
    /// Send it a command.
    Send(Command),
    /// Fetch a file beside the page for it.
    Fetch(String),
    /// Tell the figure that started the run.
    Tell(RunId, News),
    /// Show the device.
    Show {
        /// What is used.
        device: DeviceUsed,
        /// Why.
        reason: String,
    },
}

/// What a figure hears of its run.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A message of the worker.
    Event(Event),
    /// What is done before work proper shows.
    Doing(Doing),
    /// A sentence for the reader; the run goes on.
    Notice(String),
    /// The run's network is gone; nothing of it was saved.
    NetworkLost,
}

/// How much of a file, or of several, has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Bytes that are there.
    pub n_here: u32,
    /// Bytes of the whole file; 0 if the server does not say.
    pub n_all: u32,
}

impl Loaded {
    /// Several files as one; its length is known if all lengths are.
    pub fn sum<'a>(files: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let is_known = files.clone().all(|file| 0 < file.n_all);
        let n_all = if is_known { files.clone().map(|file| file.n_all).sum() } else { 0 };
        Self { n_here: files.map(|file| file.n_here).sum(), n_all }
    }
}

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Its program is being fetched and started.
    Loading(Program),
    /// A file that the work needs is being fetched.
    Fetching(Loaded),
    /// As the worker says.
    Phase(Phase),
}

/// How a worker is, for the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not asked for yet.
    Off,
    /// On its way.
    Starting,
    /// Waits for work.
    Ready,
    /// Works.
    Busy,
    /// Given up.
    Failed,
}

/// Run that a message belongs to.
pub(crate) fn run_of(event: &Event) -> Option<RunId> {
    match event {
        Event::Progress { run, .. }
        | Event::Losses { run, .. }
        | Event::Frame { run, .. }
        | Event::Metric { run, .. }
        | Event::Snapshot { run, .. }
        | Event::Held { run, .. }
        | Event::Done { run, .. } => Some(*run),
        Event::Failed { run, .. } => *run,
        Event::Ready { .. }
        | Event::Device { .. }
        | Event::Phase { .. }
        | Event::Want { .. }
        | Event::Pong { .. } => None,
    }
}
