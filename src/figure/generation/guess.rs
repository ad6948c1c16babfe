//! The density that one would guess from points: bumps as wide as the points themselves ask for.
//!
//! Scott's rule takes the spread of the whole set for the size of its details,
//! and blurs a moon into a cloud. Here the width is found by cross-validation.

use crate::figure::draw::estimate;
use crate::figure::draw::estimate::Estimate;
use crate::math::window::Window;

/// Widths that are tried, as shares of Scott's.
const SHARES: [f64; 6] = [1.0, 0.6, 0.36, 0.22, 0.13, 0.08];

/// Density guessed from points of the plane (interleaved) at `n` by `n` nodes.
///
/// Of the widths tried, the one with the least estimated integral of the
/// squared error: `int p^2 - 2 mean p(x)`, where `p` is the density guessed
/// from half of the points and `x` runs over the other half, both ways.
pub(super) fn guessed(xy: &[f32], window: Window, n: usize) -> Option<Estimate> {
    let [Some(h_x), Some(h_y)] = estimate::scott_widths(xy) else { return None };
    let halves = [0, 1].map(|half| every_other(xy, half));
    let spacing = window.width().max(window.height()) / (n - 1) as f64;
    let mut best = (f64::INFINITY, [h_x, h_y]);
    for share in SHARES {
        let widths = [share * h_x, share * h_y];
        // Bumps below the spacing of the nodes are not seen by them.
        if widths.iter().any(|width| *width < spacing) && share < 1.0 {
            break;
        }
        let loss: Option<f64> = [(0, 1), (1, 0)]
            .iter()
            .map(|&(from, of)| {
                let guess = estimate::on_plane_with(&halves[from], window, n, widths)?;
                Some(loss(&guess.values, &halves[of], window, n))
            })
            .sum();
        if let Some(loss) = loss.filter(|loss| *loss < best.0) {
            best = (loss, widths);
        }
    }
    estimate::on_plane_with(xy, window, n, best.1)
}

fn every_other(xy: &[f32], half: usize) -> Vec<f32> {
    let rows = xy.chunks_exact(2).enumerate().filter(|(i, _)| i % 2 == half);
    rows.flat_map(|(_, row)| row.iter().copied()).collect()
}

/// `int p^2 - 2 mean p(x)`, the integral over the nodes and `p(x)` at the nearest one.
fn loss(values: &[f32], xy: &[f32], window: Window, n: usize) -> f64 {
    let cell = window.width() * window.height() / ((n - 1) * (n - 1)) as f64;
    let squares: f64 = values.iter().map(|p| f64::from(*p) * f64::from(*p)).sum();
    let at = |place: f32, [low, high]: [f64; 2]| {
        let node = (f64::from(place) - low) / (high - low) * (n - 1) as f64;
        (0.0..=(n - 1) as f64).contains(&node.round()).then_some(node.round() as usize)
    };
    let value = |row: &[f32]| match (at(row[0], window.x), at(row[1], window.y)) {
        (Some(i), Some(j)) => f64::from(values[j * n + i]),
        _ => 0.0,
    };
    let n_points = (xy.len() / 2).max(1) as f64;
    cell * squares - 2.0 * xy.chunks_exact(2).map(value).sum::<f64>() / n_points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn points(kind: DatasetKind, n: usize) -> (Vec<f32>, Window) {
        let dataset = kind.build();
        let points = dataset.sample(n, &mut Rng::stream(4, Stream::Data, 0));
        (points.to_f32(), dataset.window())
    }

    #[test]
    fn many_points_ask_for_narrower_bumps_than_scotts() {
        let (xy, window) = points(DatasetKind::Moons, 4_000);
        let guess = guessed(&xy, window, 96).unwrap();
        let scott = estimate::on_plane(&xy, window, 96).unwrap();
        assert!(guess.widths[0] < 0.5 * scott.widths[0], "{:?} {:?}", guess.widths, scott.widths);
        // Nearly all mass lies in the window, and is kept.
        let cell = window.width() * window.height() / (95.0 * 95.0);
        let mass = guess.values.iter().map(|p| f64::from(*p)).sum::<f64>() * cell;
        assert!((mass - 1.0).abs() < 0.02, "{mass}");
    }

    #[test]
    fn points_of_one_bell_keep_about_scotts_width() {
        // For a Gaussian, Scott's rule is nearly the best there is.
        let normal = Rng::stream(4, Stream::Data, 0).normal_points(400, 2).to_f32();
        let window = Window::centered(4.0);
        let guess = guessed(&normal, window, 96).unwrap();
        let scott = estimate::on_plane(&normal, window, 96).unwrap();
        let share = guess.widths[0] / scott.widths[0];
        assert!(0.5 < share, "{share}");
    }

    #[test]
    fn few_points_are_guessed_from_as_well() {
        let (xy, window) = points(DatasetKind::Spiral, 10);
        assert!(guessed(&xy, window, 96).unwrap().values.iter().all(|p| p.is_finite()));
        assert_eq!(guessed(&[1.0, 2.0], window, 96), None);
    }
}
