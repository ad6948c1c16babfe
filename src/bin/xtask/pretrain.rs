//! `xtask pretrain`: trains the networks that ship with the page.

use crate::spawn;
use crate::trouble::Trouble;

/// All of them, or the one that is named.
///
/// # Errors
/// Says what failed.
pub(crate) fn pretrain_command(args: &[&str]) -> Result<(), Trouble> {
    if 1 < args.len() {
        return Err(Trouble::new("`pretrain` takes the name of one network, or nothing for all."));
    }
    let mut cargo = spawn::command("cargo");
    cargo.args(["run", "--release", "--features", "bin-pretrain", "--bin", "pretrain", "--"]);
    spawn::run(cargo.args(args))
}
