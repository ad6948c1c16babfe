//! Brownian motion: paths, the law of an increment, and increments that do not know each other.

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
use crate::figure::diffusions::law::Normal;
use crate::figure::diffusions::law::histogram;
use crate::figure::diffusions::law::moments;
use crate::figure::diffusions::paths::Equation;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Shape;
use crate::math::brownian::SeededBrownian;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "brownian",
    title: "Brownian motion and its increments",
    caption: "Paths of Brownian motion times σ, 500 points each. The increment between the times s and t (drag them) is measured on 1,000 further paths that are not drawn.",
    notice: "The increment's law depends on the length t - s alone, not on where it lies. Its standard deviation grows like the root of that length. The increments before and after s form a round cloud: knowing one says nothing about the other.",
    params: &[&SIGMA, &PATHS, &catalogue::SEED, &catalogue::T],
    in_view: &["sigma", "paths"],
    metrics: METRICS,
    time: Some(TimeSpan { symbol: "t", range: |_| [0.0, T_END], n_steps: None, secs: 5.0 }),
    numbers,
    scene,
    ..BLANK
};

const SIGMA: Param =
    draw::real("sigma", "σ", "Factor of the motion; 1 is Brownian motion itself.", [0.1, 2.0], "1");
const PATHS: Param = draw::whole("paths", "Paths", "How many paths are drawn.", [1, 10], "5");

const METRICS: &[Metric] = &[
    draw::metric(
        "increment_variance",
        "Variance of the increment",
        "Over 1,000 paths, with its standard error.",
    ),
    draw::metric(
        "increment_variance_exact",
        "Exact",
        "Sigma squared times the length of the interval.",
    ),
    draw::metric(
        "correlation",
        "Correlation",
        "Between the increment before s and the one from s to t; the exact value is 0.",
    ),
];

/// Last time.
const T_END: f64 = 5.0;
/// Steps of the paths that are drawn: 500 points.
const N_STEPS: usize = 499;
/// Steps of the paths that are not: their increments are exact at any step.
const N_COARSE: usize = 50;
const N_HIDDEN: usize = 1000;
/// Places shown.
const RANGE: [f64; 2] = [-7.5, 7.5];

fn simulated(
    view: &View<'_>,
    slot: &'static str,
    n: usize,
    n_steps: usize,
    run: u16,
) -> Arc<Paths> {
    let (seed, sigma) = (view.settings.whole("seed"), view.settings.real("sigma"));
    view.memo().get(slot, &(seed, sigma, n), || {
        let equation = Equation { drift: &|_| 0.0, sigma, t_end: T_END, n_steps };
        Paths::simulated(&equation, &vec![0.0; n], &SeededBrownian::new(seed, run))
    })
}

/// The two times as steps of the hidden paths, the earlier first; never equal.
fn interval(view: &View<'_>) -> [usize; 2] {
    let step = |handle: &str, default: f64| {
        let t = view.probe.handle(handle).map_or(default, |at| at[0]);
        (t / T_END * N_COARSE as f64).round().clamp(0.0, N_COARSE as f64) as usize
    };
    let (s, t) = (step("s", 1.5), step("t", 3.5));
    let (s, t) = (s.min(t), s.max(t));
    if s < t {
        [s, t]
    } else if t == N_COARSE {
        [s - 1, t]
    } else {
        [s, t + 1]
    }
}

fn time_of(step: usize) -> f64 {
    T_END * step as f64 / N_COARSE as f64
}

/// Increments of the hidden paths before `s` and from `s` to `t`.
fn increments(view: &View<'_>) -> [Vec<f64>; 2] {
    let hidden = simulated(view, "hidden", N_HIDDEN, N_COARSE, 1);
    let [s, t] = interval(view);
    let at_s = hidden.after(s);
    let moved = hidden.after(t).iter().zip(at_s).map(|(at_t, at_s)| at_t - at_s).collect();
    [at_s.to_vec(), moved]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let [before, moved] = increments(view);
    let (a, b) = (moments(&before), moments(&moved));
    let product = before.iter().zip(&moved).map(|(x, y)| (x - a.mean) * (y - b.mean)).sum::<f64>()
        / N_HIDDEN as f64;
    let size = (a.variance * b.variance).sqrt();
    // Before s = 0 nothing has moved: nothing that could be correlated.
    let correlation = if 0.0 < size { product / size } else { 0.0 };
    let [s, t] = interval(view).map(time_of);
    vec![
        draw::measured("increment_variance", b.variance, b.variance_error),
        draw::exact("increment_variance_exact", view.settings.real("sigma").powi(2) * (t - s)),
        draw::measured("correlation", correlation, 1.0 / (N_HIDDEN as f64).sqrt()),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let n = view.settings.whole("paths") as usize;
    let paths = simulated(view, "paths", n, N_STEPS, 0);
    let [s, t] = interval(view).map(time_of);
    let mut series = draw::time_panel("", T_END, "place", RANGE);
    for path in 0..n {
        let style = (Paint::Nth(path as u8), 1.5, 0.9);
        series.marks.push(draw::paths("paths", &paths, view.time(), path..=path, style));
    }
    for (name, label, at) in [("s", "time s", s), ("t", "time t", t)] {
        let upright = [[at, RANGE[0]], [at, RANGE[1]]];
        series.marks.push(draw::line("times s and t", &upright, Paint::Ink, 1.0));
        let at = [at, 0.86 * RANGE[0]];
        series.handles.push(Handle { name, label, at, paint: Paint::Noise });
    }

    let [before, moved] = increments(view);
    let law = Normal::new(0.0, view.settings.real("sigma").powi(2) * (t - s));
    let mut law = draw::histogram_panel(
        "",
        "increment from s to t",
        histogram(&moved, RANGE, 50),
        "increments from s to t",
        Some(("exact law of the increment", law)),
    );
    law.note = format!("t - s = {:.1}", t - s);
    let mut cloud =
        Panel::chart("", "increment before s", "from s to t", Window { x: RANGE, y: RANGE });
    cloud.shape = Shape::Square;
    let points: Vec<[f64; 2]> = before.iter().zip(&moved).map(|(a, b)| [*a, *b]).collect();
    cloud.marks.push(draw::dots("increments, path by path", &points, Paint::Noise, 1.6, 0.45));
    Scene { panels: vec![series, law, cloud], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn increments_have_the_variance_of_their_interval() {
        for (sigma, s, t) in [("1", 1.5, 3.5), ("1", 0.0, 5.0), ("2", 3.0, 3.1), ("0.5", 2.0, 4.0)]
        {
            let stage = Stage::of(&FIGURE, &[("sigma", sigma)]);
            let stage = stage.dragged("s", [s, 0.0]).dragged("t", [t, 0.0]);
            let numbers = stage.numbers();
            let sigma: f64 = sigma.parse().unwrap();
            let exact = sigma * sigma * (t - s);
            assert!((numbers[1].value - exact).abs() < 1e-12);
            let error = exact * (2.0 / N_HIDDEN as f64).sqrt();
            assert!((numbers[0].value - exact).abs() < 4.0 * error, "{s} {t}");
            assert!(numbers[2].value.abs() < 4.0 / (N_HIDDEN as f64).sqrt(), "{s} {t}");
        }
    }

    #[test]
    fn times_may_be_dragged_past_each_other_and_out_of_the_picture() {
        for (s, t) in [(4.0, 1.0), (2.0, 2.0), (5.0, 5.0), (0.0, 0.0), (-9.0, 99.0)] {
            let stage = Stage::of(&FIGURE, &[]).dragged("s", [s, 0.0]).dragged("t", [t, 0.0]);
            let [first, second] = stage.see(interval);
            assert!(first < second && second <= N_COARSE, "{s} {t}");
            assert!(stage.numbers().iter().all(|number| number.value.is_finite()));
        }
    }
}
