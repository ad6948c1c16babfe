//! What a reader can do with a training run.

use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::Update;
use leptos::prelude::WithUntracked;

use crate::experiment::settings::Settings;
use crate::experiment::shipped;
use crate::figure::Place;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;
use crate::figure::phase::RunPhase;
use crate::figure::probe::Probe;
use crate::figure::taught::Taught;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Ask;
use crate::ui::bench::Bench;

impl Bench {
    /// Trains: goes on with a held run, or starts anew; nothing while one is under way.
    pub fn train(self) {
        match self.phase.get_untracked() {
            phase if phase.is_busy() => {}
            RunPhase::Held if !self.is_stale_untracked() => {
                self.learned.set(None);
                self.phase.set(RunPhase::Training);
                self.ask(Ask::Continue);
            }
            _ => self.begin(false),
        }
    }

    /// Holds the run after the step that is being made.
    pub fn pause(self) {
        if matches!(self.phase.get_untracked(), RunPhase::Starting { .. } | RunPhase::Training) {
            self.phase.set(RunPhase::Pausing);
            self.ask(Ask::Pause);
        }
    }

    /// Makes one step and holds; starts a run if none is held.
    pub fn step(self) {
        let phase = self.phase.get_untracked();
        if phase.is_busy() {
            return;
        }
        if phase != RunPhase::Held || self.is_stale_untracked() {
            self.begin(true);
        } else {
            self.step_once();
        }
    }

    /// Ends the run early; its network stays.
    pub fn stop(self) {
        let phase = self.phase.get_untracked();
        if phase.is_open() && phase != RunPhase::Stopping {
            self.phase.set(RunPhase::Stopping);
            self.ask(Ask::Stop);
        }
    }

    /// Forgets the run and its network; the settings stay, and with them the
    /// shipped network that they begin with.
    pub fn reset(self) {
        self.forget_run();
        self.taught.set(None);
        self.run_notices.set(Vec::new());
        self.phase.set(RunPhase::Idle);
        self.is_playing.set(false);
        self.give_time_back();
        match self.settings.with_untracked(shipped::of) {
            Some(shipped) => self.show_shipped(shipped),
            None => self.refresh(),
        }
    }

    /// Puts every setting, everything dragged and the time back to the figure's own.
    pub fn set_defaults(self) {
        self.notices.set(Vec::new());
        self.probe.set(Probe::default());
        self.rewind();
        let opening = self.with_book(|book| book.opening.clone()).flatten();
        self.settings.set(opening.unwrap_or_else(|| self.figure.settings()));
    }

    /// Says what [`Self::set_defaults`] leads back to, where that is not the
    /// figure's own defaults.
    pub fn open_with(self, opening: Settings) {
        self.with_book(|book| book.opening = Some(opening));
    }

    /// Chooses a seed by chance.
    pub fn draw_seed(self) {
        let drawn = (js_sys::Math::random() * 1e6).floor() as u64;
        self.settings.update(|settings| {
            // Within the figure's own range of seeds.
            let reading = settings.param("seed").and_then(|param| param.read(&drawn.to_string()));
            if let Some(reading) = reading {
                settings.set("seed", reading.value);
            }
        });
    }

    /// Trains anew, from the first weights that the settings name.
    fn begin(self, is_held: bool) {
        let Some(train) = self.figure.train else { return };
        let settings = self.settings.get_untracked();
        let job = match train(&settings) {
            Job::Train { link, .. } => Job::Train { link, is_held },
            other => other,
        };
        let shipped = shipped::of(&settings);
        self.forget_run();
        self.run_notices.set(Vec::new());
        self.taught.set(Some(Taught::Run(settings)));
        self.borrow_time(1.0); // previews show where the samples end
        self.refresh();
        match shipped {
            None => self.start_training(job, None),
            Some(shipped) => self.with_shipped(shipped, move |network| {
                self.start_training(job, Some(network.as_first()));
            }),
        }
    }

    fn start_training(self, job: Job, first: Option<Snapshot>) {
        let is_held = matches!(job, Job::Train { is_held: true, .. });
        self.phase.set(RunPhase::Starting { what: "Starting.".to_owned() });
        self.start(job, first);
        if is_held {
            self.step_once();
        }
    }

    fn step_once(self) {
        self.phase.set(RunPhase::Pausing);
        self.ask(Ask::StepOnce);
    }

    /// Starts the figure's run, where a snapshot is given from there.
    pub(super) fn start(self, job: Job, snapshot: Option<Snapshot>) {
        self.link.use_device(self.wish());
        let Some(listener) = self.with_book(|book| book.listener.clone()).flatten() else { return };
        let run = match snapshot {
            None => self.link.start(Place::Engine, job, listener),
            Some(snapshot) => self.link.resume(job, snapshot, listener),
        };
        self.with_book(|book| book.run = Some(run));
    }

    pub(super) fn forget_run(self) {
        let run = self.with_book(|book| {
            book.n_begun += 1;
            book.run.take()
        });
        if let Some(run) = run.flatten() {
            self.link.ask(Ask::Forget, run);
        }
        self.timeline.wants_replay.set(false);
        self.learned.set(None);
        self.outputs.update(|outputs: &mut Outputs| outputs.clear(TRAIN));
    }

    fn ask(self, ask: Ask) {
        if let Some(run) = self.with_book(|book| book.run).flatten() {
            self.link.ask(ask, run);
        }
    }

    fn is_stale_untracked(self) -> bool {
        let taught = self.taught.get_untracked();
        taught.is_some_and(|taught| taught.is_stale(&self.settings.get_untracked()))
    }
}
