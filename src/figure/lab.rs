//! The Lab: train a network on the plane and see what it learned.

mod distance;
mod metrics;
mod panels;
mod tasks;

use crate::experiment::catalogue;
use crate::experiment::settings::Settings;
use crate::figure::Figure;
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
    has_time: true,
    train: Some(train),
    tasks: tasks::tasks,
    scene,
};

/// Most points of the loss curve.
const N_LOSS_POINTS: usize = 400;

fn train(settings: &Settings) -> Job {
    Job::Train { link: links::training(settings), is_held: false }
}

fn scene(view: &View<'_>) -> Scene {
    let n_steps = n_steps(view.outputs, view.settings.whole("steps") as f64);
    let charts = vec![loss_chart(view.outputs, n_steps), distance::chart(view.outputs, n_steps)];
    Scene { panels: panels::panels(view), charts }
}

/// Steps of the run there is, or of the one that would begin.
fn n_steps(outputs: &Outputs, n_chosen: f64) -> f64 {
    let Some(train) = outputs.slot(TRAIN) else { return n_chosen };
    let planned = train.progress.map_or(n_chosen, |progress| f64::from(progress.total));
    planned.max(train.losses.len() as f64).max(2.0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;

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
    fn the_job_to_train_is_what_the_reader_chose() {
        let settings = Settings::with(catalogue::LAB, &[("net", "16x2"), ("run", "1")]);
        assert_eq!(train(&settings), Job::Train { link: "net=16x2".to_owned(), is_held: false });
    }
}
