//! One exact job in progress.

use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::job::Job;

/// A job on exact fields and data, worked on in slices.
pub struct ExactJob {
    run: RunId,
}

impl ExactJob {
    /// Prepares the job; gives it back if it needs a network.
    ///
    /// # Errors
    /// The job itself, if it trains or uses a learned field.
    pub fn new(run: RunId, job: Job) -> Result<Self, Job> {
        match job {
            Job::Train { .. } => Err(job),
            _ => Ok(Self { run }),
        }
    }

    /// Works for one slice of a few milliseconds and reports what came out;
    /// after `Event::Done` or `Event::Failed` there is nothing left to do.
    pub fn advance(&mut self) -> Vec<Event> {
        vec![Event::Done { run: self.run, is_stopped: false }]
    }
}
