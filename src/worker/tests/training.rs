//! Training runs: repeatable, resumable, obedient, fair.

use super::OTHER;
use super::RUN;
use super::losses;
use super::metric;
use super::session;
use super::start;
use super::train;
use super::work;
use super::work_until_done;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;

const TINY: &str = "data=gmm5&net=8x1&batch=16&steps=40&samples=32&n=4";

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|v| v.to_bits()).collect()
}

fn last_snapshot(events: &[Event]) -> Snapshot {
    let snapshot = events.iter().rev().find_map(|event| match event {
        Event::Snapshot { snapshot, .. } => Some(snapshot.clone()),
        _ => None,
    });
    snapshot.expect("a snapshot")
}

#[test]
fn the_same_link_gives_the_same_losses_bit_for_bit() {
    let run = || {
        let mut session = session();
        start(&mut session, RUN, train(TINY));
        losses(&work_until_done(&mut session, RUN), RUN, 0)
    };
    let (first, second) = (run(), run());
    assert_eq!(first.len(), 40);
    assert_eq!(bits(&first), bits(&second));
}

#[test]
fn a_run_resumed_from_a_snapshot_goes_on_as_if_nothing_had_happened() {
    let mut one = session();
    start(&mut one, RUN, train(TINY));
    let straight = work_until_done(&mut one, RUN);

    let mut two = session();
    start(&mut two, RUN, Job::Train { link: TINY.to_owned(), is_held: true });
    for _ in 0..13 {
        two.handle(Command::StepOnce { run: RUN });
    }
    let snapshot = last_snapshot(&work(&mut two, 200));
    assert_eq!(snapshot.step, 13);

    let mut three = session();
    let job = Job::Train { link: TINY.to_owned(), is_held: true };
    three.handle(Command::Resume { run: RUN, job, snapshot, is_running: true });
    let resumed = work_until_done(&mut three, RUN);
    let whole = losses(&straight, RUN, 0);
    assert_eq!(bits(&losses(&resumed, RUN, 13)), bits(&whole[13..]));
    for name in ["loss", "sliced_w2", "sliced_w2_noise", "field_error"] {
        assert_eq!(metric(&resumed, RUN, name), metric(&straight, RUN, name), "{name}");
    }
}

#[test]
fn a_snapshot_of_another_network_is_refused_in_a_sentence() {
    let mut one = session();
    start(&mut one, RUN, train(TINY));
    let snapshot = last_snapshot(&work_until_done(&mut one, RUN));
    let mut two = session();
    let job = train("net=9x1&steps=40");
    two.handle(Command::Resume { run: RUN, job, snapshot, is_running: true });
    let events = work_until_done(&mut two, RUN);
    assert!(matches!(events.last(), Some(Event::Failed { run: Some(RUN), .. })));
}

#[test]
fn stop_is_obeyed_without_another_step() {
    let mut session = session();
    start(&mut session, RUN, train("net=8x1&batch=16&steps=100000&samples=16&n=2"));
    let before = work(&mut session, 5);
    session.handle(Command::Stop { run: RUN });
    let after = work_until_done(&mut session, RUN);
    assert!(matches!(after.last(), Some(Event::Done { run: RUN, is_stopped: true })));
    // The steps reported after the stop are those made before it: the
    // snapshot that ends the run holds exactly the losses sent.
    let all: Vec<Event> = before.into_iter().chain(after).collect();
    let n_losses = losses(&all, RUN, 0).len() as u32;
    assert_eq!(last_snapshot(&all).step, n_losses);
    assert!(n_losses < 100_000);
    assert!(metric(&all, RUN, "field_error").is_some());
}

#[test]
fn a_held_run_makes_single_steps_and_goes_on() {
    let mut session = session();
    start(&mut session, RUN, Job::Train { link: TINY.to_owned(), is_held: true });
    let held = work(&mut session, 500);
    assert!(held.iter().any(|event| matches!(event, Event::Held { step: 0, .. })));
    assert!(losses(&held, RUN, 0).is_empty());
    session.handle(Command::StepOnce { run: RUN });
    let stepped = work(&mut session, 500);
    assert!(stepped.iter().any(|event| matches!(event, Event::Held { step: 1, .. })));
    assert_eq!(losses(&stepped, RUN, 0).len(), 1);
    session.handle(Command::Continue { run: RUN });
    let rest = work_until_done(&mut session, RUN);
    assert_eq!(losses(&rest, RUN, 1).len(), 39);
    session.handle(Command::Pause { run: RUN });
    assert!(work(&mut session, 10).is_empty());
}

#[test]
fn two_runs_are_served_in_turns() {
    let mut session = session();
    let link = "net=8x1&batch=16&steps=100000&samples=16&n=2";
    start(&mut session, RUN, train(link));
    start(&mut session, OTHER, train(link));
    let events = work(&mut session, 60);
    let n = |run| losses(&events, run, 0).len() as f64;
    let share = n(RUN) / (n(RUN) + n(OTHER));
    assert!((0.3..0.7).contains(&share), "share of the first run: {share}");
}

#[test]
fn commands_for_unknown_runs_change_nothing() {
    let mut session = session();
    start(&mut session, RUN, train(TINY));
    work_until_done(&mut session, RUN);
    work(&mut session, 1000);
    for run in [RUN, OTHER] {
        session.handle(Command::Pause { run });
        session.handle(Command::Continue { run });
        session.handle(Command::StepOnce { run });
        session.handle(Command::Stop { run });
    }
    session.handle(Command::Forget { run: OTHER });
    session.handle(Command::Start {
        run: RUN,
        job: train("steps=7"),
        priority: crate::protocol::command::Priority::Interactive,
    });
    assert_eq!(work(&mut session, 1000), []);
}

#[test]
fn a_diverging_run_fails_in_a_sentence_and_keeps_a_sound_network() {
    let mut session = session();
    // Steps of size 1 on six wide layers: the output grows with the seventh power.
    let link = "data=gmm5&net=256x6&act=relu&lr=1&batch=4&steps=300&samples=16&n=2";
    start(&mut session, RUN, train(link));
    let events = work_until_done(&mut session, RUN);
    let Some(Event::Failed { run, message, is_recoverable }) = events.last() else {
        panic!("this can not end well");
    };
    assert_eq!((*run, *is_recoverable), (Some(RUN), false));
    assert!(message.starts_with("The loss became infinite at step "), "{message}");
    assert!(message.contains("Try a learning rate below 1."), "{message}");
    // The network that was sound last can still be asked for samples.
    let job = Job::Flow { link: link.to_owned(), field: FieldOf::Learned(RUN), max_frames: 2 };
    start(&mut session, OTHER, job);
    let events = work_until_done(&mut session, OTHER);
    assert!(matches!(events.last(), Some(Event::Done { run: OTHER, .. })));
}

#[test]
fn a_run_previews_itself_and_ends_with_its_flow() {
    let mut session = session();
    start(&mut session, RUN, train(TINY));
    let events = work_until_done(&mut session, RUN);
    let frames: Vec<&Frame> = events
        .iter()
        .filter_map(|event| match event {
            Event::Frame { frame, .. } => Some(frame),
            _ => None,
        })
        .collect();
    let Some(Frame::Cloud { t, dim: 2, points }) = frames.first() else {
        panic!("a preview comes first");
    };
    assert_eq!((*t, points.0.len()), (1.0, 64));
    let [.., Frame::Flow { times, dim: 2, points }, Frame::Curves { curves }] = &frames[..] else {
        panic!("the flow comes last, and then the loss by time");
    };
    assert_eq!(curves[0].name, "loss_by_t");
    assert_eq!(times.0, [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(points.0.len(), 5 * 64);
    for name in ["loss", "nfe", "sliced_w2", "sliced_w2_noise", "field_error"] {
        assert!(metric(&events, RUN, name).is_some_and(f64::is_finite), "{name}");
    }
    assert_eq!(metric(&events, RUN, "nfe"), Some(8.0));
}
