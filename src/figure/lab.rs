//! The Lab: train a network on the plane and see what it learned.

mod board;
mod line;
mod panels;
mod plane;
mod tasks;
#[cfg(test)]
mod tests;

use crate::experiment::catalogue;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
use crate::figure::Metric;
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
    metrics: METRICS,
    has_time: true,
    train: Some(train),
    tasks: tasks::tasks,
    scene,
};

const METRICS: &[Metric] = &[
    Metric {
        name: "loss",
        label: "Loss",
        help: "Mean squared distance between the network's velocity and the sampled target, over the last training steps.",
        noise_level: None,
    },
    Metric {
        name: "loss_floor",
        label: "Smallest loss",
        help: "The loss of the exact field; no network can do better, because pairs of noise and data cross.",
        noise_level: None,
    },
    Metric {
        name: "sliced_w2",
        label: "Distance to the data",
        help: "Sliced Wasserstein distance between the samples and fresh data, in plot units; the noise level is what two fresh data sets of this size are apart.",
        noise_level: Some("sliced_w2_noise"),
    },
    Metric {
        name: "field_error",
        label: "Field error",
        help: "Mean squared distance between the learned and the exact velocity, where the path has its points.",
        noise_level: None,
    },
    Metric {
        name: "steps_per_s",
        label: "Steps per second",
        help: "Training steps that the device makes in a second.",
        noise_level: None,
    },
    Metric {
        name: "nfe",
        label: "Field calls",
        help: "How often the solver asks the field for a velocity on the way from noise to data.",
        noise_level: None,
    },
];

/// Most points of the loss curve.
const N_LOSS_POINTS: usize = 400;

fn train(settings: &Settings) -> Job {
    Job::Train { link: links::training(settings), is_held: false }
}

fn scene(view: &View<'_>) -> Scene {
    let n_steps = view.settings.whole("steps") as f64;
    let charts = [loss_chart(view.outputs, n_steps)].into_iter().chain(loss_by_time(view.outputs));
    Scene { panels: panels::panels(view), charts: charts.collect() }
}

/// Name of the series of the mean loss in bins of the training time.
const LOSS_BY_T: &str = "loss_by_t";

/// Where in time the loss is made, once that is known.
fn loss_by_time(outputs: &Outputs) -> Option<Chart> {
    let points = outputs.slot(TRAIN)?.series.get(LOSS_BY_T)?.clone();
    Some(Chart {
        title: "Loss by time".to_owned(),
        x_label: "training time t".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: true,
        series: vec![Series {
            label: "mean in each bin".to_owned(),
            points,
            paint: Paint::Velocity,
        }],
    })
}

/// The losses so far over the smallest possible one. It stands there from the
/// start, so that nothing moves when training begins.
fn loss_chart(outputs: &Outputs, n_steps_chosen: f64) -> Chart {
    let train = outputs.slot(TRAIN);
    let losses = train.map_or(&[][..], |train| &train.losses);
    let planned = train
        .and_then(|train| train.progress)
        .map_or(n_steps_chosen, |progress| f64::from(progress.total));
    let n_steps = planned.max(losses.len() as f64).max(2.0);
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
