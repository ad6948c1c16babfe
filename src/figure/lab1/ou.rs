//! The lab's four Ornstein-Uhlenbeck processes side by side.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::ou;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::ou_paths;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lab1-ou",
    title: "Four Ornstein-Uhlenbeck processes",
    caption: "θ = 0.25 and σ = 0, 0.25, 0.5, 1: ten starts from -10 to 10, 1,000 points up to t = 20. The dashed band is two standard deviations of the stationary law.",
    notice: "The pull alone brings all paths to a point. The more noise, the wider the band in which they end; how fast they get there is the same in all four, for θ is.",
    params: &[&THETA, &catalogue::SEED, &catalogue::T],
    in_view: &["theta"],
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

const THETA: crate::experiment::param::Param =
    draw::real("theta", "θ", "Strength of the pull in all four.", [0.05, 1.0], "0.25");

const METRICS: &[Metric] = &[
    draw::metric("stationary_1", "D for σ = 0.25", "Variance σ² / (2 θ) of the stationary law."),
    draw::metric("stationary_2", "σ = 0.5", "Variance σ² / (2 θ) of the stationary law."),
    draw::metric("stationary_3", "σ = 1", "Variance σ² / (2 θ) of the stationary law."),
    draw::metric(
        "simulated_2",
        "Steps, σ = 0.5",
        "Exact variance after 999 steps of Euler-Maruyama from a fixed start: what a simulation tends to with many paths.",
    ),
];

/// The lab's coefficients.
const SIGMAS: [f64; 4] = [0.0, 0.25, 0.5, 1.0];

fn simulated(view: &View<'_>) -> Arc<Vec<Paths>> {
    let (theta, seed) = (view.settings.real("theta"), view.settings.whole("seed"));
    view.memo().get("paths", &(theta, seed), || {
        SIGMAS.iter().map(|&sigma| ou::ten_paths(theta, sigma, seed)).collect()
    })
}

/// Variance after all steps: each multiplies it by `(1 - theta h)^2` and adds `sigma^2 h`.
fn variance_of_steps(theta: f64, sigma: f64) -> f64 {
    let h = ou_paths::T_END / ou_paths::N_STEPS as f64;
    let kept = (1.0 - theta * h).powi(2);
    (0..ou_paths::N_STEPS).fold(0.0, |variance, _| kept * variance + sigma * sigma * h)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let theta = view.settings.real("theta");
    let names = ["stationary_1", "stationary_2", "stationary_3"];
    let stationary = names.into_iter().zip(&SIGMAS[1..]);
    let mut numbers: Vec<Number> =
        stationary.map(|(name, &sigma)| draw::exact(name, ou::stationary(theta, sigma))).collect();
    numbers.push(draw::exact("simulated_2", variance_of_steps(theta, SIGMAS[2])));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let theta = view.settings.real("theta");
    let simulated = simulated(view);
    let panels = SIGMAS.iter().zip(simulated.iter());
    Scene {
        panels: panels.map(|(&sigma, paths)| panel(theta, sigma, paths, view.time())).collect(),
        n_columns: Some(2),
        ..Scene::default()
    }
}

fn panel(theta: f64, sigma: f64, paths: &Paths, t: f64) -> Panel {
    let title = format!("σ = {sigma}");
    let mut panel = draw::time_panel(&title, ou_paths::T_END, "x", ou::RANGE);
    let style = (Paint::Noise, 1.25, 0.8);
    panel.marks.push(draw::paths("ten paths", paths, t, 0..ou::N_DRAWN, style));
    for side in [-2.0, 2.0] {
        let edge = side * ou::stationary(theta, sigma).sqrt();
        let name = "two standard deviations of the stationary law";
        let line = [[0.0, edge], [ou_paths::T_END, edge]];
        panel.marks.push(draw::line(name, &line, Paint::Exact, 1.5));
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn variances_are_those_of_the_oracles() {
        let stage = Stage::of(&FIGURE, &[]);
        for (name, expected) in [
            ("stationary_1", 0.125),
            ("stationary_2", 0.5),
            ("stationary_3", 2.0),
            ("simulated_2", 0.501_232_20),
        ] {
            assert!((stage.number(name) - expected).abs() < 5e-9, "{name}");
        }
    }

    #[test]
    fn starts_and_times_are_those_of_the_lab() {
        let stage = Stage::of(&FIGURE, &[]).at(1.0);
        stage.see(|view| {
            for paths in simulated(view).iter() {
                assert_eq!((paths.n(), paths.times().len()), (10, 1000));
                assert!(
                    (paths.after(0)[0] + 10.0).abs() < 1e-12
                        && (paths.t_end() - 20.0).abs() < 1e-12
                );
            }
            // Without noise: -10 (1 - 0.25 * 20 / 999)^999, from NumPy.
            assert!((simulated(view)[0].after(999)[0] + 0.066_538_847_6).abs() < 1e-9);
        });
        assert_eq!(stage.scene().panels.len(), 4);
    }
}
