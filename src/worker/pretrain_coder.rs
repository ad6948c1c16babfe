//! The autoencoder of small digits trained to its end without a page, with its card.

use std::rc::Rc;

use burn::tensor::Device;
use serde::Deserialize;
use serde::Serialize;

use crate::dataset::images::ImageSet;
use crate::experiment::choice::DecayKind;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::images::latent::CODER;
use crate::experiment::images::latent::Latent;
use crate::experiment::images::run::Imaging;
use crate::experiment::run::OptimizerConfig;
use crate::experiment::run::TrainConfig;
use crate::model::image::coder::Coder;
use crate::model::image::judge::Judge;
use crate::model::ready::now;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::safetensors;
use crate::train::coder::Copies;
use crate::train::run::TrainRun;
use crate::worker::latent_task::LatentTask;
use crate::worker::pretrain::PROGRAM;
use crate::worker::pretrain::Told;
use crate::worker::pretrain_images::finish;
use crate::worker::task::Course;

/// Training steps and images of each.
const N_STEPS: u32 = 4_000;
const BATCH: u32 = 256;

/// What there is to know of an autoencoder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoderCard {
    /// Name of the file.
    pub name: String,
    /// Root mean square difference of a pixel of held-out images, from -1 to 1,
    /// and of what comes back.
    pub rms_held_out: f64,
    /// Share of the held-out images that the judge takes for their label once
    /// they have come back, and its standard error.
    pub label_accuracy: Told,
    /// Mean of the loss over the last steps and its standard error.
    pub loss: Told,
    /// Training steps.
    pub steps: u32,
    /// Images of each.
    pub batch: u32,
    /// Number of weights.
    pub n_params: usize,
    /// What trains it again.
    pub command: String,
    /// Version of the program.
    pub program: String,
    /// Seconds of training.
    pub secs: f64,
}

/// Trains the autoencoder of `set`; `tell` hears steps made and in all.
///
/// # Errors
/// A sentence if the run fails.
pub fn pretrain_coder(
    set: &Rc<ImageSet>,
    judge: &Network<Judge>,
    tell: impl FnMut(u32, u32),
) -> Result<(CoderCard, Vec<u8>), String> {
    let optimizer = OptimizerConfig {
        kind: OptimizerKind::AdamW,
        lr: 0.002,
        ema: 0.0,
        clip: 0.0,
        n_warm: 0,
        decay: DecayKind::Cosine,
    };
    let like = Imaging::from_link("").train;
    let config = TrainConfig { batch: BATCH, n_steps: N_STEPS, optimizer, ..like };
    let lessons = Copies { set: Rc::clone(set), config, seed: 1 };
    let shape = Coder::new(set.kind);
    let n_params = shape.n_params();
    let done = finish(TrainRun::first(lessons, shape, 1, &Device::flex()), tell)?;
    let networks = (done.network, judge.clone());
    let mut task = LatentTask::new(RunId(1), Latent::from_link(""), networks, Rc::clone(set));
    let mut events = Vec::new();
    while now(task.slice(&mut events)).map_err(|error| error.to_string())? == Course::Open {}
    let told = |wanted: &str| {
        events.iter().find_map(|event| match event {
            Event::Metric { name, value, spread, .. } if name == wanted => {
                Some(Told { value: *value, spread: spread.unwrap_or(0.0) })
            }
            _ => None,
        })
    };
    let missing = || "The plane of codes told no numbers.".to_owned();
    let card = CoderCard {
        name: CODER.to_owned(),
        rms_held_out: told("rms_held_out").ok_or_else(missing)?.value,
        label_accuracy: told("label_accuracy").ok_or_else(missing)?,
        loss: done.loss,
        steps: N_STEPS,
        batch: BATCH,
        n_params,
        command: format!("cargo xtask pretrain {CODER}"),
        program: PROGRAM.to_owned(),
        secs: (10.0 * done.secs).round() / 10.0,
    };
    Ok((card, safetensors::write(&done.weights, "", PROGRAM)))
}

/// The card as a table for people.
pub fn coder_table(card: &CoderCard) -> String {
    format!(
        "\nAn autoencoder turns an image of 8 by 8 into a point of the plane and back; `held out` is how far pixels of held-out images are from what comes back (root mean square, from -1 to 1), `known` the share of these that the judge takes for their label.\n\n| autoencoder | weights | steps x batch | held out | known |\n|---|---|---|---|---|\n| [`{}`]({}.json) | {} | {} x {} | {:.3} | {} |\n",
        card.name,
        card.name,
        card.n_params,
        card.steps,
        card.batch,
        card.rms_held_out,
        card.label_accuracy
    )
}
