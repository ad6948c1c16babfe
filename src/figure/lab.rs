//! The Lab: train a network on the plane and see what it learned.

mod board;
mod line;
mod panels;
mod plane;
mod tasks;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    fn outputs(n_losses: usize) -> Outputs {
        let mut outputs = Outputs::default();
        let values = Buffer((0..n_losses).map(|i| 10.0 / (1.0 + i as f32)).collect());
        outputs.absorb(TRAIN, Event::Losses { run: RunId(1), first_step: 0, values });
        let floor = Event::Metric {
            run: RunId(2),
            name: "loss_floor".to_owned(),
            value: 2.5,
            spread: None,
        };
        outputs.absorb("floor", floor);
        outputs
    }

    #[test]
    fn the_loss_curve_is_thinned_and_says_so() {
        let chart = loss_chart(&outputs(3_000), 3_000.0);
        assert!(chart.series[0].points.len() <= N_LOSS_POINTS);
        assert_eq!(chart.series[0].label, "loss, mean of 10 steps");
    }

    #[test]
    fn the_floor_is_theory_and_runs_through_the_whole_training() {
        let chart = loss_chart(&outputs(10), 3_000.0);
        assert_eq!(chart.series[1].paint, Paint::Exact);
        assert_eq!(chart.series[1].points, [(0.0, 2.5), (3_000.0, 2.5)]);
    }

    #[test]
    fn the_loss_by_time_is_drawn_once_it_is_there() {
        let mut outputs = outputs(10);
        assert_eq!(loss_by_time(&outputs), None);
        let (name, x, y) = (LOSS_BY_T.to_owned(), vec![0.25, 0.75], vec![3.0, 1.0]);
        let frame = Frame::Series { name, x: Buffer(x), y: Buffer(y) };
        outputs.absorb(TRAIN, Event::Frame { run: RunId(1), frame });
        let chart = loss_by_time(&outputs).unwrap();
        assert_eq!(chart.series[0].points, [(0.25, 3.0), (0.75, 1.0)]);
    }

    #[test]
    fn the_job_to_train_is_what_the_reader_chose() {
        let settings = Settings::with(catalogue::LAB, &[("net", "16x2"), ("run", "1")]);
        assert_eq!(train(&settings), Job::Train { link: "net=16x2".to_owned(), is_held: false });
    }
}
