//! Point at the line of a program that is wrong.

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::Solution;
use crate::lecture::check::Verdict;
use crate::lecture::check::escaped;

/// A program with a wrong line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bug {
    /// Lines of the program, in plain text.
    pub code: Vec<String>,
    /// Language of the program, may be empty.
    #[serde(default)]
    pub language: String,
    /// The wrong line, from 1.
    pub line: usize,
    /// Hints for some of the other lines.
    pub hints: Vec<LineHint>,
    /// Hint for the rest; HTML.
    pub otherwise: String,
    /// Why the line is wrong; HTML.
    pub reason: String,
}

/// A hint for a line that is not the wrong one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineHint {
    /// The line, from 1.
    pub line: usize,
    /// The hint; HTML.
    pub says: String,
}

impl Bug {
    /// About the line pointed at, from 1.
    pub fn judge(&self, line: usize) -> Verdict {
        if line == self.line {
            return Verdict::right(&self.reason);
        }
        if line == 0 || self.code.len() < line {
            return Verdict::unreadable("Point at one of the lines.");
        }
        let hint = self.hints.iter().find(|hint| hint.line == line);
        Verdict::wrong(hint.map_or(&self.otherwise, |hint| &hint.says))
    }

    /// The wrong line and what is wrong with it.
    pub fn solution(&self) -> Solution {
        let code = self.line.checked_sub(1).and_then(|idx| self.code.get(idx));
        let code = escaped(code.map_or("", |code| code.trim()));
        let answer = format!("line {}: <code>{code}</code>", self.line);
        Solution { answer, reason: self.reason.clone() }
    }
}
