//! `cargo xtask`: everything that is done to this project, by one command each.
//!
//! Needs the standard library alone and no feature of the package, so that it
//! starts in a second and works while the library does not build.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::print_stderr, reason = "a program for the terminal")]
#![expect(clippy::disallowed_methods, reason = "a native program: it has clocks and threads")]

mod bench;
mod browser;
mod hook;
mod images;
mod page;
mod place;
mod pretrain;
mod prose;
mod rust;
mod say;
mod serve;
mod spawn;
mod style;
mod test;
mod tools;
mod trouble;
mod wasm_opt;

use std::env;
use std::process::ExitCode;

use crate::trouble::Trouble;

const HELP: &str = "\
usage: cargo xtask <command>

  serve [--port N] [--dev]  set up what is missing, build the page, serve it on 127.0.0.1:8080
  build [--dev]             set up what is missing, build the page into dist/
  test [NAME]               format, lints, native tests, the built page in a browser;
                            with NAME only the browser tests whose name contains it
  check                     format and lints alone
  prose                     check the lectures' texts and put them into dist/lecture/
  bench [builds|page|learning]
                            what rebuilding costs, what the page reaches, what training learns
  pretrain [NAME]           trains the networks that ship with the page into public/weights/,
                            hours in all; with NAME that one alone (the plane's take 6 min in all)
  images CSV FOLDER         makes public/data/ from published digits, see its README
  setup                     set up what is missing

  --dev builds quickly and runs slowly.";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\nxtask: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), Trouble> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["setup"] => tools::set_up(),
        ["build", rest @ ..] => page::build_command(rest),
        ["serve", rest @ ..] => serve::serve_command(rest),
        ["test"] => test::everything(),
        ["test", name] => test::browser_only(name),
        ["check"] => test::lints(),
        ["prose"] => prose::prose_command(),
        ["bench", rest @ ..] => bench::bench_command(rest),
        ["pretrain", rest @ ..] => pretrain::pretrain_command(rest),
        ["images", rest @ ..] => images::images_command(rest),
        ["hook"] => hook::finish_page(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        _ => Err(Trouble::new(format!("`{}` is not understood.\n\n{HELP}", args.join(" ")))),
    }
}
