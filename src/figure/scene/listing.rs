//! An algorithm or a piece of code beside the maps, as text that can be read aloud.

/// Numbered lines with the one that is at work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What it does; the accessible name.
    pub title: String,
    /// Its lines.
    pub lines: Vec<ListingLine>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingLine {
    /// The line, formulas in plain letters.
    pub code: String,
    /// Value or remark of the line now; may be empty.
    pub says: String,
    /// How deep it stands within loops.
    pub indent: u8,
    /// Whether it is at work now.
    pub is_current: bool,
}

impl Listing {
    /// Lines at the left edge, none of them at work.
    pub fn new(title: &str, lines: &[&str]) -> Self {
        let line = |code: &&str| ListingLine { code: (*code).to_owned(), ..ListingLine::default() };
        Self { title: title.to_owned(), lines: lines.iter().map(line).collect() }
    }

    /// The same with lines from `first` to `last`, counted from 0, one deeper.
    #[must_use]
    pub fn indented(mut self, lines: std::ops::Range<usize>) -> Self {
        for line in self.lines.iter_mut().take(lines.end).skip(lines.start) {
            line.indent += 1;
        }
        self
    }

    /// The same with line `idx`, counted from 0, at work and saying something;
    /// a line that does not exist changes nothing.
    #[must_use]
    pub fn at(mut self, idx: usize, says: &str) -> Self {
        if let Some(line) = self.lines.get_mut(idx) {
            line.is_current = true;
            says.clone_into(&mut line.says);
        }
        self
    }
}
