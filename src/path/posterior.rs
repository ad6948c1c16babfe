//! Which data points a place on the path may have come from.
//!
//! The empirical marginal of a handful of points, taken apart: how likely each
//! made `x`, and what each alone would say of the velocity.

use crate::math::points::Points;
use crate::path::gaussian::GaussianPath;

/// Posterior weights of data points at one place, and the velocity they make.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// How likely each point made `x`; they sum to 1.
    pub weights: Vec<f64>,
    /// `sum g_i u_t(x given z_i)`, the marginal velocity of these points.
    pub velocity: Vec<f64>,
}

/// The posterior over the points `z` at `x`: `g_i` proportional to
/// `N(x; alpha_t z_i, beta_t^2 I)`, from noise `N(0, I)` at t = 0.
///
/// None where the path has no noise (`t = 1`): there a place is a data point or
/// no place of the path at all; nor where a velocity is infinite (`vp` at 0).
///
/// Shapes: `x` has `z.dim()` numbers.
///
/// Source: MIT 6.S184 notes, marginalization trick.
pub fn posterior(path: GaussianPath, t: f64, x: &[f64], z: &Points) -> Option<Posterior> {
    let s = path.scheduler.at(t);
    if s.beta <= 0.0 || z.n() == 0 {
        return None;
    }
    let log = |z: &[f64]| {
        let distance: f64 = x.iter().zip(z).map(|(x, z)| (x - s.alpha * z).powi(2)).sum();
        -0.5 * distance / (s.beta * s.beta)
    };
    let logs: Vec<f64> = z.rows().map(log).collect();
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - largest)).collect();
    let total: f64 = weights.iter().sum();
    let mut velocity = vec![0.0; z.dim()];
    let mut alone = vec![0.0; z.dim()];
    for (weight, z) in weights.iter_mut().zip(z.rows()) {
        *weight /= total;
        path.velocity_given_z(t, x, z, &mut alone);
        for (sum, u) in velocity.iter_mut().zip(&alone) {
            *sum += *weight * u;
        }
    }
    velocity.iter().all(|u| u.is_finite()).then_some(Posterior { weights, velocity })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::field::VectorField;
    use crate::math::kind::Kind;
    use crate::math::mixture::Mixture;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::path::marginal::Marginal;
    use crate::path::scheduler::SchedulerKind;

    fn points(dim: usize) -> Points {
        let mut points = Rng::stream(2, Stream::Data, 0).normal_points(300, dim);
        points.data_mut().iter_mut().for_each(|v| *v *= 3.0);
        points
    }

    #[test]
    fn the_average_is_the_marginal_velocity_of_the_points() {
        for dim in [1, 2] {
            let z = points(dim);
            let law = Mixture::empirical(&z).unwrap();
            for &scheduler in SchedulerKind::ALL {
                let marginal = Marginal::new(&law, scheduler);
                for t in [0.05, 0.5, 0.95] {
                    let x = vec![0.7; dim];
                    let ours = posterior(GaussianPath { scheduler }, t, &x, &z).unwrap();
                    let exact = marginal.velocity(t, &Points::new(dim, x.clone()));
                    for (a, b) in ours.velocity.iter().zip(exact.data()) {
                        assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} {b}");
                    }
                    for (a, b) in ours.weights.iter().zip(marginal.posterior(t, &x)) {
                        assert!((a - b).abs() < 1e-12, "{a} {b}");
                    }
                }
            }
        }
    }

    #[test]
    fn far_from_every_point_the_nearest_has_all_the_weight() {
        let z = Points::new(1, vec![-2.0, 2.0]);
        let path = GaussianPath { scheduler: SchedulerKind::CondOt };
        let far = posterior(path, 0.9, &[1e6], &z).unwrap();
        assert!(far.weights[0] < 1e-12 && (far.weights[1] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn at_the_start_all_points_weigh_the_same_and_at_the_end_there_is_none() {
        let z = points(2);
        let path = GaussianPath { scheduler: SchedulerKind::CondOt };
        let start = posterior(path, 0.0, &[0.5, 1.0], &z).unwrap();
        assert!(start.weights.iter().all(|w| (w - 1.0 / 300.0).abs() < 1e-12));
        assert_eq!(posterior(path, 1.0, &[0.5, 1.0], &z), None);
        let vp = GaussianPath { scheduler: SchedulerKind::Vp };
        assert_eq!(posterior(vp, 0.0, &[0.5, 1.0], &z), None);
    }
}
