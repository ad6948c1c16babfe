//! Runs of schemes as polygons and films, and how far they have come at a time.

use crate::figure::output::Flow;
use crate::math::points::Points;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// `n` equal steps from one time to the other.
///
/// # Panics
/// If there is no step or the times are equal; parameters have bounds.
pub(super) fn equal(from: f64, to: f64, n: usize) -> TimeGrid {
    TimeGrid::uniform(from, to, n).unwrap_or_else(|error| panic!("flows: {error}"))
}

/// Corners `(t, x)` of what `solver` makes of a field on the line, from `x0`.
pub(super) fn polygon(
    solver: SolverKind,
    field: impl Fn(f64, f64) -> f64,
    grid: TimeGrid,
    x0: f64,
) -> Vec<[f64; 2]> {
    let field = |t: f64, x: &f64| field(t, *x);
    let run = Integration::new(solver, grid, x0).saving(SaveAt::Every).finish(&field);
    run.times().iter().zip(run.states()).map(|(t, x)| [*t, *x]).collect()
}

/// The kept states of a run as a film.
pub(super) fn film(run: &Trajectory<Points>) -> Flow {
    Flow {
        times: run.times().iter().map(|t| *t as f32).collect(),
        dim: run.x().dim(),
        points: run.states().iter().flat_map(Points::to_f32).collect(),
    }
}

/// Points of one line up to time `t`, the last between two kept states.
pub(super) fn way(run: &Trajectory<Points>, point: usize, t: f64) -> Vec<[f64; 2]> {
    let at = |idx: usize| {
        let row = run.states()[idx].row(point);
        [row[0], row[1]]
    };
    let n_past = run.times().partition_point(|time| *time <= t);
    let mut way: Vec<[f64; 2]> = (0..n_past).map(at).collect();
    if let (Some(last), Some(&next)) = (n_past.checked_sub(1), run.times().get(n_past)) {
        let t0 = run.times()[last];
        let s = (t - t0) / (next - t0);
        let (a, b) = (at(last), at(n_past));
        if 0.0 < s {
            way.push([a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1])]);
        }
    }
    way
}

/// A polygon over time up to `t`, the last point between two corners.
pub(super) fn up_to(points: &[[f64; 2]], t: f64) -> Vec<[f64; 2]> {
    let n_past = points.partition_point(|p| p[0] <= t);
    let mut kept = points[..n_past].to_vec();
    if let (Some(a), Some(b)) = (kept.last().copied(), points.get(n_past)) {
        let s = (t - a[0]) / (b[0] - a[0]);
        if 0.0 < s {
            kept.push([t, a[1] + s * (b[1] - a[1])]);
        }
    }
    kept
}

/// Length of a line.
pub(super) fn length(way: &[[f64; 2]]) -> f64 {
    way.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Trajectory<Points> {
        let at = |x: f64| Points::new(2, vec![x, 0.0]);
        let mut run = Trajectory::starting_at(0.0, at(0.0));
        run.record(SaveAt::Every, 0.5, at(1.0));
        run.record(SaveAt::Every, 1.0, at(4.0));
        run
    }

    #[test]
    fn a_way_ends_at_the_time_asked_for() {
        for (t, end) in [(0.0, 0.0), (0.25, 0.5), (0.5, 1.0), (0.75, 2.5), (1.0, 4.0)] {
            let way = way(&run(), 0, t);
            assert!((way[way.len() - 1][0] - end).abs() < 1e-12, "{t}");
            assert!((length(&way) - end).abs() < 1e-12, "{t}");
        }
    }

    #[test]
    fn a_polygon_has_a_corner_for_each_step() {
        let corners = polygon(SolverKind::Euler, |_, x| -x, equal(0.0, 1.0, 2), 1.0);
        assert_eq!(corners, [[0.0, 1.0], [0.5, 0.5], [1.0, 0.25]]);
        assert_eq!(up_to(&corners, 0.75), [[0.0, 1.0], [0.5, 0.5], [0.75, 0.375]]);
        assert_eq!(up_to(&corners, 0.5).len(), 2);
    }
}
