//! Fresh samples while training: a cloud from fixed noise, and its distance to data.

use web_time::Duration;
use web_time::Instant;

use crate::experiment::run::Experiment;
use crate::job::distance::reference;
use crate::job::plan::start_noise;
use crate::math::points::Points;
use crate::metric::sliced::SlicedRun;
use crate::model::device::Place;
use crate::model::record::DeviceLost;
use crate::model::shape::Network;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;
use crate::sample::flow::FlowPlan;
use crate::sample::flow::FlowRun;
use crate::solver::SolverKind;
use crate::solver::spacing::GridKind;
use crate::worker::shared::SliceClock;

/// Most points of a preview.
pub const MAX_POINTS: u32 = 1000;

/// Shortest time between two previews.
const EVERY: Duration = Duration::from_millis(500);

/// Previews may take one part in this many of the time.
const SHARE: u32 = 8;

/// What a preview gives.
pub enum Shown {
    /// The samples at t = 1.
    Cloud(Frame),
    /// Their `sliced_w2` to as many fresh points of the data, stream `Metric`
    /// number 0 of the seed.
    SlicedW2(f64),
}

/// Where a training run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Steps made.
    pub step: u32,
    /// Whether it waits for the page; then nothing is gained by waiting too.
    pub is_holding: bool,
}

/// Previews of one training run, made in slices.
pub struct Previews {
    plan: FlowPlan,
    noise: Points,
    reference: Points,
    work: Option<Work>,
    made_at: Option<u32>,
    last: Option<Last>,
}

enum Work {
    Flow(Box<FlowRun>),
    Judge(SlicedRun),
}

struct Last {
    started: Instant,
    cost: Duration,
}

impl Previews {
    /// None made yet. The noise is the first of the experiment's own samples.
    pub fn new(experiment: &Experiment) -> Self {
        let n = n_points(experiment);
        let reference = reference(&experiment.aim(), experiment.seed, n);
        let noise = start_noise(experiment).slice(0..n);
        let plan = preview_plan(experiment);
        Self { plan, noise, reference, work: None, made_at: None, last: None }
    }

    /// Whether there is something to do for a run at `moment`.
    pub fn has_work(&self, moment: Moment) -> bool {
        self.work.is_some() || self.is_due(moment)
    }

    fn is_due(&self, moment: Moment) -> bool {
        let is_rested = self.last.as_ref().is_none_or(|last| {
            let pause = EVERY.max(last.cost * SHARE);
            pause <= last.started.elapsed()
        });
        self.made_at != Some(moment.step) && (is_rested || moment.is_holding)
    }

    /// Works for one slice on a preview; a new one is of `network` as it is now.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn advance(
        &mut self,
        network: &Network,
        place: &Place,
        moment: Moment,
    ) -> Result<Option<Shown>, DeviceLost> {
        let clock = SliceClock::start();
        let begun = Instant::now();
        if self.work.is_none() {
            if !self.is_due(moment) {
                return Ok(None);
            }
            let flow = FlowRun::new(network, &place.device, self.noise.clone(), self.plan.clone());
            self.work = Some(Work::Flow(Box::new(flow)));
            self.made_at = Some(moment.step);
            self.last = Some(Last { started: begun, cost: Duration::ZERO });
        }
        let mut shown = None;
        while shown.is_none() && self.work.is_some() && !clock.is_over() {
            shown = self.work_on().await?;
        }
        if let Some(last) = &mut self.last {
            last.cost += begun.elapsed();
        }
        Ok(shown)
    }

    async fn work_on(&mut self) -> Result<Option<Shown>, DeviceLost> {
        match self.work.take() {
            None => Ok(None),
            Some(Work::Flow(mut flow)) => {
                if flow.advance().await? {
                    self.work = Some(Work::Flow(flow));
                    return Ok(None);
                }
                let frames = flow.into_frames();
                let dim = frames.dim;
                let points = frames.end().to_vec();
                if points.iter().all(|v| v.is_finite()) {
                    let samples = Points::from_f32(dim, &points);
                    let judge = SlicedRun::new(samples, self.reference.clone());
                    self.work = Some(Work::Judge(judge));
                }
                let frame = Frame::Cloud { t: 1.0, dim: dim as u32, points: Buffer(points) };
                Ok(Some(Shown::Cloud(frame)))
            }
            Some(Work::Judge(mut judge)) => {
                let distance = judge.advance_slice();
                if distance.is_none() {
                    self.work = Some(Work::Judge(judge));
                }
                Ok(distance.map(Shown::SlicedW2))
            }
        }
    }
}

/// A preview takes ten midpoint steps to the data along the network's own path,
/// whatever the experiment's solver and direction.
fn preview_plan(experiment: &Experiment) -> FlowPlan {
    let mut quick = experiment.forward();
    quick.sample.solver = SolverKind::Midpoint;
    quick.sample.n_steps = 10;
    quick.sample.grid = GridKind::Uniform;
    quick.sample.under = experiment.path;
    FlowPlan::of(&quick, 1)
}

/// Points of a preview: those of the experiment, up to [`MAX_POINTS`].
pub fn n_points(experiment: &Experiment) -> usize {
    experiment.sample.n_samples.min(MAX_POINTS) as usize
}
