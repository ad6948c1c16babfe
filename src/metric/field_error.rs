//! How far one field is from another on the same points.

use crate::math::points::Points;

/// `E ||u_theta - u||^2`: mean over points of the sum over coordinates.
///
/// Shapes: `u_theta` and `u` are the two fields' values at the same points,
/// `[n, dim]`, `n >= 1`. Units: squared velocity. Random: no.
///
/// # Panics
/// If the sets differ in shape or are empty.
pub fn field_error(u_theta: &Points, u: &Points) -> f64 {
    assert_eq!((u_theta.n(), u_theta.dim()), (u.n(), u.dim()), "field error: shapes must agree");
    assert!(0 < u.n(), "field error: no points");
    let sum: f64 = u_theta.data().iter().zip(u.data()).map(|(a, b)| (a - b) * (a - b)).sum();
    sum / u.n() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_error_is_the_mean_over_points_of_the_sum_over_coordinates() {
        let u_theta = Points::new(2, vec![1.0, 2.0, 0.0, 0.0]);
        let u = Points::new(2, vec![0.0, 0.0, 3.0, 0.0]);
        assert!((field_error(&u_theta, &u) - 7.0).abs() < 1e-15);
        assert!(field_error(&u, &u).abs() < 1e-15);
    }
}
