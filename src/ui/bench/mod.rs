//! A figure at work: settings, time, runs, outputs, as a small bundle of signals.
//!
//! The figure says what it needs; the bench starts and forgets jobs so that
//! exactly that is computed, and the picture follows.

mod device;
mod inbox;
mod measure;
mod replay;
mod rule;
mod seen;
mod task;
mod time;
mod verb;

use std::rc::Rc;

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::LocalStorage;
use leptos::prelude::Memo;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::prelude::UpdateValue;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::on_cleanup;
use leptos::prelude::use_context;

use crate::experiment::choice::DeviceKind;
use crate::experiment::page::PageOptions;
use crate::experiment::settings::Settings;
use crate::figure;
use crate::figure::Figure;
use crate::figure::Learned;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::agenda;
use crate::figure::agenda::Agenda;
use crate::figure::agenda::Tally;
use crate::figure::output::Outputs;
use crate::figure::phase::DataState;
use crate::figure::phase::RunPhase;
use crate::figure::probe::Probe;
use crate::figure::probe::Touch;
use crate::figure::scene::Scene;
use crate::figure::time::TimeSpan;
use crate::math::kind::Kind;
use crate::protocol::command::RunId;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Ask;
use crate::protocol::supervise::message::News;
use crate::ui::bench::measure::Measuring;
use crate::ui::bench::seen::Seen;
use crate::ui::clock::Clock;
use crate::ui::link::Link;
use crate::ui::link::Listener;

/// A figure at work.
#[derive(Clone, Copy)]
pub struct Bench {
    /// What is shown.
    pub figure: &'static Figure,
    /// What the reader chose.
    pub settings: RwSignal<Settings>,
    /// Time cursor, as a share of the figure's time, 0 to 1.
    pub t: RwSignal<f64>,
    /// Where the pointer is and what has been dragged.
    pub probe: RwSignal<Probe>,
    /// Whether time plays.
    pub is_playing: RwSignal<bool>,
    /// How many times faster than usual time plays.
    pub speed: RwSignal<f64>,
    /// Whether the figure can be seen; the card says so.
    pub is_on_screen: RwSignal<bool>,
    /// Everything computed so far.
    pub outputs: RwSignal<Outputs>,
    /// Course of the training run.
    pub phase: RwSignal<RunPhase>,
    /// Sentences that came with the link.
    pub notices: RwSignal<Vec<String>>,
    /// Sentences about settings that gave way to others.
    pub rule_notices: RwSignal<Vec<String>>,
    /// Sentences about the runs since Train was last pressed.
    pub run_notices: RwSignal<Vec<String>>,
    /// How far the measures on request are.
    pub measuring: RwSignal<Measuring>,
    /// Numbers that the figure computes itself.
    pub numbers: Memo<Vec<Number>>,
    /// Settings of the training run, if there is one.
    trained: RwSignal<Option<Settings>>,
    /// Its network, while it is at rest.
    learned: RwSignal<Option<Learned>>,
    /// Time cursor when it last rested; what tasks are asked for.
    t_at_rest: RwSignal<f64>,
    /// How the tasks are.
    tally: RwSignal<Tally>,
    /// Whether the tasks are those of the present settings.
    is_fresh: RwSignal<bool>,
    /// Whether the flow is to be played once when everything is there.
    wants_replay: RwSignal<bool>,
    seen: Seen,
    book: StoredValue<Book, LocalStorage>,
    link: Link,
}

/// What no view looks at.
#[derive(Default)]
struct Book {
    agenda: Agenda,
    run: Option<RunId>,
    /// Run of the measures on request.
    measure: Option<RunId>,
    /// News since the last frame.
    inbox: Vec<(RunId, News)>,
    listener: Option<Listener>,
    refreshed_millis: f64,
    is_refresh_due: bool,
    /// Counts moves of the time cursor.
    n_moves: u64,
    /// The reader's own time while a run and its replay move the cursor.
    lent_t: Option<f64>,
    /// How the page shows the figure.
    options: PageOptions,
}

impl Bench {
    /// A figure at work with these settings; `notices` are said beside it.
    ///
    /// How the page shows it is the context's [`PageOptions`].
    pub fn new(figure: &'static Figure, settings: Settings, notices: Vec<String>) -> Self {
        let t = time::cursor_of(&settings);
        let wants_replay = time::starts_by_itself(figure, t);
        let seen = Seen {
            settings: RwSignal::new(settings),
            outputs: RwSignal::new(Outputs::default()),
            t: RwSignal::new(t),
            probe: RwSignal::new(Probe::default()),
            memo: StoredValue::new_local(figure::memo::Memo::default()),
        };
        let bench = Self {
            figure,
            settings: seen.settings,
            t: seen.t,
            probe: seen.probe,
            is_playing: RwSignal::new(false),
            speed: RwSignal::new(1.0),
            is_on_screen: RwSignal::new(true),
            outputs: seen.outputs,
            phase: RwSignal::new(RunPhase::Idle),
            notices: RwSignal::new(notices),
            rule_notices: RwSignal::new(Vec::new()),
            run_notices: RwSignal::new(Vec::new()),
            measuring: RwSignal::new(Measuring::default()),
            numbers: Memo::new(move |_| {
                seen.track();
                seen.look(figure, figure.numbers)
            }),
            trained: RwSignal::new(None),
            learned: RwSignal::new(None),
            t_at_rest: RwSignal::new(t),
            tally: RwSignal::new(Tally::default()),
            is_fresh: RwSignal::new(false),
            wants_replay: RwSignal::new(wants_replay),
            seen,
            book: StoredValue::new_local(Book::default()),
            link: Link::of_page(),
        };
        let listener: Listener = Rc::new(move |run, news| bench.hear(run, news));
        let options = use_context().unwrap_or_default();
        bench.with_book(|book| {
            *book = Book { listener: Some(listener), options, ..Book::default() }
        });
        bench.clock().run();
        bench.follow_rules();
        bench.follow_time();
        bench.keep_tasks();
        bench.follow_replay();
        bench.put_stale_aside();
        bench.follow_device();
        on_cleanup(move || bench.leave());
        bench
    }

    /// The picture now.
    pub fn scene(self) -> Signal<Scene> {
        Signal::derive(move || {
            self.seen.track();
            self.scene_untracked()
        })
    }

    /// The picture now, once.
    pub fn scene_untracked(self) -> Scene {
        self.look(self.figure.scene)
    }

    /// What is made of everything that the figure sees now, once.
    pub fn look<T>(self, look: impl FnOnce(&View<'_>) -> T) -> T {
        self.seen.look(self.figure, look)
    }

    /// Takes what is done with the pointer or the keys on the picture.
    pub fn touch(self, touch: Touch) {
        self.probe.update(|probe| *probe = std::mem::take(probe).after(touch));
    }

    /// The figure's state in the public contract.
    pub fn data_state(self) -> Memo<DataState> {
        let trains = self.figure.train.is_some();
        Memo::new(move |_| {
            let tally = self.tally.get();
            let n_due = usize::from(!self.is_fresh.get());
            let tally = Tally { n_going: tally.n_going + n_due, ..tally };
            let state = self.phase.with(|phase| phase.data_state(trains, tally));
            // A figure without a run is at work while its time plays.
            let is_at_work = !trains && state == DataState::Done && self.is_playing.get();
            if is_at_work { DataState::Running } else { state }
        })
    }

    /// Whether settings were changed that another training run would need.
    pub fn is_stale(self) -> Memo<bool> {
        Memo::new(move |_| {
            self.trained.with(|trained| {
                let trained = trained.as_ref();
                trained.is_some_and(|of| self.settings.with(|now| agenda::is_stale(now, of)))
            })
        })
    }

    /// Keeps a network of other settings out of the picture.
    fn put_stale_aside(self) {
        let is_stale = self.is_stale();
        Effect::new(move |_| {
            let is_stale = is_stale.get();
            self.outputs.update(|outputs| outputs.put_network_aside(is_stale));
        });
    }

    /// State of the training run as its worker last saved it.
    pub fn snapshot(self) -> Option<Snapshot> {
        let run = self.with_book(|book| book.run).flatten()?;
        self.link.snapshot(run)
    }

    fn clock(self) -> Clock {
        let Self { t, is_playing, speed, is_on_screen, .. } = self;
        let secs = self.figure.time.unwrap_or(TimeSpan::UNIT).secs;
        Clock { t, is_playing, speed, is_on_screen, secs, n_steps: self.n_steps() }
    }

    /// Changes the book; none if the figure has left the page.
    fn with_book<R>(self, change: impl FnOnce(&mut Book) -> R) -> Option<R> {
        self.book.try_update_value(change)
    }

    fn wish(self) -> DeviceKind {
        let wish = self.settings.with_untracked(|settings| {
            settings.get("device").and_then(|value| DeviceKind::from_key(&value.to_string()))
        });
        wish.unwrap_or(DeviceKind::Auto)
    }

    /// Forgets every run; the figure leaves the page.
    fn leave(self) {
        let runs = self.with_book(|book| {
            let others = [book.run.take(), book.measure.take()].into_iter().flatten();
            let runs: Vec<RunId> = book.agenda.runs().into_iter().chain(others).collect();
            *book = Book::default();
            runs
        });
        for run in runs.into_iter().flatten() {
            self.link.ask(Ask::Forget, run);
        }
    }
}
