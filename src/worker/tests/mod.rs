//! A session at work, natively, on the CPU.

mod evidence;
mod given;
mod guidance;
mod images;
mod jobs;
mod latent;
mod shipped;
mod training;

use std::time::Duration;

use crate::model::ready::now;
use crate::protocol::command::Command;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::job::Job;
use crate::worker::devices::Devices;
use crate::worker::session::Session;

const RUN: RunId = RunId(1);
const OTHER: RunId = RunId(2);

/// A session on the CPU whose opening events are already taken.
fn session() -> Session {
    let mut session = Session::new(Duration::from_millis(1));
    session.handle(Command::OpenDevice { preference: "cpu".to_owned() });
    assert!(session.wanted_device().is_some());
    session.set_devices(Devices::cpu_only("CPU, as asked for."));
    let events = session.take_events();
    assert!(matches!(events[..], [Event::Ready { .. }, Event::Device { .. }]));
    session
}

fn train(link: &str) -> Job {
    Job::Train { link: link.to_owned(), is_held: false }
}

fn start(session: &mut Session, run: RunId, job: Job) {
    session.handle(Command::Start { run, job, priority: Priority::Normal });
}

/// Events until there is nothing left to do, at most `n` slices.
fn work(session: &mut Session, n: usize) -> Vec<Event> {
    let mut events = session.take_events();
    for _ in 0..n {
        if !session.has_work() {
            break;
        }
        now(session.work_slice());
        events.append(&mut session.take_events());
    }
    events
}

/// Events until the run has ended.
#[track_caller]
fn work_until_done(session: &mut Session, of: RunId) -> Vec<Event> {
    let mut events = Vec::new();
    for _ in 0..100_000 {
        events.append(&mut work(session, 1));
        let is_end = |event: &Event| match event {
            Event::Done { run, .. } => *run == of,
            Event::Failed { run, .. } => *run == Some(of),
            _ => false,
        };
        if events.iter().any(is_end) {
            return events;
        }
    }
    panic!("the run did not end");
}

/// Losses of a run in the order of their steps; every step once.
#[track_caller]
fn losses(events: &[Event], of: RunId, first: u32) -> Vec<f32> {
    let mut all = Vec::new();
    for event in events {
        if let Event::Losses { run, first_step, values } = event
            && *run == of
        {
            assert_eq!(*first_step, first + all.len() as u32, "a step was left out or repeated");
            all.extend(&values.0);
        }
    }
    all
}

/// Last value of a metric.
fn metric(events: &[Event], of: RunId, wanted: &str) -> Option<f64> {
    events.iter().rev().find_map(|event| match event {
        Event::Metric { run, name, value, .. } if *run == of && name == wanted => Some(*value),
        _ => None,
    })
}
