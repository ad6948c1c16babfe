//! A training run that can be left after any step and taken up again.
//!
//! Every step's loss is kept as a number on the device and read together with
//! others when the caller finds it is time, so that the history never depends
//! on the machine's speed.

use std::collections::VecDeque;

use burn::tensor::Device;
use burn::tensor::Tensor;

use crate::experiment::run::Experiment;
use crate::model::batch::BatchSource;
use crate::model::mlp::Mlp;
use crate::model::record::BadRecord;
use crate::model::record::DeviceLost;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::protocol::snapshot::Snapshot;
use crate::train::optimizer::Optimizer;
use crate::train::snapshot;
use crate::train::step::Learner;
use crate::train::step::Lessons;

/// The published loss is the mean over this many last steps.
pub const N_RECENT: usize = 100;

/// Why training can not go on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrainError {
    /// The loss left the range of numbers.
    #[error(
        "The loss became infinite at step {step}. Try a learning rate below {lr}. \
         The network is kept as it was when it was last sound."
    )]
    Diverged {
        /// Which step, counted from 1.
        step: u32,
        /// The learning rate.
        lr: f64,
    },
    /// The device is gone.
    #[error(transparent)]
    Lost(#[from] DeviceLost),
}

/// Losses of consecutive steps.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLosses {
    /// Step of the first, counted from 0.
    pub first_step: u32,
    /// One a step.
    pub values: Vec<f32>,
}

/// A training run between two steps.
pub struct TrainRun<L: Lessons = BatchSource> {
    lessons: L,
    device: Device,
    learner: Learner<L::Shape>,
    sound: Learner<L::Shape>,
    pending: Vec<Tensor<1>>,
    recent: VecDeque<f32>,
}

impl TrainRun {
    /// The run of `experiment` before its first step.
    pub fn new(experiment: &Experiment, device: &Device) -> Self {
        let mlp = Mlp::new(&experiment.net, experiment.dim());
        Self::first(BatchSource::of(experiment), mlp, experiment.seed, device)
    }

    /// The run of `experiment` as a snapshot left it.
    ///
    /// # Errors
    /// [`BadRecord`] if the snapshot is of another network or damaged.
    pub fn resumed(
        experiment: &Experiment,
        snapshot: &Snapshot,
        device: &Device,
    ) -> Result<Self, BadRecord> {
        let mlp = Mlp::new(&experiment.net, experiment.dim());
        Self::going_on(BatchSource::of(experiment), mlp, snapshot, device)
    }
}

impl<L: Lessons> TrainRun<L> {
    /// The run of the network `shape` before its first step.
    ///
    /// Random: the first weights are drawn from `seed`.
    pub fn first(lessons: L, shape: L::Shape, seed: u64, device: &Device) -> Self {
        let optimizer = optimizer_of(&lessons, &shape, device);
        let network = Network::first(shape, seed, device);
        Self::with_learner(lessons, Learner::first(network, optimizer), Vec::new(), device)
    }

    /// The run of the network `shape` as a snapshot left it.
    ///
    /// # Errors
    /// [`BadRecord`] if the snapshot is of another network or damaged.
    pub fn going_on(
        lessons: L,
        shape: L::Shape,
        snapshot: &Snapshot,
        device: &Device,
    ) -> Result<Self, BadRecord> {
        let fresh = optimizer_of(&lessons, &shape, device);
        let (learner, recent) = snapshot::restore(shape, fresh, snapshot, device)?;
        Ok(Self::with_learner(lessons, learner, recent, device))
    }

    fn with_learner(
        lessons: L,
        learner: Learner<L::Shape>,
        recent: Vec<f32>,
        device: &Device,
    ) -> Self {
        let (sound, device) = (learner.clone(), device.clone());
        let recent = VecDeque::from(recent);
        Self { lessons, device, learner, sound, pending: Vec::new(), recent }
    }

    /// Makes one step; nothing is read. Does nothing after the last.
    pub fn advance(&mut self) {
        if self.is_done() {
            return;
        }
        let (loss, grad) = self.lessons.judged(&self.learner.network, self.n_made(), &self.device);
        self.learner = self.learner.clone().updated(grad);
        self.pending.push(loss);
    }

    /// Losses of the steps since the last reading; waits for the device.
    ///
    /// # Errors
    /// [`TrainError`] if one of them is not finite: the run then goes back to
    /// the network it had at the last reading, for sampling. Or if the device
    /// is gone.
    pub async fn read_losses(&mut self) -> Result<NewLosses, TrainError> {
        let first_step = self.n_made() - self.pending.len() as u32;
        if self.pending.is_empty() {
            return Ok(NewLosses { first_step, values: Vec::new() });
        }
        let joined = Tensor::cat(std::mem::take(&mut self.pending), 0);
        let values = read(vec![joined]).await?.concat();
        if let Some(idx) = values.iter().position(|loss| !loss.is_finite()) {
            return Err(self.diverged(first_step + idx as u32));
        }
        self.sound = self.learner.clone();
        self.recent.extend(&values);
        self.recent.drain(..self.recent.len().saturating_sub(N_RECENT));
        Ok(NewLosses { first_step, values })
    }

    /// Where the run can be taken up again; call after the losses were read.
    ///
    /// # Errors
    /// [`TrainError`] if the weights are no longer finite or the device is gone.
    pub async fn snapshot(&mut self) -> Result<Snapshot, TrainError> {
        let recent: Vec<f32> = self.recent.iter().copied().collect();
        match snapshot::write(&self.learner, &recent).await? {
            Some(snapshot) => Ok(snapshot),
            None => Err(self.diverged(self.n_made().saturating_sub(1))),
        }
    }

    fn diverged(&mut self, step_idx: u32) -> TrainError {
        let n_made = self.n_made();
        self.learner = self.sound.clone();
        self.learner.optimizer.n_updates = n_made;
        let lr = self.lessons.config().optimizer.lr;
        TrainError::Diverged { step: step_idx + 1, lr }
    }

    /// Makes the network's weights no numbers, as a divergence would.
    #[cfg(test)]
    pub(crate) fn spoil(&mut self) {
        let params = &mut self.learner.network.params;
        *params = params.clone().mul_scalar(f32::NAN);
    }

    /// Mean loss of the last [`N_RECENT`] steps read, and its standard error.
    pub fn recent_loss(&self) -> Option<(f64, f64)> {
        let n = self.recent.len() as f64;
        let mean = self.recent.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        let square = |&v: &f32| (f64::from(v) - mean) * (f64::from(v) - mean);
        let variance = self.recent.iter().map(square).sum::<f64>() / (n - 1.0).max(1.0);
        (!self.recent.is_empty()).then(|| (mean, (variance / n).sqrt()))
    }

    /// The network to draw samples with, as it is now.
    pub fn network(&self) -> Network<L::Shape> {
        self.learner.sampled()
    }

    /// The network that is trained, with the state of its optimizer.
    pub fn learner(&self) -> &Learner<L::Shape> {
        &self.learner
    }

    /// What batches are drawn from.
    pub fn source(&self) -> &L {
        &self.lessons
    }

    /// Device that trains.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Steps made.
    pub fn n_made(&self) -> u32 {
        self.learner.optimizer.n_updates
    }

    /// Steps of the whole run.
    pub fn n_steps(&self) -> u32 {
        self.lessons.config().n_steps
    }

    /// Steps whose losses were not read yet.
    pub fn n_unread(&self) -> usize {
        self.pending.len()
    }

    /// Whether every step has been made.
    pub fn is_done(&self) -> bool {
        self.n_steps() <= self.n_made()
    }
}

fn optimizer_of<L: Lessons>(lessons: &L, shape: &L::Shape, device: &Device) -> Optimizer {
    let train = lessons.config();
    Optimizer::fresh(train.optimizer, train.n_steps, shape.n_params(), device)
}
