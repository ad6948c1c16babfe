//! Trains the shipped networks and writes their weights, cards and table.
//!
//! `cargo xtask pretrain [NAME]` runs it, optimized, in the root of the checkout.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::print_stderr, reason = "a program for the terminal")]

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use burn::tensor::Device;
use flow_lab::dataset::images::ImageKind;
use flow_lab::dataset::images::ImageSet;
use flow_lab::dataset::images::file as images_file;
use flow_lab::experiment::images::latent::CODER;
use flow_lab::experiment::images::shipped as of_images;
use flow_lab::experiment::images::shipped::ShippedImages;
use flow_lab::experiment::shipped;
use flow_lab::experiment::shipped::Shipped;
use flow_lab::model::image::judge::Judge;
use flow_lab::model::shape::Network;
use flow_lab::worker::image_card::ImageCard;
use flow_lab::worker::image_card::JudgeCard;
use flow_lab::worker::image_card::tables;
use flow_lab::worker::pretrain::Card;
use flow_lab::worker::pretrain::pretrain;
use flow_lab::worker::pretrain::table;
use flow_lab::worker::pretrain_coder::CoderCard;
use flow_lab::worker::pretrain_coder::coder_table;
use flow_lab::worker::pretrain_coder::pretrain_coder;
use flow_lab::worker::pretrain_images::compared;
use flow_lab::worker::pretrain_images::judge_of;
use flow_lab::worker::pretrain_images::judged;
use flow_lab::worker::pretrain_images::pretrain_images;
use flow_lab::worker::pretrain_images::pretrain_judge;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where the weights lie, from the root of the checkout.
const FOLDER: &str = "public/weights";

/// Instead of a network's name: the table of all cards alone.
const TABLE: &str = "table";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let is_judged_alone = args.iter().any(|arg| arg == "--card");
    let is_on_gpu = args.iter().any(|arg| arg == "--webgpu");
    let name = args.iter().find(|arg| !arg.starts_with("--"));
    match run(name.map(String::as_str), [is_on_gpu, is_judged_alone]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("pretrain: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Trains the network of that name, or all; image networks on a graphics device
/// where that is asked for.
fn run(name: Option<&str>, [is_on_gpu, is_judged_alone]: [bool; 2]) -> Result<(), String> {
    let device = if is_on_gpu { gpu()? } else { Device::flex() };
    let folder = PathBuf::from(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| refused(&folder, &error))?;
    if name == Some(TABLE) {
        return write_table(&folder);
    }
    let is_wanted = |it: &str| name.is_none_or(|name| it == name);
    let judges = of_images::JUDGES.iter().map(|(name, _)| *name);
    let names = shipped::ALL.iter().map(|shipped| shipped.name).chain(judges);
    let names: Vec<&str> =
        names.chain([CODER]).chain(of_images::ALL.iter().map(|it| it.name)).collect();
    if !names.iter().any(|name| is_wanted(name)) {
        return Err(format!("there is no such network; there are {}.", names.join(", ")));
    }
    for shipped in shipped::ALL.iter().filter(|it| is_wanted(it.name)) {
        train(shipped, &folder)?;
    }
    for (name, kind) in of_images::JUDGES.iter().filter(|(name, _)| is_wanted(name)) {
        train_judge(name, *kind, &folder)?;
    }
    if is_wanted(CODER) {
        let kind = ImageKind::Digits8;
        let made = pretrain_coder(&images(kind)?, &judge_in(&folder, kind)?, steps_of(CODER))?;
        keep(&folder, CODER, &made.0, &made.1)?;
    }
    for shipped in of_images::ALL.iter().filter(|it| is_wanted(it.name)) {
        if is_judged_alone {
            judge_alone(shipped, &folder)?;
            continue;
        }
        if is_on_gpu {
            compare(shipped, &device)?;
        }
        train_images(shipped, &folder, &device)?;
    }
    write_table(&folder)
}

fn train(shipped: &Shipped, folder: &Path) -> Result<(), String> {
    println!("{}: {}", shipped.name, shipped.query);
    let mut tenths = 0;
    let made = pretrain(shipped, |done, total| {
        let now = 10 * u64::from(done) / u64::from(total.max(1));
        if tenths < now {
            tenths = now;
            println!("{}: {done} of {total} steps", shipped.name);
        }
    })?;
    let card = serde_json::to_string_pretty(&made.card).map_err(|error| error.to_string())?;
    println!("{card}");
    write(&folder.join(format!("{}.safetensors", shipped.name)), &made.file())?;
    write(&folder.join(format!("{}.json", shipped.name)), format!("{card}\n").as_bytes())
}

fn train_judge(name: &str, kind: ImageKind, folder: &Path) -> Result<(), String> {
    let (card, file) = pretrain_judge(name, &images(kind)?, steps_of(name))?;
    keep(folder, name, &card, &file)
}

/// Burn's graphics device.
#[cfg(feature = "webgpu")]
fn gpu() -> Result<Device, String> {
    let opened = flow_lab::model::ready::waited(Device::wgpu_options().init_async());
    opened.map_err(|error| format!("WebGPU could not be opened: {error}."))
}

#[cfg(not(feature = "webgpu"))]
fn gpu() -> Result<Device, String> {
    Err("this build has no WebGPU; add --features webgpu.".to_owned())
}

/// Says how far the graphics device is from the CPU, and how much faster.
fn compare(shipped: &ShippedImages, device: &Device) -> Result<(), String> {
    let set = images(shipped.experiment().data)?;
    let [loss, grad, cpu, gpu] = compared(shipped, &set, device)?;
    println!(
        "{}: loss off by {loss:.1e}, gradient by {grad:.1e}; {cpu:.1} ms a step on the CPU, {gpu:.1} on the GPU",
        shipped.name
    );
    Ok(())
}

/// Makes the card of weights that are there.
fn judge_alone(shipped: &ShippedImages, folder: &Path) -> Result<(), String> {
    let kind = shipped.experiment().data;
    let judge = judge_in(folder, kind)?;
    let file = folder.join(format!("{}.safetensors", shipped.name));
    let bytes = fs::read(&file).map_err(|error| refused(&file, &error))?;
    let card = judged(shipped, &bytes, &images(kind)?, &judge)?;
    let card = serde_json::to_string_pretty(&card).map_err(|error| error.to_string())?;
    println!("{card}");
    write(&folder.join(format!("{}.json", shipped.name)), format!("{card}\n").as_bytes())
}

fn train_images(shipped: &ShippedImages, folder: &Path, device: &Device) -> Result<(), String> {
    println!("{}: {}", shipped.name, shipped.query);
    let kind = shipped.experiment().data;
    let judge = judge_in(folder, kind)?;
    let tell = steps_of(shipped.name);
    let file = folder.join(format!("{}.safetensors", shipped.name));
    let kept = |bytes: &[u8]| write(&file, bytes);
    let card = pretrain_images(shipped, (&images(kind)?, &judge), device, tell, kept)?;
    let card = serde_json::to_string_pretty(&card).map_err(|error| error.to_string())?;
    println!("{card}");
    write(&folder.join(format!("{}.json", shipped.name)), format!("{card}\n").as_bytes())
}

/// The judge of images of `kind`, out of its file.
fn judge_in(folder: &Path, kind: ImageKind) -> Result<Network<Judge>, String> {
    let file = folder.join(format!("{}.safetensors", of_images::judge_of(kind)));
    let bytes = fs::read(&file).map_err(|error| refused(&file, &error))?;
    judge_of(&bytes, Judge::new(kind))
}

/// The images of `kind`, out of the page's own file.
fn images(kind: ImageKind) -> Result<Rc<ImageSet>, String> {
    let Some(file) = kind.file() else { return Ok(Rc::new(ImageSet::sprites())) };
    let path = Path::new("public").join(file);
    let bytes = fs::read(&path).map_err(|error| refused(&path, &error))?;
    images_file::read(kind, &bytes).map(Rc::new).map_err(|error| refused(&path, &error))
}

/// Says every tenth of the steps.
fn steps_of(name: &str) -> impl FnMut(u32, u32) {
    let mut tenths = 0;
    move |done, total| {
        let now = 10 * u64::from(done) / u64::from(total.max(1));
        if tenths < now {
            tenths = now;
            println!("{name}: {done} of {total} steps");
        }
    }
}

fn keep(folder: &Path, name: &str, card: &impl Serialize, file: &[u8]) -> Result<(), String> {
    let card = serde_json::to_string_pretty(card).map_err(|error| error.to_string())?;
    println!("{card}");
    write(&folder.join(format!("{name}.safetensors")), file)?;
    write(&folder.join(format!("{name}.json")), format!("{card}\n").as_bytes())
}

/// The table of all cards that are there.
fn write_table(folder: &Path) -> Result<(), String> {
    let mut cards: Vec<Card> = Vec::new();
    for shipped in shipped::ALL {
        cards.extend(card_in(&folder.join(format!("{}.json", shipped.name)))?);
    }
    let mut judges: Vec<JudgeCard> = Vec::new();
    for (name, _) in of_images::JUDGES {
        judges.extend(card_in(&folder.join(format!("{name}.json")))?);
    }
    let mut of_image_networks: Vec<ImageCard> = Vec::new();
    for shipped in of_images::ALL {
        of_image_networks.extend(card_in(&folder.join(format!("{}.json", shipped.name)))?);
    }
    let coder: Option<CoderCard> = card_in(&folder.join(format!("{CODER}.json")))?;
    let coder = coder.as_ref().map(coder_table).unwrap_or_default();
    let text = table(&cards) + &tables(&judges, &of_image_networks) + &coder;
    write(&folder.join("README.md"), text.as_bytes())
}

/// The card of that file; none where there is no file.
fn card_in<C: DeserializeOwned>(path: &Path) -> Result<Option<C>, String> {
    let Ok(text) = fs::read_to_string(path) else { return Ok(None) };
    serde_json::from_str(&text).map(Some).map_err(|error| refused(path, &error))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| refused(path, &error))
}

fn refused(path: &Path, error: &dyn std::error::Error) -> String {
    format!("{}: {error}", path.display())
}
