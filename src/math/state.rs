//! What a solver needs of a state: scale it and add a multiple of another.

use crate::math::points::Points;

/// A vector space element: points here, a tensor in the engine.
pub trait State: Clone {
    /// `c self`.
    #[must_use]
    fn scaled(self, c: f64) -> Self;

    /// `self + c other`; both of the same shape.
    #[must_use]
    fn add_scaled(self, c: f64, other: &Self) -> Self;
}

/// A state that can be looked at at once, unlike one on a device.
pub trait Finite {
    /// Whether every number is finite.
    fn is_finite(&self) -> bool;
}

impl Finite for Points {
    fn is_finite(&self) -> bool {
        self.data().iter().all(|&v| f64::is_finite(v))
    }
}

impl Finite for f64 {
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
}

impl State for Points {
    fn scaled(mut self, c: f64) -> Self {
        for v in self.data_mut() {
            *v *= c;
        }
        self
    }

    fn add_scaled(mut self, c: f64, other: &Self) -> Self {
        assert_eq!(self.data().len(), other.data().len(), "state: shapes must agree");
        for (v, o) in self.data_mut().iter_mut().zip(other.data()) {
            *v += c * o;
        }
        self
    }
}

impl State for f64 {
    fn scaled(self, c: f64) -> Self {
        c * self
    }

    fn add_scaled(self, c: f64, other: &Self) -> Self {
        self + c * other
    }
}
