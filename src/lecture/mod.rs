//! Lectures without their page: which there are, formulas, checks, progress, notation.
//!
//! A lecture's text is Markdown in `src/ui/lecture/text/`; the `prose` program
//! turns it into HTML, and the page makes that live. Both share what is here.

pub mod check;
pub mod formula;

/// A guided walkthrough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lecture {
    /// Name in links and of its files; never changes once published.
    pub slug: &'static str,
    /// What stands before its title: `1`, `A`, `Lab 1`.
    pub number: &'static str,
    /// Title, the same as in its text.
    pub title: &'static str,
    /// One sentence for the list of lectures.
    pub summary: &'static str,
    /// How long a reader usually takes, checks included.
    pub minutes: u32,
}

/// Every lecture whose text exists, in order.
pub const ALL: &[Lecture] = &[];

/// Lecture of that slug.
pub fn by_slug(slug: &str) -> Option<&'static Lecture> {
    ALL.iter().find(|lecture| lecture.slug == slug)
}
