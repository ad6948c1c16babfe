//! Tasks kept up to date: what the figure needs runs, and nothing else.

use std::time::Duration;

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::Track;
use leptos::prelude::Update;
use leptos::prelude::WithUntracked;
use leptos::prelude::set_timeout;

use crate::figure::Place;
use crate::figure::Task;
use crate::figure::agenda;
use crate::figure::agenda::Change;
use crate::protocol::supervise::message::Ask;
use crate::ui::bench::Bench;
use crate::ui::frame::now_millis;

/// Shortest time between two changes of tasks: a slider that is dragged asks
/// for more than can be computed.
const PACE_MILLIS: f64 = 120.0;

impl Bench {
    /// Keeps the tasks those of settings, cursor at rest and network.
    pub(super) fn keep_tasks(self) {
        Effect::new(move |_| {
            self.settings.track();
            self.t_at_rest.track();
            self.learned.track();
            self.taught.track();
            self.refresh_in_time();
        });
    }

    /// Keeps the worker that trains on the device that is asked for.
    pub(super) fn follow_device(self) {
        if self.figure.train.is_none() {
            return;
        }
        Effect::new(move |_| {
            self.settings.track();
            // A run that is under way keeps its device.
            if !self.phase.get().is_open() {
                self.link.use_device(self.wish());
                self.link.warm_up();
            }
        });
    }

    /// Refreshes now if the last time is long enough ago, and else in time.
    fn refresh_in_time(self) {
        let now = now_millis();
        let wait = self.with_book(|book| {
            let wait = book.refreshed_millis + PACE_MILLIS - now;
            let is_waiting = std::mem::replace(&mut book.is_refresh_due, 0.0 < wait);
            (!is_waiting || wait <= 0.0).then_some(wait)
        });
        match wait.flatten() {
            Some(wait) if 0.0 < wait => {
                self.is_fresh.set(false);
                let later = move || {
                    let is_due = self.with_book(|book| book.is_refresh_due);
                    if is_due == Some(true) {
                        self.refresh();
                    }
                };
                set_timeout(later, Duration::from_millis(wait.ceil() as u64));
            }
            Some(_) => self.refresh(),
            None => {}
        }
    }

    /// Starts what is needed and does not run, forgets what runs and is not needed.
    pub(super) fn refresh(self) {
        let wanted = self.wanted();
        let changes = self.with_book(|book| {
            book.refreshed_millis = now_millis();
            book.is_refresh_due = false;
            book.agenda.changes(wanted)
        });
        let changes = changes.unwrap_or_default();
        let begins = changes.iter().any(|change| matches!(change, Change::Start(_)));
        // What was said of the tasks before is no news of these; a run has its own.
        if begins && self.figure.train.is_none() {
            self.run_notices.update(Vec::clear);
        }
        for change in changes {
            match change {
                Change::Forget(run) => self.link.ask(Ask::Forget, run),
                Change::Clear(run, slot) => {
                    self.link.ask(Ask::Forget, run);
                    self.outputs.update(|outputs| outputs.clear(slot));
                }
                Change::Start(task) => self.start_task(task),
            }
        }
        self.count_tasks();
        if !self.is_fresh.get_untracked() {
            self.is_fresh.set(true);
        }
    }

    /// Looks how the tasks are.
    pub(super) fn count_tasks(self) {
        let Some(tally) = self.with_book(|book| book.agenda.tally()) else { return };
        if self.tally.get_untracked() != tally {
            self.tally.set(tally);
        }
    }

    fn start_task(self, task: Task) {
        let Some(listener) = self.with_book(|book| book.listener.clone()).flatten() else { return };
        if task.place == Place::Engine {
            self.link.need_engine();
        }
        let run = self.link.start(task.place, task.job.clone(), listener);
        self.with_book(|book| book.agenda.started(task, run));
    }

    /// Ends every task that is under way; what they have given stays.
    pub fn stop_tasks(self) {
        let going = self.with_book(|book| book.agenda.going()).unwrap_or_default();
        if !going.is_empty() {
            self.say("Stopped: the figure shows what was done until then.");
        }
        for run in going {
            self.link.ask(Ask::Stop, run);
        }
    }

    fn wanted(self) -> Vec<Task> {
        let t = self.t_at_rest.get_untracked();
        self.settings.with_untracked(|settings| {
            self.taught.with_untracked(|taught| {
                let network = taught.as_ref().zip(self.learned.get_untracked());
                agenda::wanted(self.figure, settings, t, network)
            })
        })
    }
}
