//! Where runs, workers and listeners meet.

use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::rc::Weak;
use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::GetUntracked;
use leptos::prelude::Set;
use leptos::prelude::WriteSignal;
use leptos::prelude::queue_microtask;
use leptos::prelude::signal;
use leptos::task::spawn_local;

use crate::experiment::choice::DeviceKind;
use crate::figure::Place;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::DeviceUsed;
use crate::protocol::job::Job;
use crate::protocol::program::Probe;
use crate::protocol::program::Program;
use crate::protocol::program::choose;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::supervise::message::Action;
use crate::protocol::supervise::message::Ask;
use crate::protocol::supervise::message::Input;
use crate::protocol::supervise::message::News;
use crate::protocol::supervise::message::Status;
use crate::ui::frame::now_millis;
use crate::ui::link::LinkState;
use crate::ui::link::Listener;
use crate::ui::link::local::Local;
use crate::ui::link::port::Heard;
use crate::ui::link::probe::probe;
use crate::ui::link::site::Site;
use crate::ui::link::site::Which;
use crate::ui::weights;

/// Time between looks at the clock while a worker is awaited.
const TICK: Duration = Duration::from_millis(250);

/// Workers, the page's own jobs, and who listens to which run.
pub(super) struct Hub {
    engine: RefCell<Site>,
    exact: RefCell<Site>,
    local: Rc<Local>,
    runs: RefCell<BTreeMap<RunId, (Place, Listener)>>,
    n_runs: Cell<u32>,
    wish: Cell<Option<DeviceKind>>,
    ticker: Cell<Option<IntervalHandle>>,
    shown: LinkState,
    show: Show,
    me: Weak<Self>,
}

/// What writes the shell's signals.
#[derive(Clone, Copy)]
struct Show {
    device: WriteSignal<&'static str>,
    device_reason: WriteSignal<String>,
    worker: WriteSignal<&'static str>,
}

impl Hub {
    /// A hub without workers.
    pub(super) fn new() -> (Rc<Self>, LinkState) {
        let (device, show_device) = signal("none");
        let (device_reason, show_reason) =
            signal("The device is chosen when a network is first needed.".to_owned());
        let (worker, show_worker) = signal("starting");
        let shown = LinkState { device, device_reason, worker };
        let show = Show { device: show_device, device_reason: show_reason, worker: show_worker };
        let hub = Rc::new_cyclic(|me: &Weak<Self>| {
            let hub = me.clone();
            let hear = move |run, event| {
                if let Some(hub) = hub.upgrade() {
                    hub.tell(run, News::Event(event));
                }
            };
            Self {
                engine: RefCell::default(),
                exact: RefCell::default(),
                local: Local::new(Box::new(hear)),
                runs: RefCell::default(),
                n_runs: Cell::new(0),
                wish: Cell::new(None),
                ticker: Cell::new(None),
                shown,
                show,
                me: me.clone(),
            }
        });
        let reason = "Exact work is done on the CPU.".to_owned();
        let plan = Input::Use { program: Program::Cpu, device: DeviceKind::Cpu, reason };
        hub.feed(Which::Exact, plan);
        (hub, shown)
    }

    /// Chooses the program that trains; asks the browser where it matters.
    pub(super) fn use_device(&self, wish: DeviceKind) {
        if self.wish.replace(Some(wish)) == Some(wish) {
            return;
        }
        if wish == DeviceKind::Cpu {
            self.plan(wish, &Probe::NoWebGpu);
            return;
        }
        let me = self.me.clone();
        spawn_local(async move {
            let probe = probe().await;
            let Some(hub) = me.upgrade() else { return };
            if hub.wish.get() == Some(wish) {
                hub.plan(wish, &probe);
            }
        });
    }

    fn plan(&self, wish: DeviceKind, probe: &Probe) {
        let choice = choose(wish, probe);
        let device = match choice.program {
            Program::Cpu => DeviceKind::Cpu,
            Program::Gpu => wish,
        };
        if self.shown.device.get_untracked() == "none" {
            self.show.device_reason.set(choice.reason.clone());
        }
        let plan = Input::Use { program: choice.program, device, reason: choice.reason };
        self.feed(Which::Engine, plan);
    }

    /// Has an engine for work that does not care which device it has.
    pub(super) fn need_engine(&self) {
        if self.wish.get().is_none() {
            self.use_device(DeviceKind::Auto);
        }
    }

    /// Loads the engine before it is needed.
    pub(super) fn warm_up(&self) {
        self.feed(Which::Engine, Input::WarmUp);
    }

    /// Starts a job.
    pub(super) fn start(&self, place: Place, job: Job, listener: Listener) -> RunId {
        let run = self.add(place, listener);
        let priority = priority_of(&job);
        match which(place) {
            Some(which) => self.feed(which, Input::Start { run, job, priority }),
            None => self.local.start(run, job),
        }
        run
    }

    /// Starts a training job that begins as a snapshot says.
    pub(super) fn resume(&self, job: Job, snapshot: Snapshot, listener: Listener) -> RunId {
        let run = self.add(Place::Engine, listener);
        self.feed(Which::Engine, Input::Resume { run, job, snapshot });
        run
    }

    /// A new run, and who hears of it.
    fn add(&self, place: Place, listener: Listener) -> RunId {
        let run = RunId(self.n_runs.get());
        self.n_runs.set(run.0 + 1);
        self.runs.borrow_mut().insert(run, (place, listener));
        run
    }

    /// Asks something of a run.
    pub(super) fn ask(&self, ask: Ask, run: RunId) {
        let Some(place) = self.runs.borrow().get(&run).map(|(place, _)| *place) else { return };
        if ask == Ask::Forget {
            self.runs.borrow_mut().remove(&run);
        }
        match which(place) {
            Some(which) => self.feed(which, Input::Ask(ask, run)),
            None if ask == Ask::Forget => self.local.forget(run),
            None => {}
        }
    }

    /// Where a training run can go on from.
    pub(super) fn snapshot(&self, run: RunId) -> Option<Snapshot> {
        self.engine.borrow().supervisor.snapshot(run).cloned()
    }

    fn site(&self, which: Which) -> &RefCell<Site> {
        match which {
            Which::Engine => &self.engine,
            Which::Exact => &self.exact,
        }
    }

    fn feed(&self, which: Which, input: Input) {
        let actions = self.site(which).borrow_mut().supervisor.handle(input, now_millis());
        for action in actions {
            self.perform(which, action);
        }
        self.show_worker();
        self.keep_ticking();
    }

    fn perform(&self, which: Which, action: Action) {
        let site = self.site(which);
        match action {
            Action::Spawn { program, life } => self.spawn(which, program, life),
            Action::Terminate => site.borrow_mut().retire(),
            Action::Send(command) => {
                if let Some(port) = site.borrow().port() {
                    port.send(&command);
                }
            }
            Action::Fetch(file) => self.fetch(which, file),
            Action::Tell(run, news) => self.tell(run, news),
            Action::Show { device, reason } if which == Which::Engine => {
                self.show.device.set(match device {
                    DeviceUsed::Cpu => "cpu",
                    DeviceUsed::WebGpu { .. } => "webgpu",
                });
                self.show.device_reason.set(reason);
            }
            Action::Show { .. } => {}
        }
    }

    /// Fetches a file that a worker wants and hands it over.
    fn fetch(&self, which: Which, file: String) {
        let me = self.me.clone();
        spawn_local(async move {
            let hear = |loaded| {
                if let Some(hub) = me.upgrade() {
                    hub.feed(which, Input::Fetching { file: file.clone(), loaded });
                }
            };
            let bytes = weights::file(&file, hear).await;
            if let Some(hub) = me.upgrade() {
                hub.feed(which, Input::Fetched { file, bytes });
            }
        });
    }

    fn spawn(&self, which: Which, program: Program, life: u32) {
        let me = self.me.clone();
        let hear = move |heard| {
            let Some(hub) = me.upgrade() else { return };
            hub.feed(
                which,
                match heard {
                    Heard::Event(event) => Input::Heard { life, event },
                    Heard::Death(message) => Input::Died { life, message },
                },
            );
        };
        let spawned = self.site(which).borrow_mut().spawn(program, life, hear);
        if let Err(message) = spawned {
            // Later, so that what is left of the present actions comes first.
            let me = self.me.clone();
            queue_microtask(move || {
                if let Some(hub) = me.upgrade() {
                    hub.feed(which, Input::Died { life, message });
                }
            });
        }
    }

    fn tell(&self, run: RunId, news: News) {
        let listener = self.runs.borrow().get(&run).map(|(_, listener)| listener.clone());
        if let Some(listener) = listener {
            listener(run, news);
        }
    }

    fn show_worker(&self) {
        let status = |site: &RefCell<Site>| site.borrow().supervisor.status();
        let (engine, exact) = (status(&self.engine), status(&self.exact));
        let either = |wanted| engine == wanted || exact == wanted;
        let word = if either(Status::Failed) {
            "failed"
        } else if either(Status::Busy) {
            "busy"
        } else if either(Status::Starting) || (engine, exact) == (Status::Off, Status::Off) {
            "starting"
        } else {
            "ready"
        };
        if self.shown.worker.get_untracked() != word {
            self.show.worker.set(word);
        }
    }

    /// Ticks while a worker is awaited, and only then.
    fn keep_ticking(&self) {
        let needs = |site: &RefCell<Site>| site.borrow().supervisor.needs_ticks();
        let is_needed = needs(&self.engine) || needs(&self.exact);
        match self.ticker.take() {
            Some(ticker) if is_needed => self.ticker.set(Some(ticker)),
            Some(ticker) => ticker.clear(),
            None if is_needed => {
                let me = self.me.clone();
                let tick = move || {
                    let Some(hub) = me.upgrade() else { return };
                    for which in [Which::Engine, Which::Exact] {
                        hub.site(which).borrow_mut().clear_retired();
                        hub.feed(which, Input::Tick);
                    }
                };
                self.ticker.set(set_interval_with_handle(tick, TICK).ok());
            }
            None => {}
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Some(ticker) = self.ticker.take() {
            ticker.clear();
        }
    }
}

fn which(place: Place) -> Option<Which> {
    match place {
        Place::Page => None,
        Place::Exact => Some(Which::Exact),
        Place::Engine => Some(Which::Engine),
    }
}

/// What is looked at now goes before training, the floor after everything; a
/// film is for later.
fn priority_of(job: &Job) -> Priority {
    match job {
        Job::Grid { times, .. } if 1 < times.len() => Priority::Normal,
        Job::Flow { .. }
        | Job::Carry { .. }
        | Job::Grid { .. }
        | Job::Data { .. }
        | Job::ImagePath { .. }
        | Job::Latent { .. }
        | Job::SlowStep { .. } => Priority::Interactive,
        Job::Draw { .. }
        | Job::Guidance { .. }
        | Job::Train { .. }
        | Job::Distance { .. }
        | Job::Measure { .. }
        | Job::Study { .. } => Priority::Normal,
        Job::Floor { .. } | Job::SolverBench { .. } => Priority::Background,
    }
}
