//! What follows from an output and is dear: contours, streamlines, estimated densities.
//!
//! It is worked out when a picture first shows it and kept with the output, so
//! that a film costs nothing the second time and no frame pays for pictures
//! that nobody sees. A new output begins anew.

use std::sync::OnceLock;

use crate::figure::draw::contour;
use crate::figure::draw::estimate;
use crate::figure::draw::stream;
use crate::figure::draw::stream::Curves;
use crate::figure::draw::stream::Vectors;
use crate::figure::film;
use crate::figure::film::Still;
use crate::figure::marks;
use crate::figure::marks::line;
use crate::figure::marks::line::Columns;
use crate::figure::output::Flow;
use crate::math::window::Window;
use crate::protocol::event::Frame;

/// Shares of the mass that contours enclose.
pub const SHARES: [f64; 4] = [0.2, 0.5, 0.8, 0.95];
/// Streamlines are this far apart, as a share of the window.
const SPACING: f32 = 0.045;

/// Lines of every time of a grid, as far as they have been asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridLines {
    contours: Vec<OnceLock<Vec<f32>>>,
    streams: Vec<OnceLock<Curves>>,
    scale: OnceLock<f32>,
}

impl GridLines {
    /// Lines of a grid, none worked out yet.
    pub fn of(grid: &Frame) -> Self {
        let Frame::Grid { times, .. } = grid else { return Self::default() };
        let n_times = times.0.len();
        Self {
            contours: (0..n_times).map(|_| OnceLock::new()).collect(),
            streams: (0..n_times).map(|_| OnceLock::new()).collect(),
            scale: OnceLock::new(),
        }
    }

    /// The scale of the arrows of a grid over `window`.
    pub fn scale(&self, grid: &Frame, window: Window) -> f32 {
        *self.scale.get_or_init(|| marks::arrow_scale(&[Some(grid)], window))
    }

    /// Segments around the [`SHARES`] of the mass of a picture of log densities;
    /// places from 0 to 1.
    pub fn contours(&self, still: Still<'_>) -> &[f32] {
        let kept = self.contours.get(still.idx);
        kept.map_or(&[], |kept| kept.get_or_init(|| log_contours(still)))
    }

    /// Segments around the shares of a whole film of log densities over time and
    /// the line; places from 0 to 1.
    pub fn contours_across(&self, logs: Columns<'_>) -> &[f32] {
        let worked_out = || {
            let values = line::from_logs(logs);
            line::contours(Columns { values: &values, ..logs })
        };
        self.contours.first().map_or(&[], |kept| kept.get_or_init(worked_out))
    }

    /// Streamlines of a picture of a field; places from 0 to 1.
    pub fn streams(&self, still: Still<'_>) -> Option<&Curves> {
        let n = still.n_per_axis;
        let field = Vectors { n: [n, n], values: still.values };
        Some(self.streams.get(still.idx)?.get_or_init(|| stream::streamlines(field, SPACING)))
    }

    /// Streamlines of a whole film over time and the line; places from 0 to 1.
    pub fn streams_across(&self, velocities: Columns<'_>) -> Option<&Curves> {
        Some(self.streams.first()?.get_or_init(|| line::streams(velocities, SPACING)))
    }
}

/// Densities estimated from a flow's samples at all times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowEstimates {
    across: OnceLock<Vec<f32>>,
    contours_across: OnceLock<Vec<f32>>,
}

impl FlowEstimates {
    /// Densities on the line at the times of [`film::times_across`], `n` over
    /// `range` for each, of samples of one number; zero where there are too few.
    pub fn across(&self, flow: &Flow, range: [f64; 2], n: usize) -> &[f32] {
        self.across.get_or_init(|| {
            let at = |t: f64| estimate::on_line(&flow.at(t), range, n);
            let densities = film::times_across().into_iter().map(at);
            densities.flat_map(|at| at.map_or_else(|| vec![0.0; n], |at| at.values)).collect()
        })
    }

    /// Segments around the shares of [`Self::across`]; places from 0 to 1.
    pub fn contours_across(&self, densities: Columns<'_>) -> &[f32] {
        self.contours_across.get_or_init(|| line::contours(densities))
    }
}

/// Segments around the [`SHARES`] of the mass of densities on `n` columns and rows.
pub fn contours(n: [usize; 2], densities: &[f32]) -> Vec<f32> {
    let levels = contour::levels(densities, &SHARES);
    levels.iter().flat_map(|level| contour::segments(n, densities, *level)).collect()
}

fn log_contours(still: Still<'_>) -> Vec<f32> {
    let finite = still.values.iter().copied().filter(|v| v.is_finite());
    let top = finite.fold(f32::NEG_INFINITY, f32::max);
    let densities: Vec<f32> = still.values.iter().map(|log| (log - top).exp()).collect();
    contours([still.n_per_axis; 2], &densities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::film::still;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::job::Quantity;

    const N: usize = 33;

    fn grid(quantity: Quantity, values: impl Fn(f32, f32) -> Vec<f32>) -> Frame {
        let at = |i: usize| i as f32 / (N - 1) as f32 - 0.5;
        let one: Vec<f32> = (0..N * N).flat_map(|i| values(at(i % N), at(i / N))).collect();
        Frame::Grid {
            quantity,
            times: Buffer(vec![0.0, 1.0]),
            n_per_axis: N as u32,
            values: Buffer([one.clone(), one].concat()),
        }
    }

    #[test]
    fn lines_are_worked_out_once_for_each_time() {
        let grid = grid(Quantity::LogDensity, |x, y| vec![-40.0 * (x * x + y * y)]);
        let lines = GridLines::of(&grid);
        let first = lines.contours(still(&grid, 0.1).unwrap());
        assert!(100 < first.len());
        let again = lines.contours(still(&grid, 0.2).unwrap());
        assert!(std::ptr::eq(first, again));
        assert!(!std::ptr::eq(first, lines.contours(still(&grid, 0.9).unwrap())));
    }

    #[test]
    fn the_outermost_contour_encloses_nearly_all() {
        let grid = grid(Quantity::LogDensity, |x, y| vec![5.0 - 40.0 * (x * x + y * y)]);
        let lines = GridLines::of(&grid);
        let radius = |p: &[f32]| (p[0] - 0.5).hypot(p[1] - 0.5);
        let contours = lines.contours(still(&grid, 0.0).unwrap());
        let widest = contours.chunks(2).map(radius).fold(0.0, f32::max);
        // 95 % of a bell with variance 1/80 lies within sqrt(-2 ln 0.05 / 80).
        assert!((widest - 0.2737).abs() < 0.012, "{widest}");
    }

    #[test]
    fn a_field_has_streams() {
        let grid = grid(Quantity::Velocity, |x, y| vec![-y, x]);
        let lines = GridLines::of(&grid);
        assert!(5 < lines.streams(still(&grid, 1.0).unwrap()).unwrap().n_points.len());
        assert_eq!(GridLines::default().streams(still(&grid, 1.0).unwrap()), None);
    }
}
