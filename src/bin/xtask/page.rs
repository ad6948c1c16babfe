//! Building the page and its workers into `dist/`, by trunk.

use std::process::Command;

use crate::place;
use crate::say;
use crate::spawn;
use crate::tools;
use crate::trouble::Trouble;

/// How carefully the page is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// Builds quickly, runs slowly; for work on the code.
    Dev,
    /// What visitors get.
    Release,
}

impl Care {
    /// Takes `--dev` out of the arguments of a command.
    pub(crate) fn taken_from(args: &mut Vec<&str>) -> Self {
        let before = args.len();
        args.retain(|arg| *arg != "--dev");
        if args.len() < before { Self::Dev } else { Self::Release }
    }

    /// Usual time of a build, for the announcement.
    pub(crate) fn usual(self) -> &'static str {
        match self {
            Self::Dev => "15 min the first time, a minute after a change",
            Self::Release => "20 min the first time, seconds when nothing changed",
        }
    }
}

/// `xtask build`.
///
/// # Errors
/// Says what failed.
pub(crate) fn build_command(args: &[&str]) -> Result<(), Trouble> {
    let mut args = args.to_vec();
    let care = Care::taken_from(&mut args);
    if let Some(odd) = args.first() {
        return Err(Trouble::new(format!("`build` does not know `{odd}`; it takes --dev.")));
    }
    tools::set_up()?;
    build(care)?;
    println!("\nThe page is in {}: any static host will do.", place::dist().display());
    Ok(())
}

/// Builds `dist/`, with its compressed copies in a release.
///
/// # Errors
/// Says what failed.
pub(crate) fn build(care: Care) -> Result<(), Trouble> {
    say::step("building the page and its workers", care.usual(), || {
        let mut trunk = trunk("build", care);
        if care == Care::Release {
            trunk.env("FLOW_LAB_PACK", "1");
        }
        spawn::run(&mut trunk)
    })
}

/// Trunk with our settings.
pub(crate) fn trunk(verb: &str, care: Care) -> Command {
    let mut trunk = spawn::command("trunk");
    // Trunk takes NO_COLOR=1, which everyone else understands, for an error.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true").arg(verb);
    if care == Care::Release {
        trunk.arg("--release");
    }
    trunk
}
