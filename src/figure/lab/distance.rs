//! The distance of the samples to the data over the training, with its noise level.

use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Series;

/// Distances of the previews so far; the noise level is what chance leaves of
/// a perfect sampler.
pub(super) fn chart(outputs: &Outputs, n_steps: f64) -> Chart {
    let train = outputs.slot(TRAIN);
    let history = train.and_then(|train| train.history.get("sliced_w2"));
    let points: Vec<(f64, f64)> =
        history.into_iter().flatten().map(|(step, value)| (*step as f64, *value)).collect();
    let mut series =
        vec![Series { label: "samples on the way".to_owned(), points, paint: Paint::Data }];
    if let Some(level) = train.and_then(|train| train.metrics.get("sliced_w2_noise")) {
        series.push(Series {
            label: format!("noise level, {:.2}", level.value),
            points: vec![(0.0, level.value), (n_steps, level.value)],
            paint: Paint::Exact,
        });
    }
    Chart {
        title: "Distance to the data".to_owned(),
        x_label: "training step".to_owned(),
        y_label: "sliced W2".to_owned(),
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

    const RUN: RunId = RunId(1);

    fn losses(first_step: u32, n: usize) -> Event {
        Event::Losses { run: RUN, first_step, values: Buffer(vec![1.0; n]) }
    }

    fn metric(name: &str, value: f64) -> Event {
        Event::Metric { run: RUN, name: name.to_owned(), value, spread: None }
    }

    #[test]
    fn every_preview_stands_at_its_step_over_the_noise_level() {
        let mut outputs = Outputs::default();
        assert!(chart(&outputs, 100.0).series[0].points.is_empty());
        for (first_step, value) in [(0, 3.0), (10, 2.0), (20, 1.0)] {
            outputs.absorb(TRAIN, losses(first_step, 10));
            outputs.absorb(TRAIN, metric("sliced_w2", value));
        }
        outputs.absorb(TRAIN, metric("sliced_w2_noise", 0.25));
        let chart = chart(&outputs, 100.0);
        assert_eq!(chart.series[0].points, [(10.0, 3.0), (20.0, 2.0), (30.0, 1.0)]);
        assert_eq!(chart.series[1].points, [(0.0, 0.25), (100.0, 0.25)]);
    }

    #[test]
    fn after_a_restart_the_curve_goes_on_from_the_snapshot() {
        let mut outputs = Outputs::default();
        outputs.absorb(TRAIN, losses(0, 10));
        outputs.absorb(TRAIN, metric("sliced_w2", 3.0));
        outputs.absorb(TRAIN, losses(10, 10));
        outputs.absorb(TRAIN, metric("sliced_w2", 2.0));
        outputs.absorb(TRAIN, losses(15, 2));
        outputs.absorb(TRAIN, metric("sliced_w2", 2.5));
        assert_eq!(chart(&outputs, 100.0).series[0].points, [(10.0, 3.0), (17.0, 2.5)]);
    }
}
