//! Negative log-likelihood: how surprised a model is by fresh data.

/// Mean of `-log p(x_i)` over points, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nll {
    /// Nats per point.
    pub value: f64,
    /// Standard error of the mean over points; nothing for a single point.
    pub std_error: Option<f64>,
}

/// Negative log-likelihood of points whose log densities are `log_p`.
///
/// Infinite if the model gives a point no density. It is no distance: even the
/// true law has its entropy left, which is the level to compare with.
///
/// Shapes: one number a point, at least one. Units: nats per point; divided by
/// the dimension and `ln 2` it would be bits per dimension. Random: no.
///
/// # Panics
/// If there are no points.
pub fn nll(log_p: &[f64]) -> Nll {
    assert!(!log_p.is_empty(), "nll: no points");
    let n = log_p.len() as f64;
    let value = -log_p.iter().sum::<f64>() / n;
    let std_error = (1 < log_p.len()).then(|| {
        let sum: f64 = log_p.iter().map(|log| (log + value) * (log + value)).sum();
        (sum / (n - 1.0) / n).sqrt()
    });
    Nll { value, std_error }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::E;
    use std::f64::consts::TAU;

    use super::*;
    use crate::math::field::LogDensity;
    use crate::math::mixture::Component;
    use crate::math::mixture::Mixture;
    use crate::math::points::Points;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    use crate::path::marginal::Marginal;
    use crate::path::scheduler::SchedulerKind;
    use crate::solver::SolverKind;
    use crate::solver::likelihood::LikelihoodRun;
    use crate::solver::likelihood::log_density_of_noise;
    use crate::solver::spacing::GridKind;

    fn tilted() -> Mixture {
        let gaussian = |mean: [f64; 2], covariance: [f64; 4]| Component::Gaussian {
            mean: mean.to_vec(),
            covariance: covariance.to_vec(),
        };
        let first = gaussian([1.0, 2.0], [1.0, 0.6, 0.6, 0.5]);
        let second = gaussian([-1.0, 0.0], [0.3, -0.1, -0.1, 0.2]);
        Mixture::new(2, vec![(0.7, first), (0.3, second)]).unwrap()
    }

    #[test]
    fn along_the_exact_flow_the_density_of_a_mixture_is_its_own() {
        let law = tilted();
        let x = law.sample(40, &mut Rng::stream(31, Stream::Metric, 0));
        for scheduler in [SchedulerKind::CondOt, SchedulerKind::Sqrt] {
            let field = Marginal::new(&law, scheduler);
            // Not from t = 1, where the square root's schedule has no derivative.
            let t1 = 0.999;
            let grid = GridKind::Cosine.build(t1, 0.0, 400).unwrap();
            let mut run = LikelihoodRun::new(SolverKind::Rk4, grid, x.clone());
            while run.advance(&field) {}
            let found = run.log_density_at_start(&log_density_of_noise(run.x()));
            for (found, exact) in found.iter().zip(field.log_density(t1, &x)) {
                assert!((found - exact).abs() < 1e-5, "{found} is not {exact}");
            }
        }
    }

    #[test]
    fn a_normal_law_judged_by_itself_has_its_entropy() {
        // Entropy of N(0, I) on the plane: ln(2 pi e); -log p has variance 1.
        let x = Rng::stream(32, Stream::Metric, 0).normal_points(20_000, 2);
        let judged = nll(&log_density_of_noise(&x));
        let std_error = judged.std_error.unwrap();
        assert!((judged.value - (TAU * E).ln()).abs() < 4.0 * std_error);
        assert!((std_error * 20_000_f64.sqrt() - 1.0).abs() < 0.05);
    }

    #[test]
    fn points_without_density_are_infinitely_surprising() {
        assert!(nll(&[-1.0, f64::NEG_INFINITY]).value.is_infinite());
        assert_eq!(nll(&[-1.5]), Nll { value: 1.5, std_error: None });
    }

    #[test]
    fn the_empirical_law_of_two_points_is_followed_to_the_toy_worked_out_outside() {
        // Two points at -2 and 2, condot, t = .5, x = .3: log p = -1.81210238.
        let toy = Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap();
        let field = Marginal::new(&toy, SchedulerKind::CondOt);
        let grid = GridKind::Uniform.build(0.5, 0.0, 200).unwrap();
        let mut run = LikelihoodRun::new(SolverKind::Rk4, grid, Points::new(1, vec![0.3]));
        while run.advance(&field) {}
        let judged = nll(&run.log_density_at_start(&log_density_of_noise(run.x())));
        assert!((judged.value - 1.812_102_38).abs() < 1e-7, "{judged:?}");
    }
}
