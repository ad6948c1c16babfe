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

use flow_lab::experiment::shipped;
use flow_lab::experiment::shipped::Shipped;
use flow_lab::worker::pretrain::Card;
use flow_lab::worker::pretrain::pretrain;
use flow_lab::worker::pretrain::table;

/// Where the weights lie, from the root of the checkout.
const FOLDER: &str = "public/weights";

fn main() -> ExitCode {
    match run(env::args().nth(1).as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("pretrain: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Trains the network of that name, or all.
fn run(name: Option<&str>) -> Result<(), String> {
    let folder = PathBuf::from(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| refused(&folder, &error))?;
    let wanted = |shipped: &&Shipped| name.is_none_or(|name| shipped.name == name);
    if shipped::ALL.iter().all(|shipped| !wanted(&shipped)) {
        let names: Vec<&str> = shipped::ALL.iter().map(|shipped| shipped.name).collect();
        return Err(format!("there is no such network; there are {}.", names.join(", ")));
    }
    for shipped in shipped::ALL.iter().filter(wanted) {
        train(shipped, &folder)?;
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

/// The table of all cards that are there.
fn write_table(folder: &Path) -> Result<(), String> {
    let mut cards: Vec<Card> = Vec::new();
    for shipped in shipped::ALL {
        let path = folder.join(format!("{}.json", shipped.name));
        let Ok(text) = fs::read_to_string(&path) else { continue };
        cards.push(serde_json::from_str(&text).map_err(|error| refused(&path, &error))?);
    }
    write(&folder.join("README.md"), table(&cards).as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| refused(path, &error))
}

fn refused(path: &Path, error: &dyn std::error::Error) -> String {
    format!("{}: {error}", path.display())
}
