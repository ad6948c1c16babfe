//! Everything a worker does, without a browser: commands in, slices of work, events out.

use std::collections::BTreeMap;

use web_time::Duration;

use crate::experiment::choice::DeviceKind;
use crate::experiment::images::run::Imaging;
use crate::experiment::images::run::is_of_images;
use crate::experiment::run::Experiment;
use crate::job::exact::ExactJob;
use crate::math::kind::Kind;
use crate::model::record::DeviceLost;
use crate::model::record::on_cpu;
use crate::protocol::VERSION;
use crate::protocol::command::Command;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::job::Quantity;
use crate::protocol::snapshot::Snapshot;
use crate::sample::grid::GridAt;
use crate::sample::grid::GridRun;
use crate::train::run::TrainError;
use crate::train::slow::SlowRun;
use crate::worker::control::Control;
use crate::worker::devices::Devices;
use crate::worker::files;
use crate::worker::files::Files;
use crate::worker::guidance_task::GuidanceTask;
use crate::worker::image_task::under_the_path;
use crate::worker::outcome::Outcome;
use crate::worker::shared::Shared;
use crate::worker::task::Course;
use crate::worker::task::FlowTask;
use crate::worker::task::GridTask;
use crate::worker::task::SlowTask;
use crate::worker::task::Task;
use crate::worker::train_task::TrainTask;

/// What is said of a run whose shipped weights the page did not hand over.
const NO_FIRST_WEIGHTS: &str =
    "This run begins with shipped weights, and they did not come with it. Load the page again.";

/// A worker's runs and devices.
///
/// The owner takes turns: hands over commands with [`Self::handle`], opens a
/// device when [`Self::wanted_device`] names one, calls [`Self::work_slice`],
/// sends what [`Self::take_events`] gives, and lets the browser breathe.
pub struct Session {
    wanted: Option<DeviceKind>,
    pub(super) devices: Option<Devices>,
    runs: BTreeMap<RunId, Run>,
    shared: Shared,
    pub(super) files: Files,
    turn: u64,
    pub(super) events: Vec<Event>,
}

struct Run {
    priority: Priority,
    last_turn: u64,
    control: Control,
    work: Work,
}

enum Work {
    /// Not begun.
    Waiting(Waiting),
    /// Begun.
    Doing(Task),
}

struct Waiting {
    job: Job,
    snapshot: Option<Snapshot>,
    is_announced: bool,
}

/// Why a job did not begin.
pub(super) enum Refusal {
    /// For the reader.
    Sentence(String),
    /// As of training.
    Train(TrainError),
}

impl Session {
    /// A worker that has just said it is ready. `settle` is how long work may
    /// be queued on a graphics device before it is waited for.
    pub fn new(settle: Duration) -> Self {
        Self {
            wanted: None,
            devices: None,
            runs: BTreeMap::new(),
            shared: Shared::new(settle),
            files: Files::default(),
            turn: 0,
            events: vec![Event::Ready { version: VERSION }],
        }
    }

    /// Takes in a request. What is asked of a run that is not known changes nothing.
    pub fn handle(&mut self, command: Command) {
        match command {
            Command::OpenDevice { preference } => {
                self.wanted = Some(DeviceKind::from_key(&preference).unwrap_or(DeviceKind::Auto));
            }
            Command::Start { run, job, priority } => {
                if !self.runs.contains_key(&run) {
                    self.add(run, job, None, priority);
                }
            }
            Command::Resume { run, job, snapshot, is_running } => {
                self.add(run, with_hold(job, !is_running), Some(snapshot), Priority::Normal);
            }
            Command::Pause { run } => self.with_control(run, Control::pause),
            Command::Continue { run } => self.with_control(run, Control::go_on),
            Command::StepOnce { run } => self.with_control(run, Control::step_once),
            Command::Stop { run } => self.stop(run),
            Command::Forget { run } => {
                self.runs.remove(&run);
            }
            Command::File { file, bytes } => self.files.take(file, Ok(bytes.0)),
            Command::NoFile { file, message } => self.files.take(file, Err(message)),
            Command::Ping { nonce } => self.events.push(Event::Pong { nonce }),
        }
    }

    /// Which device the owner should open now, if any.
    pub fn wanted_device(&self) -> Option<DeviceKind> {
        self.wanted
    }

    /// Takes in the devices that were opened.
    pub fn set_devices(&mut self, devices: Devices) {
        self.wanted = None;
        self.events.push(devices.event());
        self.devices = Some(devices);
    }

    /// What the page must be told, in order; each event once.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Whether [`Self::work_slice`] would do anything.
    pub fn has_work(&self) -> bool {
        self.next_run().is_some()
    }

    /// Works for a few milliseconds on the most urgent run, the one that has
    /// waited longest among equals.
    pub async fn work_slice(&mut self) {
        let Some(id) = self.next_run() else {
            return;
        };
        // Out of the map while it works, so that jobs may look at other runs.
        let Some(mut run) = self.runs.remove(&id) else {
            return;
        };
        self.turn += 1;
        run.last_turn = self.turn;
        if self.work_on(id, &mut run).await == Course::Open {
            self.runs.insert(id, run);
        }
    }

    fn add(&mut self, id: RunId, job: Job, snapshot: Option<Snapshot>, priority: Priority) {
        let is_held = matches!(job, Job::Train { is_held: true, .. });
        if self.devices.is_none() && needs_device(&job) && self.wanted.is_none() {
            self.wanted = Some(DeviceKind::Auto);
        }
        self.files.forget_refused();
        for file in files::needed(&job) {
            if self.files.must_ask(&file) {
                self.events.push(Event::Want { file });
            }
        }
        let waiting = Waiting { job, snapshot, is_announced: false };
        let run = Run {
            priority,
            last_turn: self.turn,
            control: Control::starting(is_held),
            work: Work::Waiting(waiting),
        };
        self.runs.insert(id, run);
    }

    fn with_control(&mut self, id: RunId, change: impl FnOnce(&mut Control)) {
        if let Some(run) = self.runs.get_mut(&id) {
            change(&mut run.control);
        }
    }

    fn stop(&mut self, id: RunId) {
        let Some(run) = self.runs.get_mut(&id) else {
            return;
        };
        let is_training = match &run.work {
            Work::Waiting(waiting) => matches!(waiting.job, Job::Train { .. }),
            Work::Doing(task) => matches!(task, Task::Train(_) | Task::Images(_)),
        };
        if is_training {
            run.control.stop();
        } else {
            self.runs.remove(&id);
            self.events.push(Event::Done { run: id, is_stopped: true });
        }
    }

    fn next_run(&self) -> Option<RunId> {
        let has_device = self.devices.is_some();
        let ready = self.runs.iter().filter(|(_, run)| match &run.work {
            Work::Waiting(waiting) => {
                (has_device || !needs_device(&waiting.job))
                    && !self.is_early(&waiting.job)
                    && files::needed(&waiting.job).iter().all(|file| !self.files.is_awaited(file))
            }
            Work::Doing(task) => task.has_work(&run.control),
        });
        let first = ready.min_by_key(|(_, run)| (std::cmp::Reverse(run.priority), run.last_turn));
        first.map(|(id, _)| *id)
    }

    /// Whether a job must let the training run begin whose network it uses.
    fn is_early(&self, job: &Job) -> bool {
        let of = match job {
            Job::Flow { field, .. } | Job::Carry { field, .. } | Job::Grid { field, .. } => {
                match field {
                    FieldOf::Learned(of) => of,
                    FieldOf::Exact => return false,
                }
            }
            Job::Draw { of: Some(of), .. } => of,
            _ => return false,
        };
        matches!(self.runs.get(of).map(|run| &run.work), Some(Work::Waiting(_)))
    }

    async fn work_on(&mut self, id: RunId, run: &mut Run) -> Course {
        if let Work::Waiting(waiting) = &mut run.work {
            if self.must_announce(waiting) {
                waiting.is_announced = true;
                self.events.push(Event::Phase { phase: Phase::BuildingShaders });
                return Course::Open;
            }
            match self.begin(id, waiting).await {
                Ok(task) => run.work = Work::Doing(task),
                Err(refusal) => {
                    self.refuse(id, refusal);
                    return Course::Over;
                }
            }
        }
        let Work::Doing(task) = &mut run.work else {
            return Course::Over;
        };
        let mut out = Vec::new();
        let course = task.slice(&mut run.control, &mut self.shared, &mut out).await;
        self.events.append(&mut out);
        match course {
            Ok(course) => course,
            Err(error) => {
                self.refuse(id, Refusal::Train(error));
                match task {
                    Task::Train(task) => task.end(),
                    Task::Images(task) => task.end(),
                    _ => return Course::Over,
                }
                Course::Open // the network stays
            }
        }
    }

    /// Whether the page must first be told that beginning takes long.
    fn must_announce(&self, waiting: &Waiting) -> bool {
        match (&waiting.job, &self.devices) {
            (Job::Train { link, .. }, Some(devices)) if !waiting.is_announced => {
                if is_of_images(link) {
                    devices.must_measure_images(&Imaging::from_link(link))
                } else {
                    devices.must_measure(&Experiment::from_link(link))
                }
            }
            _ => false,
        }
    }

    async fn begin(&mut self, id: RunId, waiting: &mut Waiting) -> Result<Task, Refusal> {
        match waiting.job.clone() {
            Job::Train { link, .. } if is_of_images(&link) => {
                self.begin_images(id, &link, waiting.snapshot.take()).await
            }
            Job::Draw { link, of } => self.begin_drawing(id, &link, of),
            Job::Latent { link } => self.begin_latent(id, &link),
            Job::Guidance { link } => Ok(Task::Guidance(Box::new(GuidanceTask::new(id, &link)))),
            Job::ImagePath { link, label, n } => {
                let experiment = Imaging::from_link(&link);
                let set = self.files.images(experiment.data).map_err(Refusal::Sentence)?;
                let frame = under_the_path(&experiment, &set, label, (n as usize).clamp(1, 400));
                Ok(Task::Told(vec![
                    Event::Frame { run: id, frame },
                    Event::Done { run: id, is_stopped: false },
                ]))
            }
            Job::Train { link, .. } => {
                let experiment = Experiment::from_link(&link);
                let snapshot = waiting.snapshot.take();
                if experiment.init.is_some() && snapshot.is_none() {
                    // Fresh weights in their place would be another experiment.
                    return Err(Refusal::Sentence(NO_FIRST_WEIGHTS.to_owned()));
                }
                let place = self.place_for(&experiment).await?;
                let task = TrainTask::new(id, experiment, snapshot.as_ref(), place);
                let task = task.map_err(|error| Refusal::Sentence(error.to_string()))?;
                Ok(Task::Train(Box::new(task)))
            }
            Job::Flow { link, field: FieldOf::Learned(of), max_frames } => {
                let (network, place) = self.learned(of)?;
                let experiment = Experiment::from_link(&link);
                let outcome = Outcome::new(&network, &place, &experiment, max_frames);
                Ok(Task::Flow(Box::new(FlowTask::new(id, outcome))))
            }
            Job::Carry { link, field: FieldOf::Learned(of), points, max_frames } => {
                let (network, place) = self.learned(of)?;
                let experiment = Experiment::from_link(&link);
                let start = (&points, max_frames);
                let outcome = Outcome::carrying(&network, &place, &experiment, start);
                Ok(Task::Flow(Box::new(FlowTask::new(id, outcome))))
            }
            Job::Grid { link, quantity: Quantity::LogDensity, times, n_per_axis, .. } => {
                let (field, quantity) = (FieldOf::Exact, Quantity::LogDensity);
                exact(id, Job::Grid { link, field, quantity, times, n_per_axis })
            }
            Job::Grid { link, field: FieldOf::Learned(of), quantity, times, n_per_axis } => {
                let (network, _) = self.learned(of)?;
                let network = on_cpu(&network).await.map_err(TrainError::Lost);
                let network = network.map_err(Refusal::Train)?;
                let experiment = Experiment::from_link(&link);
                let at = GridAt { times, n_per_axis };
                let run = GridRun::new(&network, &experiment, quantity, &at);
                Ok(Task::Grid(Box::new(GridTask::new(id, quantity, run))))
            }
            Job::SlowStep { link, after, n_shown } => {
                let run = SlowRun::new(&Experiment::from_link(&link), after, n_shown);
                Ok(Task::Slow(Box::new(SlowTask::new(id, run))))
            }
            job => exact(id, job),
        }
    }

    /// The training run `of`, if it has begun.
    pub(super) fn begun(&self, of: RunId) -> Option<&Task> {
        match self.runs.get(&of).map(|run| &run.work) {
            Some(Work::Doing(task)) => Some(task),
            _ => None,
        }
    }

    fn refuse(&mut self, id: RunId, refusal: Refusal) {
        self.events.push(match refusal {
            Refusal::Train(TrainError::Lost(DeviceLost(cause))) => Event::Failed {
                run: None,
                message: format!("The graphics device was lost ({cause})."),
                is_recoverable: true,
            },
            Refusal::Train(error) => {
                Event::Failed { run: Some(id), message: error.to_string(), is_recoverable: false }
            }
            Refusal::Sentence(message) => {
                Event::Failed { run: Some(id), message, is_recoverable: false }
            }
        });
    }
}

fn exact(id: RunId, job: Job) -> Result<Task, Refusal> {
    match ExactJob::new(id, job) {
        Ok(job) => Ok(Task::Exact(Box::new(job))),
        Err(_) => Err(Refusal::Sentence("This worker does not know such a job.".to_owned())),
    }
}

/// Whether a job's first slice needs an open device.
fn needs_device(job: &Job) -> bool {
    matches!(job, Job::Train { .. })
}

/// The same training job, held or not.
fn with_hold(job: Job, is_held: bool) -> Job {
    match job {
        Job::Train { link, .. } => Job::Train { link, is_held },
        other => other,
    }
}
