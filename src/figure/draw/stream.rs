//! Streamlines of a field on a grid, evenly spaced.
//!
//! Places are in units of the grid: 0 to 1 along each axis, the lower left
//! first; so are vectors. Lines follow the field's direction, not its speed.
//!
//! Source: B. Jobard and W. Lefer, Creating evenly-spaced streamlines of
//! arbitrary density, 1997; seeds here come from a regular grid.

/// Vectors on a regular grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vectors<'a> {
    /// Columns and rows.
    pub n: [usize; 2],
    /// Two numbers a node; x fastest, from the lower left.
    pub values: &'a [f32],
}

/// Lines of several lengths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// Points of all lines, one line after the other.
    pub xy: Vec<f32>,
    /// Points of each line.
    pub n_points: Vec<usize>,
}

/// Length of a step, and of a piece of a line.
const STEP: f32 = 0.01;
/// Most steps from a seed in one direction.
const MAX_STEPS: usize = 90;
/// A line keeps this share of the spacing away from others on its way.
const CLOSER: f32 = 0.55;
/// Lines of fewer points are left out.
const SHORTEST: usize = 9;

/// Lines about `spacing` apart that cover the grid.
pub fn streamlines(field: Vectors<'_>, spacing: f32) -> Curves {
    let [columns, rows] = field.n;
    if columns < 2 || rows < 2 || field.values.len() < 2 * columns * rows {
        return Curves::default();
    }
    let mut drawn = Drawn::new(spacing);
    let mut curves = Curves::default();
    for seed in seeds(spacing) {
        if drawn.is_near(seed, spacing) {
            continue;
        }
        let mut line = half(&field, &drawn, seed, -1.0);
        line.reverse();
        line.push(seed);
        line.extend(half(&field, &drawn, seed, 1.0));
        if SHORTEST <= line.len() {
            for &point in &line {
                drawn.add(point);
            }
            curves.xy.extend(line.iter().flatten());
            curves.n_points.push(line.len());
        }
    }
    curves
}

/// Places to begin at: a regular grid half as wide as the lines are apart, from
/// the middle outward.
fn seeds(spacing: f32) -> Vec<[f32; 2]> {
    let n = ((2.0 / spacing.max(0.01)) as usize).max(2);
    let at = |i: usize| (i as f32 + 0.5) / n as f32;
    let mut seeds: Vec<[f32; 2]> = (0..n * n).map(|i| [at(i % n), at(i / n)]).collect();
    let away = |seed: &[f32; 2]| (seed[0] - 0.5).abs().max((seed[1] - 0.5).abs());
    seeds.sort_by(|a, b| away(a).total_cmp(&away(b)));
    seeds
}

/// The line from `seed` onward (`sign` 1) or backward (-1), without the seed.
fn half(field: &Vectors<'_>, drawn: &Drawn, seed: [f32; 2], sign: f32) -> Vec<[f32; 2]> {
    let mut line = Vec::new();
    let mut at = seed;
    for step in 0..MAX_STEPS {
        let Some(next) = stepped(field, at, sign * STEP) else { break };
        // A line that comes back to where it began would run over itself.
        let is_closed = 10 < step && distance(next, seed) < STEP;
        if is_closed || drawn.is_near(next, CLOSER * drawn.spacing) {
            break;
        }
        line.push(next);
        at = next;
    }
    line
}

/// One step of RK4 along the direction of the field; none where it leaves the
/// grid or the field stands still.
fn stepped(field: &Vectors<'_>, at: [f32; 2], h: f32) -> Option<[f32; 2]> {
    let along = |from: [f32; 2], k: [f32; 2], h: f32| [from[0] + h * k[0], from[1] + h * k[1]];
    let k1 = direction(field, at)?;
    let k2 = direction(field, along(at, k1, 0.5 * h))?;
    let k3 = direction(field, along(at, k2, 0.5 * h))?;
    let k4 = direction(field, along(at, k3, h))?;
    let mean = [0, 1].map(|i| (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]) / 6.0);
    let next = along(at, mean, h);
    // Where the direction turns round within a step there is no line to follow.
    let goes_on = 0.25 < mean[0].hypot(mean[1]);
    (goes_on && is_inside(next)).then_some(next)
}

fn direction(field: &Vectors<'_>, at: [f32; 2]) -> Option<[f32; 2]> {
    let [x, y] = sampled(field, at)?;
    let length = x.hypot(y);
    (length.is_finite() && 1e-9 < length).then(|| [x / length, y / length])
}

/// The field between its nodes; none outside.
fn sampled(field: &Vectors<'_>, at: [f32; 2]) -> Option<[f32; 2]> {
    if !is_inside(at) {
        return None;
    }
    let [columns, rows] = field.n;
    let split = |v: f32, n: usize| {
        let place = v * (n - 1) as f32;
        let cell = (place as usize).min(n - 2);
        (cell, place - cell as f32)
    };
    let ((column, s), (row, r)) = (split(at[0], columns), split(at[1], rows));
    let node = |column: usize, row: usize, i: usize| field.values[2 * (row * columns + column) + i];
    Some([0, 1].map(|i| {
        let low = (1.0 - s) * node(column, row, i) + s * node(column + 1, row, i);
        let high = (1.0 - s) * node(column, row + 1, i) + s * node(column + 1, row + 1, i);
        (1.0 - r) * low + r * high
    }))
}

fn is_inside(at: [f32; 2]) -> bool {
    at.iter().all(|v| (0.0..=1.0).contains(v))
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Points of the lines so far, in boxes as wide as the lines are apart.
struct Drawn {
    spacing: f32,
    n: usize,
    boxes: Vec<Vec<[f32; 2]>>,
}

impl Drawn {
    fn new(spacing: f32) -> Self {
        let n = ((1.0 / spacing.max(0.005)) as usize).max(1);
        Self { spacing, n, boxes: vec![Vec::new(); n * n] }
    }

    fn cell(&self, v: f32) -> usize {
        ((v * self.n as f32) as usize).min(self.n - 1)
    }

    fn add(&mut self, point: [f32; 2]) {
        let at = self.cell(point[1]) * self.n + self.cell(point[0]);
        self.boxes[at].push(point);
    }

    /// Whether a point of an earlier line lies within `reach`, at most the spacing.
    fn is_near(&self, at: [f32; 2], reach: f32) -> bool {
        let around = |v: f32| {
            let cell = self.cell(v);
            cell.saturating_sub(1)..(cell + 2).min(self.n)
        };
        let mut boxes =
            around(at[1]).flat_map(|row| around(at[0]).map(move |column| row * self.n + column));
        boxes.any(|cell| self.boxes[cell].iter().any(|&point| distance(point, at) < reach))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 33;

    fn field(f: impl Fn(f32, f32) -> [f32; 2]) -> Vec<f32> {
        let at = |i: usize| i as f32 / (N - 1) as f32 - 0.5;
        (0..N * N).flat_map(|i| f(at(i % N), at(i / N))).collect()
    }

    fn lines(curves: &Curves) -> Vec<Vec<[f32; 2]>> {
        let mut points = curves.xy.chunks_exact(2).map(|p| [p[0], p[1]]);
        curves.n_points.iter().map(|n| points.by_ref().take(*n).collect()).collect()
    }

    #[test]
    fn lines_of_a_rotation_are_circles() {
        let values = field(|x, y| [-y, x]);
        let curves = streamlines(Vectors { n: [N, N], values: &values }, 0.06);
        assert!(8 < curves.n_points.len());
        for line in lines(&curves) {
            let radius = |p: &[f32; 2]| (p[0] - 0.5).hypot(p[1] - 0.5);
            let first = radius(&line[0]);
            for point in &line {
                assert!((radius(point) - first).abs() < 2e-3, "{first} {}", radius(point));
            }
        }
    }

    #[test]
    fn lines_keep_apart_and_leave_no_hole() {
        let values = field(|_, _| [3.0, 0.5]);
        let spacing = 0.08;
        let lines = lines(&streamlines(Vectors { n: [N, N], values: &values }, spacing));
        for (i, line) in lines.iter().enumerate() {
            for other in &lines[..i] {
                let gaps = line.iter().flat_map(|a| other.iter().map(|b| distance(*a, *b)));
                assert!(CLOSER * spacing - 1e-6 <= gaps.fold(f32::INFINITY, f32::min));
            }
        }
        for i in 1..10 {
            for j in 1..10 {
                let at = [i as f32 / 10.0, j as f32 / 10.0];
                let nearest =
                    lines.iter().flatten().map(|p| distance(*p, at)).fold(f32::INFINITY, f32::min);
                assert!(nearest < 1.5 * spacing, "{at:?}: {nearest}");
            }
        }
    }

    #[test]
    fn lines_run_with_the_field_and_stay_inside() {
        let values = field(|_, y| [1.0, y]);
        for line in lines(&streamlines(Vectors { n: [N, N], values: &values }, 0.1)) {
            assert!(line.windows(2).all(|pair| pair[0][0] < pair[1][0]));
            assert!(line.iter().flatten().all(|v| (0.0..=1.0).contains(v)));
        }
    }

    #[test]
    fn a_field_that_stands_still_or_is_no_number_has_no_lines() {
        for value in [0.0, f32::NAN, f32::INFINITY] {
            let values = vec![value; 2 * N * N];
            let curves = streamlines(Vectors { n: [N, N], values: &values }, 0.1);
            assert!(curves.n_points.is_empty(), "{value}");
        }
        assert_eq!(streamlines(Vectors { n: [5, 5], values: &[1.0; 4] }, 0.1), Curves::default());
    }
}
