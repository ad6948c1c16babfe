//! The course of a figure's training run, as its reader sees it.

use crate::figure::agenda::Tally;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::protocol::program::Program;
use crate::protocol::supervise::message::Doing;
use crate::protocol::supervise::message::Loaded;
use crate::protocol::supervise::message::News;

/// Where the training run is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RunPhase {
    /// Not begun.
    #[default]
    Idle,
    /// Its first weights are on their way.
    Fetching,
    /// Under way, before the first step.
    Starting {
        /// What is being done.
        what: String,
    },
    /// Steps are made.
    Training,
    /// Asked to hold, or making one single step.
    Pausing,
    /// Holds between two steps.
    Held,
    /// Asked to end.
    Stopping,
    /// All steps are made.
    Done,
    /// Ended early.
    Stopped,
    /// Ended by trouble.
    Failed {
        /// One sentence.
        message: String,
    },
}

/// State of a figure in the public contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataState {
    /// Nothing runs and nothing has.
    Idle,
    /// Something is being computed.
    Running,
    /// Every number is final.
    Done,
    /// Something could not be computed.
    Failed,
}

impl RunPhase {
    /// The phase after some news of the run.
    #[must_use]
    pub fn after(self, news: &News) -> Self {
        match (self, news) {
            (phase, News::Event(Event::Failed { message, .. })) => match phase {
                Self::Idle => Self::Idle,
                _ => Self::Failed { message: message.clone() },
            },
            (Self::Starting { .. } | Self::Training, News::Doing(doing)) => {
                Self::Starting { what: said(*doing) }
            }
            (
                Self::Starting { .. },
                News::Event(Event::Progress { .. } | Event::Losses { .. } | Event::Frame { .. }),
            ) => Self::Training,
            (
                Self::Starting { .. } | Self::Training | Self::Pausing,
                News::Event(Event::Held { .. }),
            ) => Self::Held,
            (phase, News::Event(Event::Done { is_stopped, .. })) if phase.is_open() => {
                if *is_stopped {
                    Self::Stopped
                } else {
                    Self::Done
                }
            }
            (phase, _) => phase,
        }
    }

    /// Whether the run has begun and not ended.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Starting { .. }
            | Self::Training
            | Self::Pausing
            | Self::Held
            | Self::Stopping => true,
            Self::Idle | Self::Fetching | Self::Done | Self::Stopped | Self::Failed { .. } => false,
        }
    }

    /// Whether something is done for the run now.
    pub fn is_busy(&self) -> bool {
        *self == Self::Fetching || (self.is_open() && *self != Self::Held)
    }

    /// State of a figure whose run is in this phase and whose tasks are so;
    /// `trains` says whether it has a run at all.
    pub fn data_state(&self, trains: bool, tally: Tally) -> DataState {
        match self {
            Self::Failed { .. } => DataState::Failed,
            _ if self.is_busy() => DataState::Running,
            Self::Idle if trains => DataState::Idle,
            Self::Held => DataState::Idle,
            _ if 0 < tally.n_failed => DataState::Failed,
            _ if 0 < tally.n_going => DataState::Running,
            _ => DataState::Done,
        }
    }
}

impl DataState {
    /// State of two figures together: at work while one is, else what is worst,
    /// else done once one is.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let order = [Self::Running, Self::Failed, Self::Done];
        order.into_iter().find(|state| [self, other].contains(state)).unwrap_or(Self::Idle)
    }

    /// Its word in the public contract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

fn said(doing: Doing) -> String {
    match doing {
        Doing::Loading(Program::Cpu) => "Loading the training program.",
        Doing::Loading(Program::Gpu) => "Loading the training program for the GPU.",
        Doing::Fetching(loaded) => return loading(loaded),
        Doing::Phase(Phase::OpeningDevice) => "Opening the GPU.",
        Doing::Phase(Phase::SelfTest) => "Checking the GPU against the CPU.",
        Doing::Phase(Phase::BuildingShaders) => {
            "Building the GPU's programs; the first time takes seconds."
        }
        Doing::Phase(Phase::Working) => "Making the first step.",
    }
    .to_owned()
}

/// `Loading images and weights, 0.21 of 0.51 MB.`
pub fn loading(loaded: Loaded) -> String {
    let megabytes = |bytes: u32| format!("{:.2}", f64::from(bytes) / 1e6);
    let Loaded { n_here, n_all } = loaded;
    match (n_here, n_all) {
        (0, 0) => "Loading images and weights.".to_owned(),
        (here, 0) => format!("Loading images and weights, {} MB so far.", megabytes(here)),
        (here, all) => {
            format!("Loading images and weights, {} of {} MB.", megabytes(here), megabytes(all))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::command::RunId;

    const RUN: RunId = RunId(1);

    fn starting() -> RunPhase {
        RunPhase::Starting { what: String::new() }
    }

    fn progress() -> News {
        let (done, total, steps_per_sec, secs_left) = (1, 10, 0.0, None);
        News::Event(Event::Progress { run: RUN, done, total, steps_per_sec, secs_left })
    }

    fn done(is_stopped: bool) -> News {
        News::Event(Event::Done { run: RUN, is_stopped })
    }

    #[test]
    fn a_run_starts_trains_and_is_done() {
        let loading = starting().after(&News::Doing(Doing::Loading(Program::Cpu)));
        assert!(matches!(&loading, RunPhase::Starting { what } if what.contains("Loading")));
        let training = loading.after(&progress());
        assert_eq!(training, RunPhase::Training);
        assert_eq!(training.after(&done(false)), RunPhase::Done);
    }

    #[test]
    fn progress_on_its_way_does_not_undo_a_pause_or_a_stop() {
        assert_eq!(RunPhase::Pausing.after(&progress()), RunPhase::Pausing);
        assert_eq!(RunPhase::Stopping.after(&progress()), RunPhase::Stopping);
        let held = News::Event(Event::Held { run: RUN, step: 1 });
        assert_eq!(RunPhase::Stopping.after(&held), RunPhase::Stopping);
        assert_eq!(RunPhase::Pausing.after(&held), RunPhase::Held);
    }

    #[test]
    fn an_ended_run_stays_ended_when_a_new_worker_tells_of_it_again() {
        assert_eq!(RunPhase::Stopped.after(&done(false)), RunPhase::Stopped);
        assert_eq!(RunPhase::Done.after(&done(true)), RunPhase::Done);
        assert_eq!(
            RunPhase::Done.after(&News::Doing(Doing::Loading(Program::Cpu))),
            RunPhase::Done
        );
    }

    #[test]
    fn while_weights_are_fetched_the_figure_is_at_work_and_there_is_no_run() {
        let fetching = RunPhase::Fetching;
        assert!(fetching.is_busy() && !fetching.is_open());
        let tally = Tally { n: 3, n_going: 0, n_failed: 0 };
        assert_eq!(fetching.data_state(true, tally), DataState::Running);
    }

    #[test]
    fn numbers_are_final_only_when_the_run_and_all_tasks_are_done() {
        let tally = |n_going| Tally { n: 3, n_going, n_failed: 0 };
        let check = |phase: &RunPhase, n_going| phase.data_state(true, tally(n_going));
        assert_eq!(check(&RunPhase::Training, 0), DataState::Running);
        assert_eq!(check(&RunPhase::Done, 1), DataState::Running);
        assert_eq!(check(&RunPhase::Done, 0), DataState::Done);
        assert_eq!(check(&RunPhase::Idle, 0), DataState::Idle);
        let failed = Tally { n_failed: 1, ..tally(0) };
        assert_eq!(RunPhase::Done.data_state(true, failed), DataState::Failed);
    }

    #[test]
    fn two_figures_are_done_when_none_works_and_none_has_failed() {
        let [idle, running, done, failed] =
            [DataState::Idle, DataState::Running, DataState::Done, DataState::Failed];
        for (a, b, both) in [
            (idle, idle, idle),
            (idle, done, done),
            (done, running, running),
            (failed, running, running),
            (failed, done, failed),
            (done, done, done),
        ] {
            assert_eq!((a.with(b), b.with(a)), (both, both));
        }
    }

    #[test]
    fn a_figure_that_does_not_train_is_done_when_its_tasks_are() {
        let tally = |n_going| Tally { n: 2, n_going, n_failed: 0 };
        assert_eq!(RunPhase::Idle.data_state(false, tally(0)), DataState::Done);
        assert_eq!(RunPhase::Idle.data_state(false, tally(1)), DataState::Running);
        // One without tasks works everything out itself: its numbers are final.
        assert_eq!(RunPhase::Idle.data_state(false, Tally::default()), DataState::Done);
    }
}
