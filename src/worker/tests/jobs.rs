//! Jobs on trained networks and exact ones, beside training.

use super::OTHER;
use super::RUN;
use super::session;
use super::start;
use super::train;
use super::work;
use super::work_until_done;
use crate::experiment::run::Experiment;
use crate::job::plan::starts;
use crate::protocol::command::Command;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::job::Quantity;

const LINK: &str = "data=gmm5&net=8x1&batch=16&steps=20&samples=40&n=4";

fn flow_of(field: FieldOf) -> Job {
    Job::Flow { link: LINK.to_owned(), field, max_frames: 3 }
}

fn frames(events: &[Event], of: RunId) -> Vec<&Frame> {
    let frames = events.iter().filter_map(|event| match event {
        Event::Frame { run, frame } if *run == of => Some(frame),
        _ => None,
    });
    frames.collect()
}

#[test]
fn samples_asked_for_are_those_that_ended_the_run() {
    let mut session = session();
    start(&mut session, RUN, train(LINK));
    let trained = work_until_done(&mut session, RUN);
    start(&mut session, OTHER, flow_of(FieldOf::Learned(RUN)));
    let asked = work_until_done(&mut session, OTHER);
    let [.., Frame::Flow { points: own, .. }, Frame::Curves { .. }] = frames(&trained, RUN)[..]
    else {
        panic!("a run ends with its flow and its loss by time");
    };
    let [Frame::Flow { times, dim, points }] = frames(&asked, OTHER)[..] else {
        panic!("one flow is the answer");
    };
    assert_eq!((times.0.as_slice(), *dim), ([0.0, 0.5, 1.0].as_slice(), 2));
    assert_eq!(points.0[160..], own.0[own.0.len() - 80..]);
}

#[test]
fn samples_go_back_to_the_source_and_are_compared_with_it() {
    let mut session = session();
    let back = format!("{LINK}&dir=backward");
    start(&mut session, RUN, train(&back));
    let trained = work_until_done(&mut session, RUN);
    let field = FieldOf::Learned(RUN);
    start(&mut session, OTHER, Job::Flow { link: back.clone(), field, max_frames: 3 });
    let asked = work_until_done(&mut session, OTHER);
    let [Frame::Flow { times, points, .. }] = frames(&asked, OTHER)[..] else {
        panic!("one flow is the answer");
    };
    assert_eq!(times.0, [0.0, 0.5, 1.0]);
    let data = starts(&Experiment::from_link(&back)).to_f32();
    assert_eq!(points.0[160..], data);
    let names = |events: &[Event]| -> Vec<String> {
        let name = |event: &Event| match event {
            Event::Metric { name, .. } if name.starts_with("sliced") => Some(name.clone()),
            _ => None,
        };
        events.iter().filter_map(name).collect()
    };
    assert_eq!(names(&asked), ["sliced_w2_source", "sliced_w2_source_noise"]);
    // The run itself is judged by the samples that it draws.
    assert!(names(&trained).iter().all(|name| !name.contains("source")));
}

#[test]
fn a_job_on_a_network_that_has_not_begun_waits_for_it() {
    let mut session = session();
    start(&mut session, RUN, Job::Train { link: LINK.to_owned(), is_held: true });
    session.handle(Command::Start {
        run: OTHER,
        job: flow_of(FieldOf::Learned(RUN)),
        priority: Priority::Interactive,
    });
    let events = work_until_done(&mut session, OTHER);
    assert_eq!(frames(&events, OTHER).len(), 1);
}

#[test]
fn a_job_on_an_unknown_network_fails_in_a_sentence() {
    let mut session = session();
    start(&mut session, OTHER, flow_of(FieldOf::Learned(RunId(77))));
    let events = work_until_done(&mut session, OTHER);
    assert!(matches!(events[..], [Event::Failed { run: Some(OTHER), is_recoverable: false, .. }]));
}

#[test]
fn a_velocity_grid_has_two_numbers_a_node_and_time_and_an_error_grid_one() {
    let mut session = session();
    start(&mut session, RUN, train(LINK));
    work_until_done(&mut session, RUN);
    for (id, quantity, n) in [(3, Quantity::Velocity, 100), (4, Quantity::Error, 50)] {
        let field = FieldOf::Learned(RUN);
        let times = vec![0.25, 0.5];
        let job = Job::Grid { link: LINK.to_owned(), field, quantity, times, n_per_axis: 5 };
        start(&mut session, RunId(id), job);
        let events = work_until_done(&mut session, RunId(id));
        let [Frame::Grid { values, n_per_axis: 5, .. }] = frames(&events, RunId(id))[..] else {
            panic!("one grid is the answer");
        };
        assert_eq!(values.0.len(), n);
        assert!(values.0.iter().all(|v| v.is_finite()));
    }
}

#[test]
fn urgent_jobs_go_before_training() {
    let mut session = session();
    start(&mut session, RUN, train("net=8x1&batch=16&steps=100000&samples=16"));
    work(&mut session, 10);
    session.handle(Command::Start {
        run: OTHER,
        job: flow_of(FieldOf::Learned(RUN)),
        priority: Priority::Interactive,
    });
    let events = work_until_done(&mut session, OTHER);
    assert!(!events.iter().any(|event| matches!(event, Event::Losses { .. })));
}

#[test]
fn a_stopped_job_says_so_and_is_forgotten() {
    let mut session = session();
    start(&mut session, OTHER, Job::Floor { link: LINK.to_owned() });
    session.handle(Command::Stop { run: OTHER });
    assert_eq!(work(&mut session, 5), [Event::Done { run: OTHER, is_stopped: true }]);
    session.handle(Command::Stop { run: OTHER });
    assert_eq!(work(&mut session, 5), []);
}

#[test]
fn a_ping_is_answered_and_a_forgotten_run_is_silent() {
    let mut session = session();
    session.handle(Command::Ping { nonce: 9 });
    assert_eq!(work(&mut session, 1), [Event::Pong { nonce: 9 }]);
    start(&mut session, RUN, train(LINK));
    session.handle(Command::Forget { run: RUN });
    assert_eq!(work(&mut session, 10), []);
}
