//! What is learned: laws of data on the plane, each with its picture's window.

use crate::kinds;

kinds! {
    /// A law of data, in menu order.
    pub enum DatasetKind {
        /// Two interleaved half circles.
        Moons = "moons", "Two moons";
        /// Alternating filled squares.
        Checkerboard = "checkerboard", "Checkerboard";
        /// Five Gaussians on a circle.
        Gmm5 = "gmm5", "Five Gaussians";
        /// Eight narrow Gaussians on a circle.
        EightGaussians = "8gaussians", "Eight Gaussians";
        /// One arm winding outward.
        Spiral = "spiral", "Spiral";
        /// Two concentric circles.
        Circles = "circles", "Two circles";
    }
}
