//! Which tasks a figure has running, and what to start and forget when it asks for others.

use crate::experiment::param::Effect;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::Learned;
use crate::figure::Need;
use crate::figure::Task;
use crate::figure::taught::Taught;
use crate::protocol::command::RunId;

/// Tasks that were started and not forgotten.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    task: Task,
    run: RunId,
    course: Course,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    Going,
    Done,
    Failed,
}

/// What to do so that the running tasks are the wanted ones, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// End this run; its slot keeps its output until the successor's comes.
    Forget(RunId),
    /// End this run; nothing fills its slot any more.
    Clear(RunId, &'static str),
    /// Start this task.
    Start(Task),
}

/// How the tasks are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Number of tasks.
    pub n: usize,
    /// Those not ended.
    pub n_going: usize,
    /// Those that failed.
    pub n_failed: usize,
}

impl Agenda {
    /// What must change for exactly the tasks `wanted`; equal ones go on.
    pub fn changes(&mut self, wanted: Vec<Task>) -> Vec<Change> {
        let mut changes = Vec::new();
        self.entries.retain(|entry| {
            if wanted.contains(&entry.task) {
                return true;
            }
            let slot = entry.task.slot;
            let has_successor = wanted.iter().any(|task| task.slot == slot);
            changes.push(if has_successor {
                Change::Forget(entry.run)
            } else {
                Change::Clear(entry.run, slot)
            });
            false
        });
        let is_new = |task: &Task| self.entries.iter().all(|entry| entry.task != *task);
        changes.extend(wanted.into_iter().filter(is_new).map(Change::Start));
        changes
    }

    /// Notes that a task runs under `run`.
    pub fn started(&mut self, task: Task, run: RunId) {
        self.entries.push(Entry { task, run, course: Course::Going });
    }

    /// Notes that a run has ended.
    pub fn ended(&mut self, run: RunId, has_failed: bool) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.run == run) {
            entry.course = if has_failed { Course::Failed } else { Course::Done };
        }
    }

    /// Slot of a run's output; none for a run that is forgotten.
    pub fn slot(&self, run: RunId) -> Option<&'static str> {
        self.entries.iter().find(|entry| entry.run == run).map(|entry| entry.task.slot)
    }

    /// Runs that have not ended.
    pub fn going(&self) -> Vec<RunId> {
        let going = self.entries.iter().filter(|entry| entry.course == Course::Going);
        going.map(|entry| entry.run).collect()
    }

    /// Every run.
    pub fn runs(&self) -> Vec<RunId> {
        self.entries.iter().map(|entry| entry.run).collect()
    }

    /// How the tasks are.
    pub fn tally(&self) -> Tally {
        let count = |course| self.entries.iter().filter(|entry| entry.course == course).count();
        Tally {
            n: self.entries.len(),
            n_going: count(Course::Going),
            n_failed: count(Course::Failed),
        }
    }
}

/// Tasks that a figure needs now.
///
/// Once other settings are chosen than the network was `taught` with it is of
/// another experiment, and nothing is asked of it until they are chosen again.
pub fn wanted(
    figure: &Figure,
    settings: &Settings,
    t: f64,
    taught: Option<(&Taught, Learned)>,
) -> Vec<Task> {
    let current = taught.filter(|(taught, _)| !taught.is_stale(settings));
    let learned = current.map(|(_, learned)| learned);
    (figure.tasks)(&Need { settings, t, learned })
}

/// Whether a run with `settings` would train another network than one with `of`.
pub fn is_stale(settings: &Settings, of: &Settings) -> bool {
    with_training_of(settings, of) != *settings
}

/// `settings` with everything that touches training taken from `of`; the
/// device is no part of what is learned.
pub fn with_training_of(settings: &Settings, of: &Settings) -> Settings {
    let mut old = settings.clone();
    for param in settings.params() {
        if param.effect == Effect::Training
            && param.key != "device"
            && let Some(value) = of.get(param.key)
        {
            old.set(param.key, value.clone());
        }
    }
    old
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::figure::BLANK;
    use crate::figure::Place;
    use crate::figure::TimeSpan;
    use crate::protocol::job::FieldOf;
    use crate::protocol::job::Job;

    const LEARNED: Learned = Learned { run: RunId(9), step: 100 };

    const FIGURE: Figure =
        Figure { id: "test", params: catalogue::LAB, time: Some(TimeSpan::UNIT), tasks, ..BLANK };

    /// Data of the chosen law, and samples of the network by the chosen solver.
    fn tasks(need: &Need<'_>) -> Vec<Task> {
        let text = |key: &str| need.settings.get(key).map(ToString::to_string).unwrap_or_default();
        let mut tasks = vec![task("data", Job::Data { link: text("data"), n: 5 })];
        tasks.extend(need.learned.map(|learned| {
            let link = format!("{} {}", text("data"), text("solver"));
            let job = Job::Flow { link, field: FieldOf::Learned(learned.run), max_frames: 2 };
            Task { learned: Some(learned), ..task("flow", job) }
        }));
        tasks
    }

    fn task(slot: &'static str, job: Job) -> Task {
        Task { slot, job, place: Place::Exact, learned: None }
    }

    fn data(law: &str) -> Task {
        task("data", Job::Data { link: law.to_owned(), n: 5 })
    }

    fn lab(changes: &[(&str, &str)]) -> Settings {
        Settings::with(catalogue::LAB, changes)
    }

    fn links(tasks: &[Task]) -> Vec<String> {
        let link = |task: &Task| match &task.job {
            Job::Data { link, .. } | Job::Flow { link, .. } => link.clone(),
            other => panic!("{other:?}"),
        };
        tasks.iter().map(link).collect()
    }

    #[test]
    fn equal_tasks_are_not_started_twice() {
        let mut agenda = Agenda::default();
        assert_eq!(agenda.changes(vec![data("moons")]), vec![Change::Start(data("moons"))]);
        agenda.started(data("moons"), RunId(1));
        assert!(agenda.changes(vec![data("moons")]).is_empty());
        agenda.ended(RunId(1), false);
        assert!(agenda.changes(vec![data("moons")]).is_empty());
    }

    #[test]
    fn a_successor_inherits_the_slot_and_an_heirless_slot_is_cleared() {
        let mut agenda = Agenda::default();
        agenda.started(data("moons"), RunId(1));
        let changes = agenda.changes(vec![data("spiral")]);
        assert_eq!(changes, vec![Change::Forget(RunId(1)), Change::Start(data("spiral"))]);
        assert_eq!(agenda.slot(RunId(1)), None);
        agenda.started(data("spiral"), RunId(2));
        assert_eq!(agenda.changes(Vec::new()), vec![Change::Clear(RunId(2), "data")]);
    }

    #[test]
    fn the_tally_counts_what_is_going_and_what_failed() {
        let mut agenda = Agenda::default();
        for run in 0..3 {
            agenda.started(data(&run.to_string()), RunId(run));
        }
        agenda.ended(RunId(0), false);
        agenda.ended(RunId(1), true);
        assert_eq!(agenda.tally(), Tally { n: 3, n_going: 1, n_failed: 1 });
    }

    #[test]
    fn nothing_is_asked_of_a_network_of_other_settings_until_they_come_back() {
        let (old, new) = (lab(&[]), lab(&[("data", "spiral"), ("solver", "euler")]));
        assert!(is_stale(&new, &old));
        let taught = Taught::Run(old);
        let tasks = |now: &Settings| wanted(&FIGURE, now, 1.0, Some((&taught, LEARNED)));
        assert_eq!(links(&tasks(&new)), ["spiral"]);
        let again = lab(&[("solver", "euler")]);
        assert_eq!(links(&tasks(&again)), ["moons", "moons euler"]);
    }

    #[test]
    fn sampling_settings_make_no_network_stale() {
        let (old, new) = (lab(&[]), lab(&[("solver", "euler"), ("t", "0.2"), ("device", "cpu")]));
        assert!(!is_stale(&new, &old));
        let tasks = wanted(&FIGURE, &new, 1.0, Some((&Taught::Run(old), LEARNED)));
        assert_eq!(links(&tasks), ["moons", "moons euler"]);
    }
}
