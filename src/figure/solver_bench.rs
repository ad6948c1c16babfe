//! Schemes against each other on an exact field: what a field call buys.

use crate::experiment::catalogue;
use crate::experiment::link;
use crate::experiment::run::lab_link;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::View;
use crate::figure::links;
use crate::figure::output::Output;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::job::bench::DISTANCE;
use crate::job::bench::ERROR;
use crate::math::kind::Kind;
use crate::protocol::event::Curve;
use crate::protocol::job::Job;
use crate::solver::Family;
use crate::solver::SolverKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "solver-bench",
    title: "Solvers compared",
    caption: "Every scheme carries Gaussian noise along the exact field of the data from t = 0 (the vp path: from its first training time) to t = 1, with 1, 2, 4, up to 256 steps. Above: how far 128 points end from where 1,024 fine steps bring them. The last step of Euler-Maruyama and stochastic Heun is Euler-Maruyama's, as the score has no end at t = 1. Below: how far samples are from fresh data, as the mean over 3 seeds with its standard deviation.",
    notice: "On both axes of the error a power is a straight line, and where steps are short enough for the data its slope is the order of the scheme: twice the steps, half the error with Euler, a sixteenth with Runge-Kutta 4. The distance to the data stops at the noise level, long before the error does: beyond that, better steps buy nothing that these samples could show.",
    params: &[
        &catalogue::DATA,
        &catalogue::POINTS,
        &catalogue::MIX,
        &catalogue::PATH,
        &catalogue::GRID,
        &catalogue::SIGMA,
        &catalogue::SCHED,
        &catalogue::SAMPLES,
        &catalogue::SEED,
    ],
    defaults: &[("data", "8gaussians"), ("samples", "500")],
    in_view: &["data", "path", "sigma", "grid"],
    metrics: METRICS,
    tasks,
    scene,
    lab_query: Some(lab_link),
    ..BLANK
};

const METRICS: &[Metric] = &[
    order(
        "order_euler",
        "Order of Euler",
        "Fitted to 64, 128 and 256 steps; Euler's promise is 1.",
    ),
    order(
        "order_midpoint",
        "Midpoint",
        "Fitted to 64, 128 and 256 steps; the midpoint scheme's promise is 2.",
    ),
    order(
        "order_heun",
        "Heun",
        "Fitted to 64, 128 and 256 steps; Heun's promise is 2, less where the last step is Euler's.",
    ),
    order(
        "order_rk4",
        "Runge-Kutta 4",
        "Fitted to 64, 128 and 256 steps; the promise is 4, less where the last step is Euler's or the path has no four derivatives.",
    ),
    order("order_ddim", "DDIM", "Fitted to 64, 128 and 256 steps; the promise of DDIM is 1."),
    order(
        "sliced_w2_noise",
        "Noise level",
        "What two fresh data sets of this size are apart in sliced W2: the mean over 16 pairs.",
    ),
];

/// Query of this figure that compares solvers on the experiment of `settings`.
pub fn query(settings: &Settings) -> String {
    let base = FIGURE.settings();
    let mut here = base.clone();
    for param in FIGURE.params.iter().filter(|param| param.key != "samples") {
        if let Some(value) = settings.get(param.key) {
            here.set(param.key, value.clone());
        }
    }
    link::print(&base, &here)
}

/// Slot of the comparison.
const BENCH: &str = "bench";

const fn order(name: &'static str, label: &'static str, help: &'static str) -> Metric {
    Metric { name, label, help, noise_level: None }
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let job = Job::SolverBench { link: links::training(need.settings) };
    vec![Task { slot: BENCH, job, place: Place::Exact, learned: None }]
}

fn scene(view: &View<'_>) -> Scene {
    let output = view.outputs.slot(BENCH);
    let has_euler_end = !view.settings.data().build().law().is_smooth();
    let of = |family: &[Family]| {
        let kinds = SolverKind::ALL.iter().copied();
        kinds.filter(|kind| family.contains(&kind.family())).collect::<Vec<_>>()
    };
    let with_noise = |kind: &SolverKind| kind.is_stochastic();
    let (noisy, still): (Vec<SolverKind>, Vec<SolverKind>) =
        of(&[Family::Flow, Family::Noise, Family::Path]).into_iter().partition(with_noise);
    let charts = vec![
        error_chart(output, &still, has_euler_end),
        distance_chart(output, &still, "Distance to the data, schemes without noise".to_owned()),
        distance_chart(output, &noisy, noisy_title(view.settings)),
    ];
    Scene { charts, ..Scene::default() }
}

fn noisy_title(settings: &Settings) -> String {
    let sigma = settings.real("sigma");
    format!("Distance to the data, schemes with noise (level {sigma}; DDPM's steps have their own)")
}

fn error_chart(output: Option<&Output>, kinds: &[SolverKind], has_euler_end: bool) -> Chart {
    let mut series = Vec::new();
    for (i, kind) in kinds.iter().enumerate() {
        let Some(curve) = curve(output, ERROR, *kind) else { continue };
        let label = format!("{}, promised {}", kind.label(), kind.order());
        series.push(Series { label, points: points(curve), paint: Paint::Nth(i as u8) });
    }
    let end = if has_euler_end { "; no field at t = 1: last step by Euler" } else { "" };
    Chart {
        title: "Error at t = 1".to_owned(),
        x_label: "field calls".to_owned(),
        y_label: format!("RMS distance to fine steps{end}"),
        is_x_log: true,
        is_y_log: true,
        series,
    }
}

fn distance_chart(output: Option<&Output>, kinds: &[SolverKind], title: String) -> Chart {
    let mut series = Vec::new();
    let mut last = 1.0_f64;
    for (i, kind) in kinds.iter().enumerate() {
        let Some(curve) = curve(output, DISTANCE, *kind) else { continue };
        let paint = Paint::Nth(i as u8);
        let mean = points(curve);
        last = mean.last().map_or(last, |point| last.max(point.0));
        // Standard deviations as upright strokes; without a name of their own.
        series.extend(mean.iter().zip(&curve.spread.0).map(|(&(x, y), &spread)| {
            let spread = f64::from(spread);
            let ends = vec![(x, (y - spread).max(0.5 * y)), (x, y + spread)];
            Series { label: String::new(), points: ends, paint }
        }));
        series.push(Series { label: kind.label().to_owned(), points: mean, paint });
    }
    let level = output.and_then(|output| output.metrics.get("sliced_w2_noise"));
    if let (Some(level), false) = (level, series.is_empty()) {
        series.push(Series {
            label: format!("noise level, {:.2}", level.value),
            points: vec![(1.0, level.value), (last, level.value)],
            paint: Paint::Exact,
        });
    }
    Chart {
        title,
        x_label: "field calls".to_owned(),
        y_label: "sliced W2, mean of 3 seeds".to_owned(),
        is_x_log: true,
        is_y_log: true,
        series,
    }
}

fn curve<'a>(output: Option<&'a Output>, prefix: &str, kind: SolverKind) -> Option<&'a Curve> {
    let is_it = |curve: &&Curve| curve.name.strip_prefix(prefix) == Some(kind.key());
    output?.curves.iter().find(is_it)
}

fn points(curve: &Curve) -> Vec<(f64, f64)> {
    curve.x.0.iter().zip(&curve.y.0).map(|(&x, &y)| (f64::from(x), f64::from(y))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::output::Outputs;
    use crate::figure::probe::Probe;
    use crate::job::bench;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    fn outputs() -> Outputs {
        let mut outputs = Outputs::default();
        let curve = |prefix: &str, kind: SolverKind| Curve {
            name: format!("{prefix}{}", kind.key()),
            x: Buffer(vec![1.0, 2.0]),
            y: Buffer(vec![1.0, 0.5]),
            spread: Buffer(vec![0.1, 0.1]),
        };
        let curves = SolverKind::ALL.iter().flat_map(|&k| [curve(ERROR, k), curve(DISTANCE, k)]);
        let frame = Frame::Curves { curves: curves.collect() };
        outputs.absorb(BENCH, Event::Frame { run: RunId(1), frame });
        outputs
    }

    #[test]
    fn every_scheme_stands_once_in_a_chart_of_distances() {
        let (outputs, settings) = (outputs(), FIGURE.settings());
        let scene = scene(&View {
            settings: &settings,
            outputs: &outputs,
            t: 1.0,
            probe: Probe::default(),
            span: None,
        });
        for kind in SolverKind::ALL {
            let named = |chart: &&Chart| chart.series.iter().any(|s| s.label == kind.label());
            assert_eq!(scene.charts[1..].iter().filter(named).count(), 1, "{kind:?}");
        }
    }

    #[test]
    fn what_is_promised_is_what_the_scheme_says() {
        for &kind in SolverKind::ALL {
            let Some(name) = bench::order_name(kind) else { continue };
            let metric = METRICS.iter().find(|metric| metric.name == name).expect("a metric");
            assert!(metric.help.contains(&kind.order().to_string()), "{kind:?}");
        }
        assert_eq!(bench::ERROR_STEPS[bench::FIRST_FITTED..], [64, 128, 256]);
    }

    #[test]
    fn a_last_step_by_euler_is_said_where_there_is_one() {
        for (data, is_said) in [("8gaussians", false), ("two-points", true)] {
            let settings = Settings::with(FIGURE.params, &[("data", data)]);
            let outputs = outputs();
            let scene = scene(&View {
                settings: &settings,
                outputs: &outputs,
                t: 1.0,
                probe: Probe::default(),
                span: None,
            });
            assert_eq!(scene.charts[0].y_label.contains("last step"), is_said, "{data}");
        }
    }
}
