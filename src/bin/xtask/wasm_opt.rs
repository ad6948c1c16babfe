//! Making the page's program smaller with binaryen's `wasm-opt`.
//!
//! The page alone: on a worker it takes minutes, for four percent and no speed
//! (measured; see the README).

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::hook::fingerprint;
use crate::place;
use crate::spawn;
use crate::trouble::Trouble;

/// What our programs use of WebAssembly, and how hard to try.
const FLAGS: [&str; 9] = [
    "-Os",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// Results kept: a few versions of the page.
const N_KEPT: usize = 8;

/// Replaces the program by its optimized form, which is kept for the next build
/// of the same program. Does nothing where the tool is missing.
///
/// # Errors
/// Says what failed.
pub(crate) fn shrink(program: &Path) -> Result<(), Trouble> {
    let tool = place::npm().join("node_modules/binaryen/bin/wasm-opt");
    if !tool.is_file() || !spawn::exists("node") {
        return Ok(());
    }
    let bytes = fs::read(program).map_err(|error| Trouble::file(program, &error))?;
    let flags = FLAGS.join(" ");
    let name = format!("{:016x}.wasm", fingerprint([flags.as_bytes(), &bytes]));
    let folder = place::cache().join("wasm-opt");
    let kept = folder.join(name);
    if !kept.is_file() {
        fs::create_dir_all(&folder).map_err(|error| Trouble::file(&folder, &error))?;
        let half = kept.with_extension("half");
        let mut node = spawn::command("node");
        node.arg(&tool).args(FLAGS).arg(program).arg("-o").arg(&half);
        spawn::run(&mut node)?;
        fs::rename(&half, &kept).map_err(|error| Trouble::file(&kept, &error))?;
        prune(&folder);
    }
    fs::copy(&kept, program).map(drop).map_err(|error| Trouble::file(program, &error))
}

/// Drops all but the newest results.
fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("wasm")))
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
        .collect();
    files.sort();
    let n_old = files.len().saturating_sub(N_KEPT);
    for (_, path) in &files[..n_old] {
        fs::remove_file(path).ok(); // an old result in use elsewhere may stay
    }
}
