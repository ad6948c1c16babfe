//! Samples carried along the exact field, block of points by block.

use crate::experiment::run::Experiment;
use crate::job::aim::AimedField;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::plan::SamplePlan;
use crate::job::plan::starts;
use crate::math::field::GaussianField;
use crate::math::points::Points;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;

/// Points that move together; one step of a block takes well under a millisecond.
const BLOCK: usize = 64;

/// Steps after which a state is kept: both ends and evenly between, at most
/// `max_frames` in all.
pub fn kept_steps(n_steps: usize, max_frames: usize) -> Vec<usize> {
    let n_kept = (n_steps + 1).min(max_frames.max(2));
    (0..n_kept).map(|i| (i * n_steps + (n_kept - 1) / 2) / (n_kept - 1)).collect()
}

/// Name of the time at which samples were first seen to be infinite.
pub const BLOW_UP: &str = "blow_up";

/// The first time at which a number of `frames` is not finite.
pub fn first_blow_up(times: &[f32], frames: &[Vec<f32>]) -> Option<f64> {
    let is_broken = |frame: &&Vec<f32>| frame.iter().any(|v| !v.is_finite());
    let idx = frames.iter().position(|frame| is_broken(&frame))?;
    times.get(idx).map(|&t| f64::from(t))
}

/// Times and states in the order of time, whichever way they were made.
pub fn in_time_order<T, X>(mut times: Vec<T>, mut frames: Vec<X>) -> (Vec<T>, Vec<X>)
where
    T: PartialOrd,
{
    let is_backward = times.first().zip(times.last()).is_some_and(|(first, last)| last < first);
    if is_backward {
        times.reverse();
        frames.reverse();
    }
    (times, frames)
}

/// The exact flow of an experiment's noise, or of its data back to noise.
pub(crate) struct ExactFlow {
    field: AimedField,
    /// Calls of an exact field for one of the guided field.
    n_calls: u64,
    plan: SamplePlan,
    start: Points,
    kept: Vec<usize>,
    times: Vec<f32>,
    /// For each kept step all points.
    frames: Vec<Vec<f32>>,
    n_done: usize,
    block: Option<Integration<Points>>,
    nfe: u64,
}

impl ExactFlow {
    /// The flow before its first step.
    pub(crate) fn new(experiment: &Experiment, max_frames: usize) -> Self {
        Self::from(experiment, starts(experiment), max_frames)
    }

    /// The flow of points of the reader's choice, before its first step.
    pub(crate) fn from(experiment: &Experiment, start: Points, max_frames: usize) -> Self {
        let kept = kept_steps(experiment.sample.n_steps as usize, max_frames);
        let is_smooth = experiment.data.build().law().is_smooth();
        let plan = SamplePlan::exact(experiment, is_smooth);
        Self {
            field: AimedField::new(experiment, experiment.sample.under),
            n_calls: experiment.condition().n_calls(),
            times: kept.iter().map(|&step| plan.grid.times()[step] as f32).collect(),
            plan,
            frames: vec![vec![0.0; start.data().len()]; kept.len()],
            kept,
            start,
            n_done: 0,
            block: None,
            nfe: 0,
        }
    }

    fn next_block(&self) -> Integration<Points> {
        let end = (self.n_done + BLOCK).min(self.start.n());
        let x0 = self.start.slice(self.n_done..end);
        self.plan.integration(x0)
    }

    /// One step of `block`; true while it has more.
    fn step(&self, block: &mut Integration<Points>) -> bool {
        match &self.field {
            AimedField::Gaussian(field) => self.step_along(field, block),
            AimedField::Guided(field) => self.step_along(&**field, block),
            AimedField::Coupled(field) => block.advance(field),
        }
    }

    fn step_along<F>(&self, field: &F, block: &mut Integration<Points>) -> bool
    where
        F: GaussianField<Points>,
    {
        let noise = self.plan.noise(self.n_done, self.start.dim());
        block.advance(&PathSde { field, sigma: self.plan.sigma, noise: &noise })
    }

    fn keep(&mut self, block: &Integration<Points>) {
        if let Ok(frame) = self.kept.binary_search(&block.step_idx()) {
            let values = block.x().to_f32();
            let offset = self.n_done * block.x().dim();
            self.frames[frame][offset..offset + values.len()].copy_from_slice(&values);
        }
    }

    fn result(&mut self) -> Frame {
        let (times, frames) = (std::mem::take(&mut self.times), std::mem::take(&mut self.frames));
        let (times, frames) = in_time_order(times, frames);
        let dim = self.start.dim() as u32;
        Frame::Flow { times: Buffer(times), dim, points: Buffer(frames.concat()) }
    }
}

impl Work for ExactFlow {
    fn piece(&mut self) -> Piece {
        let mut block = self.block.take().unwrap_or_else(|| self.next_block());
        if block.step_idx() == 0 {
            self.keep(&block);
        }
        let has_more = self.step(&mut block);
        self.keep(&block);
        if has_more {
            self.block = Some(block);
            return Piece::default();
        }
        self.n_done += block.x().n();
        self.nfe = self.n_calls * block.nfe();
        if self.n_done < self.start.n() {
            return Piece::default();
        }
        let mut metrics = vec![Number { name: "nfe", value: self.nfe as f64, spread: None }];
        let value = first_blow_up(&self.times, &self.frames);
        metrics.extend(value.map(|value| Number { name: BLOW_UP, value, spread: None }));
        Piece { frames: vec![self.result()], metrics, is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (self.n_done, self.start.n())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_steps_hold_both_ends_and_never_repeat() {
        for n_steps in [1, 2, 7, 20, 500] {
            for max_frames in [0, 2, 3, 51, 1000] {
                let kept = kept_steps(n_steps, max_frames);
                assert_eq!((kept[0], kept[kept.len() - 1]), (0, n_steps));
                assert!(kept.windows(2).all(|pair| pair[0] < pair[1]), "{kept:?}");
                assert!(kept.len() <= max_frames.max(2));
            }
        }
    }
}
