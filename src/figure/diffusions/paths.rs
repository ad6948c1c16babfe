//! Paths of an equation with noise on the line: simulated once, drawn up to any time.

use std::ops::Range;

use crate::math::brownian::Brownian;
use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::state::State;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Driven;
use crate::solver::run::Integration;
use crate::solver::step::Sde;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

/// Most points of one drawn line; a screen shows no more.
const MAX_POINTS: usize = 500;

/// `dX = f(X) dt + sigma dW` from time 0 on, and how it is stepped.
pub(in crate::figure) struct Equation<'a> {
    /// Drift.
    pub(in crate::figure) drift: &'a dyn Fn(f64) -> f64,
    /// Diffusion coefficient.
    pub(in crate::figure) sigma: f64,
    /// Last time, positive.
    pub(in crate::figure) t_end: f64,
    /// Steps of Euler-Maruyama, at least one.
    pub(in crate::figure) n_steps: usize,
}

/// Standard normal numbers that are drawn once, for equations with steps of any length.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::figure) struct Normals(Vec<Points>);

impl Normals {
    /// Numbers of `n` paths for `n_steps` steps, from the motion number `run` of a seed.
    pub(in crate::figure) fn drawn(seed: u64, run: u16, n: usize, n_steps: usize) -> Self {
        let motion = SeededBrownian::new(seed, run);
        Self((0..n_steps).map(|step_idx| motion.normals(step_idx, n, 1)).collect())
    }

    /// The numbers of some of the paths.
    #[must_use]
    pub(in crate::figure) fn of(&self, range: Range<usize>) -> Self {
        Self(self.0.iter().map(|normals| normals.slice(range.clone())).collect())
    }
}

impl Brownian<Points> for Normals {
    fn increment(&self, step_idx: usize, h: f64, _: &Points) -> Points {
        self.0[step_idx].clone().scaled(h.sqrt())
    }
}

/// Simulated paths, kept at every step.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::figure) struct Paths(Trajectory<Points>);

impl Paths {
    /// Paths of `equation` from the starts `x0`, driven by `noise`.
    pub(in crate::figure) fn simulated(
        equation: &Equation<'_>,
        x0: &[f64],
        noise: &impl Brownian<Points>,
    ) -> Self {
        let drift = |_: f64, x: &Points| {
            Points::new(1, x.data().iter().map(|&x| (equation.drift)(x)).collect())
        };
        let process = Driven { sde: Sde { drift: &drift, diffusion: &|_| equation.sigma }, noise };
        let grid = TimeGrid::uniform(0.0, equation.t_end, equation.n_steps);
        let grid = grid.expect("paths: a figure's steps fit between its times");
        let run = Integration::new(SolverKind::EulerMaruyama, grid, Points::new(1, x0.to_vec()));
        Self(run.saving(SaveAt::Every).finish(&process))
    }

    /// Paths that are known at equal times from 0 to `t_end`, each given place by place.
    ///
    /// # Panics
    /// If there is no path, or the paths differ in length.
    pub(in crate::figure) fn known(t_end: f64, paths: &[Vec<f64>]) -> Self {
        let n_steps = paths[0].len() - 1;
        let places = |idx: usize| Points::new(1, paths.iter().map(|path| path[idx]).collect());
        let mut kept = Trajectory::starting_at(0.0, places(0));
        for idx in 1..=n_steps {
            kept.record(SaveAt::Every, t_end * idx as f64 / n_steps as f64, places(idx));
        }
        Self(kept)
    }

    /// Number of paths.
    pub(in crate::figure) fn n(&self) -> usize {
        self.0.x().n()
    }

    /// Times of the steps.
    pub(in crate::figure) fn times(&self) -> &[f64] {
        self.0.times()
    }

    /// Last time.
    pub(in crate::figure) fn t_end(&self) -> f64 {
        self.0.t()
    }

    /// Places of all paths after step `idx`.
    pub(in crate::figure) fn after(&self, idx: usize) -> &[f64] {
        self.0.states()[idx].data()
    }

    /// Places of all paths at time `t`, straight between two steps.
    pub(in crate::figure) fn at(&self, t: f64) -> Vec<f64> {
        let times = self.times();
        let right = times.partition_point(|&time| time < t);
        if right == 0 || times.len() <= right {
            return self.after(right.min(times.len() - 1)).to_vec();
        }
        let share = (t - times[right - 1]) / (times[right] - times[right - 1]);
        let pairs = self.after(right - 1).iter().zip(self.after(right));
        pairs.map(|(a, b)| a + share * (b - a)).collect()
    }

    /// The paths number `chosen` up to time `t`: points `time, place` one path
    /// after the other, and the points of each.
    pub(in crate::figure) fn lines(
        &self,
        t: f64,
        chosen: impl Iterator<Item = usize>,
    ) -> (Vec<f32>, usize) {
        let stride = self.times().len().div_ceil(MAX_POINTS);
        let n_past = self.times().partition_point(|&time| time < t);
        let kept: Vec<usize> = (0..n_past).step_by(stride).collect();
        let now = self.at(t);
        let mut xy = Vec::new();
        for path in chosen {
            for &idx in &kept {
                xy.push(self.times()[idx] as f32);
                xy.push(self.after(idx)[path] as f32);
            }
            xy.push(t.min(self.t_end()) as f32);
            xy.push(now[path] as f32);
        }
        (xy, kept.len() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn falling() -> Paths {
        let equation = Equation { drift: &|x| -x, sigma: 0.0, t_end: 2.0, n_steps: 2 };
        Paths::simulated(&equation, &[1.0, 3.0], &SeededBrownian::new(1, 0))
    }

    #[test]
    fn paths_are_steps_of_euler_and_straight_between_them() {
        let equation = Equation { drift: &|x| -0.5 * x, sigma: 0.0, t_end: 2.0, n_steps: 2 };
        let paths = Paths::simulated(&equation, &[4.0, -8.0], &SeededBrownian::new(1, 0));
        assert_eq!((paths.n(), paths.times()), (2, [0.0, 1.0, 2.0].as_slice()));
        for (t, expected) in
            [(-1.0, 4.0), (0.0, 4.0), (0.5, 3.0), (1.0, 2.0), (2.0, 1.0), (9.0, 1.0)]
        {
            assert!((paths.at(t)[0] - expected).abs() < 1e-15, "{t}");
            assert!((paths.at(t)[1] + 2.0 * expected).abs() < 1e-15, "{t}");
        }
    }

    #[test]
    fn lines_go_up_to_the_cursor_and_no_further() {
        let paths = falling();
        let (xy, n) = paths.lines(0.0, 0..2);
        assert_eq!((xy, n), (vec![0.0, 1.0, 0.0, 3.0], 1));
        let (xy, n) = paths.lines(0.5, 1..2);
        assert_eq!((xy, n), (vec![0.0, 3.0, 0.5, 1.5], 2));
        let (xy, n) = paths.lines(2.0, 0..1);
        assert_eq!((xy, n), (vec![0.0, 1.0, 1.0, 0.0, 2.0, 0.0], 3));
    }

    #[test]
    fn known_paths_stand_at_equal_times() {
        let paths = Paths::known(2.0, &[vec![0.0, 1.0, 4.0], vec![0.0, -1.0, 0.0]]);
        assert_eq!(
            (paths.times(), paths.after(2)),
            ([0.0, 1.0, 2.0].as_slice(), [4.0, 0.0].as_slice())
        );
        assert!((paths.at(1.5)[0] - 2.5).abs() < 1e-15);
    }

    #[test]
    fn numbers_drawn_once_drive_as_the_motion_itself() {
        let equation = Equation { drift: &|x| -x, sigma: 0.7, t_end: 2.0, n_steps: 8 };
        let normals = Normals::drawn(4, 1, 5, 8);
        let by = Paths::simulated(&equation, &[1.0; 5], &normals);
        assert_eq!(by, Paths::simulated(&equation, &[1.0; 5], &SeededBrownian::new(4, 1)));
        let part = Paths::simulated(&equation, &[1.0; 2], &normals.of(3..5));
        assert_eq!(part.after(8), &by.after(8)[3..5]);
    }

    #[test]
    fn long_paths_are_drawn_by_fewer_points() {
        let equation = Equation { drift: &|_| 1.0, sigma: 0.0, t_end: 1.0, n_steps: 4000 };
        let paths = Paths::simulated(&equation, &[0.0], &SeededBrownian::new(1, 0));
        let (xy, n) = paths.lines(1.0, 0..1);
        assert!(n <= MAX_POINTS + 1 && xy.len() == 2 * n);
        assert!((xy[2 * n - 1] - 1.0).abs() < 1e-6);
    }
}
