//! The runs that a worker has been given, and what to send again to its successor.

use std::collections::BTreeMap;

use crate::protocol::command::Command;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;

/// Every run that the page has started and not forgotten, in the order of start.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    entries: BTreeMap<RunId, Entry>,
}

/// One run.
#[derive(Clone, Debug)]
struct Entry {
    job: Job,
    priority: Priority,
    wish: Wish,
    /// Whether the worker has nothing left to do for it.
    is_settled: bool,
    snapshot: Option<Snapshot>,
    /// Whether one step is still to be made before it holds.
    is_step_owed: bool,
    /// A Stop that the worker has not heard yet.
    stop: Option<Stop>,
}

/// A Stop on its way: the number of the ping sent after it, and when.
#[derive(Clone, Copy, Debug)]
struct Stop {
    nonce: u32,
    millis: f64,
}

/// What the page wants of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Running,
    Held,
    Ended,
}

impl Roster {
    /// Takes a run in and makes its first command.
    pub fn start(&mut self, run: RunId, job: Job, priority: Priority) -> Command {
        let is_held = matches!(job, Job::Train { is_held: true, .. });
        let wish = if is_held { Wish::Held } else { Wish::Running };
        let entry = Entry {
            job: job.clone(),
            priority,
            wish,
            is_settled: is_held,
            snapshot: None,
            is_step_owed: false,
            stop: None,
        };
        self.entries.insert(run, entry);
        Command::Start { run, job, priority }
    }

    /// Takes in a training run that goes on from a snapshot, and makes its first command.
    pub fn resume(&mut self, run: RunId, job: Job, snapshot: Snapshot) -> Command {
        let is_running = !matches!(job, Job::Train { is_held: true, .. });
        self.start(run, job.clone(), Priority::Normal);
        self.keep(run, snapshot.clone());
        Command::Resume { run, job, snapshot, is_running }
    }

    /// Whether the page still wants to hear of the run.
    pub fn knows(&self, run: RunId) -> bool {
        self.entries.contains_key(&run)
    }

    /// Where a run can go on from, if its worker has said so.
    pub fn snapshot(&self, run: RunId) -> Option<&Snapshot> {
        self.entries.get(&run)?.snapshot.as_ref()
    }

    /// Whether the worker owes the page anything.
    pub fn is_busy(&self) -> bool {
        self.entries.values().any(|entry| !entry.is_settled)
    }

    /// Runs that are not settled.
    pub fn unsettled(&self) -> Vec<RunId> {
        self.runs(|entry| !entry.is_settled)
    }

    /// Runs whose Stop was sent before `millis` and is still not heard.
    pub fn unheard(&self, millis: f64) -> Vec<RunId> {
        self.runs(|entry| entry.stop.is_some_and(|stop| stop.millis <= millis))
    }

    /// Number of the ping that follows a Stop on its way.
    pub fn stop_nonce(&self, run: RunId) -> Option<u32> {
        self.entries.get(&run)?.stop.map(|stop| stop.nonce)
    }

    /// The worker has answered a ping; the Stop before it was heard.
    pub fn answered(&mut self, nonce: u32) {
        for entry in self.entries.values_mut() {
            entry.stop = entry.stop.filter(|stop| stop.nonce != nonce);
        }
    }

    /// Step of a run's last snapshot, 0 without one.
    pub fn step(&self, run: RunId) -> u32 {
        let snapshot = self.entries.get(&run).and_then(|entry| entry.snapshot.as_ref());
        snapshot.map_or(0, |snapshot| snapshot.step)
    }

    /// Whether the run trains a network.
    pub fn is_training(&self, run: RunId) -> bool {
        self.entries.get(&run).is_some_and(|entry| matches!(entry.job, Job::Train { .. }))
    }

    /// Wants the run to hold.
    pub fn hold(&mut self, run: RunId) {
        self.want(run, Wish::Held);
    }

    /// Wants one step of the run, and then to hold.
    pub fn step_once(&mut self, run: RunId) {
        self.want(run, Wish::Held);
        if let Some(entry) = self.entries.get_mut(&run) {
            entry.is_step_owed = true;
        }
    }

    /// Wants the run to go on.
    pub fn go_on(&mut self, run: RunId) {
        self.want(run, Wish::Running);
    }

    /// Wants the run to end; a ping of that number is sent after the Stop.
    pub fn stop(&mut self, run: RunId, nonce: u32, now_millis: f64) {
        self.want(run, Wish::Ended);
        if let Some(entry) = self.entries.get_mut(&run) {
            entry.stop = Some(Stop { nonce, millis: now_millis });
        }
    }

    /// Forgets a run.
    pub fn forget(&mut self, run: RunId) {
        self.entries.remove(&run);
    }

    /// Counts a run as ended although the worker did not say so; false if
    /// nothing of it is left.
    pub fn end(&mut self, run: RunId) -> bool {
        let Some(entry) = self.entries.get_mut(&run) else { return false };
        entry.wish = Wish::Ended;
        entry.is_settled = true;
        entry.stop = None;
        let has_model = entry.snapshot.is_some();
        if !has_model {
            self.entries.remove(&run);
        }
        has_model
    }

    /// Learns from a worker's message; true if it shows that work got further
    /// than any worker before.
    pub fn note(&mut self, run: RunId, event: &Event) -> bool {
        let Some(entry) = self.entries.get_mut(&run) else { return false };
        match event {
            Event::Held { .. } => {
                entry.is_settled = entry.wish == Wish::Held;
                entry.is_step_owed = false;
            }
            Event::Done { .. } => {
                entry.wish = Wish::Ended;
                entry.is_settled = true;
                entry.stop = None;
                return true;
            }
            Event::Failed { .. } => {
                self.entries.remove(&run);
            }
            _ => {}
        }
        false
    }

    /// Keeps a snapshot; true if it is further than the last one.
    pub fn keep(&mut self, run: RunId, snapshot: Snapshot) -> bool {
        let before = self.step(run);
        let is_further = before < snapshot.step;
        if let Some(entry) = self.entries.get_mut(&run) {
            entry.snapshot = Some(snapshot);
        }
        is_further
    }

    /// Runs that are to hold and owe no step: a new worker has them at rest.
    pub fn settle_held(&mut self) -> Vec<RunId> {
        let is_at_rest = |entry: &Entry| entry.wish == Wish::Held && !entry.is_step_owed;
        for entry in self.entries.values_mut().filter(|entry| is_at_rest(entry)) {
            entry.is_settled = true;
        }
        self.runs(is_at_rest)
    }

    /// What a new worker must be told: networks first, since other jobs use them.
    pub fn commands(&self) -> Vec<Command> {
        let is_training = |entry: &Entry| matches!(entry.job, Job::Train { .. });
        let networks = self.entries.iter().filter(|(_, entry)| is_training(entry));
        let others = self.entries.iter().filter(|(_, entry)| !is_training(entry));
        let all = networks.chain(others);
        all.flat_map(|(run, entry)| {
            let step = entry.is_step_owed.then_some(Command::StepOnce { run: *run });
            entry.command(*run).into_iter().chain(step)
        })
        .collect()
    }

    fn want(&mut self, run: RunId, wish: Wish) {
        if let Some(entry) = self.entries.get_mut(&run) {
            entry.wish = wish;
            entry.is_settled = false;
            entry.is_step_owed = false;
        }
    }

    fn runs(&self, is_wanted: impl Fn(&Entry) -> bool) -> Vec<RunId> {
        let found = self.entries.iter().filter(|(_, entry)| is_wanted(entry));
        found.map(|(run, _)| *run).collect()
    }
}

impl Entry {
    fn command(&self, run: RunId) -> Option<Command> {
        let Job::Train { link, .. } = &self.job else {
            let start = Command::Start { run, job: self.job.clone(), priority: self.priority };
            return (self.wish == Wish::Running).then_some(start);
        };
        let job = Job::Train { link: link.clone(), is_held: self.wish == Wish::Held };
        match (&self.snapshot, self.wish) {
            (Some(snapshot), wish) => Some(Command::Resume {
                run,
                job,
                snapshot: snapshot.clone(),
                is_running: wish == Wish::Running,
            }),
            (None, Wish::Ended) => None,
            (None, Wish::Running | Wish::Held) => {
                Some(Command::Start { run, job, priority: self.priority })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: RunId = RunId(1);

    fn train() -> Job {
        Job::Train { link: "steps=10".to_owned(), is_held: false }
    }

    fn snapshot(step: u32) -> Snapshot {
        Snapshot { step, tensors: Vec::new() }
    }

    fn roster() -> Roster {
        let mut roster = Roster::default();
        roster.start(RUN, train(), Priority::Normal);
        roster
    }

    #[test]
    fn training_goes_on_from_its_last_snapshot() {
        let mut roster = roster();
        assert!(roster.keep(RUN, snapshot(4)));
        assert!(roster.keep(RUN, snapshot(8)));
        let resumed =
            Command::Resume { run: RUN, job: train(), snapshot: snapshot(8), is_running: true };
        assert_eq!(roster.commands(), vec![resumed]);
    }

    #[test]
    fn a_run_with_weights_of_its_own_begins_and_comes_back_with_them() {
        let mut roster = Roster::default();
        let first = roster.resume(RUN, train(), snapshot(0));
        let resumed =
            Command::Resume { run: RUN, job: train(), snapshot: snapshot(0), is_running: true };
        assert_eq!((first, roster.commands()), (resumed.clone(), vec![resumed]));
        assert!(roster.is_busy());
    }

    #[test]
    fn training_without_a_snapshot_starts_again() {
        let again = Command::Start { run: RUN, job: train(), priority: Priority::Normal };
        assert_eq!(roster().commands(), vec![again]);
    }

    #[test]
    fn a_finished_network_comes_back_at_rest_and_before_the_jobs_that_use_it() {
        let mut roster = Roster::default();
        let data = Job::Data { link: String::new(), n: 5 };
        roster.start(RunId(0), data.clone(), Priority::Normal);
        roster.start(RUN, train(), Priority::Normal);
        roster.keep(RUN, snapshot(10));
        roster.note(RUN, &Event::Done { run: RUN, is_stopped: false });
        let commands = roster.commands();
        assert!(matches!(&commands[0], Command::Resume { run: RUN, is_running: false, .. }));
        assert!(matches!(&commands[1], Command::Start { run: RunId(0), job, .. } if *job == data));
    }

    #[test]
    fn finished_jobs_are_not_repeated() {
        let mut roster = Roster::default();
        roster.start(RUN, Job::Floor { link: String::new() }, Priority::Normal);
        roster.note(RUN, &Event::Done { run: RUN, is_stopped: false });
        assert!(roster.commands().is_empty());
        assert!(!roster.is_busy());
    }

    #[test]
    fn a_pause_is_settled_by_held_and_a_step_unsettles_it() {
        let mut roster = roster();
        roster.hold(RUN);
        assert!(roster.is_busy());
        roster.note(RUN, &Event::Held { run: RUN, step: 3 });
        assert!(!roster.is_busy());
        roster.hold(RUN);
        assert!(roster.is_busy());
    }

    #[test]
    fn a_held_message_that_crossed_with_go_on_settles_nothing() {
        let mut roster = roster();
        roster.hold(RUN);
        roster.go_on(RUN);
        roster.note(RUN, &Event::Held { run: RUN, step: 3 });
        assert!(roster.is_busy());
    }
}
