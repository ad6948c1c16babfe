//! The rectangle of the plane that a picture shows.

/// Closed rectangle in data space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Left and right edge.
    pub x: [f64; 2],
    /// Lower and upper edge.
    pub y: [f64; 2],
}

impl Window {
    /// Square of half width `r` around the origin.
    pub const fn centered(r: f64) -> Self {
        Self { x: [-r, r], y: [-r, r] }
    }

    /// Width in data units.
    pub fn width(self) -> f64 {
        self.x[1] - self.x[0]
    }

    /// Height in data units.
    pub fn height(self) -> f64 {
        self.y[1] - self.y[0]
    }
}
