//! One piece of work of the worker, whatever its kind.

use web_time::Duration;
use web_time::Instant;

use crate::job::exact::ExactJob;
use crate::model::record::DeviceLost;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::job::Quantity;
use crate::sample::grid::GridRun;
use crate::train::run::TrainError;
use crate::train::slow::SlowRun;
use crate::train::slow::SlowStep;
use crate::worker::control::Control;
use crate::worker::draw::Draw;
use crate::worker::guidance_task::GuidanceTask;
use crate::worker::image_task::ImageTask;
use crate::worker::latent_task::LatentTask;
use crate::worker::outcome::Outcome;
use crate::worker::shared::Shared;
use crate::worker::shared::SliceClock;
use crate::worker::train_task::TrainTask;
use crate::worker::train_task::told;

/// Time between two reports of progress.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// Work under way.
pub enum Task {
    /// Trains.
    Train(Box<TrainTask>),
    /// Samples of a trained network.
    Flow(Box<FlowTask>),
    /// A trained field on a grid.
    Grid(Box<GridTask>),
    /// One training step taken apart.
    Slow(Box<SlowTask>),
    /// Trains a network of images.
    Images(Box<ImageTask>),
    /// Images drawn by networks.
    Draw(Box<Draw>),
    /// Networks with labels on the plane.
    Guidance(Box<GuidanceTask>),
    /// The plane of an autoencoder's codes.
    Latent(Box<LatentTask>),
    /// Already worked out; only to be said.
    Told(Vec<Event>),
    /// Needs no network.
    Exact(Box<ExactJob>),
}

/// Samples for a figure.
pub struct FlowTask {
    id: RunId,
    outcome: Outcome,
    reported: Instant,
}

/// A grid for a figure.
pub struct GridTask {
    id: RunId,
    quantity: Quantity,
    run: Option<GridRun>,
}

/// A training step for a figure.
pub struct SlowTask {
    id: RunId,
    run: SlowRun,
    reported: Instant,
}

/// Whether a piece of work goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// There may be more to do.
    Open,
    /// Everything has been said.
    Over,
}

impl Task {
    /// Whether a slice would do anything.
    pub fn has_work(&self, control: &Control) -> bool {
        match self {
            Self::Train(task) => task.has_work(control),
            Self::Images(task) => task.has_work(control),
            Self::Flow(_)
            | Self::Grid(_)
            | Self::Slow(_)
            | Self::Draw(_)
            | Self::Guidance(_)
            | Self::Latent(_)
            | Self::Told(_)
            | Self::Exact(_) => true,
        }
    }

    /// Works for one slice of a few milliseconds.
    ///
    /// # Errors
    /// [`TrainError`] if the work can not go on.
    pub async fn slice(
        &mut self,
        control: &mut Control,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<Course, TrainError> {
        match self {
            Self::Train(task) => {
                task.slice(control, shared, out).await?;
                Ok(Course::Open)
            }
            Self::Images(task) => {
                task.slice(control, shared, out).await?;
                Ok(Course::Open)
            }
            Self::Draw(draw) => Ok(draw.slice(out).await?),
            Self::Guidance(task) => task.slice(out).await,
            Self::Latent(task) => Ok(task.slice(out).await?),
            Self::Told(events) => {
                out.append(events);
                Ok(Course::Over)
            }
            Self::Flow(task) => Ok(task.slice(shared, out).await?),
            Self::Grid(task) => Ok(task.slice(out).await?),
            Self::Slow(task) => task.slice(out).await,
            Self::Exact(job) => {
                out.extend(job.advance());
                Ok(course_of(out))
            }
        }
    }
}

/// Whether the events of a job say that it has ended.
fn course_of(events: &[Event]) -> Course {
    match events.last() {
        Some(Event::Done { .. } | Event::Failed { .. }) => Course::Over,
        _ => Course::Open,
    }
}

impl FlowTask {
    /// The samples of `outcome` for `id`.
    pub fn new(id: RunId, outcome: Outcome) -> Self {
        Self { id, outcome, reported: Instant::now() }
    }

    async fn slice(
        &mut self,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<Course, DeviceLost> {
        let pieces = self.outcome.advance(shared).await?;
        out.extend(pieces.into_iter().map(|piece| told(self.id, piece)));
        if self.outcome.is_over() {
            out.push(Event::Done { run: self.id, is_stopped: false });
            return Ok(Course::Over);
        }
        if let Some(share) = self.outcome.progress()
            && PROGRESS_EVERY <= self.reported.elapsed()
        {
            self.reported = Instant::now();
            out.push(percent(self.id, share));
        }
        Ok(Course::Open)
    }
}

/// Progress in hundredths.
fn percent(run: RunId, share: f64) -> Event {
    let done = (100.0 * share) as u32;
    Event::Progress { run, done, total: 100, steps_per_sec: 0.0, secs_left: None }
}

impl GridTask {
    /// The grid of `run` for `id`.
    pub fn new(id: RunId, quantity: Quantity, run: GridRun) -> Self {
        Self { id, quantity, run: Some(run) }
    }

    async fn slice(&mut self, out: &mut Vec<Event>) -> Result<Course, DeviceLost> {
        let Some(mut run) = self.run.take() else {
            return Ok(Course::Over);
        };
        if run.advance().await? {
            self.run = Some(run);
            return Ok(Course::Open);
        }
        let times = Buffer(run.times().iter().map(|&t| t as f32).collect());
        let n_per_axis = run.n_per_axis();
        let values = Buffer(run.into_values());
        let frame = Frame::Grid { quantity: self.quantity, times, n_per_axis, values };
        out.push(Event::Frame { run: self.id, frame });
        out.push(Event::Done { run: self.id, is_stopped: false });
        Ok(Course::Over)
    }
}

impl SlowTask {
    /// The step that `run` leads to, for `id`.
    pub fn new(id: RunId, run: SlowRun) -> Self {
        Self { id, run, reported: Instant::now() }
    }

    async fn slice(&mut self, out: &mut Vec<Event>) -> Result<Course, TrainError> {
        let clock = SliceClock::start();
        while self.run.advance().await? {
            if clock.is_over() {
                self.report(out);
                return Ok(Course::Open);
            }
        }
        let SlowStep { curves, numbers } = self.run.step().await?;
        let run = self.id;
        out.extend(numbers.into_iter().map(|(name, value)| Event::Metric {
            run,
            name: name.to_owned(),
            value,
            spread: None,
        }));
        out.push(Event::Frame { run, frame: Frame::Curves { curves } });
        out.push(Event::Done { run, is_stopped: false });
        Ok(Course::Over)
    }

    fn report(&mut self, out: &mut Vec<Event>) {
        if PROGRESS_EVERY <= self.reported.elapsed() {
            self.reported = Instant::now();
            let (done, total) = self.run.progress();
            out.push(Event::Progress {
                run: self.id,
                done,
                total,
                steps_per_sec: 0.0,
                secs_left: None,
            });
        }
    }
}
