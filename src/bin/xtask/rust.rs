//! What is asked of the Rust toolchain and of the lock file.

use std::fs;
use std::path::Path;

use crate::place;
use crate::say;
use crate::spawn;
use crate::trouble::Trouble;

/// Triple of the programs that run in the browser.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the toolchain can build for the browser.
///
/// # Errors
/// Says what to install where rustup is missing or fails.
pub(crate) fn wasm_target() -> Result<(), Trouble> {
    let mut rustc = spawn::command("rustc");
    let folder = spawn::answer(rustc.args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        say::ready(&format!("Rust for {WASM}"));
        return Ok(());
    }
    if !spawn::exists("rustup") {
        return Err(Trouble::new(format!(
            "This Rust cannot build for {WASM}, and rustup is not there to add it. \
             Install Rust from https://rustup.rs, or your system's package of that target."
        )));
    }
    say::step(&format!("adding {WASM}"), "10 s, once", || {
        spawn::run(spawn::command("rustup").args(["target", "add", WASM])).map_err(|_failed| {
            Trouble::new(format!("rustup could not add {WASM}: is there a network?"))
        })
    })
}

/// Version of a package in `Cargo.lock`.
///
/// # Errors
/// Says that the file or the package is missing.
pub(crate) fn locked_version(package: &str) -> Result<String, Trouble> {
    let path = place::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(|error| Trouble::file(&path, &error))?;
    version_in(&lock, package)
        .ok_or_else(|| Trouble::new(format!("Cargo.lock names no package {package}.")))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_version_is_that_of_the_package_of_exactly_that_name() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"2.3.4\"\n";
        assert_eq!(version_in(lock, "a").as_deref(), Some("2.3.4"));
        assert_eq!(version_in(lock, "b"), None);
    }
}
