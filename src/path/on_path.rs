//! A velocity of any origin, read as the field of a Gaussian path: score and
//! predictions follow from it by the schedule, at the cost of one call.

use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::state::State;
use crate::path::convert::Conversion;
use crate::path::scheduler::SchedulerKind;

/// The field of the path under `scheduler` whose velocity is `velocity`.
///
/// For points and tensors alike; a network that predicts the velocity becomes
/// by it what schemes with noise and by predictions ask for. The conversions
/// are exact if the velocity is that of a marginal, and define what a learned
/// velocity means for score and predictions if it is not.
///
/// Singular where [`ScheduleAt`](crate::path::scheduler::ScheduleAt) says so:
/// the score of the straight path at `t = 1`.
pub struct OnPath<'a, F: ?Sized> {
    /// `u_t(x)`.
    pub velocity: &'a F,
    /// How data and noise are mixed over time.
    pub scheduler: SchedulerKind,
}

/// `given * from + point * x`.
fn converted<X: State>(conversion: Conversion, from: &X, x: &X) -> X {
    x.clone().scaled(conversion.point).add_scaled(conversion.given, from)
}

impl<X: State, F: VectorField<X> + ?Sized> VectorField<X> for OnPath<'_, F> {
    fn velocity(&self, t: f64, x: &X) -> X {
        self.velocity.velocity(t, x)
    }
}

impl<X: State, F: VectorField<X> + ?Sized> Score<X> for OnPath<'_, F> {
    fn score(&self, t: f64, x: &X) -> X {
        self.velocity_and_score(t, x).1
    }
}

impl<X: State, F: VectorField<X> + ?Sized> GaussianField<X> for OnPath<'_, F> {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        let s = self.scheduler.at(t);
        (s.alpha, s.beta)
    }

    fn endpoints(&self, t: f64, x: &X) -> Endpoints<X> {
        let (s, u) = (self.scheduler.at(t), self.velocity.velocity(t, x));
        Endpoints {
            z: converted(s.data_from_velocity(), &u, x),
            eps: converted(s.noise_from_velocity(), &u, x),
        }
    }

    fn velocity_and_score(&self, t: f64, x: &X) -> (X, X) {
        let u = self.velocity.velocity(t, x);
        let s = converted(self.scheduler.at(t).score_from_velocity(), &u, x);
        (u, s)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::math::kind::Kind;
    use crate::math::mixture::Mixture;
    use crate::math::points::Points;
    use crate::path::marginal::Marginal;

    #[track_caller]
    fn check_close(a: &Points, b: &Points) {
        for (a, b) in a.data().iter().zip(b.data()) {
            assert!((a - b).abs() < 1e-11 * (1.0 + b.abs()), "{a} is not {b}");
        }
    }

    #[test]
    fn from_the_exact_velocity_alone_it_is_the_exact_marginal() {
        let law = Mixture::isotropic(&Points::new(2, vec![2.0, 0.0, -1.0, 1.5]), 0.3).unwrap();
        let x = Points::new(2, vec![0.3, -0.8, -1.7, 0.9]);
        for &scheduler in SchedulerKind::ALL {
            let exact = Marginal::new(&law, scheduler);
            let field = OnPath { velocity: &exact, scheduler };
            for t in [0.1, 0.5, 0.9] {
                let (ours, theirs) = (field.endpoints(t, &x), exact.endpoints(t, &x));
                check_close(&ours.z, &theirs.z);
                check_close(&ours.eps, &theirs.eps);
                check_close(&field.score(t, &x), &exact.score(t, &x));
                assert_eq!(field.alpha_beta(t), exact.alpha_beta(t));
            }
        }
    }

    #[test]
    fn every_question_costs_one_call() {
        let calls = Cell::new(0);
        let velocity = |_: f64, x: &f64| {
            calls.set(calls.get() + 1);
            -x
        };
        let field = OnPath { velocity: &velocity, scheduler: SchedulerKind::CondOt };
        field.endpoints(0.5, &1.0);
        field.velocity_and_score(0.5, &1.0);
        field.score(0.5, &1.0);
        assert_eq!(calls.get(), 3);
    }
}
