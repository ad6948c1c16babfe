//! The Lab: train a network on the plane and see what it learned.

mod asked;
mod board;
mod distance;
mod line;
mod metrics;
mod panels;
mod plane;
mod tasks;
#[cfg(test)]
mod tests;

use crate::experiment::catalogue;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::links;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::figure::thin::thinned;
use crate::protocol::job::Job;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "lab",
    title: "The Lab",
    caption: "A small network learns the velocity field that carries noise to the data; beside it, the exact field does the same from the same noise.",
    notice: "The loss stops well above zero, at the dashed line: many pairs of noise and data cross the same place, and only their mean velocity can be learned. That mean is all that is needed.",
    params: catalogue::LAB,
    defaults: &[],
    in_view: &["data", "net", "solver", "n"],
    metrics: metrics::METRICS,
    time: Some(TimeSpan::UNIT),
    train: Some(train),
    tasks: tasks::tasks,
    scene,
    ..BLANK
};

/// Most points of the loss curve.
const N_LOSS_POINTS: usize = 400;

fn train(settings: &Settings) -> Job {
    Job::Train { link: links::training(settings), is_held: false }
}

fn scene(view: &View<'_>) -> Scene {
    let n_steps = n_steps(view.outputs, view.settings.whole("steps") as f64);
    let outputs = view.outputs;
    // The distance is shown once there is one; the loss has its place from the start.
    let has_curve =
        |chart: &Chart| chart.series.first().is_some_and(|series| !series.points.is_empty());
    let distance = Some(distance::chart(outputs, n_steps)).filter(has_curve);
    let charts = [loss_chart(outputs, n_steps)].into_iter().chain(distance);
    let charts = charts.chain(loss_by_time(outputs)).collect();
    Scene { panels: panels::panels(view), charts, ..Scene::default() }
}

/// Steps of the run there is, or of the one that would begin.
fn n_steps(outputs: &Outputs, n_chosen: f64) -> f64 {
    let Some(train) = outputs.slot(TRAIN) else { return n_chosen };
    let planned = train.progress.map_or(n_chosen, |progress| f64::from(progress.total));
    planned.max(train.losses.len() as f64).max(2.0)
}

/// Name of the curve of the mean loss in bins of the training time.
const LOSS_BY_T: &str = "loss_by_t";

/// Where in time the loss is made, once that is known.
fn loss_by_time(outputs: &Outputs) -> Option<Chart> {
    let curve = outputs.slot(TRAIN)?.curves.iter().find(|curve| curve.name == LOSS_BY_T)?;
    let points = curve.x.0.iter().zip(&curve.y.0).map(|(&x, &y)| (f64::from(x), f64::from(y)));
    Some(Chart {
        title: "Loss by time".to_owned(),
        x_label: "training time t".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: true,
        series: vec![Series {
            label: "mean in each bin".to_owned(),
            points: points.collect(),
            paint: Paint::Velocity,
        }],
    })
}

/// The losses so far over the smallest possible one. It stands there from the
/// start, so that nothing moves when training begins.
fn loss_chart(outputs: &Outputs, n_steps: f64) -> Chart {
    let train = outputs.slot(TRAIN);
    let losses = train.map_or(&[][..], |train| &train.losses);
    let thin = thinned(losses, N_LOSS_POINTS);
    let label = match thin.n_per_point {
        1 => "loss of each step".to_owned(),
        n => format!("loss, mean of {n} steps"),
    };
    let mut series = vec![Series { label, points: thin.points, paint: Paint::Velocity }];
    if let Some(floor) = outputs.metric("loss_floor") {
        series.push(Series {
            label: format!("smallest possible, {:.2}", floor.value),
            points: vec![(0.0, floor.value), (n_steps, floor.value)],
            paint: Paint::Exact,
        });
    }
    Chart {
        title: "Loss".to_owned(),
        x_label: "training step".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: true,
        series,
    }
}
