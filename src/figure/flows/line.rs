//! Fields on the line whose trajectories can be written down.

use crate::kinds;

kinds! {
    /// A field on the line for `0 <= t`, in menu order.
    pub enum LineKind {
        /// `u = -x`.
        Decay = "decay", "u = −x";
        /// `u = x (1 - x)`: growth that levels off at 1.
        Growth = "growth", "u = x (1 − x)";
        /// `u = x cos t`: growth and decay by turns.
        Seasons = "seasons", "u = x cos t";
        /// `u = -t x^2`.
        Drag = "drag", "u = −t x²";
        /// `u = sqrt t`: its derivative in time is infinite at 0.
        Root = "root", "u = √t";
    }
}

impl LineKind {
    /// Velocity at one time and place.
    pub fn velocity(self, t: f64, x: f64) -> f64 {
        match self {
            Self::Decay => -x,
            Self::Growth => x * (1.0 - x),
            Self::Seasons => x * libm::cos(t),
            Self::Drag => -t * x * x,
            Self::Root => t.max(0.0).sqrt(),
        }
    }

    /// Place at time `t` of what is at `x0` at time 0.
    ///
    /// Finite for all `t >= 0` if `x0 >= 0`.
    pub fn flow(self, t: f64, x0: f64) -> f64 {
        match self {
            Self::Decay => x0 * libm::exp(-t),
            Self::Growth => x0 / (x0 + (1.0 - x0) * libm::exp(-t)),
            Self::Seasons => x0 * libm::exp(libm::sin(t)),
            Self::Drag => x0 / (1.0 + 0.5 * x0 * t * t),
            Self::Root => x0 + 2.0 / 3.0 * t * t.max(0.0).sqrt(),
        }
    }

    /// The field as a formula, as a person would write it.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Decay => "−x",
            Self::Growth => "x (1 − x)",
            Self::Seasons => "x cos t",
            Self::Drag => "−t x²",
            Self::Root => "√t",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    #[test]
    fn the_formulas_of_the_trajectories_obey_their_fields() {
        let h = 1e-5;
        for &kind in LineKind::ALL {
            for x0 in [0.0, 0.1, 0.9, 1.0, 2.0] {
                assert!((kind.flow(0.0, x0) - x0).abs() < 1e-12, "{kind:?}");
                for t in [0.2, 1.0, 2.7, 4.0] {
                    let slope = (kind.flow(t + h, x0) - kind.flow(t - h, x0)) / (2.0 * h);
                    let u = kind.velocity(t, kind.flow(t, x0));
                    assert!((slope - u).abs() < 1e-7, "{kind:?} {t} {x0}: {slope} {u}");
                }
            }
        }
    }
}
