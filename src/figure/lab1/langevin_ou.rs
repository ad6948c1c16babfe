//! Langevin dynamics of a Gaussian and Ornstein-Uhlenbeck, driven by the same noise.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Param;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::ou;
use crate::figure::diffusions::paths::Equation;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::job::study::ou_paths;
use crate::math::brownian::SeededBrownian;
use crate::math::field::Score;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lab1-langevin-ou",
    title: "Langevin dynamics of a Gaussian",
    caption: "Solid: Langevin dynamics toward N(0, v), its score computed from the density. Dashed: Ornstein-Uhlenbeck with a θ of your choice, from the same starts and with the same noise.",
    notice: "At θ = σ² / (2 v) the two are one process: every dashed path lies on a solid one. With another θ they part at once, and end in bands of different width.",
    params: &[&THETA, &SIGMA, &VARIANCE, &catalogue::SEED, &catalogue::T],
    in_view: &["theta", "sigma", "variance"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "t",
        range: |_| [0.0, ou_paths::T_END],
        n_steps: None,
        secs: 8.0,
    }),
    numbers,
    scene,
    ..BLANK
};

const THETA: Param =
    draw::real("theta", "θ", "Pull of the Ornstein-Uhlenbeck process.", [0.02, 1.0], "0.1");
const SIGMA: Param = draw::real(
    "sigma",
    "σ",
    "Noise of both; half of its square drives Langevin's drift.",
    [0.1, 1.5],
    "1",
);
const VARIANCE: Param = draw::real(
    "variance",
    "Variance v",
    "Variance of the Gaussian that Langevin dynamics aims at.",
    [0.5, 5.0],
    "2",
);

const METRICS: &[Metric] = &[
    draw::metric(
        "apart",
        "Largest distance",
        "Between a Langevin path and its Ornstein-Uhlenbeck partner, over all steps.",
    ),
    draw::metric(
        "theta_equal",
        "Equal at θ =",
        "σ² / (2 v), the pull that makes the two one process.",
    ),
];

/// Largest start.
const FAR: f64 = 8.0;
/// Places shown.
const RANGE: [f64; 2] = [-9.0, 9.0];
const N_PATHS: usize = 6;

/// The two processes: Langevin's and Ornstein and Uhlenbeck's.
fn both(view: &View<'_>) -> Arc<[Paths; 2]> {
    let [theta, sigma, v] = ["theta", "sigma", "variance"].map(|key| view.settings.real(key));
    let seed = view.settings.whole("seed");
    view.memo().get("paths", &(theta, sigma, v, seed), || {
        let law = Mixture::isotropic(&Points::zeros(1, 1), v).expect("a slider's variance");
        let density = Marginal::new(&law, SchedulerKind::CondOt);
        let score = |x: f64| density.score(1.0, &Points::new(1, vec![x])).data()[0];
        let rate = 0.5 * sigma * sigma;
        [simulated(&|x| rate * score(x), sigma, seed), simulated(&|x| -theta * x, sigma, seed)]
    })
}

fn simulated(drift: &dyn Fn(f64) -> f64, sigma: f64, seed: u64) -> Paths {
    let start = |i: usize| FAR * (2.0 * i as f64 / (N_PATHS - 1) as f64 - 1.0);
    let x0: Vec<f64> = (0..N_PATHS).map(start).collect();
    let (t_end, n_steps) = (ou_paths::T_END, ou_paths::N_STEPS);
    Paths::simulated(&Equation { drift, sigma, t_end, n_steps }, &x0, &SeededBrownian::new(seed, 0))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let both = both(view);
    let [langevin, ou] = &*both;
    let at = |idx: usize| langevin.after(idx).iter().zip(ou.after(idx)).map(|(a, b)| (a - b).abs());
    let apart = (0..langevin.times().len()).flat_map(at).fold(0.0, f64::max);
    let [sigma, v] = ["sigma", "variance"].map(|key| view.settings.real(key));
    vec![draw::exact("apart", apart), draw::exact("theta_equal", sigma * sigma / (2.0 * v))]
}

fn scene(view: &View<'_>) -> Scene {
    let (both, t) = (both(view), view.time());
    let [theta, sigma, v] = ["theta", "sigma", "variance"].map(|key| view.settings.real(key));
    let mut panel = draw::time_panel("", ou_paths::T_END, "place", RANGE);
    let solid = (Paint::Score, 1.5, 0.85);
    panel.marks.push(draw::paths("Langevin dynamics", &both[0], t, 0..N_PATHS, solid));
    let dashed = (Paint::Exact, 1.5, 0.9);
    panel.marks.push(draw::paths("Ornstein-Uhlenbeck", &both[1], t, 0..N_PATHS, dashed));
    panel.note = format!("D = {:.3}, v = {v}", ou::stationary(theta, sigma));
    Scene { panels: vec![panel], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn at_the_right_theta_the_two_are_one() {
        for (theta, sigma, v) in [("0.25", "1", "2"), ("0.1", "1", "5"), ("0.5", "0.8", "0.64")] {
            let stage = Stage::of(&FIGURE, &[("theta", theta), ("sigma", sigma), ("variance", v)]);
            let expected: f64 = theta.parse().unwrap();
            assert!((stage.number("theta_equal") - expected).abs() < 1e-12, "{theta}");
            assert!(stage.number("apart") < 1e-10, "{}", stage.number("apart"));
        }
    }

    #[test]
    fn at_another_theta_they_part() {
        assert!(1.0 < Stage::of(&FIGURE, &[]).number("apart"));
    }
}
