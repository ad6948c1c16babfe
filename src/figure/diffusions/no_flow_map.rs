//! One start, many noises, many ends: an SDE has no flow map.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::diffusions::law::Normal;
use crate::figure::diffusions::law::histogram;
use crate::figure::diffusions::law::moments;
use crate::figure::diffusions::paths::Equation;
use crate::figure::diffusions::paths::Normals;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::kinds;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "no-flow-map",
    title: "One start, many ends",
    caption: "Dashed: the flow without noise from the start (drag it). Solid: the same equation with noise from the same start, each path with a Brownian motion of its own. Beside: the places of 300 such paths at the cursor's time.",
    notice: "Without noise the start decides the end. With noise it decides a law of ends. In the two valleys the noise of the first moments even decides on which side a path spends its life.",
    params: &[&DRIFT, &SIGMA, &PATHS, &catalogue::SEED, &catalogue::T],
    in_view: &["drift", "sigma", "paths"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "t", range: |_| [0.0, T_END], n_steps: None, secs: 5.0 }),
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Drift of the equation.
    pub enum DriftKind {
        /// `-0.5 x`: a pull toward 0.
        Pull = "pull", "One valley: -x/2";
        /// `x - x^3`: away from 0, toward -1 or 1.
        Wells = "wells", "Two valleys: x - x³";
    }
}

impl DriftKind {
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Pull => -THETA * x,
            Self::Wells => x - x * x * x,
        }
    }

    /// The flow without noise, in closed form.
    fn flow(self, t: f64, x0: f64) -> f64 {
        match self {
            Self::Pull => x0 * libm::exp(-THETA * t),
            Self::Wells => {
                let grown = libm::exp(t);
                x0 * grown / (1.0 + x0 * x0 * (grown * grown - 1.0)).sqrt()
            }
        }
    }
}

const DRIFT: Param = Param {
    key: "drift",
    label: "Drift",
    help: "Where the field carries a path: to 0, or away from 0 to -1 or 1.",
    kind: ParamKind::Choice(DriftKind::CHOICES),
    default: "pull",
    effect: Effect::Picture,
};
const SIGMA: Param =
    draw::real("sigma", "σ", "Diffusion coefficient; 0 is the flow.", [0.0, 1.0], "0.4");
const PATHS: Param =
    draw::whole("paths", "Paths drawn", "How many of the 300 paths are drawn.", [1, 100], "30");

const METRICS: &[Metric] = &[
    draw::metric("flow_end", "Flow", "Where the flow without noise is at this time."),
    draw::metric("mean", "Mean of the paths", "Over 300 paths, with its standard error."),
    draw::metric("std", "Spread of the paths", "Their standard deviation over 300 paths."),
    draw::metric(
        "std_exact",
        "Exact spread",
        "In one valley the law is known: the root of σ² / (2 θ) (1 - exp(−2 θ t)), with θ = 1/2.",
    ),
    draw::metric(
        "upper",
        "Share above 0",
        "Share of the paths in the upper valley, with its standard error.",
    ),
];

/// Strength of the pull.
const THETA: f64 = 0.5;
const T_END: f64 = 5.0;
const N_STEPS: usize = 150;
const N_PATHS: usize = 300;
/// Places shown.
const RANGE: [f64; 2] = [-2.5, 2.5];
/// Name of the handle of the start.
const START: &str = "start";

fn drift(view: &View<'_>) -> DriftKind {
    view.settings.choice("drift")
}

fn start(view: &View<'_>) -> f64 {
    let default = match drift(view) {
        DriftKind::Pull => 1.5,
        DriftKind::Wells => 0.0,
    };
    view.probe.handle(START).map_or(default, |at| at[1]).clamp(-2.0, 2.0)
}

fn all_paths(view: &View<'_>) -> Arc<Paths> {
    let (seed, sigma) = (view.settings.whole("seed"), view.settings.real("sigma"));
    let normals = view.memo().get("noise", &seed, || Normals::drawn(seed, 0, N_PATHS, N_STEPS));
    let (kind, x0) = (drift(view), start(view));
    view.memo().get("paths", &(kind, seed, sigma, x0), || {
        let equation = Equation { drift: &|x| kind.at(x), sigma, t_end: T_END, n_steps: N_STEPS };
        Paths::simulated(&equation, &[x0; N_PATHS], &*normals)
    })
}

fn law(view: &View<'_>) -> Option<Normal> {
    let (t, sigma) = (view.time(), view.settings.real("sigma"));
    let spread = sigma * sigma / (2.0 * THETA) * -libm::expm1(-2.0 * THETA * t);
    let mean = DriftKind::Pull.flow(t, start(view));
    (drift(view) == DriftKind::Pull).then(|| Normal::new(mean, spread))
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let places = all_paths(view).at(view.time());
    let m = moments(&places);
    let std = m.variance.sqrt();
    let n = N_PATHS as f64;
    let mut numbers = vec![
        draw::exact("flow_end", drift(view).flow(view.time(), start(view))),
        draw::measured("mean", m.mean, m.mean_error),
        draw::measured("std", std, std / (2.0 * n).sqrt()),
    ];
    if let Some(law) = law(view) {
        numbers.push(draw::exact("std_exact", law.std()));
    } else {
        let upper = places.iter().filter(|x| 0.0 < **x).count() as f64 / n;
        numbers.push(draw::measured("upper", upper, (upper * (1.0 - upper) / n).sqrt()));
    }
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let (paths, t, x0) = (all_paths(view), view.time(), start(view));
    let n = view.settings.whole("paths") as usize;
    let mut series = draw::time_panel("", T_END, "place", RANGE);
    let style = (Paint::Noise, 1.0, 0.5);
    series.marks.push(draw::paths("paths with noise", &paths, t, 0..n.min(N_PATHS), style));
    let kind = drift(view);
    series.marks.push(draw::curve("flow without noise", [0.0, T_END], |t| kind.flow(t, x0)));
    let places = paths.at(t);
    let ends: Vec<[f64; 2]> = places.iter().take(n).map(|&x| [t, x]).collect();
    series.marks.push(draw::dots("places now", &ends, Paint::Noise, 2.5, 0.9));
    let at = [0.0, x0];
    series.handles.push(Handle { name: START, label: "start", at, paint: Paint::Ink });
    let exact = law(view).map(|law| ("exact law", law));
    let counted = histogram(&places, RANGE, 40);
    let ends = draw::histogram_panel("", "place at time t", counted, "300 paths now", exact);
    Scene { panels: vec![series, ends], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn in_one_valley_the_ends_have_the_law_of_ornstein_and_uhlenbeck() {
        for (x0, sigma) in [(1.5, "0.4"), (-2.0, "1"), (0.0, "0.7")] {
            let stage = Stage::of(&FIGURE, &[("sigma", sigma), ("seed", "3")]).at(1.0);
            let stage = stage.dragged(START, [0.0, x0]);
            let s: f64 = sigma.parse().unwrap();
            let std = (s * s * (1.0 - (-5.0_f64).exp())).sqrt();
            assert!((stage.number("std_exact") - std).abs() < 1e-12);
            assert!((stage.number("flow_end") - x0 * (-2.5_f64).exp()).abs() < 1e-12);
            // Four standard errors, and the steps' own widening by theta h / 4.
            let n = N_PATHS as f64;
            let close = |name: &str, expected: f64, error: f64| {
                assert!((stage.number(name) - expected).abs() < 4.0 * error, "{name} {x0}");
            };
            close("mean", x0 * (-2.5_f64).exp(), std / n.sqrt() + 0.002);
            close("std", std, std / (2.0 * n).sqrt() + 0.002 * std);
        }
    }

    #[test]
    fn the_flow_in_closed_form_follows_its_drift() {
        for kind in [DriftKind::Pull, DriftKind::Wells] {
            for x0 in [-2.0, -0.3, 0.0, 0.8, 1.0] {
                for t in [0.0, 0.7, 3.0] {
                    let d = 1e-5;
                    let slope = (kind.flow(t + d, x0) - kind.flow(t - d, x0)) / (2.0 * d);
                    assert!((slope - kind.at(kind.flow(t, x0))).abs() < 1e-7, "{kind:?} {x0} {t}");
                }
                assert!((kind.flow(0.0, x0) - x0).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn on_the_ridge_the_flow_stays_and_half_of_the_paths_fall_to_each_side() {
        let stage = Stage::of(&FIGURE, &[("drift", "wells"), ("seed", "2")]).at(1.0);
        assert!(stage.number("flow_end").abs() <= 0.0);
        let error = 0.5 / (N_PATHS as f64).sqrt();
        assert!((stage.number("upper") - 0.5).abs() < 4.0 * error);
        assert!(0.7 < stage.number("std"), "the ends are near -1 and 1");
    }

    #[test]
    fn without_noise_all_paths_are_the_flow() {
        let stage = Stage::of(&FIGURE, &[("sigma", "0"), ("drift", "wells")]);
        let stage = stage.dragged(START, [0.0, 0.2]).at(1.0);
        assert!(stage.number("std") <= 1e-12);
        // Euler's steps of 1/30 are off by a percent or so.
        assert!((stage.number("mean") - stage.number("flow_end")).abs() < 0.02);
    }
}
