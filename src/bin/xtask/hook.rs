//! What is done to the page after trunk has built it, before it becomes `dist/`.
//!
//! Trunk runs this as its `post_build` hook: the style sheets become one file,
//! the lectures become HTML, the page's program is made smaller, and a
//! fingerprint of everything goes into `index.html`, so that no browser mixes
//! the files of two builds.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::place;
use crate::prose;
use crate::spawn;
use crate::style;
use crate::trouble::Trouble;
use crate::wasm_opt;

/// Stands in `index.html` where the fingerprint goes.
const PLACEHOLDER: &str = "__BUILD__";

/// The hook; trunk names the folder.
///
/// # Errors
/// Says what failed; trunk then keeps the old page.
pub(crate) fn finish_page() -> Result<(), Trouble> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.ok_or_else(|| Trouble::new("`hook` is for trunk to call."))?;
    write(&staging.join("style.css"), &style::bundle(&place::root().join("style/main.css"))?)?;
    prose::write_into(&staging)?;
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        for path in files_under(&staging)? {
            if is_program_of_page(&path) {
                wasm_opt::shrink(&path)?;
            }
        }
    }
    stamp(&staging)?;
    if env::var_os("FLOW_LAB_PACK").is_some() { pack(&staging) } else { Ok(()) }
}

/// FNV-1a over the parts, each closed by its length: tells builds apart, and is
/// the same in every version of the compiler.
pub(crate) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        part.iter().copied().for_each(&mut eat);
        (part.len() as u64).to_le_bytes().into_iter().for_each(&mut eat);
    }
    hash
}

/// Writes the fingerprint of all files into `index.html`.
fn stamp(staging: &Path) -> Result<(), Trouble> {
    let mut contents = Vec::new();
    for path in files_under(staging)? {
        contents.push(fs::read(&path).map_err(|error| Trouble::file(&path, &error))?);
    }
    let build = format!("{:016x}", fingerprint(contents.iter().map(Vec::as_slice)));
    let index = staging.join("index.html");
    let html = fs::read_to_string(&index).map_err(|error| Trouble::file(&index, &error))?;
    if !html.contains(PLACEHOLDER) {
        return Err(Trouble::new(format!("index.html has lost its {PLACEHOLDER}.")));
    }
    write(&index, &html.replace(PLACEHOLDER, &build))
}

/// Compressed copies and a table of sizes against their budgets, by Node.
fn pack(staging: &Path) -> Result<(), Trouble> {
    if !spawn::exists("node") {
        println!("node is not there: no compressed copies, no table of sizes");
        return Ok(());
    }
    let mut node = spawn::command("node");
    node.arg(place::npm().join("pack.mjs")).arg(staging).arg(place::cache().join("packed"));
    spawn::run(&mut node)
}

/// `app-<hash>_bg.wasm`: trunk puts a hash into the page's names alone.
fn is_program_of_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("app-") && name.ends_with("_bg.wasm")
}

/// All files below a folder, sorted.
fn files_under(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Trouble::file(&folder, &error))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    fs::write(path, text).map_err(|error| Trouble::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn the_fingerprint_is_fnv_1a_and_sees_where_a_part_ends() {
        // Published value for the single byte "a", then eight bytes of length.
        let a = 0xaf63_dc4c_8601_ec8c_u64;
        let closed = [1, 0, 0, 0, 0, 0, 0, 0];
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        assert_eq!(fingerprint([b"a".as_slice()]), closed.into_iter().fold(a, step));
        assert_ne!(
            fingerprint([b"ab".as_slice(), b"c".as_slice()]),
            fingerprint([b"a".as_slice(), b"bc".as_slice()])
        );
    }
}
