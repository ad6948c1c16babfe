//! The exact marginal as the field of a Gaussian path: what schemes with noise
//! and by predictions ask for.

use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::math::points::Points;
use crate::math::state::State;
use crate::path::marginal::Marginal;

impl GaussianField<Points> for Marginal {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        let s = self.scheduler().at(t);
        (s.alpha, s.beta)
    }

    /// `z = E[z given x]` and `eps = (x - alpha z) / beta`; where `beta = 0` the
    /// point says nothing of the noise, and `eps = E[eps] = 0`.
    fn endpoints(&self, t: f64, x: &Points) -> Endpoints<Points> {
        let (alpha, beta) = self.alpha_beta(t);
        let z = self.posterior_mean(t, x);
        let eps = if beta <= 0.0 {
            Points::zeros(x.n(), x.dim())
        } else {
            x.clone().add_scaled(-alpha, &z).scaled(1.0 / beta)
        };
        Endpoints { z, eps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::field::Score;
    use crate::math::field::SdeDrift;
    use crate::math::field::VectorField;
    use crate::math::kind::Kind;
    use crate::math::mixture::Mixture;
    use crate::path::scheduler::SchedulerKind;

    fn mixture() -> Mixture {
        Mixture::isotropic(&Points::new(2, vec![2.0, 0.0, -1.0, 1.5]), 0.3).unwrap()
    }

    fn places() -> Points {
        Points::new(2, vec![0.3, -0.8, -1.7, 0.9, 2.5, 2.5])
    }

    #[track_caller]
    fn check_close(a: &Points, b: &Points) {
        for (a, b) in a.data().iter().zip(b.data()) {
            assert!((a - b).abs() < 1e-11 * (1.0 + b.abs()), "{a} is not {b}");
        }
    }

    #[test]
    fn predictions_give_point_velocity_and_score_again() {
        for &scheduler in SchedulerKind::ALL {
            let field = Marginal::new(&mixture(), scheduler);
            for t in [0.1, 0.5, 0.9] {
                let (s, x) = (scheduler.at(t), places());
                let Endpoints { z, eps } = field.endpoints(t, &x);
                check_close(&z.clone().scaled(s.alpha).add_scaled(s.beta, &eps), &x);
                let u = z.scaled(s.d_alpha).add_scaled(s.d_beta, &eps);
                check_close(&u, &field.velocity(t, &x));
                check_close(&eps.scaled(-1.0 / s.beta), &field.score(t, &x));
            }
        }
    }

    #[test]
    fn at_the_end_the_point_is_the_data_and_the_noise_is_unknown() {
        for &scheduler in SchedulerKind::ALL {
            let ends = Marginal::new(&mixture(), scheduler).endpoints(1.0, &places());
            check_close(&ends.z, &places());
            check_close(&ends.eps, &Points::zeros(3, 2));
        }
    }

    #[test]
    fn the_drift_of_the_noisy_equation_is_that_of_the_toy_worked_out_outside() {
        // Two points at -2 and 2, condot, t = .5, x = .3: u = 2.73461843, s = 2.13461843.
        let toy = Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap();
        let field = Marginal::new(&toy, SchedulerKind::CondOt);
        let x = Points::new(1, vec![0.3]);
        let at = |sigma: f64| {
            let drift = SdeDrift { field: &field, diffusion: &|_| sigma };
            drift.velocity(0.5, &x).data()[0]
        };
        assert!((at(0.0) - 2.734_618_43).abs() < 5e-9);
        assert!((at(2.0) - (2.734_618_43 + 2.0 * 2.134_618_43)).abs() < 2e-8);
        let ends = field.endpoints(0.5, &x);
        assert!((ends.z.data()[0] - 1.667_309_21).abs() < 5e-9);
        assert!((ends.eps.data()[0] + 1.067_309_21).abs() < 5e-9);
    }
}
