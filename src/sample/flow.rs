//! Noise or data carried along a learned field, some points and some steps at a time.

use burn::tensor::Device;
use burn::tensor::Tensor;

use crate::experiment::condition::Condition;
use crate::experiment::run::Experiment;
use crate::job::flow::kept_steps;
use crate::job::plan::SamplePlan;
use crate::math::points::Points;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::path::under::Under;
use crate::sample::field::MlpField;
use crate::sample::tensor::DeviceBrownian;
use crate::sample::tensor::TensorState;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;

/// How a flow is computed and what is kept of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowPlan {
    /// Times, scheme and noise.
    pub sample: SamplePlan,
    /// The path of the network and the path that is followed.
    pub under: Under,
    /// What the network is asked for.
    pub condition: Condition,
    /// Keep at most this many times, both ends included; 1 keeps the end alone.
    pub max_frames: u32,
}

impl FlowPlan {
    /// The samples of an experiment.
    pub fn of(experiment: &Experiment, max_frames: u32) -> Self {
        let under = Under { trained: experiment.path, sampled: experiment.sample.under };
        let sample = SamplePlan::learned(experiment);
        Self { sample, under, condition: experiment.condition(), max_frames }
    }
}

/// All points at the times kept.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowFrames {
    /// Times, in the order of the steps.
    pub times: Vec<f64>,
    /// Numbers a point.
    pub dim: usize,
    /// For each time all points, row after row.
    pub frames: Vec<Vec<f32>>,
    /// Calls of the network that each point took.
    pub nfe: u64,
}

/// A flow in progress.
pub struct FlowRun {
    field: MlpField,
    plan: FlowPlan,
    starts: Points,
    block_len: usize,
    n_carried: usize,
    block: Integration<TensorState>,
    kept: Vec<Tensor<2>>,
    frames: FlowFrames,
    kept_idx: Vec<usize>,
}

impl FlowRun {
    /// The flow of `network` from `starts`, before its first step.
    pub fn new(network: &Network, device: &Device, starts: Points, plan: FlowPlan) -> Self {
        let field = MlpField::new(network, plan.condition, plan.under, device);
        let block_len = field.block_len();
        let grid = &plan.sample.grid;
        let kept_idx = match plan.max_frames {
            0 | 1 => vec![grid.n_steps()],
            n => kept_steps(grid.n_steps(), n as usize),
        };
        let frames = FlowFrames {
            times: kept_idx.iter().map(|&i| grid.times()[i]).collect(),
            dim: starts.dim(),
            frames: vec![Vec::with_capacity(starts.n() * starts.dim()); kept_idx.len()],
            nfe: 0,
        };
        let first = starts.slice(0..block_len.min(starts.n()));
        let block = plan.sample.integration(field.state_of(&first));
        let mut run = Self {
            field,
            plan,
            starts,
            block_len,
            n_carried: 0,
            block,
            kept: vec![],
            frames,
            kept_idx,
        };
        run.keep();
        run
    }

    /// Makes one step of the current block of points; true while work is left.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn advance(&mut self) -> Result<bool, DeviceLost> {
        if self.n_carried == self.starts.n() {
            return Ok(false);
        }
        let is_moving = self.step();
        self.keep();
        if !is_moving {
            self.finish_block().await?;
        }
        Ok(self.n_carried < self.starts.n())
    }

    /// Waits until the device has made the steps asked for so far.
    ///
    /// # Errors
    /// [`DeviceLost`] if the device is gone.
    pub async fn settle(&self) -> Result<(), DeviceLost> {
        read(vec![self.block.x().0.clone().slice([0..1, 0..1])]).await.map(|_| ())
    }

    /// Share of the work that is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let share = self.block.step_idx() as f64 / self.block.n_steps() as f64;
        let in_block = share * self.block_len.min(self.starts.n() - self.n_carried) as f64;
        (self.n_carried as f64 + in_block) / self.starts.n() as f64
    }

    /// What was kept; complete once [`Self::advance`] said so.
    pub fn into_frames(self) -> FlowFrames {
        self.frames
    }

    /// One step of the block; true while it has more.
    fn step(&mut self) -> bool {
        let plan = &self.plan.sample;
        let noise = plan.noise(self.n_carried, self.starts.dim());
        let noise = DeviceBrownian { noise, device: self.field.device() };
        self.block.advance(&PathSde { field: &self.field, sigma: plan.sigma, noise: &noise })
    }

    fn keep(&mut self) {
        if self.kept_idx.contains(&self.block.step_idx()) {
            self.kept.push(self.block.x().0.clone());
        }
    }

    async fn finish_block(&mut self) -> Result<(), DeviceLost> {
        let read = read(std::mem::take(&mut self.kept)).await?;
        for (frame, values) in self.frames.frames.iter_mut().zip(read) {
            frame.extend(values);
        }
        self.frames.nfe = self.plan.condition.n_calls() * self.block.nfe();
        self.n_carried = (self.n_carried + self.block_len).min(self.starts.n());
        if self.n_carried < self.starts.n() {
            let end = (self.n_carried + self.block_len).min(self.starts.n());
            let x0 = self.field.state_of(&self.starts.slice(self.n_carried..end));
            self.block = self.plan.sample.integration(x0);
            self.keep();
        }
        Ok(())
    }
}

impl FlowFrames {
    /// Points at the end of the way.
    ///
    /// # Panics
    /// Never: a flow keeps at least its end.
    pub fn end(&self) -> &[f32] {
        self.frames.last().expect("flow: the end is kept")
    }
}
