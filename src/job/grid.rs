//! Exact velocity or density on a regular grid over the data's window.

use crate::dataset::Dataset;
use crate::experiment::run::Experiment;
use crate::job::aim::AimedField;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::math::field::LogDensity;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Frame;
use crate::protocol::job::Quantity;

/// Most nodes per axis that a grid may have.
pub const MAX_PER_AXIS: usize = 256;

/// Nodes of a grid over the window of `data`, corners included: on the plane x
/// fastest, from the lower left; on the line upward.
///
/// Shapes: `[n_per_axis^dim, dim]`, `n_per_axis >= 2`. Units: data units.
pub fn nodes(data: &Dataset, n_per_axis: usize) -> Points {
    let window = data.window();
    let at = |range: [f64; 2], i: usize| {
        range[0] + (range[1] - range[0]) * i as f64 / (n_per_axis - 1) as f64
    };
    if data.dim() == 1 {
        return Points::new(1, (0..n_per_axis).map(|i| at(window.y, i)).collect());
    }
    let mut data = Vec::with_capacity(2 * n_per_axis * n_per_axis);
    for row in 0..n_per_axis {
        for column in 0..n_per_axis {
            data.extend([at(window.x, column), at(window.y, row)]);
        }
    }
    Points::new(2, data)
}

/// The times asked for within `[0, last]`, at least one and at most [`MAX_TIMES`].
pub fn kept_times(times: &[f64], last: f64) -> Vec<f64> {
    let asked = if times.is_empty() { &[1.0][..] } else { times };
    asked.iter().take(MAX_TIMES).map(|t| t.clamp(0.0, last)).collect()
}

/// Most times that a grid may have.
pub const MAX_TIMES: usize = 128;

/// An exact quantity on a grid, row by row and time after time.
pub(crate) struct ExactGrid {
    field: AimedField,
    quantity: Quantity,
    times: Vec<f64>,
    n_per_axis: usize,
    nodes: Points,
    n_rows: usize,
    values: Vec<f32>,
}

impl ExactGrid {
    /// The grid before its first row. Times are kept within the path, and off
    /// t = 1 where data without a smooth density have neither field nor density.
    pub(crate) fn new(
        experiment: &Experiment,
        quantity: Quantity,
        times: &[f64],
        n_per_axis: usize,
    ) -> Self {
        let data = experiment.data.build();
        let n_per_axis = n_per_axis.clamp(2, MAX_PER_AXIS);
        let last = if data.law().is_smooth() { 1.0 } else { experiment.time_range()[1] };
        Self {
            field: AimedField::new(experiment, experiment.path),
            quantity,
            times: kept_times(times, last),
            n_per_axis,
            nodes: nodes(&data, n_per_axis),
            n_rows: 0,
            values: Vec::new(),
        }
    }
}

impl ExactGrid {
    /// Rows of nodes at each time; on the line one.
    fn n_rows_at_a_time(&self) -> usize {
        self.nodes.n() / self.n_per_axis
    }
}

impl Work for ExactGrid {
    fn piece(&mut self) -> Piece {
        let n_rows_at_a_time = self.n_rows_at_a_time();
        let t = self.times[self.n_rows / n_rows_at_a_time];
        let first = self.n_rows % n_rows_at_a_time * self.n_per_axis;
        let row = self.nodes.slice(first..first + self.n_per_axis);
        match self.quantity {
            Quantity::Velocity => self.values.extend(self.field.velocity(t, &row).to_f32()),
            Quantity::LogDensity => {
                let values = self.field.log_density(t, &row);
                self.values.extend(values.iter().map(|&v| v as f32));
            }
            // From another source there is none; no picture asks for it then.
            Quantity::Score => {
                let none = || vec![f32::NAN; row.data().len()];
                let score = self.field.score(t, &row);
                self.values.extend(score.map_or_else(none, |score| score.to_f32()));
            }
            // The exact field's distance from itself.
            Quantity::Error => self.values.extend(std::iter::repeat_n(0.0, self.n_per_axis)),
        }
        self.n_rows += 1;
        if self.n_rows < n_rows_at_a_time * self.times.len() {
            return Piece::default();
        }
        let frame = Frame::Grid {
            quantity: self.quantity,
            times: Buffer(self.times.iter().map(|&t| t as f32).collect()),
            n_per_axis: self.n_per_axis as u32,
            values: Buffer(std::mem::take(&mut self.values)),
        };
        Piece { frames: vec![frame], is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (self.n_rows, self.n_rows_at_a_time() * self.times.len())
    }
}
