//! Grids over time: one at rest, made for its very time, and films to play.
//!
//! A film holds a grid at equally spaced times; while time moves, the picture
//! shows the nearest. Once time rests a finer grid of that time takes over.

use crate::protocol::event::Frame;

/// Times of a film.
const N_TIMES: usize = 41;
/// Times nearer than this are the same time for the eye.
const SAME_TIME: f64 = 5e-3;

/// A grid at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Still<'a> {
    /// Nodes per axis; x fastest, from the lower left.
    pub n_per_axis: usize,
    /// One or two numbers a node.
    pub values: &'a [f32],
}

/// Times that a film is made at, from noise to data.
pub fn times() -> Vec<f64> {
    (0..N_TIMES).map(|i| i as f64 / (N_TIMES - 1) as f64).collect()
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
        n_per_axis: *n_per_axis as usize,
        values: &values.0[nearest * len..(nearest + 1) * len],
    })
}

/// The first of `grids` that shows something at time `t`.
pub fn first_still<'a>(grids: &[Option<&'a Frame>], t: f64) -> Option<Still<'a>> {
    grids.iter().flatten().find_map(|grid| still(grid, t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::job::Quantity;

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
    fn the_grid_at_rest_goes_before_the_film() {
        let (rest, film) = (grid(vec![0.31]), grid(times().iter().map(|&t| t as f32).collect()));
        let shown = |t| first_still(&[Some(&rest), Some(&film)], t).unwrap().values[0];
        assert!((shown(0.31) - 0.31).abs() < 1e-6);
        assert!((shown(0.7) - 0.7).abs() < 0.013);
        assert_eq!(first_still(&[None, None], 0.5), None);
    }
}
