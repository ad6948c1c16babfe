//! Turns the lectures' texts into HTML: `prose <folder of texts> <folder for HTML>`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::print_stderr, reason = "a program for the terminal")]

use std::env;
use std::path::Path;
use std::process::ExitCode;

use flow_lab::prose;
use flow_lab::prose::Compiled;
use flow_lab::prose::files;
use flow_lab::prose::files::Texts;
use flow_lab::prose::mistake::Mistake;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [texts, html] = args.as_slice() else {
        eprintln!("usage: prose <folder of texts> <folder for HTML>");
        return ExitCode::FAILURE;
    };
    let compiled = match compiled(Path::new(texts)) {
        Ok(compiled) => compiled,
        Err(mistakes) => {
            for mistake in &mistakes {
                eprintln!("{mistake}");
            }
            eprintln!("{} in the lectures' texts", counted(mistakes.len(), "mistake"));
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = files::write(Path::new(html), &compiled) {
        eprintln!("{html}: {error}");
        return ExitCode::FAILURE;
    }
    let sum = |count: fn(&Compiled) -> usize| compiled.iter().map(count).sum();
    println!(
        "{}: {}, {}, {}",
        counted(compiled.len(), "lecture"),
        counted(sum(|lecture| lecture.n_steps), "step"),
        counted(sum(|lecture| lecture.n_figures), "figure"),
        counted(sum(|lecture| lecture.n_checks), "check")
    );
    ExitCode::SUCCESS
}

fn compiled(texts: &Path) -> Result<Vec<Compiled>, Vec<Mistake>> {
    let Texts { sources, references, mut mistakes } = files::read(texts);
    let compiled = prose::compile(&sources, &references).unwrap_or_else(|more| {
        mistakes.extend(more);
        Vec::new()
    });
    if mistakes.is_empty() { Ok(compiled) } else { Err(mistakes) }
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
