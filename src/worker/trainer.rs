//! The steps of a training run in the worker: short chunks, reports on timers, snapshots.

use web_time::Duration;
use web_time::Instant;

use crate::model::device::Place;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::train::speed::Speed;
use crate::train::step::Lessons;
use crate::worker::control::Control;
use crate::worker::shared::SETTLE;
use crate::worker::shared::Shared;
use crate::worker::shared::SliceClock;

/// Time between two snapshots.
const SNAPSHOT_EVERY: Duration = Duration::from_secs(2);

/// Time between two reports of progress.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// A training run with what was said of it and when.
pub struct Trainer<L: Lessons> {
    id: RunId,
    place: Place,
    run: TrainRun<L>,
    speed: Speed,
    started: Instant,
    read: Instant,
    queue: Queue,
    reported: Option<Instant>,
    saved: Instant,
}

impl<L: Lessons> Trainer<L> {
    /// `run` under the name `id`, nothing said yet.
    pub fn new(id: RunId, run: TrainRun<L>, place: Place) -> Self {
        let now = Instant::now();
        let queue = Queue::new(place.is_queued());
        let speed = Speed::default();
        Self { id, place, run, speed, started: now, read: now, queue, reported: None, saved: now }
    }

    /// The run.
    pub fn run(&self) -> &TrainRun<L> {
        &self.run
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether it must be brought to its end.
    pub fn is_to_end(&self, control: &Control) -> bool {
        control.is_stopped() || self.run.is_done()
    }

    /// Makes a chunk of steps if it may, and reports what is due.
    ///
    /// # Errors
    /// [`TrainError`] if the run can not go on.
    pub async fn advance(
        &mut self,
        control: &mut Control,
        shared: &Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        if control.may_step() {
            self.make_steps(control);
            let is_time = shared.settle <= self.read.elapsed() || self.is_queue_full();
            if is_time || self.run.is_done() || control.is_holding() {
                self.report_losses(out).await?;
            }
            if SNAPSHOT_EVERY <= self.saved.elapsed() {
                self.report_losses(out).await?;
                self.save(out).await?;
            }
        } else {
            self.speed.forget();
        }
        if control.take_answer() {
            self.report_losses(out).await?;
            self.save(out).await?;
            self.report_progress(out);
            out.push(Event::Held { run: self.id, step: self.run.n_made() });
        }
        Ok(())
    }

    /// Says everything there is to say of the training at its end.
    ///
    /// # Errors
    /// [`TrainError`] if the run diverged or the device is gone.
    pub async fn finish(&mut self, out: &mut Vec<Event>) -> Result<(), TrainError> {
        self.report_losses(out).await?;
        self.save(out).await?;
        self.report_progress(out);
        if let Some((mean, std_error)) = self.run.recent_loss() {
            out.push(Event::Metric {
                run: self.id,
                name: "loss".to_owned(),
                value: mean,
                spread: Some(std_error),
            });
        }
        Ok(())
    }

    fn is_queue_full(&self) -> bool {
        self.queue.limit <= self.run.n_unread()
    }

    /// Steps until the slice is over, and at least one.
    fn make_steps(&mut self, control: &mut Control) {
        let clock = SliceClock::start();
        loop {
            self.run.advance();
            control.count_step();
            let is_free = control.may_step() && !self.run.is_done() && !self.is_queue_full();
            if clock.is_over() || !is_free {
                return;
            }
        }
    }

    /// Sends the losses of all steps made; waits for the device.
    async fn report_losses(&mut self, out: &mut Vec<Event>) -> Result<(), TrainError> {
        let losses = self.run.read_losses().await?;
        self.queue.was_read(self.read.elapsed());
        self.read = Instant::now();
        if losses.values.is_empty() {
            return Ok(());
        }
        if self.place.is_queued() && self.reported.is_none() {
            out.push(Event::Phase { phase: Phase::Working });
        }
        let values = Buffer(losses.values);
        out.push(Event::Losses { run: self.id, first_step: losses.first_step, values });
        self.speed.mark(self.started.elapsed().as_secs_f64(), self.run.n_made());
        if self.reported.is_none_or(|reported| PROGRESS_EVERY <= reported.elapsed()) {
            self.report_progress(out);
        }
        Ok(())
    }

    fn report_progress(&mut self, out: &mut Vec<Event>) {
        self.reported = Some(Instant::now());
        let (done, total) = (self.run.n_made(), self.run.n_steps());
        let per_sec = self.speed.per_sec();
        let secs_left = |per_sec: f64| (f64::from(total - done) / per_sec) as f32;
        out.push(Event::Progress {
            run: self.id,
            done,
            total,
            steps_per_sec: per_sec.unwrap_or(0.0) as f32,
            secs_left: per_sec.filter(|v| 0.0 < *v).map(secs_left),
        });
    }

    async fn save(&mut self, out: &mut Vec<Event>) -> Result<(), TrainError> {
        let snapshot = self.run.snapshot().await?;
        self.saved = Instant::now();
        out.push(Event::Snapshot { run: self.id, snapshot });
        Ok(())
    }
}

/// How many steps may be queued on a device before their losses are read.
///
/// A slow device must not be given seconds of work that nobody can stop.
struct Queue {
    limit: usize,
}

impl Queue {
    /// One step first where steps are queued, for it also builds shaders.
    fn new(is_queued: bool) -> Self {
        Self { limit: if is_queued { 1 } else { usize::MAX } }
    }

    /// Takes in how long queueing and reading took together.
    fn was_read(&mut self, took: Duration) {
        if took < SETTLE {
            self.limit = self.limit.saturating_mul(2);
        } else if SETTLE * 3 < took {
            self.limit = (self.limit / 2).max(1);
        }
    }
}
