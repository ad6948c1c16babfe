//! What went wrong, as a sentence that says what to do.

use std::fmt;
use std::fmt::Display;
use std::fmt::Formatter;
use std::io;
use std::path::Path;

/// A failure, told in one sentence to the person at the terminal.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    /// Wraps the sentence.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Says which file could not be read or written, and why.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self(format!("{}: {error}", path.display()))
    }
}

impl Display for Trouble {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
