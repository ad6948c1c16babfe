//! Checks of understanding: what is asked, which answer is right, what each answer is told.
//!
//! The `prose` program writes a [`CheckSpec`] as JSON beside each question; the
//! page asks [`CheckSpec::judge`] about what the reader did. Hints, reasons and
//! labels are HTML from the lecture's own text; [`Verdict::Unreadable`] is plain
//! text and may repeat what was typed.

pub mod bug;
pub mod choose;
pub mod formula;
pub mod matching;
pub mod number;
pub mod predict;

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::bug::Bug;
use crate::lecture::check::choose::Choose;
use crate::lecture::check::formula::FormulaCheck;
use crate::lecture::check::matching::Matching;
use crate::lecture::check::number::NumberCheck;
use crate::lecture::check::predict::Predict;

/// A check, ready to be judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum CheckSpec {
    /// Choose one of several answers.
    Choose(Choose),
    /// Type a number.
    Number(NumberCheck),
    /// Type a formula.
    Formula(FormulaCheck),
    /// Drag a marker to where the value will be, then see it.
    Predict(Predict),
    /// Point at the line that is wrong.
    Bug(Bug),
    /// Point at the picture or text that fits.
    Match(Matching),
}

/// What the reader did.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Chose the option at that place, from 0.
    Choice(usize),
    /// Typed a number or a formula.
    Typed(String),
    /// Put the marker at `guess`.
    Guess {
        /// Where the marker stands.
        guess: f64,
        /// What the figure measured, for a check that asks about a figure's number.
        measured: Option<f64>,
    },
    /// Pointed at that line, from 1.
    Line(usize),
    /// Pointed at the item of that key.
    Item(String),
}

/// What the reader is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right; why it is so, in HTML.
    Right {
        /// Why the answer is right.
        reason: String,
    },
    /// Wrong; what to think about, in HTML.
    Wrong {
        /// What to think about.
        hint: String,
    },
    /// Neither: it can not be read; one sentence in plain text.
    Unreadable {
        /// What can not be read, and how to write it.
        sentence: String,
    },
}

/// Right answer and reason, for the sheet of answers; both in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The right answer.
    pub answer: String,
    /// Why.
    pub reason: String,
}

impl CheckSpec {
    /// Name of the kind, as in the lecture's text and the page's markup.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Choose(_) => "choose",
            Self::Number(_) => "number",
            Self::Formula(_) => "formula",
            Self::Predict(_) => "predict",
            Self::Bug(_) => "bug",
            Self::Match(_) => "match",
        }
    }

    /// What the reader is told about an answer.
    pub fn judge(&self, answer: &Answer) -> Verdict {
        match (self, answer) {
            (Self::Choose(check), Answer::Choice(idx)) => check.judge(*idx),
            (Self::Number(check), Answer::Typed(text)) => check.judge(text),
            (Self::Formula(check), Answer::Typed(text)) => check.judge(text),
            (Self::Predict(check), Answer::Guess { guess, measured }) => {
                check.judge(*guess, *measured)
            }
            (Self::Bug(check), Answer::Line(line)) => check.judge(*line),
            (Self::Match(check), Answer::Item(key)) => check.judge(key),
            _ => Verdict::unreadable("That is no answer to this question."),
        }
    }

    /// The right answer and its reason.
    pub fn solution(&self) -> Solution {
        match self {
            Self::Choose(check) => check.solution(),
            Self::Number(check) => check.solution(),
            Self::Formula(check) => check.solution(),
            Self::Predict(check) => check.solution(),
            Self::Bug(check) => check.solution(),
            Self::Match(check) => check.solution(),
        }
    }
}

impl Verdict {
    /// Whether the check is solved.
    pub fn is_right(&self) -> bool {
        matches!(self, Self::Right { .. })
    }

    fn right(reason: &str) -> Self {
        Self::Right { reason: reason.to_owned() }
    }

    fn wrong(hint: &str) -> Self {
        Self::Wrong { hint: hint.to_owned() }
    }

    fn unreadable(sentence: &str) -> Self {
        Self::Unreadable { sentence: sentence.to_owned() }
    }
}

/// Plain text as HTML.
pub fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests;
