//! Noise carried along a learned field, some points and some steps at a time.

use burn::tensor::Device;
use burn::tensor::Tensor;

use crate::job::flow::kept_steps;
use crate::math::points::Points;
use crate::model::mlp::Network;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::sample::field::MlpField;
use crate::sample::tensor::TensorState;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;

/// How a flow is computed and what is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowPlan {
    /// Scheme.
    pub solver: SolverKind,
    /// Equal steps from t = 0 to 1.
    pub n_steps: u32,
    /// Keep at most this many times, both ends included; 1 keeps the end alone.
    pub max_frames: u32,
}

/// All points at the times kept.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowFrames {
    /// Times, increasing.
    pub times: Vec<f64>,
    /// Numbers a point.
    pub dim: usize,
    /// For each time all points, row after row.
    pub frames: Vec<Vec<f32>>,
}

/// A flow in progress.
pub struct FlowRun {
    field: MlpField,
    plan: FlowPlan,
    noise: Points,
    block_len: usize,
    n_carried: usize,
    block: Integration<TensorState>,
    kept: Vec<Tensor<2>>,
    frames: FlowFrames,
    kept_idx: Vec<usize>,
}

impl FlowRun {
    /// The flow of `network` from `noise`, before its first step.
    pub fn new(network: &Network, device: &Device, noise: Points, plan: FlowPlan) -> Self {
        let field = MlpField::new(network, device);
        let block_len = field.block_len();
        let kept_idx = match plan.max_frames {
            0 | 1 => vec![plan.n_steps as usize],
            n => kept_steps(plan.n_steps as usize, n as usize),
        };
        let times = grid(plan.n_steps);
        let frames = FlowFrames {
            times: kept_idx.iter().map(|&i| times.times()[i]).collect(),
            dim: noise.dim(),
            frames: vec![Vec::with_capacity(noise.n() * noise.dim()); kept_idx.len()],
        };
        let first = noise.slice(0..block_len.min(noise.n()));
        let block = Integration::new(plan.solver, times, field.state_of(&first));
        let mut run = Self {
            field,
            plan,
            noise,
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
        if self.n_carried == self.noise.n() {
            return Ok(false);
        }
        let is_moving = self.block.advance(&self.field);
        self.keep();
        if !is_moving {
            self.finish_block().await?;
        }
        Ok(self.n_carried < self.noise.n())
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
        let in_block = share * self.block_len.min(self.noise.n() - self.n_carried) as f64;
        (self.n_carried as f64 + in_block) / self.noise.n() as f64
    }

    /// What was kept; complete once [`Self::advance`] said so.
    pub fn into_frames(self) -> FlowFrames {
        self.frames
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
        self.n_carried = (self.n_carried + self.block_len).min(self.noise.n());
        if self.n_carried < self.noise.n() {
            let end = (self.n_carried + self.block_len).min(self.noise.n());
            let x0 = self.field.state_of(&self.noise.slice(self.n_carried..end));
            self.block = Integration::new(self.plan.solver, grid(self.plan.n_steps), x0);
            self.keep();
        }
        Ok(())
    }
}

impl FlowFrames {
    /// Points at the last time.
    ///
    /// # Panics
    /// Never: a flow keeps at least its end.
    pub fn end(&self) -> &[f32] {
        self.frames.last().expect("flow: the end is kept")
    }
}

/// Equal steps from noise to data.
fn grid(n_steps: u32) -> TimeGrid {
    let grid = TimeGrid::uniform(0.0, 1.0, n_steps.max(1) as usize);
    grid.expect("flow: the number of steps is within its parameter's range")
}
