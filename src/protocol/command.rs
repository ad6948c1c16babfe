//! What the page asks of a worker.

use serde::Deserialize;
use serde::Serialize;

use crate::protocol::buffer::Bytes;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;

/// Names one piece of work; the page counts up and never uses one twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// A request of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Opens the device; answered by `Event::Device`. The first command.
    OpenDevice {
        /// `auto`, `cpu`, `webgpu` or `webgpu-force`, as in links.
        preference: String,
    },
    /// Starts a job under a new run.
    Start {
        /// The new run.
        run: RunId,
        /// What to compute.
        job: Job,
        /// More urgent work goes first.
        priority: Priority,
    },
    /// Starts a training job where a snapshot left it.
    Resume {
        /// The run, known to the page; may be new to the worker.
        run: RunId,
        /// The same training job as before.
        job: Job,
        /// Where to go on.
        snapshot: Snapshot,
        /// Whether it goes on at once.
        is_running: bool,
    },
    /// Holds a training run after the current step.
    Pause {
        /// The run.
        run: RunId,
    },
    /// Goes on with a held run.
    Continue {
        /// The run.
        run: RunId,
    },
    /// Makes one training step and holds.
    StepOnce {
        /// The run.
        run: RunId,
    },
    /// Ends a run early; its model stays for sampling.
    Stop {
        /// The run.
        run: RunId,
    },
    /// Forgets a run and its model.
    Forget {
        /// The run.
        run: RunId,
    },
    /// A file that the worker wants.
    File {
        /// Its address beside the page.
        file: String,
        /// What is in it.
        bytes: Bytes,
    },
    /// A file that the worker wants and can not have.
    NoFile {
        /// Its address beside the page.
        file: String,
        /// One sentence.
        message: String,
    },
    /// Asks for a sign of life; answered by `Event::Pong`.
    Ping {
        /// Comes back in the answer.
        nonce: u32,
    },
}

/// How urgent a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Priority {
    /// When nothing else is to do.
    Background,
    /// Takes its turn.
    Normal,
    /// Somebody drags a slider and waits.
    Interactive,
}
