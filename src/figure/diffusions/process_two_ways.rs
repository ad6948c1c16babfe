//! A random process, seen as a random variable for each time and as a random path.

use std::sync::Arc;

use crate::experiment::catalogue;
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
use crate::figure::scene::Scene;
use crate::math::brownian::SeededBrownian;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "process-two-ways",
    title: "A process, seen in two ways",
    caption: "240 paths of Brownian motion. Upright: their places at one time are draws of one random variable. Along: one path (orange) is one outcome of chance. Drag its dot to choose another.",
    notice: "At each time the dots have a law of their own, and the histogram follows it. The chosen path knows nothing of the others: it is one throw of all the dice, drawn over time.",
    params: &[&catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.6")],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric("mean", "Mean", "Mean of all paths at this time; the law's own is 0."),
    draw::metric("variance", "Variance", "Variance of all paths at this time."),
    draw::metric("variance_exact", "Exact", "Variance of the law at time t, which is t itself."),
];

const N_PATHS: usize = 240;
const N_STEPS: usize = 120;
/// Places shown, to both sides of 0.
const RANGE: [f64; 2] = [-3.2, 3.2];
const N_BINS: usize = 32;
/// Name of the handle on the chosen path.
const PATH: &str = "path";

fn all_paths(view: &View<'_>) -> Arc<Paths> {
    let seed = view.settings.whole("seed");
    view.memo().get("paths", &seed, || {
        let equation = Equation { drift: &|_| 0.0, sigma: 1.0, t_end: 1.0, n_steps: N_STEPS };
        Paths::simulated(&equation, &[0.0; N_PATHS], &SeededBrownian::new(seed, 0))
    })
}

/// The path that the handle was dragged to: the nearest at that time.
fn chosen(view: &View<'_>, paths: &Paths) -> usize {
    let Some([t, x]) = view.probe.handle(PATH) else { return 0 };
    let distance = |place: &f64| (place - x).abs();
    let places = paths.at(t.clamp(0.0, 1.0));
    let nearest = places.iter().enumerate().min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
    nearest.map_or(0, |(path, _)| path)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let m = moments(&all_paths(view).at(view.time()));
    vec![
        draw::measured("mean", m.mean, m.mean_error),
        draw::measured("variance", m.variance, m.variance_error),
        draw::exact("variance_exact", view.time()),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let (paths, t) = (all_paths(view), view.time());
    let places = paths.at(t);
    let path = chosen(view, &paths);
    let here = [t, places[path]];

    let mut series = draw::time_panel("", 1.0, "place", RANGE);
    let faint = (Paint::Noise, 1.0, 0.14);
    series.marks.push(draw::paths("all paths", &paths, 1.0, 0..N_PATHS, faint));
    let strong = (Paint::Data, 2.25, 1.0);
    series.marks.push(draw::paths("one path", &paths, 1.0, path..=path, strong));
    series.marks.push(draw::line("time t", &[[t, RANGE[0]], [t, RANGE[1]]], Paint::Ink, 1.0));
    let slice: Vec<[f64; 2]> = places.iter().map(|&place| [t, place]).collect();
    series.marks.push(draw::dots("places at time t", &slice, Paint::Noise, 2.2, 0.7));
    series.handles.push(Handle { name: PATH, label: "chosen path", at: here, paint: Paint::Data });

    let mut law = draw::histogram_panel(
        "",
        "place at time t",
        histogram(&places, RANGE, N_BINS),
        "places at time t",
        Some(("law at time t", Normal::new(0.0, t))),
    );
    let top = 0.06 * law.window.y[1];
    law.marks.push(draw::line("one path", &[[here[1], 0.0], [here[1], top]], Paint::Data, 3.0));
    Scene { panels: vec![series, law], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn the_variance_at_a_time_is_the_time() {
        for seed in ["1", "2", "3"] {
            for t in [0.25, 0.5, 1.0] {
                let numbers = Stage::of(&FIGURE, &[("seed", seed)]).at(t).numbers();
                let [mean, variance, exact] = &numbers[..] else { panic!("three numbers") };
                assert!((exact.value - t).abs() < 1e-12);
                assert!(mean.value.abs() < 4.0 * (t / N_PATHS as f64).sqrt());
                let error = t * (2.0 / N_PATHS as f64).sqrt();
                assert!((variance.value - t).abs() < 4.0 * error, "{seed} {t} {}", variance.value);
            }
        }
    }

    #[test]
    fn a_dragged_handle_takes_hold_of_the_nearest_path_and_keeps_it() {
        let stage = Stage::of(&FIGURE, &[]).at(1.0);
        let paths = stage.see(all_paths);
        let top =
            (0..N_PATHS).max_by(|a, b| paths.at(1.0)[*a].total_cmp(&paths.at(1.0)[*b])).unwrap();
        let dragged = stage.dragged(PATH, [1.0, 10.0]);
        assert_eq!(dragged.see(|view| chosen(view, &paths)), top);
        let earlier = dragged.at(0.3);
        let at = earlier.scene().panels[0].handles[0].at;
        assert!((at[0] - 0.3).abs() < 1e-12 && (at[1] - paths.at(0.3)[top]).abs() < 1e-12);
    }
}
