//! Copies of the page with a fault in them.

use std::fs;
use std::path::Path;

use crate::harness::folder::Folder;
use crate::harness::lab::built_page;

/// A copy of the built page that may be damaged.
pub(crate) struct Patched {
    folder: Folder,
}

impl Patched {
    /// An unharmed copy.
    pub(crate) fn copy() -> Self {
        let folder = Folder::fresh("page");
        copy_into(&built_page(), folder.path());
        Self { folder }
    }

    /// Where the copy is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Name of the file that starts and ends so.
    pub(crate) fn file_like(&self, start: &str, end: &str) -> String {
        let entries = fs::read_dir(self.path()).expect("the copy is there");
        let mut names = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned());
        let name = names.find(|name| name.starts_with(start) && name.ends_with(end));
        name.unwrap_or_else(|| panic!("no {start}…{end} in the page"))
    }

    /// Has every worker run this first; `life` counts its restarts from 0.
    pub(crate) fn before_worker(self, script: &str) -> Self {
        let path = self.path().join("worker_boot.js");
        let boot = fs::read_to_string(&path).expect("worker_boot.js is in the page");
        let life = "const life = Number(new URL(self.location.href).searchParams.get('life'));";
        fs::write(&path, format!("{{ {life}\n{script}\n}}\n{boot}")).expect("the copy is ours");
        self
    }

    /// Cuts a file off in its middle.
    pub(crate) fn truncate(self, name: &str) -> Self {
        let path = self.path().join(name);
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        fs::write(&path, &bytes[..bytes.len() / 2]).expect("the copy is ours");
        self
    }

    /// Takes a file away.
    pub(crate) fn remove(self, name: &str) -> Self {
        fs::remove_file(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        self
    }
}

fn copy_into(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the temporary folder can be written to");
    for entry in fs::read_dir(from).expect("the page is built").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_into(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the temporary folder has room");
        }
    }
}
