//! The Ornstein-Uhlenbeck process: a pull toward 0 against noise, and the law they agree on.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::law::Normal;
use crate::figure::diffusions::law::histogram;
use crate::figure::diffusions::law::moments;
use crate::figure::diffusions::paths::Equation;
use crate::figure::diffusions::paths::Paths;
use crate::figure::diffusions::studied;
use crate::figure::output::Flow;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::ou_paths;
use crate::math::brownian::SeededBrownian;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "ou",
    title: "The Ornstein-Uhlenbeck process",
    caption: "dX = −θ X dt + σ dW from ten starts, 1,000 points up to t = 20. Dashed: mean and two standard deviations of the exact law from one start. The histogram is of 4,096 paths from there that are not drawn.",
    notice: "Where a path started is forgotten at the rate θ. What remains is a law that stands still while every path keeps moving. Its variance is σ² / (2 θ); with σ = 0 it is a point.",
    params: &[
        &ou_paths::THETA,
        &ou_paths::SIGMA,
        &ou_paths::START,
        &catalogue::SEED,
        &catalogue::T,
    ],
    in_view: &["theta", "sigma", "start"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "t",
        range: |_| [0.0, ou_paths::T_END],
        n_steps: None,
        secs: 8.0,
    }),
    tasks,
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric("mean", "Mean of 4,096 paths", "At the cursor's time, with its standard error."),
    draw::metric("mean_exact", "Exact mean", "The start times exp(−θ t)."),
    draw::metric(
        "variance",
        "Variance of 4,096 paths",
        "At the cursor's time, with its standard error; Euler-Maruyama's steps widen it by the share θ h / 2, 0.25 percent for θ = 0.25.",
    ),
    draw::metric("variance_exact", "Exact variance", "σ² / (2 θ) times 1 - exp(−2 θ t)."),
    draw::metric("stationary", "Stationary variance", "σ² / (2 θ), what the variance tends to."),
];

/// Slot of the paths that are not drawn.
const HIDDEN: &str = "hidden";
/// Paths that are drawn, from -10 to 10.
pub(in crate::figure) const N_DRAWN: usize = 10;
/// Largest start.
pub(in crate::figure) const FAR: f64 = 10.0;
/// Places shown.
pub(in crate::figure) const RANGE: [f64; 2] = [-11.5, 11.5];

/// Exact law at time `t` from the start `x0`.
pub(in crate::figure) fn exact(theta: f64, sigma: f64, x0: f64, t: f64) -> Normal {
    let mean = x0 * libm::exp(-theta * t);
    Normal::new(mean, stationary(theta, sigma) * -libm::expm1(-2.0 * theta * t))
}

/// Variance of the stationary law.
pub(in crate::figure) fn stationary(theta: f64, sigma: f64) -> f64 {
    sigma * sigma / (2.0 * theta)
}

/// Ten paths with the lab's steps.
pub(in crate::figure) fn ten_paths(theta: f64, sigma: f64, seed: u64) -> Paths {
    let start = |i: usize| FAR * (2.0 * i as f64 / (N_DRAWN - 1) as f64 - 1.0);
    let x0: Vec<f64> = (0..N_DRAWN).map(start).collect();
    let (t_end, n_steps) = (ou_paths::T_END, ou_paths::N_STEPS);
    let equation = Equation { drift: &|x| -theta * x, sigma, t_end, n_steps };
    Paths::simulated(&equation, &x0, &SeededBrownian::new(seed, 0))
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    vec![studied::task(HIDDEN, &ou_paths::KIND, need.settings, &[])]
}

/// Theta, sigma, start.
fn chosen(view: &View<'_>) -> [f64; 3] {
    ["theta", "sigma", "start"].map(|key| view.settings.real(key))
}

fn drawn(view: &View<'_>) -> Arc<Paths> {
    let ([theta, sigma, _], seed) = (chosen(view), view.settings.whole("seed"));
    view.memo().get("paths", &(theta, sigma, seed), || ten_paths(theta, sigma, seed))
}

/// Places of the hidden paths at the kept time nearest to the cursor, and that time.
fn hidden(flow: &Flow, t: f64) -> (Vec<f64>, f64) {
    let idx = studied::nearest(flow, t);
    (flow.frame(idx).iter().map(|&x| f64::from(x)).collect(), f64::from(flow.times[idx]))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let [theta, sigma, x0] = chosen(view);
    let flow = studied::flow(view, HIDDEN);
    let (places, t) = flow.map_or((Vec::new(), view.time()), |flow| hidden(flow, view.time()));
    let law = exact(theta, sigma, x0, t);
    let mut numbers = Vec::new();
    if flow.is_some() {
        let m = moments(&places);
        numbers.push(draw::measured("mean", m.mean, m.mean_error));
        numbers.push(draw::measured("variance", m.variance, m.variance_error));
    }
    numbers.push(draw::exact("mean_exact", law.mean));
    numbers.push(draw::exact("variance_exact", law.variance));
    numbers.push(draw::exact("stationary", stationary(theta, sigma)));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let [theta, sigma, x0] = chosen(view);
    let (paths, t) = (drawn(view), view.time());
    let mut series = draw::time_panel("", ou_paths::T_END, "place", RANGE);
    let style = (Paint::Noise, 1.25, 0.8);
    series.marks.push(draw::paths("ten paths", &paths, t, 0..N_DRAWN, style));
    let whole = [0.0, ou_paths::T_END];
    for deviations in [-2.0, 0.0, 2.0] {
        let name = "exact mean, two standard deviations";
        series.marks.push(draw::curve(name, whole, |t| {
            let law = exact(theta, sigma, x0, t);
            law.mean + deviations * law.std()
        }));
    }
    let places: Vec<[f64; 2]> = paths.at(t).into_iter().map(|x| [t, x]).collect();
    series.marks.push(draw::dots("paths now", &places, Paint::Noise, 3.0, 1.0));
    Scene { panels: vec![series, law_panel(view, t)], ..Scene::default() }
}

fn law_panel(view: &View<'_>, t: f64) -> Panel {
    let [theta, sigma, x0] = chosen(view);
    let flow = studied::flow(view, HIDDEN);
    let (places, at) = flow.map_or((Vec::new(), t), |flow| hidden(flow, t));
    let law = Some(("exact law at this time", exact(theta, sigma, x0, at)));
    let counted = histogram(&places, RANGE, 69);
    let mut panel = draw::histogram_panel("", "place", counted, "4,096 paths now", law);
    panel.note = format!("t = {at:.1}");
    panel.waiting = flow.is_none().then(|| "Simulating 4,096 paths.".to_owned());
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn the_exact_law_is_that_of_the_oracles() {
        let law = |t: f64| exact(0.25, 0.5, 10.0, t);
        for (t, variance) in [(1.0, 0.196_734_67), (5.0, 0.458_957_50), (20.0, 0.499_977_30)] {
            assert!((law(t).variance - variance).abs() < 5e-9, "{t}");
        }
        assert!((law(1.0).mean - 7.788_007_83).abs() < 5e-9);
        for (sigma, variance) in [(0.0, 0.0), (0.25, 0.125), (0.5, 0.5), (1.0, 2.0)] {
            assert!((stationary(0.25, sigma) - variance).abs() < 1e-15);
        }
    }

    #[test]
    fn the_hidden_paths_have_the_law_that_is_said() {
        let stage = Stage::of(&FIGURE, &[("seed", "4")]).computed().at(1.0);
        let n = 4096.0_f64;
        // Euler-Maruyama's own variance, from the oracles.
        let variance = 0.501_232_2;
        assert!((stage.number("variance") - variance).abs() < 4.0 * variance * (2.0 / n).sqrt());
        assert!((stage.number("mean") - 0.0665).abs() < 4.0 * (variance / n).sqrt());
        assert!((stage.number("variance_exact") - 0.499_977_3).abs() < 1e-7);
    }

    #[test]
    fn before_the_hidden_paths_have_come_the_exact_numbers_stand() {
        let stage = Stage::of(&FIGURE, &[("sigma", "0")]).at(0.37);
        assert!(stage.number("variance_exact").abs() <= 0.0);
        assert!(stage.scene().panels[1].waiting.is_some());
    }
}
