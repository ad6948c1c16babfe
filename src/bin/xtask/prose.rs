//! The lectures' texts into HTML, by the native program `prose`.
//!
//! It needs the library, with neither Burn nor Leptos, and so it is a program of
//! its own; no text is compiled into any program, and an edit relinks nothing.

use std::path::Path;
use std::process::Command;

use crate::place;
use crate::say;
use crate::spawn;
use crate::trouble::Trouble;

/// Folder of the texts; relative, so that mistakes name files as an editor does.
const TEXTS: &str = "src/ui/lecture/text";

/// Usual time, for the announcement.
pub(crate) const USUAL: &str = "a minute the first time, a second when only texts changed";

/// `xtask prose`: checks all texts and writes them into the page that is there.
///
/// # Errors
/// Says that a text has mistakes.
pub(crate) fn prose_command() -> Result<(), Trouble> {
    say::step("compiling the lectures' texts", USUAL, || write_into(&place::dist()))
}

/// Writes `lecture/<slug>.html` into the folder of a page.
///
/// # Errors
/// Says that a text has mistakes.
pub(crate) fn write_into(page: &Path) -> Result<(), Trouble> {
    spawn::run(&mut compiler(page)).map_err(|_failed| {
        Trouble::new("The lectures' texts have mistakes, or their compiler has; see above.")
    })
}

/// The compiler, about to write into the folder of a page.
pub(crate) fn compiler(page: &Path) -> Command {
    let mut cargo = spawn::command("cargo");
    cargo.args(["run", "--profile", "prose", "--features", "bin-prose", "--bin", "prose", "--"]);
    cargo.arg(TEXTS).arg(page.join("lecture"));
    cargo
}
