//! Lines of equal height through a grid, and heights that enclose given shares.
//!
//! Places are in units of the grid: 0 to 1 along each axis, the lower left first.

/// Line segments where a grid of `n[0]` columns and `n[1]` rows has the height
/// `level`, straight between its nodes: `x0, y0, x1, y1` for each.
///
/// Values are x fastest, from the lower left. A cell with a corner that is no
/// number has none. Where a cell is a saddle, its mean says which corners belong
/// together.
///
/// Source: marching squares, W. Lorensen and H. Cline's cubes in the plane.
pub fn segments(n: [usize; 2], values: &[f32], level: f32) -> Vec<f32> {
    let [columns, rows] = n;
    let mut xy = Vec::new();
    if columns < 2 || rows < 2 || values.len() < columns * rows {
        return xy;
    }
    let step = [1.0 / (columns - 1) as f32, 1.0 / (rows - 1) as f32];
    for row in 0..rows - 1 {
        for column in 0..columns - 1 {
            let at = row * columns + column;
            // Around the cell: lower left, lower right, upper right, upper left.
            let corners =
                [values[at], values[at + 1], values[at + columns + 1], values[at + columns]];
            if corners.iter().all(|v| v.is_finite()) {
                cell(corners, level, |[x, y]| {
                    xy.push((column as f32 + x) * step[0]);
                    xy.push((row as f32 + y) * step[1]);
                });
            }
        }
    }
    xy
}

/// Puts the ends of the segments through one cell, two by two.
fn cell(corners: [f32; 4], level: f32, mut put: impl FnMut([f32; 2])) {
    let is_high = corners.map(|v| level <= v);
    let crosses = |side: usize| is_high[side] != is_high[(side + 1) % 4];
    let crossed: Vec<usize> = (0..4).filter(|side| crosses(*side)).collect();
    let place = |side: usize| {
        let (a, b) = (corners[side], corners[(side + 1) % 4]);
        let s = (level - a) / (b - a);
        match side {
            0 => [s, 0.0],
            1 => [1.0, s],
            2 => [1.0 - s, 1.0],
            _ => [0.0, 1.0 - s],
        }
    };
    if let [first, second] = crossed[..] {
        put(place(first));
        put(place(second));
    } else if crossed.len() == 4 {
        let is_middle_high = level <= 0.25 * corners.iter().sum::<f32>();
        // Cut off the corners that differ from the middle.
        let order = if is_high[0] == is_middle_high { [0, 1, 2, 3] } else { [3, 0, 1, 2] };
        for side in order {
            put(place(side));
        }
    }
}

/// For each of `shares`, the density above which that share of the whole lies:
/// the smallest region that holds it.
///
/// All nodes stand for equal areas; what lies outside the grid does not count.
pub fn levels(densities: &[f32], shares: &[f64]) -> Vec<f32> {
    let mut sorted: Vec<f32> = densities.iter().copied().filter(|v| 0.0 < *v).collect();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let total: f64 = sorted.iter().map(|&v| f64::from(v)).sum();
    let level = |share: &f64| {
        let mut sum = 0.0;
        let enough = sorted.iter().find(|&&v| {
            sum += f64::from(v);
            share * total <= sum
        });
        enough.copied().unwrap_or(f32::INFINITY)
    };
    shares.iter().map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 65;

    /// A Gaussian of standard deviation 0.1 in the middle.
    fn bell() -> Vec<f32> {
        let at = |i: usize| i as f32 / (N - 1) as f32 - 0.5;
        let nodes = (0..N * N).map(|i| (at(i % N), at(i / N)));
        nodes.map(|(x, y)| (-(x * x + y * y) / 0.02).exp()).collect()
    }

    #[test]
    fn the_line_of_a_round_hill_is_a_circle() {
        let radius = 0.15_f32;
        let xy = segments([N, N], &bell(), (-radius * radius / 0.02).exp());
        assert!(60 < xy.len() / 4);
        for point in xy.chunks_exact(2) {
            let r = (point[0] - 0.5).hypot(point[1] - 0.5);
            assert!((r - radius).abs() < 2e-3, "{r}");
        }
        let length: f32 = xy.chunks_exact(4).map(|s| (s[2] - s[0]).hypot(s[3] - s[1])).sum();
        assert!((length / (std::f32::consts::TAU * radius) - 1.0).abs() < 0.01, "{length}");
    }

    #[test]
    fn a_bells_levels_enclose_their_shares() {
        // In the plane the share 1 - exp(-h) lies above exp(-h) of the top.
        for (share, level) in
            [0.2, 0.5, 0.8, 0.95].into_iter().zip(levels(&bell(), &[0.2, 0.5, 0.8, 0.95]))
        {
            assert!((f64::from(level) - (1.0 - share)).abs() < 0.02, "{share}: {level}");
        }
    }

    #[test]
    fn a_grid_need_not_be_square() {
        // Height x on 3 columns and 5 rows: the level 0.25 is an upright line.
        let values: Vec<f32> = (0..15).map(|i| (i % 3) as f32 / 2.0).collect();
        let xy = segments([3, 5], &values, 0.25);
        assert_eq!(xy.len(), 4 * 4);
        assert!(xy.chunks_exact(2).all(|point| (point[0] - 0.25).abs() < 1e-6));
    }

    #[test]
    fn a_saddle_has_two_lines_that_do_not_cross() {
        let low_middle = segments([2, 2], &[1.0, 0.0, 0.0, 1.0], 0.6);
        assert_eq!(low_middle.len(), 8);
        // The high corners are cut off: each line stays near one of them.
        for line in low_middle.chunks_exact(4) {
            let is_lower_left = line.iter().all(|v| *v < 0.5);
            let is_upper_right = line.iter().all(|v| 0.5 < *v);
            assert!(is_lower_left || is_upper_right, "{line:?}");
        }
        let high_middle = segments([2, 2], &[1.0, 0.0, 0.0, 1.0], 0.4);
        for line in high_middle.chunks_exact(4) {
            assert!((line[0] < 0.5) != (line[1] < 0.5), "{line:?}");
        }
    }

    #[test]
    fn what_is_no_number_or_no_grid_has_no_line() {
        assert!(segments([2, 2], &[1.0, f32::NAN, 0.0, 1.0], 0.5).is_empty());
        assert!(segments([1, 4], &[1.0; 4], 0.5).is_empty());
        assert!(segments([3, 3], &[1.0; 4], 0.5).is_empty());
        assert!(segments([2, 2], &[2.0; 4], levels(&[], &[0.5])[0]).is_empty());
    }
}
