//! Samples carried along the exact marginal field, block of points by block.

use crate::experiment::run::Experiment;
use crate::experiment::run::SampleConfig;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;

/// Points that move together; one step of a block takes well under a millisecond.
const BLOCK: usize = 64;

/// Start points of an experiment's samples, the same for every field and solver.
///
/// Shapes: `[n_samples, 2]`. Random: `Stream::Noise` of the seed.
pub fn start_noise(experiment: &Experiment) -> Points {
    let n = experiment.sample.n_samples as usize;
    Rng::stream(experiment.seed, Stream::Noise, 0).normal_points(n, 2)
}

/// Uniform times from noise to data.
///
/// # Panics
/// Never: a link's number of steps is at least 1.
pub fn time_grid(sample: SampleConfig) -> TimeGrid {
    TimeGrid::uniform(0.0, 1.0, sample.n_steps as usize).expect("flow: at least one step")
}

/// Steps after which a state is kept: both ends and evenly between, at most
/// `max_frames` in all.
pub fn kept_steps(n_steps: usize, max_frames: usize) -> Vec<usize> {
    let n_kept = (n_steps + 1).min(max_frames.max(2));
    (0..n_kept).map(|i| (i * n_steps + (n_kept - 1) / 2) / (n_kept - 1)).collect()
}

/// The exact flow of an experiment's noise.
pub(crate) struct ExactFlow {
    field: Marginal,
    sample: SampleConfig,
    is_singular_at_data: bool,
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
        let start = start_noise(experiment);
        let kept = kept_steps(experiment.sample.n_steps as usize, max_frames);
        let grid = time_grid(experiment.sample);
        let data = experiment.data.build();
        Self {
            field: Marginal::new(data.law(), experiment.path),
            sample: experiment.sample,
            is_singular_at_data: !data.law().is_smooth(),
            times: kept.iter().map(|&step| grid.times()[step] as f32).collect(),
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
        let integration = Integration::new(self.sample.solver, time_grid(self.sample), x0);
        // Data without a smooth density have no field at t = 1.
        if self.is_singular_at_data { integration.ending_with_euler() } else { integration }
    }

    fn keep(&mut self, block: &Integration<Points>) {
        if let Ok(frame) = self.kept.binary_search(&block.step_idx()) {
            let values = block.x().to_f32();
            let offset = self.n_done * block.x().dim();
            self.frames[frame][offset..offset + values.len()].copy_from_slice(&values);
        }
    }

    fn result(&mut self) -> Frame {
        let points = std::mem::take(&mut self.frames).concat();
        let times = Buffer(std::mem::take(&mut self.times));
        Frame::Flow { times, dim: self.start.dim() as u32, points: Buffer(points) }
    }
}

impl Work for ExactFlow {
    fn piece(&mut self) -> Piece {
        let mut block = self.block.take().unwrap_or_else(|| self.next_block());
        if block.step_idx() == 0 {
            self.keep(&block);
        }
        let has_more = block.advance(&self.field);
        self.keep(&block);
        if has_more {
            self.block = Some(block);
            return Piece::default();
        }
        self.n_done += block.x().n();
        self.nfe = block.nfe();
        if self.n_done < self.start.n() {
            return Piece::default();
        }
        let nfe = Number { name: "nfe", value: self.nfe as f64, spread: None };
        Piece { frame: Some(self.result()), metrics: vec![nfe], is_last: true }
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
