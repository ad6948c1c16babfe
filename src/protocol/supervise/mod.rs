//! The page's knowledge of one worker: what it does, when to replace it, what to send again.
//!
//! A state machine without a clock and without a browser: what happened and
//! when goes in, what to do comes out. A worker that dies, hangs or disobeys
//! is replaced; its successor gets every run where the last snapshot left it.

pub mod message;
mod recovery;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::experiment::choice::DeviceKind;
use crate::math::kind::Kind as _;
use crate::protocol::VERSION;
use crate::protocol::buffer::Bytes;
use crate::protocol::command::Command;
use crate::protocol::command::RunId;
use crate::protocol::event::DeviceUsed;
use crate::protocol::event::Event;
use crate::protocol::program::Program;
use crate::protocol::roster::Roster;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Action;
use crate::protocol::supervise::message::Ask;
use crate::protocol::supervise::message::Doing;
use crate::protocol::supervise::message::Input;
use crate::protocol::supervise::message::Loaded;
use crate::protocol::supervise::message::News;
use crate::protocol::supervise::message::Status;
use crate::protocol::supervise::message::run_of;
use crate::protocol::watch::SLOW_MILLIS;
use crate::protocol::watch::Verdict;
use crate::protocol::watch::Watch;

/// Replacements in a row without any progress between them, before giving up.
pub const MAX_RESTARTS: u32 = 3;

/// The page's knowledge of one worker.
#[derive(Clone, Debug)]
pub struct Supervisor {
    plan: Option<Plan>,
    stage: Stage,
    /// Workers made so far; the last one is of life `n_lives - 1`.
    n_lives: u32,
    n_restarts: u32,
    roster: Roster,
    watch: Watch,
    is_wanted: bool,
    /// Wish whose GPU program failed here; it is not tried again.
    failed_on_gpu: Option<DeviceKind>,
    /// How much has come of the files that the worker waits for.
    on_way: BTreeMap<String, Loaded>,
    actions: Vec<Action>,
}

#[derive(Clone, Debug, PartialEq)]
struct Plan {
    program: Program,
    device: DeviceKind,
    reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Off,
    Loading { since_millis: f64 },
    Opening { since_millis: f64 },
    Alive,
    Failed,
}

impl Supervisor {
    /// No worker and no work yet.
    pub fn new() -> Self {
        Self {
            plan: None,
            stage: Stage::Off,
            n_lives: 0,
            n_restarts: 0,
            roster: Roster::default(),
            watch: Watch::new(0.0),
            is_wanted: false,
            failed_on_gpu: None,
            on_way: BTreeMap::new(),
            actions: Vec::new(),
        }
    }

    /// Takes in what happened at `now_millis`, and says what to do, in order.
    pub fn handle(&mut self, input: Input, now_millis: f64) -> Vec<Action> {
        match input {
            Input::Use { program, device, reason } => {
                self.set_plan(Plan { program, device, reason }, now_millis);
            }
            Input::WarmUp => {
                self.is_wanted = true;
                if self.stage == Stage::Off {
                    self.wake(now_millis);
                }
            }
            Input::Start { run, job, priority } => {
                let command = self.roster.start(run, job, priority);
                self.start(run, command, now_millis);
            }
            Input::Resume { run, job, snapshot } => {
                let command = self.roster.resume(run, job, snapshot);
                self.start(run, command, now_millis);
            }
            Input::Ask(ask, run) => self.ask(ask, run, now_millis),
            Input::Heard { life, event } if self.is_living(life) => self.heard(event, now_millis),
            Input::Died { life, message } if self.is_living(life) => {
                self.lost(&message, now_millis);
            }
            Input::Heard { .. } | Input::Died { .. } => {}
            Input::Fetching { file, loaded } => self.fetching(file, loaded),
            Input::Fetched { file, bytes } => self.fetched(file, bytes),
            Input::Tick => self.tick(now_millis),
        }
        std::mem::take(&mut self.actions)
    }

    /// How the worker is.
    pub fn status(&self) -> Status {
        match self.stage {
            Stage::Off if self.is_wanted => Status::Starting,
            Stage::Off => Status::Off,
            Stage::Loading { .. } | Stage::Opening { .. } => Status::Starting,
            Stage::Alive if self.roster.is_busy() => Status::Busy,
            Stage::Alive => Status::Ready,
            Stage::Failed => Status::Failed,
        }
    }

    /// Where a run can go on from, if its worker has said so.
    pub fn snapshot(&self, run: RunId) -> Option<&Snapshot> {
        self.roster.snapshot(run)
    }

    /// Whether time matters now, so that ticks are needed.
    pub fn needs_ticks(&self) -> bool {
        matches!(self.status(), Status::Starting | Status::Busy)
    }

    /// Whether that is the worker there is; what others say comes too late.
    fn is_living(&self, life: u32) -> bool {
        let has_worker = !matches!(self.stage, Stage::Off | Stage::Failed);
        has_worker && life.checked_add(1) == Some(self.n_lives)
    }

    fn set_plan(&mut self, plan: Plan, now: f64) {
        if plan.program == Program::Gpu && self.failed_on_gpu == Some(plan.device) {
            return;
        }
        let is_same = |old: &Plan| (old.program, old.device) == (plan.program, plan.device);
        if self.plan.as_ref().is_some_and(is_same) {
            self.explain(plan);
            return;
        }
        self.plan = Some(plan);
        match self.stage {
            Stage::Loading { .. } | Stage::Opening { .. } | Stage::Alive => self.spawn(now),
            Stage::Off | Stage::Failed if self.is_wanted => self.spawn(now),
            Stage::Off | Stage::Failed => {}
        }
    }

    /// Takes over the reason of a plan that changes nothing else.
    fn explain(&mut self, plan: Plan) {
        if self.stage == Stage::Alive && plan.program == Program::Cpu {
            let reason = plan.reason.clone();
            self.actions.push(Action::Show { device: DeviceUsed::Cpu, reason });
        }
        self.plan = Some(plan);
    }

    /// Spawns a worker if there is none and it is known which.
    fn wake(&mut self, now: f64) {
        if matches!(self.stage, Stage::Off | Stage::Failed) && self.plan.is_some() {
            self.n_restarts = 0;
            self.spawn(now);
        }
    }

    /// Sends a run's first command, now or when there is a worker.
    fn start(&mut self, run: RunId, command: Command, now: f64) {
        self.is_wanted = true;
        match self.stage {
            Stage::Alive => self.actions.push(Action::Send(command)),
            Stage::Off | Stage::Failed => self.wake(now),
            Stage::Loading { .. } | Stage::Opening { .. } => {}
        }
        if let (Stage::Loading { .. }, Some(plan)) = (self.stage, &self.plan) {
            let doing = News::Doing(Doing::Loading(plan.program));
            self.actions.push(Action::Tell(run, doing));
        }
    }

    fn ask(&mut self, ask: Ask, run: RunId, now: f64) {
        if !self.roster.knows(run) {
            return;
        }
        let command = match ask {
            Ask::Pause => {
                self.roster.hold(run);
                Command::Pause { run }
            }
            Ask::Continue => {
                self.roster.go_on(run);
                Command::Continue { run }
            }
            Ask::StepOnce => {
                self.roster.step_once(run);
                Command::StepOnce { run }
            }
            Ask::Stop => {
                let nonce = self.watch.next_nonce();
                self.roster.stop(run, nonce, now);
                Command::Stop { run }
            }
            Ask::Forget => {
                self.roster.forget(run);
                Command::Forget { run }
            }
        };
        if self.stage == Stage::Alive {
            self.actions.push(Action::Send(command));
            if let Some(nonce) = self.roster.stop_nonce(run) {
                // Commands are taken in order: the answer says that Stop was heard.
                self.actions.push(Action::Send(Command::Ping { nonce }));
            }
        } else if ask == Ask::Stop {
            self.end(run);
        }
    }

    fn heard(&mut self, event: Event, now: f64) {
        self.watch.heard(now);
        match (self.stage, event) {
            (Stage::Loading { .. }, Event::Ready { version }) => self.ready(version, now),
            (Stage::Opening { .. }, Event::Device { device, reason }) => {
                self.watch.runs_on(&device);
                self.show(device, reason);
                self.open();
            }
            (Stage::Alive, Event::Device { device, reason }) => {
                self.watch.runs_on(&device);
                self.show(device, reason);
            }
            (_, Event::Phase { phase }) => {
                self.watch.enter(phase);
                for run in self.roster.unsettled() {
                    let doing = News::Doing(Doing::Phase(phase));
                    self.actions.push(Action::Tell(run, doing));
                }
            }
            (
                _,
                Event::Failed { run: None, message, .. }
                | Event::Failed { message, is_recoverable: true, .. },
            ) => self.lost(&message, now),
            (_, Event::Snapshot { run, snapshot }) => {
                if self.roster.keep(run, snapshot) {
                    self.n_restarts = 0;
                }
            }
            (_, Event::Pong { nonce }) => self.roster.answered(nonce),
            (_, Event::Want { file }) => {
                self.fetching(file.clone(), Loaded::default());
                self.actions.push(Action::Fetch(file));
            }
            (_, Event::Ready { .. } | Event::Device { .. }) => {}
            (_, event) => self.pass_on(event),
        }
    }

    /// Says to those that may wait how much of all files on their way has come.
    fn fetching(&mut self, file: String, loaded: Loaded) {
        self.on_way.insert(file, loaded);
        let news = News::Doing(Doing::Fetching(Loaded::sum(self.on_way.values())));
        let told = self.roster.unsettled().into_iter();
        self.actions.extend(told.map(|run| Action::Tell(run, news.clone())));
    }

    /// Hands a file to the worker; one that came for a worker that is gone is
    /// asked for again by its successor.
    fn fetched(&mut self, file: String, bytes: Result<Vec<u8>, String>) {
        match &bytes {
            // Those that are whole count until all are.
            Ok(bytes) => {
                let n = bytes.len() as u32;
                self.on_way.insert(file.clone(), Loaded { n_here: n, n_all: n });
            }
            Err(_) => drop(self.on_way.remove(&file)),
        }
        if self.on_way.values().all(|loaded| 0 < loaded.n_all && loaded.n_all <= loaded.n_here) {
            self.on_way.clear();
        }
        if self.stage != Stage::Alive {
            return;
        }
        self.actions.push(Action::Send(match bytes {
            Ok(bytes) => Command::File { file, bytes: Bytes(bytes) },
            Err(message) => Command::NoFile { file, message },
        }));
    }

    /// Hands a run's message on, if the page still wants to hear of the run.
    fn pass_on(&mut self, event: Event) {
        let Some(run) = run_of(&event).filter(|run| self.roster.knows(*run)) else { return };
        if self.roster.note(run, &event) {
            self.n_restarts = 0;
        }
        self.actions.push(Action::Tell(run, News::Event(event)));
    }

    fn ready(&mut self, version: u32, now: f64) {
        if version != VERSION {
            self.give_up(
                "The worker's program is of another version than the page. Reload the page.",
            );
            return;
        }
        let Some(plan) = &self.plan else { return };
        let preference = plan.device.key().to_owned();
        self.stage = Stage::Opening { since_millis: now };
        self.actions.push(Action::Send(Command::OpenDevice { preference }));
    }

    /// Shows the device; the page knows itself why it loaded the small program.
    fn show(&mut self, device: DeviceUsed, reason: String) {
        let reason = match &self.plan {
            Some(Plan { program: Program::Cpu, reason, .. }) => reason.clone(),
            _ => reason,
        };
        self.actions.push(Action::Show { device, reason });
    }

    fn open(&mut self) {
        self.stage = Stage::Alive;
        let commands = self.roster.commands().into_iter().map(Action::Send);
        self.actions.extend(commands);
        for run in self.roster.settle_held() {
            let held = Event::Held { run, step: self.roster.step(run) };
            self.actions.push(Action::Tell(run, News::Event(held)));
        }
    }

    fn tick(&mut self, now: f64) {
        let (what, since_millis) = match self.stage {
            Stage::Loading { since_millis } => ("load", since_millis),
            Stage::Opening { since_millis } => ("open its device", since_millis),
            Stage::Alive => return self.tick_alive(now),
            Stage::Off | Stage::Failed => return,
        };
        if SLOW_MILLIS <= now - since_millis {
            self.lost(&format!("The worker did not {what} within a minute."), now);
        }
    }

    fn tick_alive(&mut self, now: f64) {
        let unheard = self.roster.unheard(now - self.watch.hear_millis());
        if !unheard.is_empty() {
            for run in unheard {
                self.end(run);
            }
            self.watch.be_more_patient();
            self.replace("The worker did not stop in time and was replaced.", now);
            return;
        }
        match self.watch.tick(now, self.roster.is_busy()) {
            Verdict::Calm => {}
            Verdict::Ask(nonce) => self.actions.push(Action::Send(Command::Ping { nonce })),
            Verdict::Silent => {
                let secs = self.watch.answer_millis() / 1000.0;
                self.watch.be_more_patient();
                self.lost(&format!("The worker did not answer for {secs} seconds."), now);
            }
        }
    }
}

impl Default for Supervisor {
    fn default() -> Self {
        Self::new()
    }
}
