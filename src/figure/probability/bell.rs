//! A Gaussian that is dragged by its top: sideways to move it, up to make it narrow.

use std::f64::consts::TAU;

use crate::figure::probe::Probe;
use crate::figure::scene::Handle;
use crate::figure::scene::Paint;
use crate::math::line::normal_density;

/// Mean and standard deviation, as dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bell {
    /// Where the top is.
    pub mean: f64,
    /// What makes the top as high as it is: `1 / (height sqrt(2 pi))`.
    pub std: f64,
}

/// Name of the handle.
const TOP: &str = "top";

impl Bell {
    /// The bell of the handle, or `first` where it was not touched, within bounds.
    pub(super) fn dragged(probe: &Probe, first: Self, means: [f64; 2], stds: [f64; 2]) -> Self {
        probe.handle(TOP).map_or(first, |at| Self::with_top(at, means, stds))
    }

    fn with_top([x, height]: [f64; 2], means: [f64; 2], stds: [f64; 2]) -> Self {
        // At or below the axis the bell is as wide as it may be.
        let std = if 0.0 < height { 1.0 / (height * TAU.sqrt()) } else { stds[1] };
        Self { mean: x.clamp(means[0], means[1]), std: std.clamp(stds[0], stds[1]) }
    }

    /// Density at `x`.
    pub(super) fn density(self, x: f64) -> f64 {
        normal_density(x, self.mean, self.std)
    }

    /// The handle on the top.
    pub(super) fn handle(self, paint: Paint) -> Handle {
        let at = [self.mean, self.density(self.mean)];
        Handle { name: TOP, label: "Top of the bell", at, paint }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_comes_to_where_it_was_dragged() {
        let bell = Bell::with_top([0.7, 0.3], [-2.0, 2.0], [0.1, 5.0]);
        assert!((bell.density(0.7) - 0.3).abs() < 1e-15);
        let wide = Bell::with_top([9.0, -1.0], [-2.0, 2.0], [0.1, 5.0]);
        assert_eq!(wide, Bell { mean: 2.0, std: 5.0 });
    }
}
