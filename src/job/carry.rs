//! Points of a figure's choice carried along the exact field.

use crate::experiment::run::Experiment;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::job::flow::ExactFlow;
use crate::math::points::Points;
use crate::protocol::buffer::Buffer;
use crate::solver::Family;
use crate::solver::SolverKind;

/// The experiment with a scheme that follows the flow alone: its own, or Heun
/// where its own adds noise on the way or goes by predictions.
///
/// The exact field and every network carry points by the same scheme.
#[must_use]
pub fn without_noise(experiment: &Experiment) -> Experiment {
    let mut along = experiment.clone();
    if along.sample.solver.family() != Family::Flow {
        along.sample.solver = SolverKind::Heun;
    }
    along
}

/// Start points as they crossed the seam; what is no whole point is left out.
///
/// Shapes: `[n, dim]`, at least one point.
pub fn start_points(experiment: &Experiment, points: &Buffer) -> Points {
    let dim = experiment.dim();
    let n_whole = points.0.len() / dim * dim;
    if n_whole == 0 {
        return Points::zeros(1, dim);
    }
    Points::from_f32(dim, &points.0[..n_whole])
}

/// The exact flow of given points.
pub(crate) struct ExactCarry {
    flow: ExactFlow,
}

impl ExactCarry {
    /// The flow before its first step.
    pub(crate) fn new(experiment: &Experiment, points: &Buffer, max_frames: usize) -> Self {
        let experiment = without_noise(experiment);
        let start = start_points(&experiment, points);
        Self { flow: ExactFlow::from(&experiment, start, max_frames) }
    }
}

impl Work for ExactCarry {
    fn piece(&mut self) -> Piece {
        // What the scheme costs is said of the samples, not of these.
        Piece { metrics: Vec::new(), ..self.flow.piece() }
    }

    fn progress(&self) -> (usize, usize) {
        self.flow.progress()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::event::Frame;

    fn carried(link: &str, points: &[f32]) -> (Vec<f32>, u32, Vec<f32>) {
        let experiment = Experiment::from_link(link);
        let mut work = ExactCarry::new(&experiment, &Buffer(points.to_vec()), 5);
        loop {
            let piece = work.piece();
            assert!(piece.metrics.is_empty());
            if let Some(Frame::Flow { times, dim, points }) = piece.frames.into_iter().next() {
                assert!(piece.is_last);
                return (times.0, dim, points.0);
            }
        }
    }

    #[test]
    fn the_points_given_are_the_points_carried() {
        let start = [0.5, -1.0, 2.0, 0.0, -3.0, 3.0];
        let (times, dim, points) = carried("data=gmm5&n=8&solver=rk4", &start);
        assert_eq!((times.len(), dim, points.len()), (5, 2, 5 * 6));
        assert_eq!(points[..6], start);
    }

    #[test]
    fn on_the_line_points_end_at_the_data() {
        let (_, dim, points) = carried("data=two-points&n=60&solver=rk4", &[-1.5, -0.2, 0.2, 1.5]);
        assert_eq!(dim, 1);
        for (end, expected) in points[points.len() - 4..].iter().zip([-2.0, -2.0, 2.0, 2.0]) {
            assert!((end - expected).abs() < 0.05, "{end}");
        }
    }

    #[test]
    fn no_noise_is_added_on_the_way() {
        let start = [0.5, -1.0, 2.0, 0.0];
        let noisy = carried("data=gmm5&n=8&solver=em&sigma=3&seed=1", &start);
        assert_eq!(noisy, carried("data=gmm5&n=8&solver=heun&seed=2", &start));
    }

    #[test]
    fn half_a_point_or_none_does_no_harm() {
        assert_eq!(carried("data=gmm5&n=2", &[1.0, 2.0, 3.0]).2.len(), 3 * 2);
        assert_eq!(carried("data=gmm5&n=2", &[]).2.len(), 3 * 2);
    }
}
