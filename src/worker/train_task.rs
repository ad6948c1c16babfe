//! A training run in the worker: steps in short chunks, reports on timers, its outcome.

use crate::dataset::Dataset;
use crate::experiment::run::Experiment;
use crate::model::batch::BatchSource;
use crate::model::device::Place;
use crate::model::record::BadRecord;
use crate::model::shape::Network;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Phase;
use crate::protocol::snapshot::Snapshot;
use crate::sample::judge::LevelRun;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::worker::control::Control;
use crate::worker::outcome::MAX_FRAMES;
use crate::worker::outcome::Outcome;
use crate::worker::outcome::Piece;
use crate::worker::outcome::level_key;
use crate::worker::preview::Moment;
use crate::worker::preview::Previews;
use crate::worker::preview::Shown;
use crate::worker::preview::n_points;
use crate::worker::shared::Shared;
use crate::worker::trainer::Trainer;

/// One training run.
pub struct TrainTask {
    id: RunId,
    experiment: Experiment,
    /// The data that samples on the way are compared with.
    aim: Dataset,
    trainer: Trainer<BatchSource>,
    stage: Stage,
    previews: Previews,
    level: Option<LevelRun>,
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
        let previews = Previews::new(&experiment);
        let level = Some(LevelRun::new(experiment.seed, n_points(&experiment)));
        let trainer = Trainer::new(id, run, place);
        let aim = experiment.aim();
        Ok(Self { id, experiment, aim, trainer, stage: Stage::Starting, previews, level })
    }

    /// The network as it is now.
    pub fn network(&self) -> Network {
        self.trainer.run().network()
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        self.trainer.place()
    }

    /// Whether a slice would do anything.
    pub fn has_work(&self, control: &Control) -> bool {
        match &self.stage {
            Stage::Starting | Stage::Outcome(_) => true,
            Stage::Ended => false,
            Stage::Training => {
                !control.is_holding()
                    || self.trainer.run().is_done()
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
                if self.trainer.place().is_queued() {
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
        Moment { step: self.trainer.run().n_made(), is_holding: control.is_holding() }
    }

    async fn train(
        &mut self,
        control: &mut Control,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        if self.trainer.is_to_end(control) {
            return self.finish(out).await;
        }
        self.trainer.advance(control, shared, out).await?;
        self.work_beside(*control, shared, out).await
    }

    /// One slice of preview or noise level.
    async fn work_beside(
        &mut self,
        control: Control,
        shared: &mut Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        let moment = self.moment(control);
        let shown = self
            .previews
            .advance(&self.trainer.run().network(), self.trainer.place(), moment)
            .await?;
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
            let level =
                shared.level(&key).or_else(|| run.advance(|n, rng| self.aim.sample(n, rng)));
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
        self.trainer.finish(out).await?;
        let network = self.trainer.run().network();
        // A network is judged by the samples that it draws, whichever way those
        // in the picture go.
        let forward = self.experiment.forward();
        let outcome = Outcome::new(&network, self.trainer.place(), &forward, MAX_FRAMES);
        self.stage = Stage::Outcome(Box::new(outcome.with_field_error()));
        Ok(())
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
