//! Drag a marker to where the value will be, then see it.

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::Solution;
use crate::lecture::check::Verdict;
use crate::lecture::check::escaped;
use crate::lecture::check::number::NumberHint;
use crate::lecture::check::number::hint_for;
use crate::lecture::check::number::is_near;

/// A question that is answered by a guess on a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predict {
    /// The value to be guessed; for a figure's number, what to expect of it.
    pub answer: f64,
    /// Number of the step's figure that is the value when it is revealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Left end of the line.
    pub min: f64,
    /// Right end of the line.
    pub max: f64,
    /// How far from the value still counts, the end included.
    pub tolerance: f64,
    /// What stands behind the number, may be empty.
    #[serde(default)]
    pub unit: String,
    /// Hints, the first that fits is given before the reason.
    #[serde(default)]
    pub hints: Vec<NumberHint>,
    /// Why the value is what it is; HTML.
    pub reason: String,
}

impl Predict {
    /// The value that is revealed: the figure's, where it is asked for and there.
    pub fn value(&self, measured: Option<f64>) -> f64 {
        let measured = measured.filter(|value| self.metric.is_some() && value.is_finite());
        measured.unwrap_or(self.answer)
    }

    /// About a guess; the value is revealed either way, so a wrong guess is
    /// told the value and the reason too.
    pub fn judge(&self, guess: f64, measured: Option<f64>) -> Verdict {
        if !guess.is_finite() {
            return Verdict::unreadable("Drag the marker to your guess first.");
        }
        let value = self.value(measured);
        if is_near(guess, value, self.tolerance) {
            return Verdict::right(&self.reason);
        }
        let side = if guess < value { "more" } else { "less" };
        let mut hint = format!("It is {}, {side} than your guess.", self.shown(value));
        for says in [hint_for(&self.hints, guess, self.tolerance), Some(&self.reason)] {
            if let Some(says) = says.filter(|says| !says.is_empty()) {
                hint.push(' ');
                hint.push_str(says);
            }
        }
        Verdict::Wrong { hint }
    }

    /// The value and its reason.
    pub fn solution(&self) -> Solution {
        let about = if self.metric.is_some() { "about " } else { "" };
        let answer = format!("{about}{}", self.shown(self.answer));
        Solution { answer, reason: self.reason.clone() }
    }

    /// A value with at most three digits behind the point, and its unit.
    fn shown(&self, value: f64) -> String {
        let rounded = (value * 1e3).round() / 1e3;
        let number = if rounded == 0.0 && value != 0.0 { value } else { rounded };
        [number.to_string(), escaped(&self.unit)].join(" ").trim_end().to_owned()
    }
}
