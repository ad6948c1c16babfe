//! What a figure has received so far, one slot per task.

use std::collections::BTreeMap;

use crate::protocol::event::Event;
use crate::protocol::event::Frame;

/// Slot of the training run.
pub const TRAIN: &str = "train";

/// Outputs by slot; an old one stays until its successor has something to show.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    slots: BTreeMap<&'static str, Output>,
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
    /// Every loss so far, by step.
    pub losses: Vec<f32>,
    /// Latest value of each metric, with its spread.
    pub metrics: BTreeMap<String, Measured>,
    /// Steps done, in all, per second, seconds left.
    pub progress: Option<Progress>,
    /// Whether the task has ended.
    pub is_done: bool,
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
    /// Output of a slot, if anything has come.
    pub fn slot(&self, slot: &str) -> Option<&Output> {
        self.slots.get(slot)
    }

    /// Metric of that name, from whichever slot has it.
    pub fn metric(&self, name: &str) -> Option<Measured> {
        self.slots.values().find_map(|output| output.metrics.get(name).copied())
    }

    /// Takes a message for the task in `slot`.
    pub fn absorb(&mut self, slot: &'static str, event: Event) {
        self.slots.entry(slot).or_default().absorb(event);
    }

    /// Forgets a slot, so that nothing stale is drawn.
    pub fn clear(&mut self, slot: &str) {
        self.slots.remove(slot);
    }
}

impl Output {
    fn absorb(&mut self, event: Event) {
        match event {
            Event::Progress { done, total, steps_per_sec, secs_left, .. } => {
                self.progress = Some(Progress { done, total, steps_per_sec, secs_left });
            }
            Event::Losses { first_step, values, .. } => {
                // After a restart some steps come again, with the same values.
                self.losses.truncate(first_step as usize);
                self.losses.extend(values.0);
            }
            Event::Metric { name, value, spread, .. } => {
                self.metrics.insert(name, Measured { value, spread });
            }
            Event::Frame { frame, .. } => self.absorb_frame(frame),
            Event::Done { .. } => self.is_done = true,
            Event::Ready { .. }
            | Event::Device { .. }
            | Event::Phase { .. }
            | Event::Snapshot { .. }
            | Event::Held { .. }
            | Event::Failed { .. }
            | Event::Pong { .. } => {}
        }
    }

    fn absorb_frame(&mut self, frame: Frame) {
        match frame {
            Frame::Cloud { t, dim, points } => {
                self.cloud = Some(Cloud { t, dim: dim as usize, points: points.0 });
            }
            Frame::Flow { times, dim, points } => {
                self.flow = Some(Flow { times: times.0, dim: dim as usize, points: points.0 });
            }
            grid @ Frame::Grid { .. } => self.grid = Some(grid),
        }
    }
}

impl Flow {
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
