//! Networks trained to their end without a page, each with a card that says how
//! and how good it is. The weights ship with the page.
//!
//! The session is that of the page's workers, on the CPU: the same link gives
//! the same run.

use std::fmt::Write;

use serde::Deserialize;
use serde::Serialize;
use web_time::Instant;

use crate::experiment::choice::DeviceKind;
use crate::experiment::run::Experiment;
use crate::experiment::shipped::Shipped;
use crate::math::kind::Kind;
use crate::model::mlp::Mlp;
use crate::model::ready::now;
use crate::protocol::command::Command;
use crate::protocol::command::Priority;
use crate::protocol::command::RunId;
use crate::protocol::event::Event;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::safetensors;
use crate::protocol::snapshot::Snapshot;
use crate::worker::devices::Devices;
use crate::worker::session::Session;
use crate::worker::shared::SETTLE;

/// Sets of samples that a card's distance is the mean over, of the seeds 1, 2, …
pub const N_DRAWS: u64 = 8;

/// What trained the weights, in their files.
pub(crate) const PROGRAM: &str = concat!("flow-lab ", env!("CARGO_PKG_VERSION"));

const TRAINING: RunId = RunId(0);
const FLOOR: RunId = RunId(1);

/// Everything there is to know of a file of weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Name of the file, and of the weights in links.
    pub name: String,
    /// One sentence: what it is for.
    pub about: String,
    /// Link of the run, behind the page's own address.
    pub link: String,
    /// Seed of everything random in the run.
    pub seed: u64,
    /// Training steps.
    pub steps: u32,
    /// Fresh points a step.
    pub batch: u32,
    /// Number of weights.
    pub n_params: usize,
    /// Mean loss of the last 100 steps and its standard error.
    pub loss: Told,
    /// Smallest loss that any network can reach.
    pub loss_floor: f64,
    /// Sliced W2 of samples to as many fresh points of the data: mean and
    /// standard deviation over [`N_DRAWS`] seeds.
    pub sliced_w2: Told,
    /// The same between two fresh sets of data: mean and standard deviation
    /// over 16 pairs.
    pub sliced_w2_noise: Told,
    /// Mean squared distance of learned and exact velocity along the path, and
    /// its standard error.
    pub field_error: Told,
    /// How those samples were drawn.
    pub samples: String,
    /// What trains it again.
    pub command: String,
    /// Version of the program.
    pub program: String,
    /// Seconds of training.
    pub secs: f64,
}

/// A number with its spread.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The number.
    pub value: f64,
    /// Standard error or deviation, as the card says.
    pub spread: f64,
}

/// Trained weights with their card.
#[derive(Clone, Debug)]
pub struct Pretrained {
    /// The card.
    pub card: Card,
    weights: Snapshot,
}

impl Pretrained {
    /// The weights as a safetensors file.
    pub fn file(&self) -> Vec<u8> {
        safetensors::write(&self.weights, &self.card.link, PROGRAM)
    }
}

/// Trains what a shipped network's link says; `tell` hears steps made and in all.
///
/// # Errors
/// A sentence if the run or its measures fail.
pub fn pretrain(shipped: &Shipped, tell: impl FnMut(u32, u32)) -> Result<Pretrained, String> {
    let (query, experiment) = (shipped.query, Experiment::from_link(shipped.query));
    let mut desk = Desk::new(tell);
    let started = Instant::now();
    desk.finish(TRAINING, Job::Train { link: query.to_owned(), is_held: false })?;
    let secs = started.elapsed().as_secs_f64();
    let weights = desk.snapshot.take().ok_or("The run ended without its weights.")?.for_sampling();
    desk.finish(FLOOR, Job::Floor { link: query.to_owned() })?;
    let mut draws = Vec::new();
    for seed in 1..=N_DRAWS {
        let run = RunId(FLOOR.0 + seed as u32);
        let (link, field) = (format!("{query}&seed={seed}"), FieldOf::Learned(TRAINING));
        desk.finish(run, Job::Flow { link, field, max_frames: 2 })?;
        draws.push(desk.told(run, "sliced_w2")?.value);
    }
    let sample = experiment.sample;
    let card = Card {
        name: shipped.name.to_owned(),
        about: shipped.about.to_owned(),
        link: format!("#/lab?{query}"),
        seed: experiment.seed,
        steps: experiment.train.n_steps,
        batch: experiment.train.batch,
        n_params: Mlp::new(&experiment.net, experiment.dim()).layout().n_params(),
        loss: desk.told(TRAINING, "loss")?,
        loss_floor: desk.told(FLOOR, "loss_floor")?.value,
        sliced_w2: over(&draws),
        sliced_w2_noise: desk.told(TRAINING, "sliced_w2_noise")?,
        field_error: desk.told(TRAINING, "field_error")?,
        samples: format!(
            "{} points by {} in {} steps",
            sample.n_samples,
            sample.solver.label(),
            sample.n_steps
        ),
        command: format!("cargo xtask pretrain {}", shipped.name),
        program: PROGRAM.to_owned(),
        secs: (10.0 * secs).round() / 10.0,
    };
    Ok(Pretrained { card, weights })
}

/// A session at work on one run after the other, and the numbers that it said.
struct Desk<F> {
    session: Session,
    numbers: Vec<(RunId, String, Told)>,
    snapshot: Option<Snapshot>,
    tell: F,
}

impl<F: FnMut(u32, u32)> Desk<F> {
    fn new(tell: F) -> Self {
        let mut session = Session::new(SETTLE);
        session.handle(Command::OpenDevice { preference: DeviceKind::Cpu.key().to_owned() });
        session.set_devices(Devices::cpu_only("CPU."));
        Self { session, numbers: Vec::new(), snapshot: None, tell }
    }

    /// Works on a job until it has ended.
    fn finish(&mut self, run: RunId, job: Job) -> Result<(), String> {
        self.session.handle(Command::Start { run, job, priority: Priority::Normal });
        let mut is_done = false;
        while self.session.has_work() {
            now(self.session.work_slice());
            for event in self.session.take_events() {
                is_done |= self.take(event)?;
            }
        }
        if is_done { Ok(()) } else { Err("A run came to no end.".to_owned()) }
    }

    /// Takes in an event; whether a run has ended with it.
    fn take(&mut self, event: Event) -> Result<bool, String> {
        match event {
            Event::Progress { run: TRAINING, done, total, .. } => (self.tell)(done, total),
            Event::Metric { run, name, value, spread } => {
                self.numbers.push((run, name, Told { value, spread: spread.unwrap_or(0.0) }));
            }
            Event::Snapshot { snapshot, .. } => self.snapshot = Some(snapshot),
            Event::Failed { message, .. } => return Err(message),
            Event::Done { .. } => return Ok(true),
            _ => {}
        }
        Ok(false)
    }

    /// Last value of a number.
    fn told(&self, of: RunId, wanted: &str) -> Result<Told, String> {
        let mut said = self.numbers.iter().rev();
        let found = said.find(|(run, name, _)| *run == of && name == wanted);
        found.map(|(_, _, told)| *told).ok_or_else(|| format!("There is no {wanted} to tell."))
    }
}

/// Mean and standard deviation.
fn over(values: &[f64]) -> Told {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    Told { value: mean, spread: variance.sqrt() }
}

/// The cards as a table for people.
pub fn table(cards: &[Card]) -> String {
    let mut text = format!(
        "\
# Shipped weights

Networks that were trained before, by `cargo xtask pretrain` with the code of the page's own workers; a link takes one up with `init=<name>`.
Each file holds the weights as `f32` and the losses of the last 100 steps; its card beside it (`.json`) says how it was made.
This table is made from the cards; do not edit it.

`loss` is the mean of the last 100 steps with its standard error, `floor` the smallest loss possible.
`sliced W2` is the distance of samples to as many fresh points of the data, mean and standard deviation over {N_DRAWS} seeds; `noise` is the same between two fresh sets of data.
`seconds` are those of training on one core.

| name | for | weights | steps x batch | loss | floor | sliced W2 | noise | field error | seconds |
|---|---|---|---|---|---|---|---|---|---|
"
    );
    for card in cards {
        // Writing into a string can not fail.
        let _ = writeln!(
            text,
            "| [`{}`]({}.json) | {} | {} | {} x {} | {} | {:.3} | {} | {:.3} | {} | {:.0} |",
            card.name,
            card.name,
            card.about,
            card.n_params,
            card.steps,
            card.batch,
            card.loss,
            card.loss_floor,
            card.sliced_w2,
            card.sliced_w2_noise.value,
            card.field_error,
            card.secs
        );
    }
    text.push_str("\nThe runs:\n\n");
    for card in cards {
        let _ = writeln!(text, "- `{}`: `{}`, samples: {}", card.name, card.link, card.samples);
    }
    text
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} +- {:.3}", self.value, self.spread)
    }
}
