//! The one way to start another program.
//!
//! `cargo run` leaves its own settings in the environment, and a child cargo or
//! trunk would take them for ours: the helper clears them, works in the root of
//! the checkout, and finds our own tools first.

use std::env;
use std::ffi::OsString;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use crate::place;
use crate::trouble::Trouble;

/// Left behind by `cargo run` and rustup, where the toolchain file decides
/// instead; and what would override the flags in `.cargo/config.toml`.
const LEFT_BEHIND: [&str; 12] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO",
    "RUSTUP_TOOLCHAIN",
    "RUST_RECURSION_COUNT",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "OUT_DIR",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_CRATE_NAME",
    "CARGO_BIN_NAME",
];

/// A command with a clean environment, in the root of the checkout.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    for name in LEFT_BEHIND {
        command.env_remove(name);
    }
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.current_dir(place::root()).env("PATH", search_path()).stdin(Stdio::null());
    command
}

/// Runs to the end with its output in view.
///
/// # Errors
/// Says which program is missing or failed.
pub(crate) fn run(command: &mut Command) -> Result<(), Trouble> {
    let name = name_of(command);
    let status = command.status().map_err(|error| missing(&name, &error))?;
    if status.success() { Ok(()) } else { Err(failed(&name)) }
}

/// Runs to the end with its output in view, and hands each line of its standard
/// output to `read` too.
///
/// # Errors
/// Says which program is missing or failed.
pub(crate) fn run_reading(
    command: &mut Command,
    mut read: impl FnMut(&str),
) -> Result<(), Trouble> {
    let name = name_of(command);
    let spawned = command.stdout(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| missing(&name, &error))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            read(&line);
        }
    }
    let status = child.wait().map_err(|error| missing(&name, &error))?;
    if status.success() { Ok(()) } else { Err(failed(&name)) }
}

/// Standard output of a command that must succeed, trimmed; `None` otherwise.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Whether the program can be found on the search path.
pub(crate) fn exists(program: &str) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&search_path()).any(|folder| folder.join(&file).is_file())
}

/// Our tools, then whatever the person has.
fn search_path() -> OsString {
    let old = env::var_os("PATH").unwrap_or_default();
    let folders = [place::tools().join("bin")].into_iter().chain(env::split_paths(&old));
    env::join_paths(folders).unwrap_or(old)
}

fn name_of(command: &Command) -> String {
    let path = Path::new(command.get_program());
    let program = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let first = command.get_args().next().map(|arg| arg.to_string_lossy().into_owned());
    first.map_or_else(|| program.clone(), |first| format!("{program} {first}"))
}

fn missing(name: &str, error: &std::io::Error) -> Trouble {
    Trouble::new(format!("`{name}` could not be started: {error}."))
}

fn failed(name: &str) -> Trouble {
    Trouble::new(format!("`{name}` failed; its own words are above."))
}
