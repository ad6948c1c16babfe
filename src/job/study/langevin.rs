//! Langevin dynamics of many points toward a law whose score is known.

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
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::metric::noise::N_PAIRS;
use crate::metric::noise::NoiseLevel;
use crate::metric::sliced::sliced_w2;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Driven;
use crate::solver::run::Integration;
use crate::solver::step::Sde;

/// The study: one `Frame::Flow` of all points, then `sliced_w2` at the end and
/// its `sliced_w2_noise`.
pub const KIND: StudyKind = StudyKind {
    name: "langevin",
    params: &[&TARGET, &SIGMA, &SPAN, &catalogue::SEED],
    defaults: &[],
    start: |settings| Box::new(Langevin::new(settings)),
};

kinds! {
    /// Law that the points are drawn to.
    pub enum TargetKind {
        /// Five modes of std 0.75 at the places that MIT's lab 1 draws with seed 3.
        Lab = "lab", "Five random modes";
        /// Five modes of std 1 on a circle of radius 8.
        Ring = "ring", "Five modes on a ring";
        /// One Gaussian of variance 4 at (3, 0).
        One = "one", "One Gaussian";
    }
}

/// Means of the lab's random mixture: 15 (U - 1/2), U from seed 3 of its generator.
pub const LAB_MEANS: [f64; 10] = [
    -7.436_047, -5.916_460, -3.212_363, -7.095_678, -0.425_785, -6.598_256, 4.077_988, 3.655_491,
    1.416_318, 5.817_850,
];

impl TargetKind {
    /// The law.
    ///
    /// # Panics
    /// Never: these laws are written down here.
    pub fn law(self) -> Mixture {
        let (means, variance) = match self {
            Self::Lab => (LAB_MEANS.to_vec(), 0.75 * 0.75),
            Self::Ring => (ring(5, 8.0), 1.0),
            Self::One => (vec![3.0, 0.0], 4.0),
        };
        Mixture::isotropic(&Points::new(2, means), variance).expect("laws written down here")
    }
}

/// `n` places on a circle, the first to the right.
pub fn ring(n: usize, radius: f64) -> Vec<f64> {
    let angle = |k: usize| std::f64::consts::TAU * k as f64 / n as f64;
    (0..n).flat_map(|k| [radius * libm::cos(angle(k)), radius * libm::sin(angle(k))]).collect()
}

/// Law that the points are drawn to.
pub const TARGET: Param = Param {
    key: "target",
    label: "Target",
    help: "The law whose score is followed.",
    kind: ParamKind::Choice(TargetKind::CHOICES),
    default: "lab",
    effect: Effect::Sampling,
};

/// Diffusion coefficient.
pub const SIGMA: Param = Param {
    key: "sigma",
    label: "σ",
    help: "Noise, and by its square the drift: only sigma squared times the time counts.",
    kind: ParamKind::Real { min: 0.1, max: 3.0, scale: Scale::Linear },
    default: "0.6",
    effect: Effect::Sampling,
};

/// Last time.
pub const SPAN: Param = Param {
    key: "span",
    label: "Last time T",
    help: "Time that the run takes, in 999 steps whatever it is.",
    kind: ParamKind::Real { min: 1.0, max: 50.0, scale: Scale::Log },
    default: "5",
    effect: Effect::Sampling,
};

/// Steps of Euler-Maruyama: the lab's 1,000 points.
pub const N_STEPS: usize = 999;
/// Points.
pub const N_POINTS: usize = 1000;
/// Variance of the start in each coordinate.
pub const START_VARIANCE: f64 = 20.0;
/// Times that are kept.
pub const N_FRAMES: usize = 51;
/// Steps in one slice.
const STEPS_PER_SLICE: usize = 6;

/// The points on their way, then what is measured of them.
struct Langevin {
    law: Mixture,
    field: Marginal,
    sigma: f64,
    seed: u64,
    noise: SeededBrownian,
    run: Integration<Points>,
    film: Film,
    is_end_measured: bool,
    level: NoiseLevel,
}

/// Name, value, spread.
type Metric = (&'static str, f64, Option<f64>);

impl Langevin {
    fn new(settings: &Settings) -> Self {
        let seed = settings.whole("seed");
        let law = settings.choice::<TargetKind>("target").law();
        let mut rng = Rng::stream(seed, Stream::Noise, 0);
        let start = rng.normal_points(N_POINTS, 2).scaled(START_VARIANCE.sqrt());
        let mut film = Film::new(2, N_STEPS, N_FRAMES);
        film.take(0, 0.0, &start);
        let grid = TimeGrid::uniform(0.0, settings.real("span"), N_STEPS);
        let grid = grid.expect("a slider's time holds the steps");
        Self {
            field: Marginal::new(&law, SchedulerKind::CondOt),
            law,
            sigma: settings.real("sigma"),
            seed,
            noise: SeededBrownian::new(seed, 0),
            run: Integration::new(SolverKind::EulerMaruyama, grid, start),
            film,
            is_end_measured: false,
            level: NoiseLevel::new(seed, N_PAIRS),
        }
    }

    fn step(&mut self) {
        let rate = 0.5 * self.sigma * self.sigma;
        // At t = 1 the path's law is the target itself.
        let drift = |_: f64, x: &Points| self.field.score(1.0, x).scaled(rate);
        let diffusion = |_: f64| self.sigma;
        let process =
            Driven { sde: Sde { drift: &drift, diffusion: &diffusion }, noise: &self.noise };
        for _ in 0..STEPS_PER_SLICE {
            if self.run.is_done() {
                return;
            }
            self.run.advance(&process);
            self.film.take(self.run.step_idx(), self.run.t(), self.run.x());
        }
    }

    /// One distance more; the metric that it completes.
    fn measure(&mut self) -> Option<Metric> {
        let law = &self.law;
        if !self.is_end_measured {
            self.is_end_measured = true;
            let fresh = law.sample(N_POINTS, &mut Rng::stream(self.seed, Stream::Metric, 0));
            return Some(("sliced_w2", sliced_w2(self.run.x(), &fresh), None));
        }
        if self.level.advance(|rng| law.sample(N_POINTS, rng), sliced_w2) {
            return None;
        }
        Some(("sliced_w2_noise", self.level.value()?, self.level.spread()))
    }
}

impl Study for Langevin {
    fn advance(&mut self) -> Slice {
        let total = N_STEPS as u32 + N_PAIRS as u32;
        if self.run.is_done() {
            let metric = self.measure();
            let is_done = self.level.n_done() == self.level.n_pairs();
            let progress = Some((N_STEPS as u32 + self.level.n_done() as u32, total));
            let metrics = metric.into_iter().collect();
            return Slice { metrics, progress, is_done, ..Slice::default() };
        }
        self.step();
        let frames = self.run.is_done().then(|| self.film.frame());
        Slice {
            frames: frames.into_iter().collect(),
            progress: Some((self.run.step_idx() as u32, total)),
            ..Slice::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::study::proof::finished;
    use crate::protocol::event::Frame;

    fn end_of(changes: &[(&str, &str)]) -> (Points, Vec<Metric>) {
        let (frames, metrics) = finished(&KIND, changes);
        let Some(Frame::Flow { times, points, .. }) = frames.into_iter().last() else {
            panic!("a flow")
        };
        assert_eq!((times.0.len(), points.0.len()), (N_FRAMES, N_FRAMES * N_POINTS * 2));
        (Points::from_f32(2, &points.0[(N_FRAMES - 1) * N_POINTS * 2..]), metrics)
    }

    #[test]
    fn the_modes_keep_the_shares_that_were_worked_out_outside() {
        // 300,000 points in NumPy by the same steps: share of the points nearest to
        // each mode at T = 5; standard error of ours sqrt(p (1 - p) / 1000).
        let expected = [0.118_987, 0.074_283, 0.248_107, 0.279_423, 0.279_200];
        let (end, metrics) = end_of(&[]);
        let mut shares = [0.0; 5];
        for row in end.rows() {
            let far = |k: &usize| {
                (row[0] - LAB_MEANS[2 * k]).powi(2) + (row[1] - LAB_MEANS[2 * k + 1]).powi(2)
            };
            let nearest = (0..5).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap();
            shares[nearest] += 1.0 / N_POINTS as f64;
        }
        for (share, p) in shares.iter().zip(expected) {
            let error = (p * (1.0 - p) / N_POINTS as f64).sqrt();
            assert!((share - p).abs() < 4.0 * error, "{shares:?}");
        }
        // The law itself is 2.594 from the target, far more than chance gives.
        let value = |name: &str| metrics.iter().find(|metric| metric.0 == name).unwrap().1;
        assert!((value("sliced_w2") - 2.594).abs() < 3.0 * value("sliced_w2_noise"));
        assert!(3.0 * value("sliced_w2_noise") < value("sliced_w2"));
    }

    #[test]
    fn a_gaussian_is_reached_as_ornstein_and_uhlenbeck_reach_it() {
        // Variance 4, sigma = 1: theta = 1/8; from N(0, 20) about (3, 0).
        let (end, _) = end_of(&[("target", "one"), ("sigma", "1"), ("span", "10")]);
        let kept = (-2.5_f64).exp();
        let variance = 4.0 + 16.0 * kept;
        let n = N_POINTS as f64;
        for (i, center) in [(0, 3.0 * (1.0 - kept.sqrt())), (1, 0.0)] {
            let mean = end.rows().map(|row| row[i]).sum::<f64>() / n;
            let square = |row: &[f64]| (row[i] - mean) * (row[i] - mean);
            let spread = end.rows().map(square).sum::<f64>() / n;
            assert!((mean - center).abs() < 4.0 * (variance / n).sqrt(), "{mean} {center}");
            assert!((spread - variance).abs() < 4.0 * variance * (2.0 / n).sqrt(), "{spread}");
        }
    }

    #[test]
    fn every_target_is_a_law() {
        use crate::math::kind::Kind;
        for target in TargetKind::ALL {
            assert!(target.law().is_smooth());
        }
        let first = ring(5, 8.0);
        assert!((first[0] - 8.0).abs() < 1e-12 && first[1].abs() < 1e-12);
    }
}
