//! What comes for a figure is kept and told as it should be.

use super::*;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;

const RUN: RunId = RunId(1);

fn losses(first_step: u32, values: &[f32]) -> Event {
    Event::Losses { run: RUN, first_step, values: Buffer(values.to_vec()) }
}

fn flow_event() -> Event {
    let frame = Frame::Flow {
        times: Buffer(vec![0.0, 0.5, 1.0]),
        dim: 2,
        points: Buffer(vec![0.0, 0.0, 1.0, 2.0, 4.0, 4.0]),
    };
    Event::Frame { run: RUN, frame }
}

fn metric(name: &str, value: f64) -> Event {
    Event::Metric { run: RUN, name: name.to_owned(), value, spread: None }
}

#[test]
fn what_is_put_aside_goes_on_out_of_sight_and_comes_back_whole() {
    let mut outputs = Outputs::default();
    outputs.absorb(TRAIN, losses(0, &[3.0]));
    outputs.put_network_aside(true);
    outputs.absorb(TRAIN, losses(1, &[2.0]));
    assert!(outputs.slot(TRAIN).is_none() && outputs.metric("loss").is_none());
    outputs.put_network_aside(false);
    assert_eq!(outputs.slot(TRAIN).unwrap().losses, [3.0, 2.0]);
    outputs.put_network_aside(true);
    outputs.clear(TRAIN);
    outputs.put_network_aside(false);
    assert!(outputs.slot(TRAIN).is_none());
}

#[test]
fn a_flow_is_straight_between_its_times_and_stays_at_its_ends() {
    let mut outputs = Outputs::default();
    outputs.absorb(LEARNED_FLOW, flow_event());
    let flow = outputs.slot(LEARNED_FLOW).and_then(|output| output.flow.clone()).unwrap();
    assert_eq!(flow.n_points(), 1);
    for (t, expected) in [(0.0, [0.0, 0.0]), (0.25, [0.5, 1.0]), (0.5, [1.0, 2.0])] {
        assert_eq!(flow.at(t), expected);
    }
    assert_eq!(flow.at(1.0), [4.0, 4.0]);
    assert_eq!(flow.at(-1.0), [0.0, 0.0]);
    assert_eq!(flow.at(2.0), [4.0, 4.0]);
}

#[test]
fn losses_sent_again_after_a_restart_count_once() {
    let mut outputs = Outputs::default();
    outputs.absorb(TRAIN, losses(0, &[5.0, 4.0, 3.0]));
    outputs.absorb(TRAIN, losses(1, &[4.0, 3.0, 2.0]));
    assert_eq!(outputs.slot(TRAIN).unwrap().losses, [5.0, 4.0, 3.0, 2.0]);
}

#[test]
fn a_flow_is_current_until_the_network_learns_more() {
    let mut outputs = Outputs::default();
    outputs.absorb(TRAIN, losses(0, &[5.0]));
    assert!(outputs.is_training() && !outputs.has_current_flow());
    outputs.absorb(TRAIN, Event::Held { run: RUN, step: 1 });
    outputs.absorb(LEARNED_FLOW, flow_event());
    assert!(!outputs.is_training() && outputs.has_current_flow());
    outputs.absorb(TRAIN, losses(1, &[4.0]));
    assert!(outputs.is_training() && !outputs.has_current_flow());
}

#[test]
fn numbers_of_the_network_come_before_those_of_the_exact_flow() {
    let mut outputs = Outputs::default();
    outputs.absorb(EXACT_FLOW, metric("sliced_w2", 0.1));
    assert_eq!(outputs.metric("sliced_w2"), None);
    outputs.absorb(TRAIN, metric("sliced_w2", 0.5));
    outputs.absorb(LEARNED_FLOW, metric("sliced_w2", 0.4));
    assert!((outputs.metric("sliced_w2").unwrap().value - 0.5).abs() < 1e-12);
    outputs.absorb(LEARNED_FLOW, flow_event());
    assert!((outputs.metric("sliced_w2").unwrap().value - 0.4).abs() < 1e-12);
}

#[test]
fn the_loss_shown_is_the_mean_of_the_last_tenth() {
    let mut outputs = Outputs::default();
    let values: Vec<f32> = (0..100).map(|i| if i < 90 { 9.0 } else { i as f32 }).collect();
    outputs.absorb(TRAIN, losses(0, &values));
    assert!((outputs.metric("loss").unwrap().value - 94.5).abs() < 1e-9);
}

#[test]
fn a_task_that_is_done_again_is_under_way_again() {
    let course = |outputs: &Outputs| outputs.task_progress().map(|progress| progress.done);
    let progress = |done| Event::Progress {
        run: RUN,
        done,
        total: 10,
        steps_per_sec: 0.0,
        secs_left: Some(1.0),
    };
    let mut outputs = Outputs::default();
    for run in 0..2 {
        outputs.absorb("study", progress(3));
        assert_eq!(course(&outputs), Some(3), "{run}");
        outputs.absorb("study", progress(10));
        outputs.absorb("study", Event::Done { run: RUN, is_stopped: false });
        assert_eq!(course(&outputs), None, "{run}");
    }
}

#[test]
fn what_has_come_of_a_file_is_told_until_the_work_begins() {
    let mut outputs = Outputs::default();
    let loaded = Loaded { n_here: 1, n_all: 4 };
    outputs.load(loaded);
    assert_eq!(outputs.loading(), Some(loaded));
    outputs.absorb("study", metric("accuracy", 1.0));
    assert_eq!(outputs.loading(), None);
}

#[test]
fn a_task_that_is_done_again_drops_what_it_said_before_with_its_first_picture() {
    let mut outputs = Outputs::default();
    let step =
        |done| Event::Progress { run: RUN, done, total: 10, steps_per_sec: 0.0, secs_left: None };
    outputs.absorb("study", flow_event());
    outputs.absorb("study", metric("accuracy", 0.5));
    outputs.absorb("study", Event::Done { run: RUN, is_stopped: false });
    outputs.absorb("study", step(1));
    assert!(outputs.slot("study").is_some_and(|output| output.flow.is_some()), "nothing new yet");
    let frame = Frame::Cloud { t: 0.5, dim: 2, points: Buffer(vec![0.0; 2]) };
    outputs.absorb("study", Event::Frame { run: RUN, frame });
    let output = outputs.slot("study").expect("a slot");
    assert!(output.cloud.is_some() && output.flow.is_none() && output.metrics.is_empty());
}
