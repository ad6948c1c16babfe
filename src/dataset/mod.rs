//! What is learned: laws of data on the plane or the line, each with its picture's window.
//!
//! A data set is one file with a `dataset()` and one line of the list below.

mod checkerboard;
mod circles;
mod curve;
mod eight_gaussians;
mod gmm5;
mod gmm_random;
mod moons;
mod pinwheel;
mod scurve;
mod smiley;
mod spiral;
mod two_points;

pub mod drawn;
pub mod images;
pub mod mix;
pub mod source;
pub mod spec;

use crate::dataset::curve::BlurredCurve;
use crate::kinds;
use crate::math::kind::Choice;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::window::Window;

/// Declares [`DatasetKind`]: one line per data set, `Name = "key", "Label", file;`.
macro_rules! datasets {
    (
        plane { $($(#[$meta:meta])* $choice:ident = $key:literal, $label:literal, $file:ident;)+ }
        line { $($(#[$meta1:meta])* $choice1:ident = $key1:literal, $label1:literal, $file1:ident;)+ }
    ) => {
        kinds! {
            /// A law of data, in menu order.
            pub enum DatasetKind {
                $($(#[$meta])* $choice = $key, $label;)+
                $($(#[$meta1])* $choice1 = $key1, $label1;)+
            }
        }

        impl DatasetKind {
            /// The laws on the plane as plain data, in menu order.
            pub const ON_PLANE: &'static [Choice] = &[$(Choice { key: $key, label: $label },)+];

            /// The laws on the line as plain data, in menu order.
            pub const ON_LINE: &'static [Choice] = &[$(Choice { key: $key1, label: $label1 },)+];

            /// Dimension of the space: 1 or 2.
            pub const fn dim(self) -> usize {
                match self { $(Self::$choice => 2,)+ $(Self::$choice1 => 1,)+ }
            }

            /// The law with its parameters and window; of what is made by hand,
            /// the default: see [`spec::DataSpec`].
            pub fn build(self) -> Dataset {
                match self {
                    $(Self::$choice => $file::dataset(),)+
                    $(Self::$choice1 => $file1::dataset(),)+
                }
            }
        }
    };
}

datasets! {
    plane {
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
        /// Two joined arcs in the shape of an S.
        SCurve = "scurve", "S curve", scurve;
        /// Five bent arms.
        Pinwheel = "pinwheel", "Pinwheel", pinwheel;
        /// Gaussians at random places.
        GmmRandom = "gmm-random", "Random Gaussians", gmm_random;
        /// A face of lines.
        Smiley = "smiley", "Smiley", smiley;
        /// Points put there by hand.
        Drawn = "drawn", "Drawn by hand", drawn;
        /// Gaussians placed by hand.
        Mixture = "mixture", "My mixture", mix;
    }
    line {
        /// The points -2 and +2.
        TwoPoints = "two-points", "Two points (line)", two_points;
    }
}

/// A law of data on the plane or the line: how to draw from it, and its density
/// in closed form.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    law: Mixture,
    curve: Option<BlurredCurve>,
    window: Window,
    description: String,
    /// Class of every component of the law, where the law has classes.
    classes: Option<Vec<usize>>,
}

/// Points with the class of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// `[n, dim]`.
    pub points: Points,
    /// Class of each point, below the data set's number of classes.
    pub labels: Vec<usize>,
}

impl Dataset {
    /// A law drawn from as it is.
    fn of_law(law: Mixture, window: Window, description: String) -> Self {
        Self { law, curve: None, window, description, classes: None }
    }

    /// Equally likely Gaussians and boxes, drawn from as they are.
    fn of_components(components: Vec<Component>, window: Window, description: String) -> Self {
        let dim = components.first().map_or(2, Component::dim);
        let parts = components.into_iter().map(|component| (1.0, component)).collect();
        Self::of_law(mixture(dim, parts), window, description)
    }

    /// A curve blurred by a Gaussian.
    fn of_curve(curve: BlurredCurve, window: Window, description: String) -> Self {
        let law = mixture(2, curve.components());
        Self { curve: Some(curve), ..Self::of_law(law, window, description) }
    }

    /// The same law, every piece of its curve or every component a class of its own.
    #[must_use]
    fn with_classes(self) -> Self {
        let classes = match &self.curve {
            Some(curve) => curve.piece_of_components(),
            None => (0..self.law.components().len()).collect(),
        };
        Self { classes: Some(classes), ..self }
    }

    /// `n` independent draws from the true law.
    ///
    /// Random: one uniform number a point for the part of the law, then, on a
    /// curve, one for the place along it, then a number per coordinate.
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        let mut points = Points::zeros(n, self.dim());
        for i in 0..n {
            self.draw(rng, points.row_mut(i));
        }
        points
    }

    /// The draws of [`Dataset::sample`] from the same numbers, with their classes.
    ///
    /// Random: as [`Dataset::sample`].
    pub fn sample_labelled(&self, n: usize, rng: &mut Rng) -> Labelled {
        let mut points = Points::zeros(n, self.dim());
        let labels = (0..n).map(|i| self.draw(rng, points.row_mut(i))).collect();
        Labelled { points, labels }
    }

    /// One draw; its class.
    fn draw(&self, rng: &mut Rng, out: &mut [f64]) -> usize {
        if let Some(curve) = &self.curve {
            let (piece, place) = curve.draw(rng);
            out.copy_from_slice(&place);
            return if self.classes.is_some() { piece } else { 0 };
        }
        let component = self.law.sample_into(rng, out);
        self.classes.as_ref().map_or(0, |classes| classes[component])
    }

    /// Dimension of the space: 1 or 2.
    pub fn dim(&self) -> usize {
        self.law.dim()
    }

    /// Number of classes; 1 where the law comes without labels.
    pub fn n_classes(&self) -> usize {
        let last = self.classes.iter().flatten().max();
        last.map_or(1, |last| last + 1)
    }

    /// The law of the points of one class.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn law_of(&self, class: usize) -> Mixture {
        mixture(self.dim(), self.parts_of(class).map(|(w, c)| (w, c.clone())).collect())
    }

    /// The data of one class alone, in the same window.
    ///
    /// Along a curve they are drawn from its mixture, see [`Self::law`].
    ///
    /// # Panics
    /// If there is no such class.
    #[must_use]
    pub fn of_class(&self, class: usize) -> Self {
        let description = format!("{}, label {class}", self.description);
        Self::of_law(self.law_of(class), self.window, description)
    }

    /// How likely a class is.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn class_weight(&self, class: usize) -> f64 {
        self.parts_of(class).map(|(weight, _)| weight).sum()
    }

    /// Components of one class with their weights in the whole law.
    fn parts_of(&self, class: usize) -> impl Iterator<Item = (f64, &Component)> {
        assert!(class < self.n_classes(), "dataset: no class {class}");
        let weighted = self.law.weights().iter().copied().zip(self.law.components());
        let class_of = |k: usize| self.classes.as_ref().map_or(0, |classes| classes[k]);
        weighted.enumerate().filter(move |(k, _)| class_of(*k) == class).map(|(_, part)| part)
    }

    /// The law as a mixture.
    ///
    /// Exact for Gaussians, boxes and points. Laws along a curve (moons, circles,
    /// spiral, S curve, pinwheel, smiley) are uniform in the curve's parameter
    /// and blurred by a Gaussian; their mixture is a quadrature along the curve
    /// with enough nodes for its density to agree with the true one to about
    /// `1e-9` of its largest value.
    pub fn law(&self) -> &Mixture {
        &self.law
    }

    /// The part of the plane to show: the data, and the standard normal noise.
    ///
    /// On the line the picture has time to the right and the data upward: `x` is
    /// the time `[0, 1]`, `y` the range of the data.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Parameters in words, such as `noise 0.05, scale 3.5`.
    pub fn describe(&self) -> String {
        self.description.clone()
    }
}

/// The mixture of components written down in this module.
fn mixture(dim: usize, components: Vec<(f64, Component)>) -> Mixture {
    match Mixture::new(dim, components) {
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
