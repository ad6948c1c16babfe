//! States of many points, kept at some of the steps of a run.

use crate::math::points::Points;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;

/// Kept states in the order of time.
#[derive(Clone, Debug)]
pub(super) struct Film {
    dim: usize,
    n_steps: usize,
    n_frames: usize,
    times: Vec<f32>,
    points: Vec<f32>,
}

impl Film {
    /// A film of `n_frames` pictures, at least two, of a run of `n_steps`.
    pub(super) fn new(dim: usize, n_steps: usize, n_frames: usize) -> Self {
        let n_frames = n_frames.clamp(2, n_steps + 1);
        Self { dim, n_steps, n_frames, times: Vec::new(), points: Vec::new() }
    }

    /// Takes the state after step `step_idx`, if a picture is due.
    pub(super) fn take(&mut self, step_idx: usize, t: f64, x: &Points) {
        let due = self.times.len() * self.n_steps / (self.n_frames - 1);
        if due <= step_idx {
            self.times.push(t as f32);
            self.points.extend(x.to_f32());
        }
    }

    /// All pictures so far.
    pub(super) fn frame(&self) -> Frame {
        Frame::Flow {
            times: Buffer(self.times.clone()),
            dim: self.dim as u32,
            points: Buffer(self.points.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_keeps_both_ends_and_equal_gaps() {
        for (n_steps, n_frames) in [(999, 51), (10, 11), (10, 3), (1, 5), (7, 4)] {
            let mut film = Film::new(1, n_steps, n_frames);
            for step_idx in 0..=n_steps {
                film.take(step_idx, step_idx as f64, &Points::zeros(1, 1));
            }
            let Frame::Flow { times, points, .. } = film.frame() else { panic!("a flow") };
            let n = n_frames.min(n_steps + 1);
            assert_eq!((times.0.len(), points.0.len()), (n, n), "{n_steps} {n_frames}");
            assert_eq!((times.0[0], times.0[n - 1]), (0.0, n_steps as f32));
        }
    }
}
