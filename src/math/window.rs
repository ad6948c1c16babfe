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

    /// The rectangle around the same middle, `by` times as wide and high.
    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        let grow = |[low, high]: [f64; 2]| {
            let (middle, half) = (f64::midpoint(low, high), 0.5 * by * (high - low));
            [middle - half, middle + half]
        };
        Self { x: grow(self.x), y: grow(self.y) }
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
