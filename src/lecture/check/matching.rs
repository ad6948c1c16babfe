//! Point at the one of several pictures or texts that fits.

use serde::Deserialize;
use serde::Serialize;

use crate::lecture::check::Solution;
use crate::lecture::check::Verdict;

/// A question with things to point at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    /// Key of the item that fits.
    pub answer: String,
    /// Figure that draws the items which are pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// The items, in order.
    pub items: Vec<MatchItem>,
}

/// One thing to point at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchItem {
    /// Its key, as `b`.
    pub key: String,
    /// For a picture: the figure's settings in link notation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// For a text: what it says, in HTML.
    #[serde(default)]
    pub label: String,
    /// The reason if it fits, the hint if it does not; HTML.
    pub says: String,
}

impl Matching {
    /// About the item of that key.
    pub fn judge(&self, key: &str) -> Verdict {
        match self.items.iter().find(|item| item.key == key) {
            Some(item) if item.key == self.answer => Verdict::right(&item.says),
            Some(item) => Verdict::wrong(&item.says),
            None => Verdict::unreadable("Point at one of the items."),
        }
    }

    /// Key and text of the item that fits, and the reason.
    pub fn solution(&self) -> Solution {
        let right = self.items.iter().find(|item| item.key == self.answer);
        let label = right.map(|item| item.label.as_str()).unwrap_or_default();
        let answer = format!("({}) {label}", self.answer);
        let reason = right.map(|item| item.says.clone()).unwrap_or_default();
        Solution { answer: answer.trim_end().to_owned(), reason }
    }
}
