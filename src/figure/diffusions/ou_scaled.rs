//! Nine Ornstein-Uhlenbeck processes: after scaling time they depend on one number alone.

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
use crate::figure::diffusions::paths::Equation;
use crate::figure::diffusions::paths::Normals;
use crate::figure::diffusions::paths::Paths;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::kinds;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "ou-scaled",
    title: "Ornstein-Uhlenbeck in scaled time",
    caption: "dX = −θ X dt + σ dW for σ = 1, 2, 10 (columns) and D = σ² / (2 θ) = 0.25, 1, 4 (rows): 20 starts from -20 to 20, 1,000 points up to T = 10 / σ². The dashed band is two standard deviations of the stationary law.",
    notice: "Each row is one picture, three times: with the same noise the paths agree to rounding, although their time axes differ by a factor of 100. D alone decides the shape. In the lowest row the starts are still told apart at the end.",
    params: &[&NOISE, &catalogue::SEED, &catalogue::T],
    in_view: &["noise"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "σ² t", range: |_| [0.0, SCALED_END], n_steps: None, secs: 6.0
    }),
    numbers,
    scene,
    ..BLANK
};

kinds! {
    /// Noise of the pictures of one row.
    pub enum NoiseKind {
        /// The same.
        Same = "same", "Same in a row";
        /// Each picture its own.
        Own = "own", "Each its own";
    }
}

const NOISE: Param = Param {
    key: "noise",
    label: "Noise",
    help: "Whether the pictures of a row are driven by the same standard normal numbers.",
    kind: ParamKind::Choice(NoiseKind::CHOICES),
    default: "same",
    effect: Effect::Picture,
};

const METRICS: &[Metric] = &[
    draw::metric(
        "row_gap",
        "Largest difference in a row",
        "Between paths of the three pictures of a row at the same scaled time.",
    ),
    draw::metric(
        "end_variance_1",
        "Var at the end, D = 0.25",
        "Exact variance of a path about its mean: D (1 - exp(-10 / D)).",
    ),
    draw::metric(
        "end_variance_2",
        "D = 1",
        "Exact variance of a path about its mean at the end; the stationary value is 1.",
    ),
    draw::metric(
        "end_variance_3",
        "D = 4",
        "Exact variance of a path about its mean at the end; the stationary value 4 is not yet reached.",
    ),
];

/// Columns.
pub(in crate::figure) const SIGMAS: [f64; 3] = [1.0, 2.0, 10.0];
/// Rows.
pub(in crate::figure) const DS: [f64; 3] = [0.25, 1.0, 4.0];
const ROW_NAMES: [&str; 3] = ["x, D = 0.25", "x, D = 1", "x, D = 4"];
/// Last scaled time `sigma^2 t`.
const SCALED_END: f64 = 10.0;
/// Steps: 1,000 points.
const N_STEPS: usize = 999;
const N_STARTS: usize = 20;
/// Largest start, and half of the height shown.
const FAR: f64 = 20.0;

/// Nine pictures, row after row.
fn pictures(view: &View<'_>) -> Arc<Vec<Paths>> {
    let (seed, noise) = (view.settings.whole("seed"), view.settings.choice::<NoiseKind>("noise"));
    view.memo().get("paths", &(seed, noise), || {
        let n_own = if noise == NoiseKind::Own { SIGMAS.len() } else { 1 };
        let drawn = Normals::drawn(seed, 0, n_own * N_STARTS, N_STEPS);
        let of_column = |column: usize| {
            let first = (column % n_own) * N_STARTS;
            drawn.of(first..first + N_STARTS)
        };
        let columns: Vec<Normals> = (0..SIGMAS.len()).map(of_column).collect();
        let all = DS.iter().flat_map(|d| SIGMAS.iter().zip(&columns).map(move |at| (*d, at)));
        all.map(|(d, (&sigma, normals))| picture(sigma, d, normals)).collect()
    })
}

fn picture(sigma: f64, d: f64, normals: &Normals) -> Paths {
    let theta = sigma * sigma / (2.0 * d);
    let start = |i: usize| FAR * (2.0 * i as f64 / (N_STARTS - 1) as f64 - 1.0);
    let x0: Vec<f64> = (0..N_STARTS).map(start).collect();
    let t_end = SCALED_END / (sigma * sigma);
    let equation = Equation { drift: &|x| -theta * x, sigma, t_end, n_steps: N_STEPS };
    Paths::simulated(&equation, &x0, normals)
}

/// Largest distance of paths in one row after the same number of steps.
fn row_gap(pictures: &[Paths]) -> f64 {
    let rows = pictures.chunks(SIGMAS.len());
    let gap = |row: &[Paths]| {
        let others = row[1..].iter().flat_map(|other| (0..=N_STEPS).map(move |idx| (other, idx)));
        let apart = others.flat_map(|(other, idx)| {
            row[0].after(idx).iter().zip(other.after(idx)).map(|(a, b)| (a - b).abs())
        });
        apart.fold(0.0, f64::max)
    };
    rows.map(gap).fold(0.0, f64::max)
}

/// Variance of a path about its mean at the end.
fn end_variance(d: f64) -> f64 {
    -d * libm::expm1(-SCALED_END / d)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let pictures = pictures(view);
    let key = (view.settings.whole("seed"), view.settings.choice::<NoiseKind>("noise"));
    let gap = view.memo().get("gap", &key, || row_gap(&pictures));
    let names = ["end_variance_1", "end_variance_2", "end_variance_3"];
    let mut numbers = vec![draw::exact("row_gap", *gap)];
    numbers.extend(names.into_iter().zip(DS).map(|(name, d)| draw::exact(name, end_variance(d))));
    numbers
}

fn scene(view: &View<'_>) -> Scene {
    let pictures = pictures(view);
    let places = (0..DS.len()).flat_map(|row| (0..SIGMAS.len()).map(move |column| [row, column]));
    let panels = places.zip(pictures.iter());
    Scene {
        panels: panels.map(|(place, paths)| panel(view.time(), place, paths)).collect(),
        n_columns: Some(SIGMAS.len()),
        ..Scene::default()
    }
}

/// One of the nine: its column's head stands above the first row, its row's
/// number beside the first column.
fn panel(scaled_t: f64, [row, column]: [usize; 2], paths: &Paths) -> Panel {
    let (sigma, d) = (SIGMAS[column], DS[row]);
    let title = if row == 0 { format!("σ = {sigma}") } else { String::new() };
    let name = if column == 0 { ROW_NAMES[row] } else { "" };
    let mut panel = draw::time_panel(&title, paths.t_end(), name, [-FAR, FAR]);
    let t = scaled_t / (sigma * sigma);
    for path in 0..paths.n() {
        let style = (Paint::Between(path as f32 / (paths.n() - 1) as f32), 1.0, 0.75);
        panel.marks.push(draw::paths("paths", paths, t, path..=path, style));
    }
    for side in [-2.0, 2.0] {
        let edge = side * d.sqrt();
        let ends = [[0.0, edge], [paths.t_end(), edge]];
        let name = "two standard deviations of the stationary law";
        let mark: Mark = draw::line(name, &ends, Paint::Exact, 1.5);
        panel.marks.push(mark);
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn with_the_same_noise_a_row_is_one_picture() {
        let same = Stage::of(&FIGURE, &[("noise", "same")]).number("row_gap");
        assert!(same < 1e-11, "{same}");
        let own = Stage::of(&FIGURE, &[("noise", "own")]).number("row_gap");
        assert!(1.0 < own, "{own}");
    }

    #[test]
    fn the_row_of_large_d_is_not_yet_stationary() {
        let stage = Stage::of(&FIGURE, &[]);
        // From the oracles: 3.67166 of 4.
        assert!((stage.number("end_variance_3") - 3.67166).abs() < 5e-6);
        assert!((stage.number("end_variance_1") - 0.25).abs() < 1e-12);
    }

    #[test]
    fn ends_of_many_paths_have_the_variance_that_is_said() {
        // 4,000 paths of the row D = 4 from 0, column sigma = 10.
        let normals = Normals::drawn(7, 0, 4000, N_STEPS);
        let equation =
            Equation { drift: &|x| -12.5 * x, sigma: 10.0, t_end: 0.1, n_steps: N_STEPS };
        let ends = Paths::simulated(&equation, &vec![0.0; 4000], &normals);
        let m = crate::figure::diffusions::law::moments(ends.after(N_STEPS));
        assert!((m.variance - 3.67166).abs() < 4.0 * m.variance_error + 0.005, "{}", m.variance);
    }

    #[test]
    fn starts_and_times_are_those_of_the_lab() {
        let scene = Stage::of(&FIGURE, &[]).at(1.0).scene();
        assert_eq!((scene.panels.len(), scene.n_columns), (9, Some(3)));
        for (panel, end) in scene.panels.iter().zip([10.0, 2.5, 0.1]) {
            assert!((panel.window.x[1] - end).abs() < 1e-12);
            let starts = panel.marks.iter().filter_map(|mark| match mark {
                Mark::Lines { name: "paths", xy, .. } => Some(xy[1]),
                _ => None,
            });
            let starts: Vec<f32> = starts.collect();
            assert_eq!(starts.len(), 20);
            assert!((starts[0] + 20.0).abs() < 1e-6 && (starts[19] - 20.0).abs() < 1e-6);
        }
    }
}
