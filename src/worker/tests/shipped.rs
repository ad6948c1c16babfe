//! The weights that come with the page: each fits its link and keeps its card's word.

use std::fs;
use std::path::PathBuf;

use super::OTHER;
use super::RUN;
use super::metric;
use super::session;
use super::start;
use super::train;
use super::work_until_done;
use crate::experiment::run::Experiment;
use crate::experiment::shipped;
use crate::experiment::shipped::Shipped;
use crate::protocol::command::Command;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::safetensors;
use crate::protocol::safetensors::BadWeights;
use crate::protocol::safetensors::Weights;
use crate::worker::pretrain::Card;
use crate::worker::pretrain::N_DRAWS;
use crate::worker::pretrain::table;

/// How many standard deviations of the card's draws another draw may lie above
/// their mean.
const TOLERANCE: f64 = 4.0;

/// Largest file of weights, in bytes.
const MAX_BYTES: usize = 200_000;

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("public/weights");
    let path = folder.join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn weights(shipped: &Shipped) -> Weights {
    let bytes = file(&format!("{}.safetensors", shipped.name));
    assert!(bytes.len() <= MAX_BYTES, "{}: {} bytes", shipped.name, bytes.len());
    safetensors::read(&bytes).expect("a file of weights")
}

fn card(shipped: &Shipped) -> Card {
    serde_json::from_slice(&file(&format!("{}.json", shipped.name))).expect("a card")
}

/// Sliced W2 of samples of another seed than any of the card's.
fn distance(shipped: &Shipped, start_network: impl FnOnce(&mut super::Session)) -> f64 {
    let mut session = session();
    start_network(&mut session);
    let link = format!("{}&seed={}", shipped.query, N_DRAWS + 1);
    let job = Job::Flow { link, field: FieldOf::Learned(RUN), max_frames: 2 };
    start(&mut session, OTHER, job);
    let events = work_until_done(&mut session, OTHER);
    metric(&events, OTHER, "sliced_w2").expect("finite samples")
}

#[test]
fn every_shipped_file_fits_its_link_and_says_it() {
    for shipped in shipped::ALL {
        let Weights { snapshot, link } = weights(shipped);
        let experiment = Experiment::from_link(shipped.query);
        assert_eq!(safetensors::check(&snapshot, &experiment), Ok(()), "{}", shipped.name);
        assert_eq!(link, format!("#/lab?{}", shipped.query));
        assert_eq!(snapshot.step, experiment.train.n_steps, "{}", shipped.name);
        assert_eq!(snapshot, snapshot.for_sampling(), "nothing that sampling does not need");
        let other = Experiment::from_link(&format!("{}&net=32x2", shipped.query));
        let refused = safetensors::check(&snapshot, &other);
        assert!(matches!(refused, Err(BadWeights::Shape { .. })), "{}", shipped.name);
    }
}

#[test]
fn every_card_is_of_its_link() {
    for shipped in shipped::ALL {
        let card = card(shipped);
        let experiment = Experiment::from_link(shipped.query);
        assert_eq!((card.name.as_str(), card.about.as_str()), (shipped.name, shipped.about));
        assert_eq!(card.link, format!("#/lab?{}", shipped.query));
        assert_eq!((card.seed, card.steps), (experiment.seed, experiment.train.n_steps));
        // What was learned stands against theory: the loss is at its floor.
        let ratio = card.loss.value / card.loss_floor;
        let error = 4.0 * card.loss.spread / card.loss_floor;
        assert!((1.0 - error..1.1 + error).contains(&ratio), "{}: {ratio}", shipped.name);
    }
}

#[test]
fn samples_of_another_seed_keep_the_word_of_every_card() {
    for shipped in shipped::ALL {
        let (snapshot, link) = (weights(shipped).snapshot, shipped.query.to_owned());
        let distance = distance(shipped, |session| {
            let job = Job::Train { link, is_held: true };
            session.handle(Command::Resume { run: RUN, job, snapshot, is_running: false });
        });
        let told = card(shipped).sliced_w2;
        let bound = told.value + TOLERANCE * told.spread;
        assert!(distance <= bound, "{}: {distance} above {bound}", shipped.name);
    }
}

#[test]
fn fresh_weights_do_not_keep_it() {
    for shipped in shipped::ALL {
        let distance = distance(shipped, |session| {
            start(session, RUN, Job::Train { link: shipped.query.to_owned(), is_held: true });
        });
        let told = card(shipped).sliced_w2;
        assert!(told.value + TOLERANCE * told.spread < distance, "{}", shipped.name);
    }
}

#[test]
fn the_table_of_the_weights_is_that_of_the_cards() {
    let cards: Vec<Card> = shipped::ALL.iter().map(card).collect();
    let readme = String::from_utf8(file("README.md")).expect("a text");
    assert_eq!(readme, table(&cards));
}

#[test]
fn a_short_run_gives_weights_with_a_card_that_keeps_its_word() {
    let shipped = Shipped {
        name: "tiny",
        label: "tiny",
        query: "data=gmm5&net=8x1&batch=16&steps=40&ema=0.9&samples=32&n=4",
        about: "A test.",
    };
    let made = crate::worker::pretrain::pretrain(&shipped, |_, _| {}).expect("a sound run");
    let Weights { snapshot, link } = safetensors::read(&made.file()).expect("a file of weights");
    assert_eq!((snapshot.step, link), (40, made.card.link.clone()));
    let experiment = Experiment::from_link(shipped.query);
    assert_eq!(safetensors::check(&snapshot, &experiment), Ok(()));
    // The card's own draws, made again.
    let mut session = session();
    start(&mut session, RUN, train(shipped.query));
    work_until_done(&mut session, RUN);
    let draws: Vec<f64> = (1..=N_DRAWS)
        .map(|seed| {
            let run = crate::protocol::command::RunId(10 + seed as u32);
            let link = format!("{}&seed={seed}", shipped.query);
            start(
                &mut session,
                run,
                Job::Flow { link, field: FieldOf::Learned(RUN), max_frames: 2 },
            );
            metric(&work_until_done(&mut session, run), run, "sliced_w2").expect("samples")
        })
        .collect();
    let mean = draws.iter().sum::<f64>() / N_DRAWS as f64;
    assert!((made.card.sliced_w2.value - mean).abs() < 1e-12);
}
