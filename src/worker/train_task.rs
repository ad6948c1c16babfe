//! A training run in the worker: steps in short chunks, reports on timers, its outcome.

use web_time::Duration;
use web_time::Instant;

use crate::experiment::run::Experiment;
use crate::model::device::Place;
use crate::model::shape::Network;
use crate::model::record::BadRecord;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::protocol::snapshot::Snapshot;
use crate::sample::judge::LevelRun;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::train::speed::Speed;
use crate::worker::control::Control;
use crate::worker::outcome::MAX_FRAMES;
use crate::worker::outcome::Outcome;
use crate::worker::outcome::Piece;
use crate::worker::outcome::level_key;
use crate::worker::preview::Moment;
use crate::worker::preview::Previews;
use crate::worker::preview::Shown;
use crate::worker::preview::n_points;
use crate::worker::shared::SETTLE;
use crate::worker::shared::Shared;
use crate::worker::shared::SliceClock;

/// Time between two snapshots.
const SNAPSHOT_EVERY: Duration = Duration::from_secs(2);

/// Time between two reports of progress.
const PROGRESS_EVERY: Duration = Duration::from_millis(250);

/// One training run.
pub struct TrainTask {
    id: RunId,
    experiment: Experiment,
    place: Place,
    run: TrainRun,
    stage: Stage,
    speed: Speed,
    previews: Previews,
    level: Option<LevelRun>,
    started: Instant,
    read: Instant,
    queue: Queue,
    reported: Option<Instant>,
    saved: Instant,
}

enum Stage {
    /// Before the first chunk, which builds shaders on a graphics device.
    Starting,
    Training,
    Outcome(Box<Outcome>),
    Ended,
}

impl TrainTask {
    /// The run of `experiment` before its first step, or as `snapshot` left it.
    ///
    /// # Errors
    /// [`BadRecord`] if the snapshot is of another network or damaged.
    pub fn new(
        id: RunId,
        experiment: Experiment,
        snapshot: Option<&Snapshot>,
        place: Place,
    ) -> Result<Self, BadRecord> {
        let run = match snapshot {
            None => TrainRun::new(&experiment, &place.device),
            Some(snapshot) => TrainRun::resumed(&experiment, snapshot, &place.device)?,
        };
        let previews = Previews::new(&experiment, run.source());
        let level = Some(LevelRun::new(experiment.seed, n_points(&experiment)));
        let now = Instant::now();
        let is_queued = place.is_queued();
        Ok(Self {
            id,
            experiment,
            place,
            run,
            stage: Stage::Starting,
            speed: Speed::default(),
            previews,
            level,
            started: now,
            read: now,
            queue: Queue::new(is_queued),
            reported: None,
            saved: now,
        })
    }

    /// The network as it is now.
    pub fn network(&self) -> Network {
        self.run.network()
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Whether a slice would do anything.
    pub fn has_work(&self, control: &Control) -> bool {
        match &self.stage {
            Stage::Starting | Stage::Outcome(_) => true,
            Stage::Ended => false,
            Stage::Training => {
                !control.is_holding()
                    || self.run.is_done()
                    || control.is_answer_due()
                    || self.level.is_some()
                    || self.previews.has_work(self.moment(*control))
            }
        }
    }

    /// Works for one slice: at most one chunk of steps and one piece of preview.
    ///
    /// # Errors
    /// [`TrainError`] if the run can not go on; its network stays for sampling.
    pub async fn slice(
        &mut self,
        control: &mut Control,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        match &mut self.stage {
            Stage::Starting => {
                if self.place.is_queued() {
                    out.push(Event::Phase { phase: Phase::BuildingShaders });
                }
                self.stage = Stage::Training;
                Ok(())
            }
            Stage::Training => self.train(control, shared, out).await,
            Stage::Outcome(outcome) => {
                let pieces = outcome.advance(shared).await?;
                let is_over = outcome.is_over();
                out.extend(pieces.into_iter().map(|piece| told(self.id, piece)));
                if is_over {
                    self.stage = Stage::Ended;
                    out.push(Event::Done { run: self.id, is_stopped: control.is_stopped() });
                }
                Ok(())
            }
            Stage::Ended => Ok(()),
        }
    }

    /// Gives the run up; its network stays.
    pub fn end(&mut self) {
        self.stage = Stage::Ended;
    }

    fn moment(&self, control: Control) -> Moment {
        Moment { step: self.run.n_made(), is_holding: control.is_holding() }
    }

    async fn train(
        &mut self,
        control: &mut Control,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        if control.is_stopped() || self.run.is_done() {
            return self.finish(out).await;
        }
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
        self.work_beside(*control, shared, out).await
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

    /// One slice of preview or noise level.
    async fn work_beside(
        &mut self,
        control: Control,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        let moment = self.moment(control);
        let shown = self.previews.advance(&self.run.network(), &self.place, moment).await?;
        if let Some(shown) = shown {
            out.push(match shown {
                Shown::Cloud(frame) => Event::Frame { run: self.id, frame },
                Shown::SlicedW2(distance) => {
                    told(self.id, Piece::Metric("sliced_w2", distance, None))
                }
            });
            return Ok(());
        }
        let key = level_key(&self.experiment.forward(), n_points(&self.experiment));
        if let Some(run) = &mut self.level {
            let level = shared.level(&key).or_else(|| {
                let dataset = &self.run.source().dataset;
                run.advance(|n, rng| dataset.sample(n, rng))
            });
            if let Some(level) = level {
                shared.keep_level(key, level);
                self.level = None;
                let piece = Piece::Metric("sliced_w2_noise", level.mean, Some(level.spread));
                out.push(told(self.id, piece));
            }
        }
        Ok(())
    }

    /// Ends training: everything known is sent, and the outcome begins.
    async fn finish(&mut self, out: &mut Vec<Event>) -> Result<(), TrainError> {
        self.report_losses(out).await?;
        self.save(out).await?;
        self.report_progress(out);
        if let Some((mean, std_error)) = self.run.recent_loss() {
            out.push(told(self.id, Piece::Metric("loss", mean, Some(std_error))));
        }
        let network = self.run.network();
        // A network is judged by the samples that it draws, whichever way those
        // in the picture go.
        let forward = self.experiment.forward();
        let outcome = Outcome::new(&network, &self.place, &forward, MAX_FRAMES);
        self.stage = Stage::Outcome(Box::new(outcome.with_field_error()));
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

/// The event that carries a piece of a run's outcome.
pub fn told(run: RunId, piece: Piece) -> Event {
    match piece {
        Piece::Flow(frame) | Piece::Picture(frame) => Event::Frame { run, frame },
        Piece::Metric(name, value, spread) => {
            Event::Metric { run, name: name.to_owned(), value, spread }
        }
    }
}
