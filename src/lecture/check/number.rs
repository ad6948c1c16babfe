//! Type a number; hints depend on where the wrong number lies.

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::Solution;
use crate::lecture::check::Verdict;
use crate::lecture::check::escaped;
use crate::lecture::formula;

/// A question whose answer is a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberCheck {
    /// The right number.
    pub answer: f64,
    /// How far from it still counts, the end included.
    pub tolerance: f64,
    /// What stands behind the number, may be empty.
    #[serde(default)]
    pub unit: String,
    /// Hints, the first that fits is given.
    pub hints: Vec<NumberHint>,
    /// Hint if none fits; HTML.
    pub otherwise: String,
    /// Why the answer is right; HTML.
    pub reason: String,
}

/// A hint for some wrong numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberHint {
    /// Which.
    pub side: Side,
    /// Compared with this.
    pub than: f64,
    /// The hint; HTML.
    pub says: String,
}

/// How a number lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Less.
    Below,
    /// More.
    Above,
    /// The same, within the check's tolerance.
    At,
}

impl NumberCheck {
    /// About what was typed: a number, or something that has one, as `1/3`.
    pub fn judge(&self, text: &str) -> Verdict {
        let typed = match formula::number(text) {
            Ok(typed) => typed,
            Err(error) => return Verdict::unreadable(&error.sentence),
        };
        if is_near(typed, self.answer, self.tolerance) {
            return Verdict::right(&self.reason);
        }
        Verdict::wrong(hint_for(&self.hints, typed, self.tolerance).unwrap_or(&self.otherwise))
    }

    /// The right number and its reason.
    pub fn solution(&self) -> Solution {
        let answer = [self.answer.to_string(), escaped(&self.unit)].join(" ");
        Solution { answer: answer.trim_end().to_owned(), reason: self.reason.clone() }
    }
}

/// First hint that fits a number.
pub(super) fn hint_for(hints: &[NumberHint], typed: f64, tolerance: f64) -> Option<&str> {
    let fits = |hint: &&NumberHint| match hint.side {
        Side::Below => typed < hint.than,
        Side::Above => hint.than < typed,
        Side::At => is_near(typed, hint.than, tolerance),
    };
    hints.iter().find(fits).map(|hint| hint.says.as_str())
}

/// Whether two numbers are at most `tolerance` apart; decimals that lie exactly
/// on the end count, as 0.4 beside 0.3 with a tolerance of 0.1.
pub(super) fn is_near(a: f64, b: f64, tolerance: f64) -> bool {
    let rounding = 2.0 * f64::EPSILON * (a.abs() + b.abs() + tolerance);
    (a - b).abs() <= tolerance + rounding
}
