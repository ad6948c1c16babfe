//! The weights that come with the page: each fits its link and keeps its card's word.

use std::fs;
use std::path::PathBuf;

use burn::tensor::Device;

use super::RUN;
use super::metric;
use super::session;
use super::start;
use super::train;
use super::work_until_done;
use crate::experiment::images::latent::CODER;
use crate::experiment::images::shipped as of_images;
use crate::experiment::run::Experiment;
use crate::experiment::shipped;
use crate::experiment::shipped::Shipped;
use crate::model::ready::now;
use crate::protocol::command::Command;
use crate::protocol::command::RunId;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::safetensors;
use crate::protocol::safetensors::BadWeights;
use crate::protocol::safetensors::Weights;
use crate::protocol::snapshot::Snapshot;
use crate::train::run::TrainRun;
use crate::worker::image_card::tables;
use crate::worker::pretrain::Card;
use crate::worker::pretrain::N_DRAWS;
use crate::worker::pretrain::pretrain;
use crate::worker::pretrain::table;
use crate::worker::pretrain_coder::coder_table;

/// How many of the card's standard deviations, or errors, another draw may lie
/// above its numbers.
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

/// Sliced W2 and field error of a network, with another seed than any of the card's.
fn measured(shipped: &Shipped, snapshot: Snapshot) -> [f64; 2] {
    let mut session = session();
    let link = format!("{}&seed={}", shipped.query, N_DRAWS + 1);
    let job = Job::Train { link, is_held: false };
    session.handle(Command::Resume { run: RUN, job, snapshot, is_running: true });
    let events = work_until_done(&mut session, RUN);
    ["sliced_w2", "field_error"].map(|name| metric(&events, RUN, name).expect("finite samples"))
}

/// The most that they may be by the card's word.
fn bounds(shipped: &Shipped) -> [f64; 2] {
    let card = card(shipped);
    [card.sliced_w2, card.field_error].map(|told| told.value + TOLERANCE * told.spread)
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
        let (found, most) = (measured(shipped, weights(shipped).snapshot), bounds(shipped));
        assert!(found[0] <= most[0] && found[1] <= most[1], "{}: {found:?} {most:?}", shipped.name);
    }
}

#[test]
fn fresh_weights_keep_no_cards_word() {
    for shipped in shipped::ALL {
        let experiment = Experiment::from_link(shipped.query);
        let mut run = TrainRun::new(&experiment, &Device::flex());
        let fresh = now(run.snapshot()).expect("finite weights");
        let fresh = Snapshot { step: experiment.train.n_steps, ..fresh };
        let (found, most) = (measured(shipped, fresh), bounds(shipped));
        // Circles lie close to a checkerboard from the start; the field tells.
        assert!(most[0] < found[0] || shipped.name == "circles-checkerboard", "{}", shipped.name);
        assert!(5.0 * most[1] < found[1], "{}: {found:?} {most:?}", shipped.name);
    }
}

/// A card of images out of its file.
fn json<C: serde::de::DeserializeOwned>(name: &str) -> C {
    serde_json::from_slice(&file(&format!("{name}.json"))).expect("a card")
}

#[test]
fn the_table_of_the_weights_is_that_of_the_cards() {
    let cards: Vec<Card> = shipped::ALL.iter().map(card).collect();
    let readme = String::from_utf8(file("README.md")).expect("a text");
    let judges = of_images::JUDGES.iter().map(|(name, _)| json(name)).collect::<Vec<_>>();
    let networks = of_images::ALL.iter().map(|it| json(it.name)).collect::<Vec<_>>();
    let coder = coder_table(&json(CODER));
    assert!(readme == table(&cards) + &tables(&judges, &networks) + &coder, "run pretrain table");
}

#[test]
fn a_short_run_gives_weights_with_a_card_that_keeps_its_word() {
    let shipped = Shipped {
        name: "tiny",
        label: "tiny",
        query: "data=gmm5&net=8x1&batch=16&steps=40&ema=0.9&samples=32&n=4",
        about: "A test.",
    };
    let made = pretrain(&shipped, |_, _| {}).expect("a sound run");
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
            let run = RunId(10 + seed as u32);
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
