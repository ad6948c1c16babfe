//! Type a formula; it is compared with the right one and with known wrong ones.

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::Solution;
use crate::lecture::check::Verdict;
use crate::lecture::check::escaped;
use crate::lecture::formula::Formula;
use crate::lecture::formula::compare;
use crate::lecture::formula::compare::Comparison;
use crate::lecture::formula::range;
use crate::lecture::formula::range::Range;

/// A question whose answer is a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormulaCheck {
    /// The right formula, in simple notation.
    pub answer: String,
    /// Names that it may use, and where they are compared.
    pub vars: Vec<Range>,
    /// Hints for known wrong formulas.
    pub hints: Vec<FormulaHint>,
    /// Hint for all others; HTML.
    pub otherwise: String,
    /// Why the answer is right; HTML.
    pub reason: String,
}

/// A hint for a wrong formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormulaHint {
    /// The wrong formula, in simple notation.
    pub formula: String,
    /// The hint; HTML.
    pub says: String,
}

impl FormulaCheck {
    /// About what was typed.
    pub fn judge(&self, text: &str) -> Verdict {
        let names = range::names(&self.vars);
        let typed = match Formula::parse(text, &names) {
            Ok(typed) => typed,
            Err(error) => return Verdict::unreadable(&error.sentence),
        };
        let compared = |known: &str| {
            let known = Formula::parse(known, &names).ok()?;
            Some(compare::compare(&typed, &known, &self.vars))
        };
        match compared(&self.answer) {
            Some(Comparison::Same { .. }) => return Verdict::right(&self.reason),
            Some(Comparison::Different { .. }) => {}
            // The build has compared the answer with itself.
            Some(Comparison::Unclear) | None => {
                return Verdict::unreadable(
                    "That formula has no value at the points where it is compared.",
                );
            }
        }
        let is_same =
            |hint: &&FormulaHint| matches!(compared(&hint.formula), Some(Comparison::Same { .. }));
        let hint = self.hints.iter().find(is_same).map(|hint| &hint.says);
        Verdict::wrong(hint.unwrap_or(&self.otherwise))
    }

    /// The right formula and its reason.
    pub fn solution(&self) -> Solution {
        let answer = format!("<code>{}</code>", escaped(&self.answer));
        Solution { answer, reason: self.reason.clone() }
    }
}
