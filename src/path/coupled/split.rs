//! Correlated Gaussians of the plane as rows of isotropic ones.
//!
//! `N(m, C)` with eigenvalues `p >= q > 0` is `N(0, q I)` moved along the long
//! axis by a normal number of variance `e = p - q`: an integral over a line. The
//! trapezoidal rule with spacing `h` misses it by about `e^(-2 pi^2 v / h^2)` of
//! the largest density, `v = e q / p`; here `h = 0.9 sqrt(v)`, so `e^-24`.

use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::path::coupled::NotCoupled;

/// Spacing of the row in units of `sqrt(v)`.
const SPACING: f64 = 0.9;
/// Half length of the row in its own deviations; `e^-24.5` lies outside.
const REACH: f64 = 7.0;

/// The law with its correlated Gaussians split up.
pub(super) fn untilted(law: &Mixture) -> Result<Mixture, NotCoupled> {
    let mut parts = Vec::new();
    for (component, &weight) in law.components().iter().zip(law.weights()) {
        match component {
            Component::Gaussian { mean, covariance } if is_tilted(component, law.dim()) => {
                parts.extend(row(weight, mean, covariance)?);
            }
            _ => parts.push((weight, component.clone())),
        }
    }
    match Mixture::new(law.dim(), parts) {
        Ok(law) => Ok(law),
        Err(error) => unreachable!("rows of a law are a law: {error}"),
    }
}

/// Whether a component is correlated between coordinates.
pub(super) fn is_tilted(component: &Component, dim: usize) -> bool {
    let Component::Gaussian { covariance, .. } = component else {
        return false;
    };
    (0..dim).any(|i| (0..dim).any(|j| i != j && 0.0 < covariance[i * dim + j].abs()))
}

fn row(weight: f64, mean: &[f64], covariance: &[f64]) -> Result<Vec<(f64, Component)>, NotCoupled> {
    let &[xx, xy, _, yy] = covariance else {
        return Err(NotCoupled::TiltedBox);
    };
    let half_gap = libm::hypot(0.5 * (xx - yy), xy);
    let long = 0.5 * (xx + yy) + half_gap;
    let short = (xx * yy - xy * xy) / long;
    let is_wide = 1e-12 * long < short;
    if !is_wide {
        return Err(NotCoupled::TiltedBox);
    }
    let angle = 0.5 * libm::atan2(2.0 * xy, xx - yy);
    let axis = [libm::cos(angle), libm::sin(angle)];
    let deviation = libm::sqrt(2.0 * half_gap);
    // In units of the deviation along the axis.
    let spacing = SPACING * libm::sqrt(short / long);
    let n = libm::ceil(REACH / spacing) as i32;
    let places: Vec<f64> = (-n..=n).map(|k| f64::from(k) * spacing).collect();
    let masses: Vec<f64> = places.iter().map(|y| libm::exp(-0.5 * y * y)).collect();
    let total: f64 = masses.iter().sum();
    let part = |(y, mass): (&f64, &f64)| {
        let mean = vec![mean[0] + y * deviation * axis[0], mean[1] + y * deviation * axis[1]];
        (weight * mass / total, Component::Isotropic { mean, variance: short })
    };
    Ok(places.iter().zip(&masses).map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::points::Points;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[test]
    fn a_row_has_the_density_of_its_gaussian() {
        for covariance in [[1.0, 0.6, 0.6, 0.5], [0.3, -0.1, -0.1, 0.2], [2.0, 0.01, 0.01, 2.0]] {
            let gaussian =
                Component::Gaussian { mean: vec![1.0, -2.0], covariance: covariance.to_vec() };
            let law = Mixture::new(2, vec![(1.0, gaussian)]).unwrap();
            let row = untilted(&law).unwrap();
            assert!(2 < row.components().len());
            let x = Rng::stream(2, Stream::Data, 0).normal_points(300, 2);
            let x = Points::new(2, x.rows().flat_map(|r| [1.0 + r[0], r[1] - 2.0]).collect());
            let largest = law.log_density(&Points::new(2, vec![1.0, -2.0]))[0].exp();
            for (a, b) in row.log_density(&x).iter().zip(law.log_density(&x)) {
                assert!((a.exp() - b.exp()).abs() < 2e-10 * largest, "{covariance:?}: {a} {b}");
            }
        }
    }

    #[test]
    fn what_is_flat_or_beyond_the_plane_is_refused_and_what_is_straight_is_kept() {
        let law = |dim: usize, covariance: &[f64]| {
            let gaussian =
                Component::Gaussian { mean: vec![0.0; dim], covariance: covariance.to_vec() };
            Mixture::new(dim, vec![(1.0, gaussian)]).unwrap()
        };
        assert_eq!(untilted(&law(2, &[1.0, 2.0, 2.0, 4.0])), Err(NotCoupled::TiltedBox));
        let three = [1.0, 0.1, 0.0, 0.1, 1.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(untilted(&law(3, &three)), Err(NotCoupled::TiltedBox));
        let straight = law(2, &[1.0, 0.0, 0.0, 0.3]);
        assert_eq!(untilted(&straight), Ok(straight.clone()));
    }
}
