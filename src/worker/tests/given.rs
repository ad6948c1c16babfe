//! Runs that begin with weights of their own, and networks that are only shown.

use burn::tensor::Device;

use super::OTHER;
use super::RUN;
use super::losses;
use super::metric;
use super::session;
use super::start;
use super::train;
use super::work_until_done;
use crate::experiment::run::Experiment;
use crate::model::batch::BatchSource;
use crate::model::mlp::Mlp;
use crate::model::ready::now;
use crate::model::record::from_named;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::protocol::command::Command;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;
use crate::protocol::job::Job;
use crate::protocol::snapshot::Snapshot;
use crate::protocol::snapshot::WEIGHT;
use crate::train::optimizer::Optimizer;
use crate::train::step::Learner;
use crate::train::step::train_step;

const TINY: &str = "data=gmm5&net=8x1&batch=16&steps=40&samples=32&n=4";

/// What a run of `link` ends with: its events and its last snapshot.
fn trained(link: &str) -> (Vec<Event>, Snapshot) {
    let mut session = session();
    start(&mut session, RUN, train(link));
    let events = work_until_done(&mut session, RUN);
    let snapshot = events.iter().rev().find_map(|event| match event {
        Event::Snapshot { snapshot, .. } => Some(snapshot.clone()),
        _ => None,
    });
    (events, snapshot.expect("a run ends with a snapshot"))
}

/// Events of a run of `link` that begins as `snapshot` says.
fn from_snapshot(link: &str, snapshot: Snapshot) -> Vec<Event> {
    let mut session = session();
    let job = Job::Train { link: link.to_owned(), is_held: false };
    session.handle(Command::Resume { run: OTHER, job, snapshot, is_running: true });
    work_until_done(&mut session, OTHER)
}

/// Losses of the first steps from these weights by the rule itself.
fn by_hand(link: &str, snapshot: &Snapshot, n_steps: u32) -> Vec<f32> {
    let (experiment, device) = (Experiment::from_link(link), Device::flex());
    let mlp = Mlp::new(&experiment.net, experiment.dim());
    let params =
        from_named(WEIGHT, &mlp.layout().entries(), &snapshot.tensors).expect("its own network");
    let train = experiment.train;
    let optimizer = Optimizer::fresh(train.optimizer, train.n_steps, params.len(), &device);
    let mut learner = Learner::first(Network::with_params(mlp, params, &device), optimizer);
    let source = BatchSource::of(&experiment);
    let step = |k| {
        let (next, loss) = train_step(learner.clone(), &source.batch(k), &device);
        learner = next;
        now(read(vec![loss])).expect("a CPU answers").concat()[0]
    };
    (0..n_steps).map(step).collect()
}

#[test]
fn training_from_given_weights_is_adam_begun_anew_from_them() {
    let (_, snapshot) = trained(TINY);
    for other in ["lr=0.01", "lr=0.01&ema=0.9&seed=5"] {
        let link = format!("{TINY}&{other}");
        let events = from_snapshot(&link, snapshot.as_first());
        let losses = losses(&events, OTHER, 0);
        assert_eq!(losses.len(), 40);
        assert_eq!(losses, by_hand(&link, &snapshot, 40), "{other}");
        assert_ne!(losses, by_hand(&link, &trained(&format!("{TINY}&seed=2")).1, 40));
    }
}

#[test]
fn a_finished_network_is_shown_without_a_step_as_it_was_at_its_end() {
    for link in [TINY.to_owned(), format!("{TINY}&ema=0.9")] {
        let (original, snapshot) = trained(&link);
        let shown = from_snapshot(&link, snapshot.for_sampling());
        assert!(!shown.iter().any(|event| matches!(event, Event::Losses { .. })));
        assert!(matches!(shown.last(), Some(Event::Done { run: OTHER, is_stopped: false })));
        for name in ["loss", "sliced_w2", "sliced_w2_noise", "field_error"] {
            let value = metric(&shown, OTHER, name);
            assert!(value.is_some_and(f64::is_finite), "{name}");
            assert_eq!(value, metric(&original, RUN, name), "{name}");
        }
        let flow = |events: &[Event]| {
            events.iter().rev().find_map(|event| match event {
                Event::Frame { frame: Frame::Flow { points, .. }, .. } => Some(points.clone()),
                _ => None,
            })
        };
        assert_eq!(flow(&shown), flow(&original));
    }
}

#[test]
fn shipped_weights_that_did_not_come_are_missed_in_a_sentence() {
    let mut session = session();
    start(&mut session, RUN, train("init=moons&steps=5"));
    let events = work_until_done(&mut session, RUN);
    let Some(Event::Failed { message, is_recoverable: false, .. }) = events.last() else {
        panic!("{events:?}");
    };
    assert!(message.contains("shipped weights"), "{message}");
}
