//! Mistakes in a text: where, and one sentence.

use std::fmt;

/// A mistake of an author.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// File, as it was named to the compiler.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub sentence: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.sentence)
    }
}

/// Mistakes of one file, as they are found.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    file: String,
    mistakes: Vec<Mistake>,
}

impl Log {
    /// No mistakes yet.
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), mistakes: Vec::new() }
    }

    /// Notes a mistake in `line`, from 1.
    pub(crate) fn say(&mut self, line: usize, sentence: impl Into<String>) {
        let mistake = Mistake { file: self.file.clone(), line, sentence: sentence.into() };
        if !self.mistakes.contains(&mistake) {
            self.mistakes.push(mistake);
        }
    }

    /// All mistakes by line.
    pub(crate) fn sorted(mut self) -> Vec<Mistake> {
        self.mistakes.sort();
        self.mistakes
    }
}
