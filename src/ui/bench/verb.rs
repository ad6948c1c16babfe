//! What a reader can do with a training run.

use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::Update;

use crate::figure::Place;
use crate::figure::agenda;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;
use crate::figure::phase::RunPhase;
use crate::figure::probe::Probe;
use crate::protocol::job::Job;
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
        }
        self.phase.set(RunPhase::Pausing);
        self.ask(Ask::StepOnce);
    }

    /// Ends the run early; its network stays.
    pub fn stop(self) {
        let phase = self.phase.get_untracked();
        if phase.is_open() && phase != RunPhase::Stopping {
            self.phase.set(RunPhase::Stopping);
            self.ask(Ask::Stop);
        }
    }

    /// Forgets the run and its network; the settings stay.
    pub fn reset(self) {
        self.forget_run();
        self.trained.set(None);
        self.run_notices.set(Vec::new());
        self.phase.set(RunPhase::Idle);
        self.is_playing.set(false);
        self.give_time_back();
        self.refresh();
    }

    /// Puts every setting, everything dragged and the time back to the figure's own.
    pub fn set_defaults(self) {
        self.notices.set(Vec::new());
        self.probe.set(Probe::default());
        self.rewind();
        self.settings.set(self.figure.settings());
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

    fn begin(self, is_held: bool) {
        let Some(train) = self.figure.train else { return };
        let settings = self.settings.get_untracked();
        let job = match train(&settings) {
            Job::Train { link, .. } => Job::Train { link, is_held },
            other => other,
        };
        self.forget_run();
        self.run_notices.set(Vec::new());
        self.trained.set(Some(settings));
        self.phase.set(RunPhase::Starting { what: "Starting.".to_owned() });
        self.borrow_time(1.0); // previews show where the samples end
        self.refresh();
        self.link.use_device(self.wish());
        let Some(listener) = self.with_book(|book| book.listener.clone()).flatten() else { return };
        let run = self.link.start(Place::Engine, job, listener);
        self.with_book(|book| book.run = Some(run));
    }

    fn forget_run(self) {
        if let Some(run) = self.with_book(|book| book.run.take()).flatten() {
            self.link.ask(Ask::Forget, run);
        }
        self.wants_replay.set(false);
        self.learned.set(None);
        self.outputs.update(|outputs: &mut Outputs| outputs.clear(TRAIN));
    }

    fn ask(self, ask: Ask) {
        if let Some(run) = self.with_book(|book| book.run).flatten() {
            self.link.ask(ask, run);
        }
    }

    fn is_stale_untracked(self) -> bool {
        let trained = self.trained.get_untracked();
        trained.is_some_and(|of| agenda::is_stale(&self.settings.get_untracked(), &of))
    }
}
