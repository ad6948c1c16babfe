//! Light exact jobs on the page itself, a few milliseconds at a time.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;

use crate::job::exact::ExactJob;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::job::Job;
use crate::ui::frame::now_millis;

/// Work between two breaths of the page.
const SLICE_MILLIS: f64 = 6.0;

/// Hears what a job has made.
pub(super) type Hear = Box<dyn Fn(RunId, Event)>;

/// The page's own jobs, taking turns.
pub(super) struct Local {
    queue: RefCell<VecDeque<(RunId, Stage)>>,
    is_scheduled: Cell<bool>,
    hear: Hear,
}

enum Stage {
    New(Job),
    Going(ExactJob),
}

impl Local {
    /// No jobs yet.
    pub(super) fn new(hear: Hear) -> Rc<Self> {
        Rc::new(Self { queue: RefCell::default(), is_scheduled: Cell::new(false), hear })
    }

    /// Takes a job in; it begins when the page has drawn.
    pub(super) fn start(self: &Rc<Self>, run: RunId, job: Job) {
        self.queue.borrow_mut().push_back((run, Stage::New(job)));
        self.schedule();
    }

    /// Drops a job.
    pub(super) fn forget(&self, run: RunId) {
        self.queue.borrow_mut().retain(|(of, _)| *of != run);
    }

    fn schedule(self: &Rc<Self>) {
        if self.is_scheduled.replace(true) {
            return;
        }
        let local = self.clone();
        let work = move || {
            local.is_scheduled.set(false);
            local.work();
            if !local.queue.borrow().is_empty() {
                local.schedule();
            }
        };
        set_timeout(work, Duration::ZERO);
    }

    fn work(&self) {
        let start = now_millis();
        while now_millis() - start < SLICE_MILLIS {
            let Some((run, stage)) = self.queue.borrow_mut().pop_front() else { return };
            let (rest, events) = advanced(run, stage);
            if let Some(rest) = rest {
                self.queue.borrow_mut().push_back((run, rest));
            }
            for event in events {
                (self.hear)(run, event);
            }
        }
    }
}

/// What is left of a job after one slice, and what the slice made.
fn advanced(run: RunId, stage: Stage) -> (Option<Stage>, Vec<Event>) {
    let mut job = match stage {
        Stage::Going(job) => job,
        Stage::New(job) => {
            let Ok(job) = ExactJob::new(run, job) else {
                let message = "This needs a network, which the page itself has not.".to_owned();
                let failed = Event::Failed { run: Some(run), message, is_recoverable: false };
                return (None, vec![failed]);
            };
            return (Some(Stage::Going(job)), Vec::new());
        }
    };
    let events = job.advance();
    let is_over = |event: &Event| matches!(event, Event::Done { .. } | Event::Failed { .. });
    let rest = (!events.iter().any(is_over)).then_some(Stage::Going(job));
    (rest, events)
}
