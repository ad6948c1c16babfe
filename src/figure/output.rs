//! What a figure has received so far, one slot per task.

use std::collections::BTreeMap;

use crate::figure::lines::FlowEstimates;
use crate::figure::lines::GridLines;
use crate::figure::memo::Memo;
use crate::protocol::event::Curve;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::supervise::message::Loaded;

/// Slot of the training run.
pub const TRAIN: &str = "train";
/// Slot of the flow along the trained network's field.
pub const LEARNED_FLOW: &str = "learned-flow";
/// Slot of the exact flow beside a learned one.
pub const EXACT_FLOW: &str = "exact-flow";

/// Most losses that one reported loss is the mean of.
const N_LOSSES: usize = 200;

/// Outputs by slot; an old one stays until its successor has something to show.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    slots: BTreeMap<&'static str, Output>,
    /// The training run's output while it is of settings that are no longer chosen.
    aside: Option<Output>,
    is_network_aside: bool,
    /// How much of a file that a task waits for has come.
    loading: Option<Loaded>,
    /// Messages taken so far; tells what came after what.
    n_absorbed: u64,
    memo: Memo,
}

/// What one task has sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    /// Latest points at one time.
    pub cloud: Option<Cloud>,
    /// Latest points over time.
    pub flow: Option<Flow>,
    /// Latest grid.
    pub grid: Option<Frame>,
    /// Lines that follow from it.
    pub lines: GridLines,
    /// Densities that follow from the flow.
    pub estimates: FlowEstimates,
    /// Latest curves.
    pub curves: Vec<Curve>,
    /// Every loss so far, by step.
    pub losses: Vec<f32>,
    /// Latest value of each metric, with its spread.
    pub metrics: BTreeMap<String, Measured>,
    /// Every value of each metric of a training run, with the steps made when it came.
    pub history: BTreeMap<String, Vec<(usize, f64)>>,
    /// Steps done, in all, per second, seconds left.
    pub progress: Option<Progress>,
    /// Whether the task has ended.
    pub is_done: bool,
    /// Whether what is here is of the task before, and gives way to the next
    /// picture or number.
    is_old: bool,
    /// Whether a training run holds.
    pub is_held: bool,
    /// When the latest picture came, in messages.
    picture_at: u64,
    /// When the latest losses came, in messages.
    losses_at: u64,
}

/// Points at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Cloud {
    /// Time.
    pub t: f32,
    /// Interleaved coordinates.
    pub points: Vec<f32>,
    /// Numbers a point.
    pub dim: usize,
}

/// The same points at several times.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Times, increasing.
    pub times: Vec<f32>,
    /// Numbers a point.
    pub dim: usize,
    /// For each time all points.
    pub points: Vec<f32>,
}

/// A number with its spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The value.
    pub value: f64,
    /// Standard error or spread over seeds.
    pub spread: Option<f64>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
    /// Steps per second, 0 if unknown.
    pub steps_per_sec: f32,
    /// Seconds left, if known.
    pub secs_left: Option<f32>,
}

impl Outputs {
    /// What pictures need not work out again.
    pub fn memo(&self) -> &Memo {
        &self.memo
    }

    /// Output of a slot, if anything has come.
    pub fn slot(&self, slot: &str) -> Option<&Output> {
        self.slots.get(slot)
    }

    /// Metric of that name, from whichever slot has it, the network's before
    /// others; what the exact flow beside a network measures is not shown.
    ///
    /// `loss` and `steps_per_s` are also known from the training run's course:
    /// the mean of its last losses (a tenth of them, at most 200), its progress.
    pub fn metric(&self, name: &str) -> Option<Measured> {
        let network =
            if self.has_current_flow() { [LEARNED_FLOW, TRAIN] } else { [TRAIN, LEARNED_FLOW] };
        let others = self.slots.keys().copied().filter(|slot| *slot != EXACT_FLOW);
        let mut slots = network.into_iter().chain(others);
        let said = slots.find_map(|slot| self.slots.get(slot)?.metrics.get(name).copied());
        said.or_else(|| self.derived(name))
    }

    /// Course of a task that says how fast it goes, while it does.
    pub fn task_progress(&self) -> Option<Progress> {
        let tasks = self.slots.iter().filter(|(slot, output)| **slot != TRAIN && !output.is_done);
        tasks.filter_map(|(_, o)| o.progress).find(|progress| progress.secs_left.is_some())
    }

    /// How much of a file that a task waits for has come, while it waits.
    pub fn loading(&self) -> Option<Loaded> {
        self.loading
    }

    /// Takes in how much of a file has come.
    pub fn load(&mut self, loaded: Loaded) {
        self.loading = Some(loaded);
    }

    /// Whether a training run is under way, neither held nor at its end.
    pub fn is_training(&self) -> bool {
        self.slot(TRAIN).is_some_and(|train| !train.is_done && !train.is_held)
    }

    /// Whether the learned flow shows the network as it is now.
    pub fn has_current_flow(&self) -> bool {
        let losses_at = self.slot(TRAIN).map_or(0, |train| train.losses_at);
        self.slot(LEARNED_FLOW)
            .is_some_and(|learned| learned.flow.is_some() && losses_at < learned.picture_at)
    }

    /// Takes a message for the task in `slot`.
    pub fn absorb(&mut self, slot: &'static str, event: Event) {
        self.n_absorbed += 1;
        self.loading = None;
        let output = if slot == TRAIN && self.is_network_aside {
            self.aside.get_or_insert_default()
        } else {
            self.slots.entry(slot).or_default()
        };
        output.absorb(event, self.n_absorbed);
    }

    /// Puts what a training run has given out of sight, or back: numbers of a
    /// network never stand beside another experiment's.
    pub fn put_network_aside(&mut self, is_aside: bool) {
        if is_aside == self.is_network_aside {
            return;
        }
        self.is_network_aside = is_aside;
        if is_aside {
            self.aside = self.slots.remove(TRAIN);
        } else if let Some(output) = self.aside.take() {
            self.slots.insert(TRAIN, output);
        }
    }

    /// Course of the training run, in sight or not.
    pub fn progress(&self) -> Option<Progress> {
        self.training()?.progress
    }

    /// Training steps made, in sight or not.
    pub fn n_steps(&self) -> usize {
        self.training().map_or(0, Output::n_steps)
    }

    fn training(&self) -> Option<&Output> {
        if self.is_network_aside { self.aside.as_ref() } else { self.slot(TRAIN) }
    }

    fn derived(&self, name: &str) -> Option<Measured> {
        let train = self.slot(TRAIN)?;
        let value = match name {
            "loss" if !train.losses.is_empty() => {
                let n = (train.losses.len() / 10).clamp(1, N_LOSSES);
                let last = &train.losses[train.losses.len() - n..];
                last.iter().map(|&loss| f64::from(loss)).sum::<f64>() / n as f64
            }
            "steps_per_s" => f64::from(train.progress?.steps_per_sec),
            _ => return None,
        };
        (name == "loss" || 0.0 < value).then_some(Measured { value, spread: None })
    }

    /// Forgets a slot, so that nothing stale is drawn.
    pub fn clear(&mut self, slot: &str) {
        self.slots.remove(slot);
        if slot == TRAIN {
            (self.aside, self.is_network_aside) = (None, false);
        }
    }
}

impl Output {
    /// Training steps made, as far as they were told.
    pub fn n_steps(&self) -> usize {
        let told = self.progress.map_or(0, |progress| progress.done as usize);
        told.max(self.losses.len())
    }

    fn absorb(&mut self, event: Event, now: u64) {
        match event {
            Event::Progress { done, total, steps_per_sec, secs_left, .. } => {
                self.progress = Some(Progress { done, total, steps_per_sec, secs_left });
                // Long work of the slot's next task is on its way.
                if self.is_done && done < total {
                    (self.is_done, self.is_old) = (false, true);
                }
            }
            Event::Losses { first_step, values, .. } => {
                // After a restart some steps come again, with the same values.
                self.losses.truncate(first_step as usize);
                for values in self.history.values_mut() {
                    values.retain(|(step, _)| *step <= first_step as usize);
                }
                self.losses.extend(values.0);
                self.losses_at = now;
                self.is_held = false;
            }
            Event::Metric { name, value, spread, .. } => {
                self.renew();
                if !self.losses.is_empty() {
                    let values = self.history.entry(name.clone()).or_default();
                    values.push((self.losses.len(), value));
                }
                self.metrics.insert(name, Measured { value, spread });
            }
            Event::Frame { frame, .. } => {
                self.renew();
                self.picture_at = now;
                self.absorb_frame(frame);
            }
            Event::Held { .. } => self.is_held = true,
            Event::Done { .. } | Event::Failed { .. } => self.is_done = true,
            Event::Ready { .. }
            | Event::Device { .. }
            | Event::Phase { .. }
            | Event::Snapshot { .. }
            | Event::Want { .. }
            | Event::Pong { .. } => {}
        }
    }

    /// Drops what is of the task before: a picture that grows must not stand
    /// beside a finished one of other settings, nor its numbers.
    fn renew(&mut self) {
        if std::mem::take(&mut self.is_old) {
            (self.cloud, self.flow, self.grid) = (None, None, None);
            self.curves.clear();
            self.metrics.clear();
        }
    }

    fn absorb_frame(&mut self, frame: Frame) {
        match frame {
            Frame::Cloud { t, dim, points } => {
                self.cloud = Some(Cloud { t, dim: dim as usize, points: points.0 });
            }
            Frame::Flow { times, dim, points } => {
                self.flow = Some(Flow { times: times.0, dim: dim as usize, points: points.0 });
                self.estimates = FlowEstimates::default();
            }
            grid @ Frame::Grid { .. } => {
                self.lines = GridLines::of(&grid);
                self.grid = Some(grid);
            }
            Frame::Curves { curves } => self.curves = curves,
        }
    }
}

impl Flow {
    /// Number of points.
    pub fn n_points(&self) -> usize {
        self.points.len() / (self.times.len() * self.dim).max(1)
    }

    /// Points at the kept time number `idx`.
    pub fn frame(&self, idx: usize) -> &[f32] {
        let n = self.points.len() / self.times.len().max(1);
        &self.points[idx * n..(idx + 1) * n]
    }

    /// Points at time `t`, straight between the kept times.
    pub fn at(&self, t: f64) -> Vec<f32> {
        let n = self.points.len() / self.times.len().max(1);
        let t = t as f32;
        let right = self.times.partition_point(|&time| time < t);
        if right == 0 || self.times.len() <= right {
            let idx = right.min(self.times.len().saturating_sub(1));
            return self.points[idx * n..(idx + 1) * n].to_vec();
        }
        let (t0, t1) = (self.times[right - 1], self.times[right]);
        let s = (t - t0) / (t1 - t0);
        let before = &self.points[(right - 1) * n..right * n];
        let after = &self.points[right * n..(right + 1) * n];
        before.iter().zip(after).map(|(a, b)| a + s * (b - a)).collect()
    }
}

#[cfg(test)]
mod tests;
