//! Image networks and their judges trained to their end without a page, each with its card.

use std::rc::Rc;

use burn::tensor::Device;
use web_time::Instant;

use crate::dataset::images::ImageSet;
use crate::dataset::images::Images;
use crate::experiment::choice::DecayKind;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::images::run::Imaging;
use crate::experiment::images::shipped::ShippedImages;
use crate::experiment::run::OptimizerConfig;
use crate::experiment::run::TrainConfig;
use crate::job::plan::SamplePlan;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::metric::images::diversity;
use crate::metric::images::nearest;
use crate::model::image::batch::ImageBatches;
use crate::model::image::judge::Judge;
use crate::model::image::net::ImageNet;
use crate::model::ready::now;
use crate::model::ready::waited;
use crate::model::record::on_cpu;
use crate::model::record::read;
use crate::model::shape::Network;
use crate::model::shape::Shape;
use crate::protocol::safetensors;
use crate::protocol::snapshot::Snapshot;
use crate::sample::images::Guide;
use crate::sample::images::ImageFlow;
use crate::sample::images::ImageGroup;
use crate::sample::verdict::accuracy;
use crate::sample::verdict::verdicts;
use crate::train::images::Labels;
use crate::train::run::TrainRun;
use crate::train::step::Lessons;
use crate::worker::image_card::AtScale;
use crate::worker::image_card::ImageCard;
use crate::worker::image_card::JudgeCard;
use crate::worker::pretrain::PROGRAM;
use crate::worker::pretrain::Told;

/// Guidance scales that a card tells of.
const SCALES: [f64; 6] = [0.0, 1.0, 2.0, 3.0, 5.0, 8.0];
/// Images of each class that a card's numbers are of.
const N_EACH: usize = 40;
/// Images that are carried together.
const BLOCK_LEN: usize = 100;
/// Steps between two readings of the losses.
const READ_EVERY: u32 = 20;
/// Steps between two times that the weights are put down.
const KEEP_EVERY: u32 = 200;
/// Steps of a judge's training.
const JUDGE_STEPS: u32 = 3_000;

/// Trains the judge `name` of the images of `set`; `tell` hears steps made and in all.
///
/// # Errors
/// A sentence if the run fails.
pub fn pretrain_judge(
    name: &str,
    set: &Rc<ImageSet>,
    tell: impl FnMut(u32, u32),
) -> Result<(JudgeCard, Vec<u8>), String> {
    let optimizer = OptimizerConfig {
        kind: OptimizerKind::AdamW,
        lr: 0.002,
        ema: 0.99,
        clip: 0.0,
        n_warm: 100,
        decay: DecayKind::Cosine,
    };
    let like = Imaging::from_link("").train;
    let config = TrainConfig { batch: 64, n_steps: JUDGE_STEPS, optimizer, ..like };
    let lessons = Labels { set: Rc::clone(set), config, seed: 1 };
    let shape = Judge::new(set.kind);
    let n_params = shape.n_params();
    let done = finish(TrainRun::first(lessons, shape, 1, &Device::flex()), tell)?;
    let held_out = &set.held_out;
    let told = now(verdicts(&done.network, &held_out.pixels, held_out.dim()));
    let told = told.map_err(|error| error.to_string())?;
    let (value, spread) = accuracy(&told, &held_out.labels);
    let card = JudgeCard {
        name: name.to_owned(),
        held_out_accuracy: Told { value, spread },
        n_held_out: held_out.n(),
        confidence: told.iter().map(|v| v.confidence).sum::<f64>() / told.len() as f64,
        steps: JUDGE_STEPS,
        n_params,
        command: format!("cargo xtask pretrain {name}"),
        program: PROGRAM.to_owned(),
        secs: (10.0 * done.secs).round() / 10.0,
    };
    Ok((card, safetensors::write(&done.weights, "", PROGRAM)))
}

/// Trains what a shipped image network's link says, and judges its images.
///
/// # Errors
/// A sentence if the run or its measures fail.
pub fn pretrain_images(
    shipped: &ShippedImages,
    (set, judge): (&Rc<ImageSet>, &Network<Judge>),
    device: &Device,
    tell: impl FnMut(u32, u32),
    mut keep: impl FnMut(&[u8]) -> Result<(), String>,
) -> Result<ImageCard, String> {
    let experiment = shipped.experiment();
    let lessons = ImageBatches::of(&experiment, Rc::clone(set));
    let shape = ImageNet::new(experiment.net, experiment.data);
    let run = TrainRun::first(lessons, shape, experiment.seed, device);
    let done = finish_keeping(run, tell, |weights| {
        keep(&safetensors::write(weights, &link_of(shipped), PROGRAM))
    })?;
    card_of(shipped, (&done, device), set, judge)
}

/// The card of weights that are there already.
///
/// # Errors
/// A sentence if the file is of another network or its images can not be judged.
pub fn judged(
    shipped: &ShippedImages,
    bytes: &[u8],
    set: &Rc<ImageSet>,
    judge: &Network<Judge>,
) -> Result<ImageCard, String> {
    let experiment = shipped.experiment();
    let shape = ImageNet::new(experiment.net, experiment.data);
    let weights = safetensors::read(bytes).map_err(|error| error.to_string())?.snapshot;
    let device = Device::flex();
    let lessons = ImageBatches::of(&experiment, Rc::clone(set));
    let run = TrainRun::going_on(lessons, shape, &weights, &device);
    let run = run.map_err(|error| error.to_string())?;
    let (value, spread) = run.recent_loss().ok_or("The file has no losses.")?;
    let loss = Told { value, spread };
    let done = Trained { network: run.network(), weights, loss, secs: 0.0 };
    card_of(shipped, (&done, &device), set, judge)
}

fn card_of(
    shipped: &ShippedImages,
    (done, device): (&Trained<ImageNet>, &Device),
    set: &Rc<ImageSet>,
    judge: &Network<Judge>,
) -> Result<ImageCard, String> {
    let experiment = shipped.experiment();
    let n_params = done.network.shape.n_params();
    let network = Network::with_params(
        done.network.shape.clone(),
        waited(read(vec![done.network.params.clone()])).map_err(|e| e.to_string())?.concat(),
        device,
    );
    let at_scales = SCALES.iter().map(|&w| at_scale(&experiment, &network, set, judge, w));
    let n = N_EACH * set.kind.n_classes();
    let held_out = set.held_out.first(n);
    Ok(ImageCard {
        name: shipped.name.to_owned(),
        about: shipped.about.to_owned(),
        link: link_of(shipped),
        seed: experiment.seed,
        steps: done.weights.step,
        batch: experiment.train.batch,
        n_params,
        loss: done.loss,
        at_scales: at_scales.collect::<Result<_, String>>()?,
        diversity_held_out: diversity_of(&held_out)?,
        nearest_train_held_out: mean_nearest(&held_out.pixels, set),
        samples: format!(
            "{n} images by {} in {} steps",
            crate::math::kind::Kind::label(experiment.sample.solver),
            experiment.sample.n_steps
        ),
        command: format!("cargo xtask pretrain {}", shipped.name),
        program: PROGRAM.to_owned(),
        secs: (10.0 * done.secs).round() / 10.0,
    })
}

/// Where a network's run can be seen.
fn link_of(shipped: &ShippedImages) -> String {
    format!("#/figure/train-digits?{}", shipped.query)
}

/// A network after its training, with what is said of it.
pub(super) struct Trained<S> {
    pub(super) network: Network<S>,
    pub(super) weights: Snapshot,
    pub(super) loss: Told,
    pub(super) secs: f64,
}

/// Runs to the end.
pub(super) fn finish<L: Lessons>(
    run: TrainRun<L>,
    tell: impl FnMut(u32, u32),
) -> Result<Trained<L::Shape>, String> {
    finish_keeping(run, tell, |_| Ok(()))
}

/// The same; `keep` gets the weights for sampling now and then, and at the end.
fn finish_keeping<L: Lessons>(
    mut run: TrainRun<L>,
    mut tell: impl FnMut(u32, u32),
    mut keep: impl FnMut(&Snapshot) -> Result<(), String>,
) -> Result<Trained<L::Shape>, String> {
    let started = Instant::now();
    while !run.is_done() {
        run.advance();
        if run.n_made().is_multiple_of(READ_EVERY) || run.is_done() {
            waited(run.read_losses()).map_err(|error| error.to_string())?;
            tell(run.n_made(), run.n_steps());
        }
        if run.n_made().is_multiple_of(KEEP_EVERY) {
            let now = waited(run.snapshot()).map_err(|error| error.to_string())?;
            keep(&now.for_sampling())?;
        }
    }
    let secs = started.elapsed().as_secs_f64();
    let weights = waited(run.snapshot()).map_err(|error| error.to_string())?.for_sampling();
    keep(&weights)?;
    let (value, spread) = run.recent_loss().ok_or("The run made no step.")?;
    let network = waited(on_cpu(&run.network())).map_err(|error| error.to_string())?;
    Ok(Trained { network, weights, loss: Told { value, spread }, secs })
}

fn at_scale(
    experiment: &Imaging,
    network: &Network<ImageNet>,
    set: &ImageSet,
    judge: &Network<Judge>,
    w: f64,
) -> Result<AtScale, String> {
    let n = N_EACH * set.kind.n_classes();
    let labels: Vec<u8> = (0..n).map(|idx| experiment.label_of(idx) as u8).collect();
    let mut rng = Rng::stream(experiment.seed, Stream::Noise, 0);
    let group = ImageGroup {
        guide: Guide::Learned { network: Box::new(network.clone()), predict: experiment.predict },
        path: experiment.path,
        plan: SamplePlan::of_images(experiment),
        w,
        labels: labels.iter().copied().map(Some).collect(),
        starts: rng.normal_points(n, set.kind.dim()),
        first_noise: 0,
    };
    let mut flow = ImageFlow::in_blocks(&[group], &network.params.device(), BLOCK_LEN);
    let lost = |error: crate::model::record::DeviceLost| error.to_string();
    while flow.advance() {
        // No more than a few steps are queued on a graphics device.
        waited(flow.settle()).map_err(lost)?;
    }
    let pixels = waited(flow.now()).map_err(lost)?;
    let told = now(verdicts(judge, &pixels, set.kind.dim())).map_err(lost)?;
    let (value, spread) = accuracy(&told, &labels);
    Ok(AtScale {
        w,
        label_accuracy: Told { value, spread },
        confidence: told.iter().map(|v| v.confidence).sum::<f64>() / told.len() as f64,
        diversity: diversity_of(&Images { pixels: pixels.clone(), labels })?,
        nearest_train: mean_nearest(&pixels, set),
    })
}

fn diversity_of(images: &Images) -> Result<f64, String> {
    let found = diversity(&images.pixels, images.dim(), &images.labels);
    found.ok_or_else(|| "No class has two images.".to_owned())
}

/// Mean distance of images to the nearest training image.
fn mean_nearest(pixels: &[f32], set: &ImageSet) -> f64 {
    let distances = pixels.chunks_exact(set.kind.dim());
    let distances: Vec<f64> = distances.map(|image| nearest(image, &set.train.pixels).1).collect();
    distances.iter().sum::<f64>() / distances.len() as f64
}

/// The judge of a file's bytes.
///
/// # Errors
/// A sentence if the file holds no judge of such images.
pub fn judge_of(bytes: &[u8], shape: Judge) -> Result<Network<Judge>, String> {
    let weights = safetensors::read(bytes).map_err(|error| error.to_string())?;
    let entries = shape.entries();
    let flat = crate::model::record::from_named(
        crate::protocol::snapshot::WEIGHT,
        &entries,
        &weights.snapshot.tensors,
    );
    let flat = flat.map_err(|error| error.to_string())?;
    Ok(Network::with_params(shape, flat, &Device::flex()))
}

/// Largest differences of loss and gradient between `device` and the CPU for the
/// network of a shipped line, relative to the largest number, and milliseconds a
/// training step on each.
///
/// # Errors
/// A sentence if the device is gone.
pub fn compared(
    shipped: &ShippedImages,
    set: &Rc<ImageSet>,
    device: &Device,
) -> Result<[f64; 4], String> {
    let experiment = shipped.experiment();
    let lessons = ImageBatches::of(&experiment, Rc::clone(set));
    let shape = ImageNet::new(experiment.net, experiment.data);
    let mut found = Vec::new();
    for device in [&Device::flex(), device] {
        let network = Network::first(shape.clone(), experiment.seed, device);
        let (loss, grad) = lessons.judged(&network, 0, device);
        let both = waited(read(vec![loss, grad]));
        let mut run = TrainRun::first(lessons.clone(), shape.clone(), experiment.seed, device);
        for _ in 0..3 {
            run.advance();
        }
        waited(run.read_losses()).map_err(|error| error.to_string())?;
        let begun = Instant::now();
        for _ in 0..5 {
            run.advance();
        }
        waited(run.read_losses()).map_err(|error| error.to_string())?;
        let millis = 1e3 * begun.elapsed().as_secs_f64() / 5.0;
        found.push((both.map_err(|error| error.to_string())?, millis));
    }
    let off = |k: usize| {
        let (cpu, other) = (&found[0].0[k], &found[1].0[k]);
        let largest = cpu.iter().fold(0.0_f64, |max, v| max.max(f64::from(v.abs())));
        let gap = |(a, b): (&f32, &f32)| f64::from((a - b).abs());
        cpu.iter().zip(other).map(gap).fold(0.0, f64::max) / largest
    };
    Ok([off(0), off(1), found[0].1, found[1].1])
}
