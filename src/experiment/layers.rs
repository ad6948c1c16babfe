//! Width and depth of a plain network, written `64x3` in links.

/// Hidden layers of one width: `width x n_hidden`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers {
    width: u32,
    n_hidden: u32,
}

impl Layers {
    /// Largest width that a link may ask for.
    pub const MAX_WIDTH: u32 = 256;
    /// Largest number of hidden layers that a link may ask for.
    pub const MAX_HIDDEN: u32 = 6;

    /// Layers of at least one unit and one layer, brought within the bounds.
    pub fn clamped(width: u32, n_hidden: u32) -> Self {
        Self {
            width: width.clamp(1, Self::MAX_WIDTH),
            n_hidden: n_hidden.clamp(1, Self::MAX_HIDDEN),
        }
    }

    /// Units of each hidden layer.
    pub fn width(self) -> u32 {
        self.width
    }

    /// Number of hidden layers.
    pub fn n_hidden(self) -> u32 {
        self.n_hidden
    }
}

impl std::fmt::Display for Layers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}x{}", self.width, self.n_hidden)
    }
}
