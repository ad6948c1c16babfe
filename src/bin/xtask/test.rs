//! `xtask test`: everything that must hold, step by step, with a summary.

use std::process::Command;
use std::time::Duration;
use std::time::Instant;

use crate::browser;
use crate::page;
use crate::page::Care;
use crate::place;
use crate::prose;
use crate::rust::WASM;
use crate::say;
use crate::spawn;
use crate::tools;
use crate::trouble::Trouble;

/// What native programs are built with: all but the browser and the GPU.
const NATIVE: &str = "engine,prose";

/// Features, name and binary of each program that runs in the browser.
pub(crate) const PROGRAMS: [(&str, &str); 3] =
    [("bin-app", "app"), ("bin-worker", "worker_cpu"), ("bin-worker,webgpu", "worker_gpu")];

/// What ran, for the table at the end.
#[derive(Default)]
struct Summary {
    steps: Vec<(String, Duration, Tally)>,
}

/// How many checks passed and failed; a step without tests of its own is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    n_passed: usize,
    n_failed: usize,
}

/// `xtask test`: all steps, also after one has failed.
///
/// # Errors
/// Says how many checks failed.
pub(crate) fn everything() -> Result<(), Trouble> {
    tools::set_up()?;
    browser::set_up()?;
    let mut summary = Summary::default();
    lint_steps(&mut summary);
    let mut texts = prose::compiler(&place::dist());
    summary.step("texts of the lectures", prose::USUAL, &mut texts);
    let mut doc = cargo(&["doc", "--no-deps", "--features", NATIVE]);
    summary.step("links in documentation", "30 s", &mut doc);
    summary.step("native tests", "5 min, cold", &mut cargo(&["test", "--features", NATIVE]));
    let is_built = summary.build();
    if is_built {
        summary.step("browser tests", "10 min", &mut browser_tests(&[]));
    }
    summary.close()
}

/// `xtask test NAME`: browser tests alone, on a fresh build.
///
/// # Errors
/// Says what failed.
pub(crate) fn browser_only(name: &str) -> Result<(), Trouble> {
    tools::set_up()?;
    browser::set_up()?;
    let mut summary = Summary::default();
    if summary.build() {
        summary.step("browser tests", "seconds to minutes", &mut browser_tests(&[name]));
    }
    summary.close()
}

/// `xtask check`: format and lints.
///
/// # Errors
/// Says what failed.
pub(crate) fn lints() -> Result<(), Trouble> {
    let mut summary = Summary::default();
    lint_steps(&mut summary);
    summary.close()
}

/// The tests that drive a browser against `dist/`, one after the other.
pub(crate) fn browser_tests(args: &[&str]) -> Command {
    let mut cargo = cargo(&["test", "--features", "browser", "--test", "browser", "--"]);
    cargo.arg("--test-threads=1").args(args);
    // Failures tell what the page shows; where in a runtime they arose helps nobody.
    cargo.env("FLOW_LAB_DIST", place::dist()).env("RUST_BACKTRACE", "0");
    cargo
}

fn lint_steps(summary: &mut Summary) {
    summary.step("format", "2 s", &mut cargo(&["fmt", "--all", "--check"]));
    let native = format!("{NATIVE},bin-pretrain,bin-prose,browser");
    let mut clippy = cargo(&["clippy", "--all-targets", "--features", &native]);
    summary.step("lints, native", "3 min, cold", clippy.args(["--", "-D", "warnings"]));
    for (features, program) in PROGRAMS {
        let mut clippy = cargo(&["clippy", "--target", WASM, "--lib"]);
        clippy.args(["--features", features, "--bin", program, "--", "-D", "warnings"]);
        summary.step(&format!("lints, {program}"), "3 min, cold", &mut clippy);
    }
}

fn cargo(args: &[&str]) -> Command {
    let mut cargo = spawn::command("cargo");
    cargo.args(args);
    cargo
}

impl Summary {
    fn step(&mut self, name: &str, usual: &str, command: &mut Command) {
        println!("\n== {name} (usually {usual})");
        let start = Instant::now();
        let mut tests = Tally::default();
        let result = spawn::run_reading(command, |line| {
            if let Some(more) = tally_in(line) {
                tests.n_passed += more.n_passed;
                tests.n_failed += more.n_failed;
            }
        });
        self.note(name, start.elapsed(), tests, result);
    }

    fn build(&mut self) -> bool {
        let start = Instant::now();
        let result = page::build(Care::Release);
        let is_built = result.is_ok();
        self.note("release build", start.elapsed(), Tally::default(), result);
        is_built
    }

    fn note(&mut self, name: &str, took: Duration, tests: Tally, result: Result<(), Trouble>) {
        let mut tally = tests;
        match result {
            Ok(()) if tests == Tally::default() => tally.n_passed = 1,
            Ok(()) => {}
            Err(trouble) => {
                println!("== {name}: {trouble}");
                tally.n_failed = tally.n_failed.max(1);
            }
        }
        self.steps.push((name.to_owned(), took, tally));
    }

    /// The table, then `N passed, N failed` alone on the last line.
    fn close(self) -> Result<(), Trouble> {
        println!();
        let mut sum = Tally::default();
        for (name, took, tally) in &self.steps {
            let Tally { n_passed, n_failed } = *tally;
            let verdict = if n_failed == 0 { "ok" } else { "FAILED" };
            let took = say::seconds(*took);
            println!("{verdict:7}{name:26}{took:>10}{n_passed:6} passed{n_failed:5} failed");
            sum.n_passed += n_passed;
            sum.n_failed += n_failed;
        }
        println!("\n{} passed, {} failed", sum.n_passed, sum.n_failed);
        if sum.n_failed == 0 {
            Ok(())
        } else {
            Err(Trouble::new("Not everything holds; the first failure above is the one to read."))
        }
    }
}

/// Counts in cargo's `test result: ok. 3 passed; 0 failed; …`.
fn tally_in(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?;
    let count = |word: &str| -> Option<usize> {
        let before = counts.split(';').find(|part| part.ends_with(word))?;
        before.split_whitespace().rev().nth(1)?.parse().ok()
    };
    Some(Tally { n_passed: count(" passed")?, n_failed: count(" failed")? })
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use super::tally_in;

    #[test]
    fn results_of_cargo_are_counted_and_nothing_else() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; finished";
        assert_eq!(tally_in(line), Some(Tally { n_passed: 12, n_failed: 3 }));
        assert_eq!(tally_in("test euler_is_first_order ... ok"), None);
    }
}
