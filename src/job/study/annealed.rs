//! Langevin dynamics of a blurred law: at one noise level, or down a ladder of levels.

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
use crate::kinds;
use crate::math::brownian::SeededBrownian;
use crate::math::field::Score;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Driven;
use crate::solver::run::Integration;
use crate::solver::step::Sde;

/// The study: one `Frame::Flow` of all points, its times being steps.
pub const KIND: StudyKind = StudyKind {
    name: "annealed",
    params: &[&PLAN, &LEVEL, &LEVELS, &catalogue::SEED],
    defaults: &[],
    start: |settings| Box::new(Annealed::new(settings)),
};

kinds! {
    /// Which noise levels a run goes through.
    pub enum PlanKind {
        /// One for the whole run.
        One = "one", "One level";
        /// From [`TOP`] down to [`BOTTOM`] by equal ratios.
        Ladder = "ladder", "A ladder";
    }
}

/// Which levels.
pub const PLAN: Param = Param {
    key: "plan",
    label: "Levels",
    help: "One noise level for the whole run, or a ladder.",
    kind: ParamKind::Choice(PlanKind::CHOICES),
    default: "ladder",
    effect: Effect::Sampling,
};

/// The one level.
pub const LEVEL: Param = Param {
    key: "level",
    label: "The one noise level",
    help: "Standard deviation of the blur in the left run; 0 is the target itself.",
    kind: ParamKind::Real { min: 0.0, max: 6.0, scale: Scale::Linear },
    default: "0",
    effect: Effect::Sampling,
};

/// How many levels.
pub const LEVELS: Param = Param {
    key: "levels",
    label: "Rungs of the ladder",
    help: "Noise levels from 6 down to 0.2 by equal ratios; with one rung, 0.2 alone.",
    kind: ParamKind::Whole { min: 1, max: 20, scale: Scale::Linear },
    default: "10",
    effect: Effect::Sampling,
};

/// First level of a ladder.
pub const TOP: f64 = 6.0;
/// Last level of a ladder.
pub const BOTTOM: f64 = 0.2;
/// Steps of a run, shared out among its levels.
pub const N_STEPS: usize = 1000;
/// Points.
pub const N_POINTS: usize = 1000;
/// Times that are kept.
pub const N_FRAMES: usize = 51;
/// Step, in units of the variance of a blurred mode; so large steps widen a mode
/// by a twentieth.
const RATE: f64 = 0.2;
/// Weight and middle of the larger mode; the other lies opposite. Both have variance 1.
pub const LARGER: (f64, [f64; 2]) = (0.8, [5.0, 5.0]);
/// Half of the side of the square that the points start in.
pub const REACH: f64 = 8.0;
/// Steps in one slice.
const STEPS_PER_SLICE: usize = 8;

/// The target, blurred by noise of standard deviation `level`.
///
/// # Panics
/// Never for finite levels: the law is written down here.
pub fn blurred(level: f64) -> Mixture {
    let (weight, middle) = LARGER;
    let variance = 1.0 + level * level;
    let mode = |sign: f64| Component::Isotropic {
        mean: middle.iter().map(|v| sign * v).collect(),
        variance,
    };
    let modes = vec![(weight, mode(1.0)), (1.0 - weight, mode(-1.0))];
    Mixture::new(2, modes).expect("a law written down here")
}

/// Noise levels of a ladder with that many rungs, falling.
pub fn ladder(n: usize) -> Vec<f64> {
    let share = |i: usize| if n < 2 { 1.0 } else { i as f64 / (n - 1) as f64 };
    (0..n.max(1)).map(|i| TOP * libm::pow(BOTTOM / TOP, share(i))).collect()
}

/// Steps made before level `idx` of `n` begins: all levels have as many, up to one.
pub fn first_step(idx: usize, n: usize) -> usize {
    idx * N_STEPS / n
}

/// The points at one level, and the levels to come.
struct Annealed {
    levels: Vec<f64>,
    seed: u64,
    level_idx: usize,
    field: Marginal,
    run: Integration<Points>,
    film: Film,
}

impl Annealed {
    fn new(settings: &Settings) -> Self {
        let levels = match settings.choice::<PlanKind>("plan") {
            PlanKind::One => vec![settings.real("level")],
            PlanKind::Ladder => ladder(settings.whole("levels") as usize),
        };
        let seed = settings.whole("seed");
        let mut rng = Rng::stream(seed, Stream::Noise, 0);
        let start = (0..2 * N_POINTS).map(|_| rng.uniform_in(-REACH, REACH)).collect();
        let start = Points::new(2, start);
        let mut film = Film::new(2, N_STEPS, N_FRAMES);
        film.take(0, 0.0, &start);
        let run = run_at(&levels, 0, start);
        let field = Marginal::new(&blurred(levels[0]), SchedulerKind::CondOt);
        Self { levels, seed, level_idx: 0, field, run, film }
    }

    fn n_done(&self) -> usize {
        first_step(self.level_idx, self.levels.len()) + self.run.step_idx()
    }

    /// Goes down one rung, if there is one.
    fn descend(&mut self) {
        if self.run.is_done() && self.level_idx + 1 < self.levels.len() {
            self.level_idx += 1;
            let level = self.levels[self.level_idx];
            self.field = Marginal::new(&blurred(level), SchedulerKind::CondOt);
            self.run = run_at(&self.levels, self.level_idx, self.run.x().clone());
        }
    }

    fn step(&mut self) {
        let drift = |_: f64, x: &Points| self.field.score(1.0, x).scaled(0.5);
        let noise = SeededBrownian::new(self.seed, self.level_idx as u16);
        let process = Driven { sde: Sde { drift: &drift, diffusion: &|_| 1.0 }, noise: &noise };
        self.run.advance(&process);
        self.film.take(self.n_done(), self.n_done() as f64, self.run.x());
    }
}

/// The run at one level: `dX = 1/2 s dt + dW` in steps of a share of the
/// blurred modes' variance.
fn run_at(levels: &[f64], idx: usize, x: Points) -> Integration<Points> {
    let n = first_step(idx + 1, levels.len()) - first_step(idx, levels.len());
    let h = RATE * (1.0 + levels[idx] * levels[idx]);
    let grid = TimeGrid::uniform(0.0, h * n as f64, n).expect("a level has steps of some length");
    Integration::new(SolverKind::EulerMaruyama, grid, x)
}

impl Study for Annealed {
    fn advance(&mut self) -> Slice {
        for _ in 0..STEPS_PER_SLICE {
            if self.n_done() < N_STEPS {
                self.descend();
                self.step();
            }
        }
        let is_done = N_STEPS <= self.n_done();
        Slice {
            frames: is_done.then(|| self.film.frame()).into_iter().collect(),
            progress: Some((self.n_done() as u32, N_STEPS as u32)),
            is_done,
            ..Slice::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::study::proof::finished;
    use crate::protocol::event::Frame;

    type Changes<'a> = &'a [(&'a str, &'a str)];

    /// Share of the points in the larger mode's half, and their variance there.
    fn end_of(changes: &[(&str, &str)]) -> (f64, f64) {
        let (frames, _) = finished(&KIND, changes);
        let Some(Frame::Flow { times, points, .. }) = frames.into_iter().last() else {
            panic!("a flow")
        };
        assert_eq!((times.0.len(), times.0[N_FRAMES - 1]), (N_FRAMES, N_STEPS as f32));
        let end = &points.0[(N_FRAMES - 1) * N_POINTS * 2..];
        let upper: Vec<&[f32]> = end.chunks(2).filter(|x| 0.0 < x[0] + x[1]).collect();
        let n = upper.len() as f64;
        let mean = upper.iter().map(|x| f64::from(x[0])).sum::<f64>() / n;
        let square = |x: &&[f32]| (f64::from(x[0]) - mean) * (f64::from(x[0]) - mean);
        (n / N_POINTS as f64, upper.iter().map(square).sum::<f64>() / n)
    }

    #[test]
    fn shares_and_spreads_are_those_that_were_worked_out_outside() {
        // 60,000 points in NumPy by the same steps.
        let table: [(Changes<'_>, f64, f64); 3] = [
            (&[("plan", "one"), ("level", "0")], 0.5083, 1.056),
            (&[("plan", "one"), ("level", "3")], 0.7891, 10.17),
            (&[("plan", "ladder")], 0.7890, 1.092),
        ];
        for (changes, share, variance) in table {
            let (found, spread) = end_of(changes);
            let error = (share * (1.0 - share) / N_POINTS as f64).sqrt();
            assert!((found - share).abs() < 4.0 * error, "{changes:?}: {found}");
            let error = variance * (2.0 / (share * N_POINTS as f64)).sqrt();
            assert!((spread - variance).abs() < 4.0 * error, "{changes:?}: {spread}");
        }
    }

    #[test]
    fn a_ladder_falls_by_equal_ratios_and_uses_all_steps() {
        for n in 1..=20 {
            let levels = ladder(n);
            assert!((levels[n - 1] - BOTTOM).abs() < 1e-12, "{n}");
            assert!(n < 2 || (levels[0] - TOP).abs() < 1e-12);
            assert!(levels.windows(2).all(|pair| pair[1] < pair[0]));
            assert_eq!((first_step(0, n), first_step(n, n)), (0, N_STEPS));
        }
    }
}
