//! What a reader has read and solved, as a small text for the browser's storage.
//!
//! ```text
//! 1
//! flows|trajectories,flow|round-trip
//! ```
//!
//! A version, then a line for each lecture: its slug, the steps that were seen,
//! the checks that were solved. Reading takes what it understands and leaves
//! the rest: storage may hold anything.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

/// Version of the text; another version's is not read.
const VERSION: &str = "1";

/// Longest text that is read, in bytes.
const MAX_LEN: usize = 64 * 1024;

/// Longest name of a lecture, a step or a check, in bytes.
const MAX_NAME: usize = 64;

/// Most steps or checks of one lecture, and most lectures.
const MAX_NAMES: usize = 256;

/// What has been read and solved, by lecture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    lectures: BTreeMap<String, Done>,
}

/// What has been done of one lecture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Done {
    seen: BTreeSet<String>,
    solved: BTreeSet<String>,
}

impl Progress {
    /// Reads what its own `to_string` printed; of any other text, what it
    /// understands.
    pub fn parse(text: &str) -> Self {
        let mut progress = Self::default();
        let mut lines = text.lines();
        if MAX_LEN < text.len() || lines.next() != Some(VERSION) {
            return progress;
        }
        for line in lines {
            let [slug, seen, solved] = line.split('|').collect::<Vec<_>>()[..] else { continue };
            seen.split(',').for_each(|step| progress.see(slug, step));
            solved.split(',').for_each(|check| progress.solve(slug, check));
        }
        progress
    }

    /// Notes that a step has been seen.
    pub fn see(&mut self, slug: &str, step: &str) {
        self.note(slug, step, |done| &mut done.seen);
    }

    /// Notes that a check has been solved.
    pub fn solve(&mut self, slug: &str, check: &str) {
        self.note(slug, check, |done| &mut done.solved);
    }

    /// Whether a step has been seen.
    pub fn has_seen(&self, slug: &str, step: &str) -> bool {
        self.lectures.get(slug).is_some_and(|done| done.seen.contains(step))
    }

    /// Whether a check has been solved.
    pub fn has_solved(&self, slug: &str, check: &str) -> bool {
        self.lectures.get(slug).is_some_and(|done| done.solved.contains(check))
    }

    /// Number of steps seen.
    pub fn n_seen(&self, slug: &str) -> usize {
        self.lectures.get(slug).map_or(0, |done| done.seen.len())
    }

    /// Number of checks solved.
    pub fn n_solved(&self, slug: &str) -> usize {
        self.lectures.get(slug).map_or(0, |done| done.solved.len())
    }

    /// Whether nothing has been read or solved.
    pub fn is_empty(&self) -> bool {
        self.lectures.is_empty()
    }

    fn note(&mut self, slug: &str, name: &str, names: fn(&mut Done) -> &mut BTreeSet<String>) {
        let has_room = self.lectures.len() < MAX_NAMES || self.lectures.contains_key(slug);
        if !is_name(slug) || !is_name(name) || !has_room {
            return;
        }
        let names = names(self.lectures.entry(slug.to_owned()).or_default());
        if names.len() < MAX_NAMES {
            names.insert(name.to_owned());
        }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(VERSION)?;
        let listed = |names: &BTreeSet<String>| {
            names.iter().map(String::as_str).collect::<Vec<_>>().join(",")
        };
        for (slug, done) in &self.lectures {
            write!(f, "\n{slug}|{}|{}", listed(&done.seen), listed(&done.solved))?;
        }
        Ok(())
    }
}

/// Whether a text is a name as lectures, steps and checks have them: lower-case
/// letters, digits and dashes.
pub fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn some() -> Progress {
        let mut progress = Progress::default();
        progress.see("flows", "flow");
        progress.see("flows", "trajectories");
        progress.see("flows", "flow");
        progress.solve("flows", "round-trip");
        progress.solve("lab-1", "ou");
        progress
    }

    #[test]
    fn what_was_done_is_counted_once_and_by_lecture() {
        let progress = some();
        assert_eq!((progress.n_seen("flows"), progress.n_solved("flows")), (2, 1));
        assert_eq!((progress.n_seen("lab-1"), progress.n_solved("lab-1")), (0, 1));
        assert!(progress.has_seen("flows", "flow") && !progress.has_seen("lab-1", "flow"));
        assert!(progress.has_solved("lab-1", "ou") && !progress.has_solved("flows", "flow"));
        assert_eq!(progress.n_seen("elephants"), 0);
        assert!(Progress::default().is_empty() && !progress.is_empty());
    }

    #[test]
    fn printing_and_reading_are_inverse() {
        let text = "1\nflows|flow,trajectories|round-trip\nlab-1||ou";
        assert_eq!(some().to_string(), text);
        assert_eq!(Progress::parse(text), some());
        assert_eq!(Progress::parse(&Progress::default().to_string()), Progress::default());
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let kept = Progress::parse(
            "1\nflows|flow,Trajectories!,trajectories|round-trip\n?|a|b\nlab-1||ou\nx|y\n",
        );
        assert_eq!(kept, some());
        for text in ["", "2\nflows|flow|", "flows|flow|", "1flows|flow|", "null", "{}"] {
            assert!(Progress::parse(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn names_that_could_break_the_text_are_not_noted() {
        let mut progress = Progress::default();
        for name in ["", "a|b", "a,b", "a\nb", "A", "é", &"a".repeat(65)] {
            progress.see("flows", name);
            progress.solve(name, "ou");
        }
        assert!(progress.is_empty());
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let mut progress = Progress::default();
        for i in 0..1000 {
            progress.see("flows", &format!("s{i}"));
            progress.see(&format!("l{i}"), "a");
        }
        assert_eq!(progress.n_seen("flows"), MAX_NAMES);
        assert!(progress.to_string().len() < MAX_LEN);
        assert_eq!(Progress::parse(&progress.to_string()), progress);
        assert!(Progress::parse(&format!("1\n{}", "x".repeat(MAX_LEN))).is_empty());
    }

    #[test]
    fn no_text_makes_reading_panic() {
        let pieces = ["1", "\n", "|", ",", "flows", "flow", "\r", "é", "🙂", "\0", "-", "2", " "];
        let mut rng = Rng::stream(6, Stream::Figure, 0);
        for _ in 0..5_000 {
            let n = rng.below(20);
            let text: String = (0..n).map(|_| pieces[rng.below(pieces.len())]).collect();
            let progress = Progress::parse(&text);
            assert_eq!(Progress::parse(&progress.to_string()), progress, "{text:?}");
        }
    }
}
