//! One worker's place on the page: who is there, who was, and what is known.

use crate::protocol::program::Program;
use crate::protocol::supervise::Supervisor;
use crate::ui::link::port::Heard;
use crate::ui::link::port::Port;

/// Which worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Trains networks and uses them.
    Engine,
    /// Heavy exact work.
    Exact,
}

/// A worker's place.
#[derive(Default)]
pub(super) struct Site {
    /// What the page knows of the worker.
    pub(super) supervisor: Supervisor,
    port: Option<Port>,
    /// Replaced workers, kept until none of their closures can be running.
    retired: Vec<Port>,
}

impl Site {
    /// The worker, if one is there.
    pub(super) fn port(&self) -> Option<&Port> {
        self.port.as_ref()
    }

    /// Puts a new worker in the place of the old one.
    ///
    /// # Errors
    /// A sentence, if the browser makes none.
    pub(super) fn spawn(
        &mut self,
        program: Program,
        life: u32,
        hear: impl Fn(Heard) + Clone + 'static,
    ) -> Result<(), String> {
        self.retire();
        self.port = Some(Port::open(program, life, hear)?);
        Ok(())
    }

    /// Ends the worker.
    pub(super) fn retire(&mut self) {
        if let Some(port) = self.port.take() {
            port.quiet();
            self.retired.push(port);
        }
    }

    /// Drops replaced workers; not to be called from one of their closures.
    pub(super) fn clear_retired(&mut self) {
        self.retired.clear();
    }
}
