//! What a network makes of noise, or of data on the way back, and how good it is:
//! frames first, then numbers.

use web_time::Instant;

use crate::experiment::condition::Condition;
use crate::experiment::run::Experiment;
use crate::job::carry::start_points;
use crate::job::carry::without_noise;
use crate::job::flow::BLOW_UP;
use crate::job::flow::in_time_order;
use crate::job::goal::Distance;
use crate::job::goal::Goal;
use crate::job::plan::starts;
use crate::math::points::Points;
use crate::metric::sliced::SlicedRun;
use crate::model::device::Place;
use crate::model::record::DeviceLost;
use crate::model::record::on_cpu;
use crate::model::shape::Network;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;
use crate::sample::field_error::FieldErrorRun;
use crate::sample::flow::FlowFrames;
use crate::sample::flow::FlowPlan;
use crate::sample::flow::FlowRun;
use crate::sample::judge::LevelRun;
use crate::sample::loss_by_time::loss_by_time;
use crate::worker::shared::LevelKey;
use crate::worker::shared::Shared;
use crate::worker::shared::SliceClock;

/// Most times kept of the flow that ends a training run.
pub const MAX_FRAMES: u32 = 51;

/// A piece of the outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// The samples at the times kept.
    Flow(Frame),
    /// Something else to draw.
    Picture(Frame),
    /// A number with its name and spread.
    Metric(&'static str, f64, Option<f64>),
}

/// The outcome in the making: `Frame::Flow`, then the metrics `nfe`,
/// `sliced_w2` and `sliced_w2_noise` (samples against as many fresh points of
/// the data; on the way back `sliced_w2_source` and so on, of the source), and `field_error` if asked for.
pub struct Outcome {
    network: Network,
    place: Place,
    experiment: Experiment,
    goal: Goal,
    is_judged: bool,
    is_error_wanted: bool,
    stage: Stage,
    settled: Instant,
}

enum Stage {
    Flow(Box<FlowRun>),
    Sliced(SlicedRun),
    Level(LevelRun),
    FieldError(Box<FieldErrorRun>),
    Over,
}

impl Outcome {
    /// Samples of `network` as `experiment` asks for, at most `max_frames` times.
    pub fn new(network: &Network, place: &Place, experiment: &Experiment, max_frames: u32) -> Self {
        Self::from(network, place, experiment, (starts(experiment), max_frames))
    }

    /// Points of the page's choice carried along the network's flow, without
    /// noise on the way and without a word on how good they are.
    pub fn carrying(
        network: &Network,
        place: &Place,
        experiment: &Experiment,
        (points, max_frames): (&Buffer, u32),
    ) -> Self {
        let along = without_noise(experiment);
        let start = start_points(&along, points);
        let carried = Self::from(network, place, &along, (start, max_frames));
        Self { is_judged: false, ..carried }
    }

    fn from(
        network: &Network,
        place: &Place,
        experiment: &Experiment,
        (start, max_frames): (Points, u32),
    ) -> Self {
        let plan = FlowPlan::of(experiment, max_frames);
        let flow = FlowRun::new(network, &place.device, start, plan);
        Self {
            is_judged: true,
            network: network.clone(),
            place: place.clone(),
            experiment: experiment.clone(),
            goal: Goal::of(experiment),
            is_error_wanted: false,
            stage: Stage::Flow(Box::new(flow)),
            settled: Instant::now(),
        }
    }

    /// The same with the field error.
    #[must_use]
    pub fn with_field_error(mut self) -> Self {
        self.is_error_wanted = true;
        self
    }

    /// Whether everything has been given.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// Share of the flow that is done, while it is being made.
    pub fn progress(&self) -> Option<f64> {
        match &self.stage {
            Stage::Flow(flow) => Some(flow.progress()),
            _ => None,
        }
    }

    /// Works for one slice and gives what became ready.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn advance(&mut self, shared: &mut Shared) -> Result<Vec<Piece>, DeviceLost> {
        let clock = SliceClock::start();
        let mut pieces = Vec::new();
        while pieces.is_empty() && !self.is_over() && !clock.is_over() {
            pieces = self.work_on(shared).await?;
        }
        if let Stage::Flow(flow) = &self.stage
            && self.place.is_queued()
            && shared.settle <= self.settled.elapsed()
        {
            flow.settle().await?;
            self.settled = Instant::now();
        }
        Ok(pieces)
    }

    async fn work_on(&mut self, shared: &mut Shared) -> Result<Vec<Piece>, DeviceLost> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Flow(mut flow) => {
                if flow.advance().await? {
                    self.stage = Stage::Flow(flow);
                    return Ok(Vec::new());
                }
                Ok(self.after_flow(flow.into_frames()))
            }
            Stage::Sliced(mut sliced) => {
                let Some(distance) = sliced.advance_slice() else {
                    self.stage = Stage::Sliced(sliced);
                    return Ok(Vec::new());
                };
                self.stage = Stage::Level(LevelRun::new(self.key().seed, self.key().n));
                Ok(vec![Piece::Metric(self.goal.names(Distance::Sliced)[0], distance, None)])
            }
            Stage::Level(mut run) => {
                let known = shared.level(&self.key());
                let Some(level) = known.or_else(|| run.advance(|n, rng| self.goal.sample(n, rng)))
                else {
                    self.stage = Stage::Level(run);
                    return Ok(Vec::new());
                };
                shared.keep_level(self.key(), level);
                self.stage = self.after_level().await?;
                let name = self.goal.names(Distance::Sliced)[1];
                Ok(vec![Piece::Metric(name, level.mean, Some(level.spread))])
            }
            Stage::FieldError(mut run) => {
                let Some(error) = run.advance().await? else {
                    self.stage = Stage::FieldError(run);
                    return Ok(Vec::new());
                };
                let network = on_cpu(&self.network).await?;
                let curve = loss_by_time(&network, &self.experiment).await?;
                Ok(vec![
                    Piece::Metric("field_error", error.value, Some(error.std_error)),
                    Piece::Picture(Frame::Curves { curves: vec![curve] }),
                ])
            }
            Stage::Over => Ok(Vec::new()),
        }
    }

    fn after_flow(&mut self, frames: FlowFrames) -> Vec<Piece> {
        let dim = frames.dim;
        let is_finite = frames.end().iter().all(|v| v.is_finite());
        if is_finite && self.is_judged {
            let samples = Points::from_f32(dim, frames.end());
            let fresh = self.goal.reference(self.experiment.seed, samples.n());
            self.stage = Stage::Sliced(SlicedRun::new(samples, fresh));
        }
        let broken = frames.frames.iter().position(|f| f.iter().any(|v| !v.is_finite()));
        let broken = broken.map(|idx| Piece::Metric(BLOW_UP, frames.times[idx], None));
        let nfe = Piece::Metric("nfe", frames.nfe as f64, None);
        let (times, states) = in_time_order(frames.times, frames.frames);
        let frame = Frame::Flow {
            times: Buffer(times.iter().map(|&t| t as f32).collect()),
            dim: dim as u32,
            points: Buffer(states.concat()),
        };
        if !self.is_judged {
            return vec![Piece::Flow(frame)];
        }
        [Piece::Flow(frame), nfe].into_iter().chain(broken).collect()
    }

    async fn after_level(&self) -> Result<Stage, DeviceLost> {
        if !self.is_error_wanted {
            return Ok(Stage::Over);
        }
        let network = on_cpu(&self.network).await?;
        let run = FieldErrorRun::new(&network, &self.experiment);
        Ok(Stage::FieldError(Box::new(run)))
    }

    fn key(&self) -> LevelKey {
        level_key(&self.experiment, self.experiment.sample.n_samples as usize)
    }
}

/// What the noise level between sets of `n` points depends on.
pub fn level_key(experiment: &Experiment, n: usize) -> LevelKey {
    let source = experiment.is_backward().then_some(experiment.source);
    let label = match experiment.condition() {
        Condition::Null => None,
        Condition::Given(label) | Condition::Guided { label, .. } => Some(label),
    };
    LevelKey { data: experiment.data.clone(), label, source, seed: experiment.seed, n }
}
