//! What follows when a worker is lost: another one, another program, or the end.

use crate::experiment::choice::DeviceKind;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::program::Program;
use crate::protocol::supervise::MAX_RESTARTS;
use crate::protocol::supervise::Plan;
use crate::protocol::supervise::Stage;
use crate::protocol::supervise::Supervisor;
use crate::protocol::supervise::message::Action;
use crate::protocol::supervise::message::Doing;
use crate::protocol::supervise::message::News;

impl Supervisor {
    /// Counts a run as stopped without waiting for the worker.
    pub(super) fn end(&mut self, run: RunId) {
        let has_network = self.roster.end(run);
        let done = Event::Done { run, is_stopped: true };
        self.actions.push(Action::Tell(run, News::Event(done)));
        if !has_network {
            self.actions.push(Action::Tell(run, News::NetworkLost));
        }
    }

    /// The worker can not go on: another one, another program, or the end.
    pub(super) fn lost(&mut self, message: &str, now: f64) {
        let Some(plan) = &mut self.plan else { return };
        let is_starting = matches!(self.stage, Stage::Loading { .. } | Stage::Opening { .. });
        if plan.program == Program::Gpu {
            self.failed_on_gpu = Some(plan.device);
            let reason = format!("{message} The CPU is used instead.");
            *plan = Plan { program: Program::Cpu, device: DeviceKind::Cpu, reason };
            self.n_restarts = 0;
            self.replace(&format!("{message} The CPU takes over."), now);
        } else if is_starting {
            self.give_up(message);
        } else if self.n_restarts == MAX_RESTARTS {
            self.give_up(&format!(
                "{message} It was restarted {MAX_RESTARTS} times and got no further. \
                 Try a smaller network or batch, or reload the page."
            ));
        } else {
            self.n_restarts += 1;
            self.replace(message, now);
        }
    }

    /// Says why, and makes the next worker.
    pub(super) fn replace(&mut self, message: &str, now: f64) {
        let unsettled = self.roster.unsettled();
        let training = unsettled.iter().copied().filter(|run| self.roster.is_training(*run));
        let training: Vec<RunId> = training.collect();
        for &run in &training {
            let notice = match self.roster.step(run) {
                0 => format!("{message} Training starts again from the first step."),
                step => format!("{message} Training goes on from step {step}."),
            };
            self.actions.push(Action::Tell(run, News::Notice(notice)));
        }
        if training.is_empty() {
            for run in unsettled {
                let notice = format!("{message} The work was started again.");
                self.actions.push(Action::Tell(run, News::Notice(notice)));
            }
        }
        self.spawn(now);
    }

    pub(super) fn spawn(&mut self, now: f64) {
        let Some(plan) = &self.plan else { return };
        let life = self.n_lives;
        self.n_lives += 1;
        self.stage = Stage::Loading { since_millis: now };
        self.watch.restart(now);
        self.actions.push(Action::Spawn { program: plan.program, life });
        for run in self.roster.unsettled() {
            let doing = News::Doing(Doing::Loading(plan.program));
            self.actions.push(Action::Tell(run, doing));
        }
    }

    /// Ends it all with one sentence; the next job tries anew.
    pub(super) fn give_up(&mut self, message: &str) {
        self.stage = Stage::Failed;
        self.actions.push(Action::Terminate);
        for run in self.roster.unsettled() {
            self.roster.forget(run);
            let event = Event::Failed {
                run: Some(run),
                message: message.to_owned(),
                is_recoverable: false,
            };
            self.actions.push(Action::Tell(run, News::Event(event)));
        }
    }
}
