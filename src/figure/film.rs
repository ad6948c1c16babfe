//! Grids over time: one at rest, made for its very time, and films to play.
//!
//! A film holds a grid at equally spaced times; while time moves, the picture
//! shows the nearest. Once time rests a finer grid of that time takes over.

use crate::protocol::event::Frame;
use crate::protocol::job::Quantity;

/// Times of a film.
const N_TIMES: usize = 41;
/// Times of a film that is shown all at once.
const N_ACROSS: usize = 101;
/// Times nearer than this are the same time for the eye.
const SAME_TIME: f64 = 5e-3;

/// A grid at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Still<'a> {
    /// Number of its time in the grid.
    pub idx: usize,
    /// Nodes per axis; x fastest, from the lower left.
    pub n_per_axis: usize,
    /// One or two numbers a node.
    pub values: &'a [f32],
}

/// Times that a film is made at, from noise to data.
pub fn times() -> Vec<f64> {
    (0..N_TIMES).map(|i| i as f64 / (N_TIMES - 1) as f64).collect()
}

/// Times of a film that is shown all at once, over time and the line.
pub fn times_across() -> Vec<f64> {
    (0..N_ACROSS).map(|i| i as f64 / (N_ACROSS - 1) as f64).collect()
}

/// What `grid` shows at time `t`: its time if that is the same, or of a film
/// the nearest, which is at most half a spacing away.
pub fn still(grid: &Frame, t: f64) -> Option<Still<'_>> {
    let Frame::Grid { times, n_per_axis, values, .. } = grid else { return None };
    let times = &times.0;
    let away = |idx: usize| (f64::from(times[idx]) - t).abs();
    let nearest = (0..times.len()).min_by(|a, b| away(*a).total_cmp(&away(*b)))?;
    let gaps = times.windows(2).map(|pair| f64::from(pair[1] - pair[0]));
    let reach = gaps.fold(SAME_TIME, |reach, gap| reach.max(0.5 * gap + 1e-6));
    let len = values.0.len() / times.len();
    (away(nearest) < reach).then(|| Still {
        idx: nearest,
        n_per_axis: *n_per_axis as usize,
        values: &values.0[nearest * len..(nearest + 1) * len],
    })
}

/// Whether a grid has as many numbers as one over `dim` dimensions; a grid of
/// the data before may still be there.
pub fn is_over(grid: &Frame, dim: usize) -> bool {
    let Frame::Grid { quantity, times, n_per_axis, values } = grid else { return false };
    let n_numbers = match quantity {
        Quantity::Velocity | Quantity::Score => dim,
        Quantity::LogDensity | Quantity::Error => 1,
    };
    let n_nodes = (*n_per_axis as usize).checked_pow(dim as u32);
    n_nodes.is_some_and(|n| n * n_numbers * times.0.len() == values.0.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;

    fn grid(times: Vec<f32>) -> Frame {
        let values = times.iter().flat_map(|t| vec![*t; 4]).collect();
        let quantity = Quantity::LogDensity;
        Frame::Grid { quantity, times: Buffer(times), n_per_axis: 2, values: Buffer(values) }
    }

    #[test]
    fn a_grid_of_another_time_is_not_shown() {
        let rest = grid(vec![0.5]);
        assert_eq!(still(&rest, 0.5).unwrap().values, [0.5; 4]);
        assert_eq!(still(&rest, 0.6), None);
    }

    #[test]
    fn a_film_shows_its_nearest_picture_at_every_time() {
        let film = grid(times().iter().map(|&t| t as f32).collect());
        for i in 0..=1000 {
            let t = f64::from(i) / 1000.0;
            let shown = f64::from(still(&film, t).unwrap().values[0]);
            assert!((shown - t).abs() <= 0.5 / (N_TIMES - 1) as f64 + 1e-6, "{shown} at {t}");
        }
    }

    #[test]
    fn a_grid_of_other_dimensions_is_told_apart() {
        let plane = grid(vec![0.1, 0.9]);
        assert!(is_over(&plane, 2) && !is_over(&plane, 1));
        let quantity = Quantity::Velocity;
        let (times, values) = (Buffer(vec![0.5]), Buffer(vec![0.0; 4]));
        let line = Frame::Grid { quantity, times, n_per_axis: 4, values };
        assert!(is_over(&line, 1) && !is_over(&line, 2));
    }
}
