//! Folders that vanish with their owner.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

static N_MADE: AtomicU32 = AtomicU32::new(0);

/// A fresh folder below the system's temporary one, removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder; `what` is part of its name.
    pub(crate) fn fresh(what: &str) -> Self {
        let number = N_MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("flow-lab-{what}-{}-{number}", process::id());
        let path = env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("the temporary folder can be written to");
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok(); // a browser on its way out may still write
    }
}
