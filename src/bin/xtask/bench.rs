//! `xtask bench`: what a change costs to rebuild, what the page reaches, what training learns.

use std::fs;
use std::fs::File;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use crate::browser;
use crate::page;
use crate::page::Care;
use crate::place;
use crate::rust::WASM;
use crate::say;
use crate::spawn;
use crate::test;
use crate::test::PROGRAMS;
use crate::tools;
use crate::trouble::Trouble;

/// All measurements, or the one that is named.
///
/// # Errors
/// Says what failed.
pub(crate) fn bench_command(args: &[&str]) -> Result<(), Trouble> {
    match args {
        [] => builds().and_then(|()| reached()).and_then(|()| learned()),
        ["builds"] => builds(),
        ["page"] => reached(),
        ["learning"] => learned(),
        _ => Err(Trouble::new("`bench` takes `builds`, `page` or `learning`.")),
    }
}

/// Times each program's rebuild after a change in the library.
fn builds() -> Result<(), Trouble> {
    tools::set_up()?;
    let mut rows = Vec::new();
    for profile in ["dev", "release"] {
        for (features, program) in PROGRAMS {
            build(profile, features, program)?; // everything but the change
            touch()?;
            let time = build(profile, features, program)?;
            rows.push(format!("{program:12}{profile:9}{:>10}", say::seconds(time)));
        }
    }
    page::build(Care::Release)?;
    let start = Instant::now();
    page::build(Care::Release)?;
    rows.push(format!("{:12}{:9}{:>10}", "dist/", "unchanged", say::seconds(start.elapsed())));
    println!("\nrebuilding after a change in the library\n{}", rows.join("\n"));
    Ok(())
}

/// Runs the measurements among the browser tests; they print their tables.
fn reached() -> Result<(), Trouble> {
    tools::set_up()?;
    browser::set_up()?;
    page::build(Care::Release)?;
    spawn::run(&mut test::browser_tests(&["--ignored", "--nocapture", "measure"]))
}

/// Trains natively and compares with theory; prints its tables.
fn learned() -> Result<(), Trouble> {
    let mut cargo = spawn::command("cargo");
    cargo.args(["test", "--release", "--features", "engine", "--lib", "--"]);
    spawn::run(cargo.args(["--ignored", "--nocapture", "--test-threads=1", "measure"]))
}

fn build(profile: &str, features: &str, program: &str) -> Result<Duration, Trouble> {
    let start = Instant::now();
    let mut cargo = spawn::command("cargo");
    cargo.args(["build", "--target", WASM, "--profile", profile]);
    spawn::run(cargo.args(["--features", features, "--bin", program]))?;
    Ok(start.elapsed())
}

/// Makes the library look changed without changing it.
fn touch() -> Result<(), Trouble> {
    let path = place::root().join("src/lib.rs");
    let file = File::options().append(true).open(&path);
    file.and_then(|file| file.set_times(fs::FileTimes::new().set_modified(SystemTime::now())))
        .map_err(|error| Trouble::file(&path, &error))
}
