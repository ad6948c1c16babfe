//! Image networks in the worker: a training run with growing images, and images under the path.

use std::rc::Rc;

use web_time::Duration;
use web_time::Instant;

use crate::dataset::images::ImageSet;
use crate::experiment::images::run::Imaging;
use crate::job::plan::SamplePlan;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::model::device::Place;
use crate::model::image::batch::ImageBatches;
use crate::model::image::net::ImageNet;
use crate::model::record::BadRecord;
use crate::model::record::DeviceLost;
use crate::model::shape::Network;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::event::Phase;
use crate::protocol::snapshot::Snapshot;
use crate::sample::images::Guide;
use crate::sample::images::ImageFlow;
use crate::sample::images::ImageGroup;
use crate::solver::SolverKind;
use crate::train::run::TrainError;
use crate::train::run::TrainRun;
use crate::worker::control::Control;
use crate::worker::shared::Shared;
use crate::worker::shared::SliceClock;
use crate::worker::trainer::Trainer;

/// Images of each class in a preview.
const N_EACH: usize = 2;
/// Steps of a preview's flow.
const N_STEPS: u32 = 8;
/// Shortest time between two previews.
const EVERY: Duration = Duration::from_millis(1_500);
/// Previews may take one part in this many of the time.
const SHARE: u32 = 6;

/// One training run of an image network.
pub struct ImageTask {
    id: RunId,
    experiment: Imaging,
    trainer: Trainer<ImageBatches>,
    stage: Stage,
    preview: Option<ImageFlow>,
    shown_at: Option<u32>,
    begun: Instant,
    cost: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the first chunk, which builds shaders on a graphics device.
    Starting,
    Training,
    Ended,
}

impl ImageTask {
    /// The run of `experiment` on `set` before its first step, or as `snapshot` left it.
    ///
    /// # Errors
    /// [`BadRecord`] if the snapshot is of another network or damaged.
    pub fn new(
        id: RunId,
        experiment: Imaging,
        snapshot: Option<&Snapshot>,
        set: Rc<ImageSet>,
        place: Place,
    ) -> Result<Self, BadRecord> {
        let shape = ImageNet::new(experiment.net, experiment.data);
        let lessons = ImageBatches::of(&experiment, set);
        let run = match snapshot {
            None => TrainRun::first(lessons, shape, experiment.seed, &place.device),
            Some(snapshot) => TrainRun::going_on(lessons, shape, snapshot, &place.device)?,
        };
        Ok(Self {
            id,
            experiment,
            trainer: Trainer::new(id, run, place),
            stage: Stage::Starting,
            preview: None,
            shown_at: None,
            begun: Instant::now(),
            cost: Duration::ZERO,
        })
    }

    /// The network as it is now.
    pub fn network(&self) -> Network<ImageNet> {
        self.trainer.run().network()
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        self.trainer.place()
    }

    /// Whether a slice would do anything.
    pub fn has_work(&self, control: &Control) -> bool {
        match self.stage {
            Stage::Starting => true,
            Stage::Ended => false,
            Stage::Training => {
                !control.is_holding()
                    || self.trainer.is_to_end(control)
                    || control.is_answer_due()
                    || self.has_preview_work(*control)
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
        shared: &Shared,
        out: &mut Vec<Event>,
    ) -> Result<(), TrainError> {
        match self.stage {
            Stage::Starting => {
                if self.place().is_queued() {
                    out.push(Event::Phase { phase: Phase::BuildingShaders });
                }
                self.stage = Stage::Training;
            }
            Stage::Training if self.trainer.is_to_end(control) => {
                self.trainer.finish(out).await?;
                self.stage = Stage::Ended;
                out.push(Event::Done { run: self.id, is_stopped: control.is_stopped() });
            }
            Stage::Training => {
                self.trainer.advance(control, shared, out).await?;
                self.work_on_preview(*control, out).await?;
            }
            Stage::Ended => {}
        }
        Ok(())
    }

    /// Gives the run up; its network stays.
    pub fn end(&mut self) {
        self.stage = Stage::Ended;
    }

    fn has_preview_work(&self, control: Control) -> bool {
        self.preview.is_some() || self.is_preview_due(control)
    }

    fn is_preview_due(&self, control: Control) -> bool {
        let is_new = self.shown_at != Some(self.trainer.run().n_made());
        let is_rested = EVERY.max(self.cost * SHARE) <= self.begun.elapsed();
        is_new && (self.shown_at.is_none() || is_rested || control.is_holding())
    }

    /// Some steps of the preview, which is of the network as it was at its beginning.
    async fn work_on_preview(
        &mut self,
        control: Control,
        out: &mut Vec<Event>,
    ) -> Result<(), DeviceLost> {
        let (clock, started) = (SliceClock::start(), Instant::now());
        if self.preview.is_none() {
            if !self.is_preview_due(control) {
                return Ok(());
            }
            self.preview = Some(preview(&self.experiment, self.network(), self.place()));
            self.shown_at = Some(self.trainer.run().n_made());
            (self.begun, self.cost) = (started, Duration::ZERO);
        }
        let Some(flow) = &mut self.preview else { return Ok(()) };
        let mut is_moving = true;
        while is_moving && !clock.is_over() {
            is_moving = flow.advance();
        }
        if !is_moving {
            let points = Buffer(flow.now().await?);
            let frame = Frame::Cloud { t: 1.0, dim: flow.dim() as u32, points };
            out.push(Event::Frame { run: self.id, frame });
            self.preview = None;
        }
        self.cost += started.elapsed();
        Ok(())
    }
}

/// A few images of every class by few midpoint steps, always from the same noise.
///
/// Random: stream `Noise` number 0 of the seed.
fn preview(experiment: &Imaging, network: Network<ImageNet>, place: &Place) -> ImageFlow {
    let mut quick = experiment.clone();
    quick.sample.solver = SolverKind::Midpoint;
    quick.sample.n_steps = N_STEPS;
    let n = N_EACH * experiment.data.n_classes();
    let mut rng = Rng::stream(experiment.seed, Stream::Noise, 0);
    let group = ImageGroup {
        guide: Guide::Learned { network: Box::new(network), predict: experiment.predict },
        path: experiment.path,
        plan: SamplePlan::of_images(&quick),
        w: 1.0,
        labels: (0..n).map(|idx| Some(experiment.label_of(idx) as u8)).collect(),
        starts: rng.normal_points(n, experiment.data.dim()),
        first_noise: 0,
    };
    ImageFlow::new(&[group], &place.device)
}

/// Times at which images under the path are told.
const N_TIMES: usize = 41;

/// Images of the data under the path: `x_t = alpha_t z + beta_t eps` at evenly
/// spaced times, each image with one noise for all times.
///
/// Random: `Stream::Figure` number 0 of the seed says which images, `Noise`
/// number 0 their noise.
pub fn under_the_path(experiment: &Imaging, set: &ImageSet, label: Option<u8>, n: usize) -> Frame {
    let mut rng = Rng::stream(experiment.seed, Stream::Figure, 0);
    let dim = set.kind.dim();
    let mut images: Vec<&[f32]> = Vec::with_capacity(n);
    for k in 0..n {
        let wanted = label.unwrap_or(experiment.label_of(k) as u8);
        let alike: Vec<usize> =
            (0..set.train.n()).filter(|&idx| set.train.labels[idx] == wanted).collect();
        // A set without that label shows any image.
        let idx =
            if alike.is_empty() { rng.below(set.train.n()) } else { alike[rng.below(alike.len())] };
        images.push(set.train.image(idx));
    }
    let noise = Rng::stream(experiment.seed, Stream::Noise, 0).normal_points(n, dim);
    let times: Vec<f64> = (0..N_TIMES).map(|k| k as f64 / (N_TIMES - 1) as f64).collect();
    let mut points = Vec::with_capacity(N_TIMES * n * dim);
    for &t in &times {
        let s = experiment.path.at(t);
        for (image, eps) in images.iter().zip(noise.rows()) {
            let mixed = image.iter().zip(eps);
            points.extend(mixed.map(|(z, e)| (s.alpha * f64::from(*z) + s.beta * e) as f32));
        }
    }
    let times = Buffer(times.iter().map(|&t| t as f32).collect());
    Frame::Flow { times, dim: dim as u32, points: Buffer(points) }
}
