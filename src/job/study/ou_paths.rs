//! Many paths of Ornstein and Uhlenbeck from one start, for what a few paths cannot tell.

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::settings::Settings;
use crate::job::study::Slice;
use crate::job::study::Study;
use crate::job::study::StudyKind;
use crate::job::study::film::Film;
use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::state::State;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Driven;
use crate::solver::run::Integration;
use crate::solver::step::Sde;

/// The study: one `Frame::Flow` of all paths.
pub const KIND: StudyKind = StudyKind {
    name: "ou-paths",
    params: &[&THETA, &SIGMA, &START, &catalogue::SEED],
    defaults: &[],
    start: |settings| Box::new(OuPaths::new(settings)),
};

/// Strength of the pull.
pub const THETA: Param = Param {
    key: "theta",
    label: "θ",
    help: "Strength of the pull toward 0.",
    kind: ParamKind::Real { min: 0.05, max: 1.0, scale: Scale::Linear },
    default: "0.25",
    effect: Effect::Sampling,
};

/// Diffusion coefficient.
pub const SIGMA: Param = Param {
    key: "sigma",
    label: "σ",
    help: "Strength of the noise; the lab takes 0, 0.25, 0.5 and 1.",
    kind: ParamKind::Real { min: 0.0, max: 2.0, scale: Scale::Linear },
    default: "0.5",
    effect: Effect::Sampling,
};

/// Where all paths start.
pub const START: Param = Param {
    key: "start",
    label: "Start of the 4,096",
    help: "The place where the 4,096 paths that are not drawn start.",
    kind: ParamKind::Real { min: -10.0, max: 10.0, scale: Scale::Linear },
    default: "10",
    effect: Effect::Sampling,
};

/// Last time, as in MIT's lab 1.
pub const T_END: f64 = 20.0;
/// Steps of Euler-Maruyama: the lab's 1,000 points.
pub const N_STEPS: usize = 999;
/// Paths.
pub const N_PATHS: usize = 4096;
/// Times that are kept.
pub const N_FRAMES: usize = 101;
/// Number of the motion; a figure's few paths have another.
const RUN: u16 = 1;
/// Steps in one slice: 4,096 normal numbers each.
const STEPS_PER_SLICE: usize = 16;

/// The paths on their way.
struct OuPaths {
    theta: f64,
    sigma: f64,
    noise: SeededBrownian,
    run: Integration<Points>,
    film: Film,
}

impl OuPaths {
    fn new(settings: &Settings) -> Self {
        let start = Points::new(1, vec![settings.real("start"); N_PATHS]);
        let mut film = Film::new(1, N_STEPS, N_FRAMES);
        film.take(0, 0.0, &start);
        let grid = TimeGrid::uniform(0.0, T_END, N_STEPS).expect("the steps of the lab");
        Self {
            theta: settings.real("theta"),
            sigma: settings.real("sigma"),
            noise: SeededBrownian::new(settings.whole("seed"), RUN),
            run: Integration::new(SolverKind::EulerMaruyama, grid, start),
            film,
        }
    }
}

impl Study for OuPaths {
    fn advance(&mut self) -> Slice {
        let drift = |_: f64, x: &Points| x.clone().scaled(-self.theta);
        let diffusion = |_: f64| self.sigma;
        let process =
            Driven { sde: Sde { drift: &drift, diffusion: &diffusion }, noise: &self.noise };
        for _ in 0..STEPS_PER_SLICE {
            if self.run.is_done() {
                break;
            }
            self.run.advance(&process);
            self.film.take(self.run.step_idx(), self.run.t(), self.run.x());
        }
        let is_done = self.run.is_done();
        Slice {
            frames: is_done.then(|| self.film.frame()).into_iter().collect(),
            progress: Some((self.run.step_idx() as u32, N_STEPS as u32)),
            is_done,
            ..Slice::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::event::Frame;

    fn film(changes: &[(&str, &str)]) -> (Vec<f32>, Vec<f32>) {
        let mut study = OuPaths::new(&Settings::with(KIND.params, changes));
        loop {
            let slice = study.advance();
            if let Some(Frame::Flow { times, points, .. }) = slice.frames.into_iter().next() {
                assert!(slice.is_done);
                return (times.0, points.0);
            }
        }
    }

    fn moments(points: &[f32]) -> (f64, f64) {
        let n = points.len() as f64;
        let mean = points.iter().map(|&x| f64::from(x)).sum::<f64>() / n;
        let square = |&x: &f32| (f64::from(x) - mean) * (f64::from(x) - mean);
        (mean, points.iter().map(square).sum::<f64>() / n)
    }

    #[test]
    fn mean_and_variance_are_those_of_the_oracles() {
        let (times, points) = film(&[]);
        assert_eq!((times.len(), points.len()), (N_FRAMES, N_FRAMES * N_PATHS));
        let frame = |k: usize| &points[k * N_PATHS..(k + 1) * N_PATHS];
        // theta = 0.25, sigma = 0.5 from 10: the continuous process at t = 1 and 5,
        // and Euler-Maruyama's own variance after 999 steps.
        let table = [
            (5, 1.0, 7.788_007_83, 0.196_734_67),
            (25, 5.0, 2.865_047_97, 0.458_957_50),
            (100, 20.0, 0.067_379_47, 0.501_232_20),
        ];
        for (k, t, mean, variance) in table {
            assert!((f64::from(times[k]) - t).abs() < 0.02, "{}", times[k]);
            // The kept time is off by a hundredth at most, and Euler's steps lag a little.
            let late = 0.25 * (f64::from(times[k]) - t).abs() * mean + 0.002 * mean;
            let (m, v) = moments(frame(k));
            let error = (variance / N_PATHS as f64).sqrt();
            assert!((m - mean).abs() < 4.0 * error + late, "{t}: {m}");
            let error = variance * (2.0 / N_PATHS as f64).sqrt();
            assert!((v - variance).abs() < 4.0 * error + 0.003, "{t}: {v}");
        }
    }

    #[test]
    fn without_noise_all_paths_are_one() {
        let (_, points) = film(&[("sigma", "0"), ("start", "-4")]);
        let end = &points[(N_FRAMES - 1) * N_PATHS..];
        assert!(end.iter().all(|x| (x - end[0]).abs() <= 0.0));
        // -4 (1 - 0.25 * 20 / 999)^999.
        assert!((f64::from(end[0]) + 4.0 * 0.006_653_884_76).abs() < 1e-6, "{}", end[0]);
    }
}
