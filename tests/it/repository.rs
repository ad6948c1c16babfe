//! Files of the repository, and how a broken rule is told.

use std::fmt;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// A broken rule and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Breach {
    /// Path from the root of the repository, with `/`.
    pub(crate) file: String,
    /// Line from 1.
    pub(crate) line: usize,
    /// The rule, and what breaks it.
    pub(crate) what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Fails the test with one line per breach.
#[track_caller]
pub(crate) fn assert_none(breaches: &[Breach]) {
    let lines: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(breaches.is_empty(), "{} broken rules\n{}", breaches.len(), lines.join("\n"));
}

/// Folder that holds `Cargo.toml`.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path and text of every file under `folder` with one of `extensions`, in
/// order of path; none if there is no such folder.
pub(crate) fn sources(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            let extension = path.extension().and_then(|e| e.to_str());
            extension.is_some_and(|e| extensions.contains(&e))
        })
        .map(|path| (name(&path), fs::read_to_string(&path).expect("sources are text")))
        .collect()
}

/// Path and text of every file that git tracks, but binary ones.
pub(crate) fn tracked_texts() -> Vec<(String, String)> {
    let listing = Command::new("git")
        .args(["-c", "safe.directory=*", "ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the tracked files");
    assert!(listing.status.success(), "{}", String::from_utf8_lossy(&listing.stderr));
    let listing = String::from_utf8(listing.stdout).expect("file names are text");
    listing
        .split_terminator('\0')
        // A tracked file may have been deleted and not yet committed.
        .filter_map(|file| Some((file.to_owned(), fs::read(root().join(file)).ok()?)))
        .filter_map(|(file, bytes)| Some((file, String::from_utf8(bytes).ok()?)))
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("folder can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

fn name(path: &Path) -> String {
    let inside = path.strip_prefix(root()).expect("path is in the repository");
    inside.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
