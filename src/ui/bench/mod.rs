//! A figure at work: settings, time, runs, outputs, as a small bundle of signals.
//!
//! The figure says what it needs; the bench starts and forgets jobs so that
//! exactly that is computed, and the picture follows.

mod device;
mod given;
pub mod given_up;
mod inbox;
mod measure;
mod replay;
mod rule;
mod task;
mod time;
pub mod timeline;
mod verb;

use std::rc::Rc;

use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::LocalStorage;
use leptos::prelude::Memo;
use leptos::prelude::Owner;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::prelude::UpdateValue;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::on_cleanup;
use leptos::prelude::untrack;
use leptos::prelude::use_context;

use crate::experiment::choice::DeviceKind;
use crate::experiment::page::PageOptions;
use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::Learned;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::agenda::Agenda;
use crate::figure::agenda::Tally;
use crate::figure::highlight;
use crate::figure::output::Measured;
use crate::figure::output::Outputs;
use crate::figure::phase::DataState;
use crate::figure::phase::RunPhase;
use crate::figure::probe::Probe;
use crate::figure::probe::Touch;
use crate::figure::scene::Listing;
use crate::figure::scene::Scene;
use crate::figure::taught::Taught;
use crate::math::kind::Kind;
use crate::protocol::command::RunId;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Ask;
use crate::protocol::supervise::message::News;
use crate::ui::bench::given_up::GivenUp;
use crate::ui::bench::measure::Measuring;
use crate::ui::bench::timeline::Timeline;
use crate::ui::link::Link;
use crate::ui::link::Listener;

/// A figure at work.
#[derive(Clone, Copy)]
pub struct Bench {
    /// What is shown.
    pub figure: &'static Figure,
    /// What the reader chose.
    pub settings: RwSignal<Settings>,
    /// Time cursor, 0 to 1.
    pub t: RwSignal<f64>,
    /// Where the pointer is and what has been dragged.
    pub probe: RwSignal<Probe>,
    /// Whether time plays.
    pub is_playing: RwSignal<bool>,
    /// Speed of time; 1 is four seconds for the whole way.
    pub speed: RwSignal<f64>,
    /// Whether the figure can be seen; the card says so.
    pub is_on_screen: RwSignal<bool>,
    /// Symbol of the text whose marks stand out, if one is pointed at.
    pub highlight: RwSignal<Option<String>>,
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
    /// Numbers that the figure works out itself.
    numbers: Memo<Vec<Number>>,
    /// Where the network at hand, or on its way, has its weights from.
    pub taught: RwSignal<Option<Taught>>,
    /// Its network, while it is at rest.
    learned: RwSignal<Option<Learned>>,
    /// Time cursor when it last rested; what tasks are asked for.
    t_at_rest: RwSignal<f64>,
    /// How the tasks are.
    tally: RwSignal<Tally>,
    /// Whether the tasks are those of the present settings.
    is_fresh: RwSignal<bool>,
    /// The line of time, perhaps shared with another figure.
    timeline: Timeline,
    given_up: Option<GivenUp>,
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
    /// Settings that a lecture opens the figure with.
    opening: Option<Settings>,
    /// Counts networks that were begun with or given up.
    n_begun: u64,
    /// News since the last frame.
    inbox: Vec<(RunId, News)>,
    listener: Option<Listener>,
    refreshed_millis: f64,
    is_refresh_due: bool,
    /// Counts moves of the time cursor.
    n_moves: u64,
    /// How the page shows the figure.
    options: PageOptions,
    /// Owner of everything reactive of a bench that can be closed before its page.
    owner: Option<Owner>,
}

impl Bench {
    /// A figure at work with these settings; `notices` are said beside it.
    ///
    /// How the page shows it is the context's [`PageOptions`].
    pub fn new(figure: &'static Figure, settings: Settings, notices: Vec<String>) -> Self {
        let secs = figure.time.map_or(TimeSpan::UNIT.secs, |span| span.secs);
        let wants_replay = time::starts_by_itself(figure, &settings);
        let timeline = Timeline::start(&settings, secs, wants_replay);
        let bench = Self::along(timeline, figure, settings, notices);
        timeline.follow(Signal::derive(move || bench.settings.with(rules::is_backward)));
        bench
    }

    /// The same on a line of time that another figure may have too.
    pub fn along(
        timeline: Timeline,
        figure: &'static Figure,
        settings: Settings,
        notices: Vec<String>,
    ) -> Self {
        let Timeline { t, probe, is_playing, speed, is_on_screen, .. } = timeline;
        let t_at_rest = t.get_untracked();
        let (settings, outputs) = (RwSignal::new(settings), RwSignal::new(Outputs::default()));
        let look = move |settings: &Settings| {
            let (t, probe, span) = (t.get(), probe.get(), figure.time);
            outputs.with(|outputs| (figure.numbers)(&View { settings, outputs, t, probe, span }))
        };
        let bench = Self {
            figure,
            settings,
            t,
            probe,
            is_playing,
            speed,
            is_on_screen,
            highlight: RwSignal::new(None),
            outputs,
            phase: RwSignal::new(RunPhase::Idle),
            notices: RwSignal::new(notices),
            rule_notices: RwSignal::new(Vec::new()),
            run_notices: RwSignal::new(Vec::new()),
            measuring: RwSignal::new(Measuring::default()),
            // Once for all of them, whatever their number.
            numbers: Memo::new(move |_| settings.with(look)),
            taught: RwSignal::new(None),
            learned: RwSignal::new(None),
            t_at_rest: RwSignal::new(t_at_rest),
            tally: RwSignal::new(Tally::default()),
            is_fresh: RwSignal::new(false),
            timeline,
            given_up: use_context(),
            book: StoredValue::new_local(Book::default()),
            link: Link::of_page(),
        };
        let listener: Listener = Rc::new(move |run, news| bench.hear(run, news));
        let options = use_context().unwrap_or_default();
        bench.with_book(|book| {
            *book = Book { listener: Some(listener), options, ..Book::default() }
        });
        bench.follow_rules();
        bench.follow_time();
        bench.keep_tasks();
        bench.follow_replay();
        bench.put_stale_aside();
        bench.follow_device();
        bench.follow_init();
        on_cleanup(move || bench.leave());
        bench
    }

    /// The picture now.
    pub fn scene(self) -> Signal<Scene> {
        Signal::derive(move || {
            let mut scene = self.with_view(|view| (self.figure.scene)(&view));
            self.highlight.with(|symbol| {
                if let Some(symbol) = symbol {
                    highlight::raise(&mut scene, symbol);
                }
            });
            scene
        })
    }

    /// The picture now, once.
    pub fn scene_untracked(self) -> Scene {
        untrack(move || self.with_view(|view| (self.figure.scene)(&view)))
    }

    /// What a picture is made from now, tracked.
    pub fn with_view<R>(self, look: impl FnOnce(View<'_>) -> R) -> R {
        let (t, probe) = (self.t.get(), self.probe.get());
        self.with_view_at(t, probe, look)
    }

    /// The same for numbers, which do not change with time.
    pub fn with_numbers<R>(self, look: impl FnOnce(View<'_>) -> R) -> R {
        self.with_view_at(1.0, Probe::default(), look)
    }

    fn with_view_at<R>(self, t: f64, probe: Probe, look: impl FnOnce(View<'_>) -> R) -> R {
        self.settings.with(|settings| {
            self.outputs
                .with(|outputs| look(View { settings, outputs, t, probe, span: self.figure.time }))
        })
    }

    /// What is listed beside the picture.
    pub fn listing(self) -> Memo<Option<Listing>> {
        let scene = self.scene();
        Memo::new(move |_| scene.with(|scene| scene.listing.clone()))
    }

    /// A number that the figure works out itself or that a job has told.
    pub fn measured(self, name: &'static str) -> Memo<Option<Measured>> {
        Memo::new(move |_| {
            let own = self.numbers.with(|numbers| {
                let own = numbers.iter().find(|number| number.name == name)?;
                Some(Measured { value: own.value, spread: own.spread })
            });
            own.or_else(|| self.outputs.with(|outputs| outputs.metric(name)))
        })
    }

    /// Takes what is done with the pointer or the keys on the picture.
    pub fn touch(self, touch: Touch) {
        self.probe.update(|probe| *probe = probe.after(touch));
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
            self.taught.with(|taught| {
                let taught = taught.as_ref();
                taught.is_some_and(|taught| self.settings.with(|now| taught.is_stale(now)))
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

    /// How the page shows the figure.
    pub fn options(self) -> PageOptions {
        self.with_book(|book| book.options.clone()).unwrap_or_default()
    }

    /// Makes a bench that can be closed: `owner` owns everything of it.
    #[must_use]
    pub fn owned_by(self, owner: Owner) -> Self {
        self.with_book(|book| book.owner = Some(owner));
        self
    }

    /// Ends an owned bench before its page; nothing may look at it any more.
    pub fn close(self) {
        if let Some(owner) = self.with_book(|book| book.owner.take()).flatten() {
            owner.cleanup();
        }
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
        let trained = match self.taught.try_get_untracked().flatten() {
            Some(Taught::Run(of)) => Some(of),
            _ => None,
        };
        let is_learned = self.learned.try_get_untracked().flatten().is_some();
        if let Some((given_up, trained)) = self.given_up.zip(trained).filter(|_| is_learned) {
            given_up.remember(&trained);
        }
        let runs = self.with_book(|book| {
            let others = [book.run.take(), book.measure.take()].into_iter().flatten();
            let runs: Vec<RunId> = book.agenda.runs().into_iter().chain(others).collect();
            *book = Book { owner: book.owner.take(), ..Book::default() };
            runs
        });
        for run in runs.into_iter().flatten() {
            self.link.ask(Ask::Forget, run);
        }
    }
}
