//! An algorithm beside the maps, line by line.

/// An algorithm or a piece of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Its name.
    pub title: String,
    /// Its lines.
    pub lines: Vec<ListingLine>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingLine {
    /// What it does, in plain letters.
    pub code: String,
    /// What it has done just now, such as a value; may be empty.
    pub says: String,
    /// How deep it stands in loops.
    pub indent: u8,
    /// Whether it is the line that is carried out.
    pub is_current: bool,
}
