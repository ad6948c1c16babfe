//! Choose one of several answers; each has its own reason or hint.

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::Solution;
use crate::lecture::check::Verdict;

/// A question with answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choose {
    /// The answers, in order; exactly one is right.
    pub options: Vec<Choice>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it says, in HTML.
    pub label: String,
    /// Whether it is the right one.
    pub is_right: bool,
    /// The reason if it is right, the hint if it is not; HTML.
    pub says: String,
}

impl Choose {
    /// About the answer at place `idx`, from 0.
    pub fn judge(&self, idx: usize) -> Verdict {
        match self.options.get(idx) {
            Some(option) if option.is_right => Verdict::right(&option.says),
            Some(option) => Verdict::wrong(&option.says),
            None => Verdict::unreadable("Choose one of the answers."),
        }
    }

    /// The right answer and its reason.
    pub fn solution(&self) -> Solution {
        let right = self.options.iter().find(|option| option.is_right);
        let text = |field: fn(&Choice) -> &String| right.map(field).cloned().unwrap_or_default();
        Solution { answer: text(|option| &option.label), reason: text(|option| &option.says) }
    }
}
