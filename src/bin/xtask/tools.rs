//! What building the page needs besides cargo, installed where it is missing.

use std::fs;

use crate::place;
use crate::rust;
use crate::say;
use crate::spawn;
use crate::trouble::Trouble;

/// Builds the page; 0.22 needs a newer compiler than ours.
const TRUNK: &str = "0.21.14";

/// Installs whatever of the tools is missing; takes a moment when nothing is.
///
/// # Errors
/// Says what could not be installed and what to do about it.
pub(crate) fn set_up() -> Result<(), Trouble> {
    println!("Tools for the page (kept in {})", place::tools().display());
    rust::wasm_target()?;
    trunk()?;
    wasm_bindgen()?;
    npm_packages()
}

fn trunk() -> Result<(), Trouble> {
    let args = ["trunk", "--version", TRUNK, "--locked"];
    installed("trunk", TRUNK, "8 min, once", &args)
}

/// The command line tool must have exactly the version of the library.
fn wasm_bindgen() -> Result<(), Trouble> {
    let version = rust::locked_version("wasm-bindgen")?;
    // Not `--locked`: its lock file may name packages newer than a mirror has.
    let args = ["wasm-bindgen-cli", "--version", &version];
    installed("wasm-bindgen", &version, "4 min, once", &args)
}

fn installed(
    program: &str,
    version: &str,
    usual: &str,
    crate_args: &[&str],
) -> Result<(), Trouble> {
    let file = place::tools().join("bin").join(program);
    let has = spawn::answer(spawn::command(&file.to_string_lossy()).arg("--version"));
    if has.is_some_and(|text| text.split_whitespace().nth(1) == Some(version)) {
        say::ready(&format!("{program} {version}"));
        return Ok(());
    }
    let build = place::cache().join("tools-build");
    say::step(&format!("installing {program} {version}"), usual, || {
        let mut cargo = spawn::command("cargo");
        cargo.args(["install", "--force", "--root"]).arg(place::tools()).args(crate_args);
        // A folder of its own, so that an interrupted build goes on where it was.
        cargo.env("CARGO_TARGET_DIR", &build);
        spawn::run(&mut cargo).map_err(|_failed| {
            Trouble::new(format!(
                "{program} {version} could not be installed. Without a network, put it into {} \
                 and start again; otherwise the reason is above.",
                place::tools().join("bin").display()
            ))
        })
    })?;
    fs::remove_dir_all(&build).or(Ok(())) // only room on the disk
}

/// `wasm-opt` makes the page smaller; without Node the page is built without it.
fn npm_packages() -> Result<(), Trouble> {
    if !spawn::exists("npm") {
        say::ready("npm is not there: the page will be some percent larger (no wasm-opt)");
        return Ok(());
    }
    let lock_path = place::npm().join("package-lock.json");
    let stamp_path = place::npm().join("node_modules/.installed-lock");
    let lock = fs::read(&lock_path).map_err(|error| Trouble::file(&lock_path, &error))?;
    if fs::read(&stamp_path).is_ok_and(|stamp| stamp == lock) {
        say::ready("npm packages");
        return Ok(());
    }
    say::step("installing npm packages", "20 s, once", || {
        let mut npm = spawn::command("npm");
        npm.current_dir(place::npm());
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        spawn::run(&mut npm).map_err(|_failed| {
            Trouble::new("The npm packages in .ci/npm could not be installed: is there a network?")
        })
    })?;
    fs::write(&stamp_path, lock).map_err(|error| Trouble::file(&stamp_path, &error))
}
