//! Fresh points of the data, of those with a label where one is asked for.

use crate::experiment::run::Experiment;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;

/// The first points of an experiment's data stream.
pub(crate) struct FreshData {
    points: Points,
}

impl FreshData {
    /// `n` points drawn under the experiment's seed.
    pub(crate) fn new(experiment: &Experiment, n: usize) -> Self {
        let mut rng = Rng::stream(experiment.seed, Stream::Data, 0);
        Self { points: experiment.aim().sample(n.max(1), &mut rng) }
    }
}

impl Work for FreshData {
    fn piece(&mut self) -> Piece {
        let points = Buffer(self.points.to_f32());
        let frame = Frame::Cloud { t: 1.0, dim: self.points.dim() as u32, points };
        Piece { frames: vec![frame], is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (0, 1)
    }
}
