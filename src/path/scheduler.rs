//! Schedules `alpha_t`, `beta_t` of Gaussian paths, with exact derivatives.
//!
//! `beta` multiplies the noise; some papers write `sigma` for it. A schedule is
//! one line of the list and one arm of [`SchedulerKind::at`].

use crate::kinds;

kinds! {
    /// A schedule of the Gaussian path `x_t = alpha_t z + beta_t eps`.
    pub enum SchedulerKind {
        /// `alpha = t`, `beta = 1 - t`.
        CondOt = "condot", "Straight (CondOT)";
        /// `alpha = t`, `beta = sqrt(1 - t)`.
        Sqrt = "sqrt", "Square root";
    }
}

/// A schedule at one time.
///
/// `Delta = beta d_alpha - alpha d_beta` is the determinant that every conversion
/// divides by. The last four are products and quotients written down in closed
/// form, finite where their factors are not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScheduleAt {
    /// Factor of the data.
    pub alpha: f64,
    /// Factor of the noise.
    pub beta: f64,
    /// Derivative of `alpha`.
    pub d_alpha: f64,
    /// Derivative of `beta`; minus infinity for the square root at `t = 1`.
    pub d_beta: f64,
    /// `beta d_beta`, finite on `[0, 1]`.
    pub b_db: f64,
    /// `beta Delta`, finite on `[0, 1]`.
    pub b_delta: f64,
    /// `1 / Delta`, finite on `[0, 1]`.
    pub inv_delta: f64,
    /// `d_beta / Delta`, finite on `[0, 1]`.
    pub db_by_delta: f64,
}

/// `from * given + x * point`: how one prediction follows from another at a point `x`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conversion {
    /// Factor of the prediction at hand.
    pub given: f64,
    /// Factor of the point.
    pub point: f64,
}

impl SchedulerKind {
    /// The schedule at time `t` in `[0, 1]`.
    ///
    /// Formulas are exact and have no floor: `sqrt` has `d_beta` infinite at
    /// `t = 1`. Source: MIT 6.S184 notes, Gaussian probability paths (`CondOT`)
    /// and lab 2 (square root); same time direction.
    pub fn at(self, t: f64) -> ScheduleAt {
        let rest = 1.0 - t;
        match self {
            Self::CondOt => ScheduleAt {
                alpha: t,
                beta: rest,
                d_alpha: 1.0,
                d_beta: -1.0,
                b_db: -rest,
                b_delta: rest,
                inv_delta: 1.0,
                db_by_delta: -1.0,
            },
            Self::Sqrt => {
                let beta = libm::sqrt(rest);
                let b_delta = 1.0 - 0.5 * t;
                ScheduleAt {
                    alpha: t,
                    beta,
                    d_alpha: 1.0,
                    d_beta: -0.5 / beta,
                    b_db: -0.5,
                    b_delta,
                    inv_delta: beta / b_delta,
                    db_by_delta: -0.5 / b_delta,
                }
            }
        }
    }
}

impl ScheduleAt {
    /// `s = (alpha u - d_alpha x) / b_delta`.
    ///
    /// No `0/0` at any time: straight `(t u - x)/(1 - t)`, singular at `t = 1`
    /// only; square root `(t u - x)/(1 - t/2)`, nowhere singular.
    pub fn score_from_velocity(self) -> Conversion {
        Conversion { given: self.alpha / self.b_delta, point: -self.d_alpha / self.b_delta }
    }

    /// `u = (b_delta s + d_alpha x) / alpha`; singular at `t = 0`.
    pub fn velocity_from_score(self) -> Conversion {
        Conversion { given: self.b_delta / self.alpha, point: self.d_alpha / self.alpha }
    }

    /// `z = (beta u - d_beta x) / Delta`; nowhere singular. Straight: `x + (1 - t) u`.
    pub fn data_from_velocity(self) -> Conversion {
        Conversion { given: self.beta * self.inv_delta, point: -self.db_by_delta }
    }

    /// `eps = (d_alpha x - alpha u) / Delta`; nowhere singular. Straight: `x - t u`.
    pub fn noise_from_velocity(self) -> Conversion {
        Conversion { given: -self.alpha * self.inv_delta, point: self.d_alpha * self.inv_delta }
    }

    /// `u = (Delta z + d_beta x) / beta`; singular at `t = 1`.
    pub fn velocity_from_data(self) -> Conversion {
        let factor = 1.0 / (self.beta * self.inv_delta);
        Conversion { given: factor, point: self.db_by_delta * factor }
    }

    /// `u = (d_alpha x - Delta eps) / alpha`; singular at `t = 0`.
    pub fn velocity_from_noise(self) -> Conversion {
        let factor = 1.0 / (self.alpha * self.inv_delta);
        Conversion { given: -factor, point: self.d_alpha / self.alpha }
    }
}

impl Conversion {
    /// `given * from + point * x`, number by number, into `out`.
    ///
    /// Shapes: all three of one length; any batch at one `t`.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn apply(self, from: &[f64], x: &[f64], out: &mut [f64]) {
        assert!(from.len() == out.len() && x.len() == out.len(), "conversion: shapes must agree");
        for ((o, f), x) in out.iter_mut().zip(from).zip(x) {
            *o = self.given * f + self.point * x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    const TIMES: [f64; 5] = [0.01, 0.2, 0.5, 0.8, 0.99];

    #[track_caller]
    fn check_close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} is not {b}");
    }

    #[test]
    fn every_schedule_runs_from_noise_to_data() {
        for &kind in SchedulerKind::ALL {
            let (start, end) = (kind.at(0.0), kind.at(1.0));
            let ends = [start.alpha, start.beta, end.alpha, end.beta];
            assert_eq!(ends.map(f64::to_bits), [0.0, 1.0, 1.0, 0.0_f64].map(f64::to_bits));
        }
    }

    #[test]
    fn derivatives_are_those_of_the_schedule() {
        for &kind in SchedulerKind::ALL {
            for t in TIMES {
                let (s, h) = (kind.at(t), 1e-6);
                let [later, earlier] = [kind.at(t + h), kind.at(t - h)];
                assert!((s.d_alpha - (later.alpha - earlier.alpha) / (2.0 * h)).abs() < 1e-7);
                assert!((s.d_beta - (later.beta - earlier.beta) / (2.0 * h)).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn closed_products_equal_their_factors_and_stay_finite_at_both_ends() {
        for &kind in SchedulerKind::ALL {
            for t in TIMES {
                let s = kind.at(t);
                let delta = s.beta * s.d_alpha - s.alpha * s.d_beta;
                check_close(s.b_db, s.beta * s.d_beta);
                check_close(s.b_delta, s.beta * delta);
                check_close(s.inv_delta, 1.0 / delta);
                check_close(s.db_by_delta, s.d_beta / delta);
            }
            for t in [0.0, 1.0] {
                let s = kind.at(t);
                assert!(
                    [s.b_db, s.b_delta, s.inv_delta, s.db_by_delta].iter().all(|v| v.is_finite())
                );
            }
        }
    }

    #[test]
    fn scores_from_velocities_have_the_closed_forms_of_the_course() {
        for t in [0.0, 0.3, 0.9] {
            let condot = SchedulerKind::CondOt.at(t).score_from_velocity();
            check_close(condot.given, t / (1.0 - t));
            check_close(condot.point, -1.0 / (1.0 - t));
            let sqrt = SchedulerKind::Sqrt.at(t).score_from_velocity();
            check_close(sqrt.given, t / (1.0 - t / 2.0));
            check_close(sqrt.point, -1.0 / (1.0 - t / 2.0));
        }
        assert_eq!(
            SchedulerKind::Sqrt.at(1.0).score_from_velocity(),
            Conversion { given: 2.0, point: -2.0 }
        );
    }

    #[test]
    fn the_noise_that_makes_noising_linear_is_that_of_the_closed_form() {
        // sigma^2 = 2 (b^2 da/a - b db) = 2 b_delta / alpha.
        for (kind, exact) in [(SchedulerKind::CondOt, 2.0), (SchedulerKind::Sqrt, 3.0)] {
            let s = kind.at(0.5);
            check_close(2.0 * s.b_delta / s.alpha, exact);
        }
    }
}
