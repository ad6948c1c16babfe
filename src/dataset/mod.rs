//! What is learned: laws of data on the plane, each with its picture's window.
//!
//! A data set is one file with a `dataset()` and one line of the list below.

mod checkerboard;
mod circles;
mod curve;
mod eight_gaussians;
mod gmm5;
mod moons;
mod spiral;

use crate::dataset::curve::BlurredCurve;
use crate::kinds;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::window::Window;

/// Declares [`DatasetKind`]: one line per data set, `Name = "key", "Label", file;`.
macro_rules! datasets {
    ($($(#[$meta:meta])* $choice:ident = $key:literal, $label:literal, $file:ident;)+) => {
        kinds! {
            /// A law of data, in menu order.
            pub enum DatasetKind { $($(#[$meta])* $choice = $key, $label;)+ }
        }

        impl DatasetKind {
            /// The law with its parameters and window.
            pub fn build(self) -> Dataset {
                match self { $(Self::$choice => $file::dataset(),)+ }
            }
        }
    };
}

datasets! {
    /// Two interleaved half circles.
    Moons = "moons", "Two moons", moons;
    /// Alternating filled squares.
    Checkerboard = "checkerboard", "Checkerboard", checkerboard;
    /// Five Gaussians on a circle.
    Gmm5 = "gmm5", "Five Gaussians", gmm5;
    /// Eight narrow Gaussians on a circle.
    EightGaussians = "8gaussians", "Eight Gaussians", eight_gaussians;
    /// One arm winding outward.
    Spiral = "spiral", "Spiral", spiral;
    /// Two concentric circles.
    Circles = "circles", "Two circles", circles;
}

/// A law of data on the plane: how to draw from it, and its density in closed form.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    law: Mixture,
    curve: Option<BlurredCurve>,
    window: Window,
    description: String,
}

impl Dataset {
    /// A mixture of Gaussians and boxes, drawn from as it is.
    fn of_components(components: Vec<Component>, window: Window, description: String) -> Self {
        let law = mixture(components.into_iter().map(|component| (1.0, component)).collect());
        Self { law, curve: None, window, description }
    }

    /// A curve blurred by a Gaussian.
    fn of_curve(curve: BlurredCurve, window: Window, description: String) -> Self {
        let law = mixture(curve.components());
        Self { law, curve: Some(curve), window, description }
    }

    /// `n` independent draws from the true law.
    ///
    /// Random: a fixed count of uniform numbers and two normal numbers a point.
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        let Some(curve) = &self.curve else {
            return self.law.sample(n, rng);
        };
        let mut points = Points::zeros(n, 2);
        for i in 0..n {
            points.row_mut(i).copy_from_slice(&curve.draw(rng));
        }
        points
    }

    /// The law as a mixture.
    ///
    /// Exact for Gaussians and boxes. Moons, circles and the spiral are uniform
    /// along a curve and blurred by a Gaussian; their mixture is a quadrature
    /// along the curve with enough nodes for its density to agree with the true
    /// one to about `1e-9` of its largest value.
    pub fn law(&self) -> &Mixture {
        &self.law
    }

    /// The part of the plane to show: the data, and the standard normal noise.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Parameters in words, such as `noise 0.05, scale 3.5`.
    pub fn describe(&self) -> String {
        self.description.clone()
    }
}

/// The mixture of components written down in this module.
fn mixture(components: Vec<(f64, Component)>) -> Mixture {
    match Mixture::new(2, components) {
        Ok(law) => law,
        Err(error) => unreachable!("data sets are written down as laws: {error}"),
    }
}

/// `n` isotropic Gaussians on a circle around the origin, the first at angle 0.
fn ring(n: usize, radius: f64, std: f64) -> Vec<Component> {
    let at = |k: usize| {
        let angle = std::f64::consts::TAU * k as f64 / n as f64;
        let mean = vec![radius * libm::cos(angle), radius * libm::sin(angle)];
        Component::Isotropic { mean, variance: std * std }
    };
    (0..n).map(at).collect()
}

#[cfg(test)]
mod tests;
