//! Mean and variance of many Ornstein-Uhlenbeck paths over time.
//!
//! `dX = -theta X dt + sigma dW` by Euler-Maruyama; the exact law is known, and
//! so is that of the scheme itself, so that both can be held against the paths.

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::settings::Settings;
use crate::job::study::Slice;
use crate::job::study::Study;
use crate::job::study::StudyKind;
use crate::math::brownian::SeededBrownian;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::state::State;
use crate::protocol::buffer::Buffer;
use crate::protocol::event::Curve;
use crate::protocol::event::Frame;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::process::Driven;
use crate::solver::run::Integration;
use crate::solver::step::Sde;

/// Pull toward 0.
pub const THETA: Param = Param {
    key: "theta",
    label: "Pull theta",
    help: "How strongly the drift -theta x pulls toward 0.",
    kind: ParamKind::Real { min: 0.01, max: 4.0, scale: Scale::Log },
    default: "0.25",
    effect: Effect::Picture,
};

/// Noise.
pub const SIGMA: Param = Param {
    key: "sigma",
    label: "Noise sigma",
    help: "The diffusion coefficient; 0 leaves the drift alone.",
    kind: ParamKind::Real { min: 0.0, max: 10.0, scale: Scale::Linear },
    default: "0.5",
    effect: Effect::Picture,
};

/// End of time.
pub const HORIZON: Param = Param {
    key: "horizon",
    label: "Time",
    help: "The paths run from 0 to this time.",
    kind: ParamKind::Real { min: 0.1, max: 50.0, scale: Scale::Log },
    default: "20",
    effect: Effect::Picture,
};

/// Steps of the scheme.
pub const STEPS: Param = Param {
    key: "n",
    label: "Steps",
    help: "Equal Euler-Maruyama steps from 0 to the end.",
    kind: ParamKind::Whole { min: 10, max: 2_000, scale: Scale::Log },
    default: "999",
    effect: Effect::Picture,
};

/// Where every path starts.
pub const START: Param = Param {
    key: "start",
    label: "Start",
    help: "All paths start here.",
    kind: ParamKind::Real { min: -10.0, max: 10.0, scale: Scale::Linear },
    default: "10",
    effect: Effect::Picture,
};

/// The study: curves `mean` and `variance` with their standard errors, metrics
/// of the same names at the end of time.
pub const STUDY: StudyKind = StudyKind {
    name: "ou",
    params: &[&THETA, &SIGMA, &HORIZON, &STEPS, &START, &catalogue::SEED],
    defaults: &[],
    start: |settings| Box::new(Ou::new(settings)),
};

/// Paths that nobody sees.
pub const N_PATHS: usize = 4_096;
/// Times at which mean and variance are kept, about.
const N_KEPT: usize = 100;
/// Steps in one slice; each draws a normal number a path.
const STEPS_PER_SLICE: usize = 20;
/// Slices between two pictures.
const SLICES_PER_FRAME: usize = 10;

/// `-theta x`.
struct Pull(f64);

impl VectorField<Points> for Pull {
    fn velocity(&self, _: f64, x: &Points) -> Points {
        x.clone().scaled(-self.0)
    }
}

/// All paths, stopped between two steps.
struct Ou {
    drift: Pull,
    sigma: f64,
    noise: SeededBrownian,
    run: Integration<Points>,
    /// Steps from one kept time to the next.
    stride: usize,
    times: Vec<f32>,
    /// Mean and variance at each kept time.
    moments: Vec<[f64; 2]>,
    n_slices: usize,
}

impl Ou {
    fn new(settings: &Settings) -> Self {
        let n = settings.whole("n").max(1) as usize;
        let grid = TimeGrid::uniform(0.0, settings.real("horizon"), n);
        let start = Points::new(1, vec![settings.real("start"); N_PATHS]);
        Self {
            drift: Pull(settings.real("theta")),
            sigma: settings.real("sigma"),
            noise: SeededBrownian::new(settings.whole("seed"), 0),
            run: Integration::new(
                SolverKind::EulerMaruyama,
                grid.expect("ou: the parameter's time is positive"),
                start,
            ),
            stride: n.div_ceil(N_KEPT),
            times: vec![0.0],
            moments: vec![[settings.real("start"), 0.0]],
            n_slices: 0,
        }
    }

    fn keep(&mut self) {
        self.times.push(self.run.t() as f32);
        self.moments.push(moments(self.run.x().data()));
    }

    fn curves(&self) -> Frame {
        let curve = |name: &str, which: usize| {
            let error = |moments: &[f64; 2]| std_errors(moments[1])[which] as f32;
            Curve {
                name: name.to_owned(),
                x: Buffer(self.times.clone()),
                y: Buffer(self.moments.iter().map(|moments| moments[which] as f32).collect()),
                spread: Buffer(self.moments.iter().map(error).collect()),
            }
        };
        Frame::Curves { curves: vec![curve("mean", 0), curve("variance", 1)] }
    }
}

impl Study for Ou {
    fn advance(&mut self) -> Slice {
        let sigma = self.sigma;
        let diffusion = move |_: f64| sigma;
        let mut is_done = self.run.is_done();
        for _ in 0..STEPS_PER_SLICE {
            if is_done {
                break;
            }
            let sde = Sde { drift: &self.drift, diffusion: &diffusion };
            is_done = !self.run.advance(&Driven { sde, noise: &self.noise });
            if is_done || self.run.step_idx().is_multiple_of(self.stride) {
                self.keep();
            }
        }
        self.n_slices += 1;
        let is_frame_due = is_done || self.n_slices.is_multiple_of(SLICES_PER_FRAME);
        let mut metrics = Vec::new();
        if let (true, Some(&[mean, variance])) = (is_done, self.moments.last()) {
            let [of_mean, of_variance] = std_errors(variance);
            metrics.push(("mean", mean, Some(of_mean)));
            metrics.push(("variance", variance, Some(of_variance)));
        }
        Slice {
            frames: is_frame_due.then(|| self.curves()).into_iter().collect(),
            metrics,
            progress: Some((self.run.step_idx() as u32, self.run.n_steps() as u32)),
            is_done,
        }
    }
}

/// Mean and unbiased variance.
fn moments(x: &[f64]) -> [f64; 2] {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let squares: f64 = x.iter().map(|x| (x - mean) * (x - mean)).sum();
    [mean, squares / (n - 1.0)]
}

/// Standard errors of mean and variance of normal paths.
fn std_errors(variance: f64) -> [f64; 2] {
    let n = N_PATHS as f64;
    [(variance / n).sqrt(), variance * (2.0 / (n - 1.0)).sqrt()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that a study sends, at once.
    fn whole(changes: &[(&str, &str)]) -> Slice {
        let mut study = (STUDY.start)(&Settings::with(STUDY.params, changes));
        loop {
            let slice = study.advance();
            if slice.is_done {
                return slice;
            }
        }
    }

    fn metric(slice: &Slice, name: &str) -> (f64, f64) {
        let found = slice.metrics.iter().find(|metric| metric.0 == name).expect("a metric");
        (found.1, found.2.expect("a standard error"))
    }

    /// Values of a curve at the times nearest to `times`.
    fn curve(slice: &Slice, name: &str, times: &[f32]) -> Vec<f64> {
        let Frame::Curves { curves } = &slice.frames[0] else { panic!("curves") };
        let curve = curves.iter().find(|curve| curve.name == name).expect("the curve");
        let at = |t: &f32| {
            let away = |idx: &usize| (curve.x.0[*idx] - t).abs();
            let idx = (0..curve.x.0.len()).min_by(|a, b| away(a).total_cmp(&away(b)));
            f64::from(curve.y.0[idx.expect("times")])
        };
        times.iter().map(at).collect()
    }

    #[test]
    fn the_variance_is_that_of_theory() {
        // Values of Euler-Maruyama with 999 steps to 20, and of the exact law at
        // 1 and 5, to which the step's own error adds less than 1 %.
        let slice = whole(&[("seed", "5")]);
        let (variance, error) = metric(&slice, "variance");
        assert!((variance - 0.501_232_20).abs() < 4.0 * error, "{variance} +- {error}");
        assert!((error - 0.501 * (2.0_f64 / 4095.0).sqrt()).abs() < 0.002);
        for (t, exact) in [(1.0, 0.196_734_67), (5.0, 0.458_957_50)] {
            let seen = curve(&slice, "variance", &[t])[0];
            let error = exact * (2.0_f64 / 4095.0).sqrt();
            // The nearest kept time is at most 0.1 away.
            let slope = 0.25 * (-0.5 * f64::from(t)).exp();
            assert!((seen - exact).abs() < 4.0 * error + 0.1 * slope + 0.01 * exact, "{t}: {seen}");
        }
    }

    #[test]
    fn the_mean_forgets_the_start_exponentially() {
        let slice = whole(&[("horizon", "1"), ("n", "1000"), ("seed", "6")]);
        let (mean, error) = metric(&slice, "mean");
        // Euler's own error of 10 exp(-0.25 t) at 1 with h = 0.001 is below 3e-4.
        assert!((mean - 7.788_007_83).abs() < 4.0 * error + 3e-4, "{mean} +- {error}");
    }

    #[test]
    fn without_noise_every_path_is_eulers() {
        let slice = whole(&[("sigma", "0"), ("horizon", "1"), ("n", "10")]);
        let (mean, _) = metric(&slice, "mean");
        assert!((mean - 10.0 * 0.975_f64.powi(10)).abs() < 1e-9);
        assert!(metric(&slice, "variance").0 < 1e-20);
    }
}
