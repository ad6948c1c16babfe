//! Velocity, score, noise, data: any one of them at a point gives the rest.
//!
//! On the path `x = alpha z + beta eps` everything a network may predict is a
//! combination of `z` and `eps`, so that one prediction and the point `x`
//! determine the others; the marginal predictions are conditional means and
//! follow the same lines.
//!
//! Singular times, where the mathematics is (`-`: none):
//!
//! | from \ to | velocity | score | noise | data |
//! |---|---|---|---|---|
//! | velocity | - | `t = 1`: condot, linear, trig | - | - |
//! | score | `t = 0` | - | - | `t = 0` |
//! | noise | `t = 0`; `t = 1`: sqrt, vp, ddpm | `t = 1` | - | `t = 0` |
//! | data | `t = 1`; `t = 0`: vp | `t = 1` | `t = 1` | - |
//!
//! `t = 0` is no exception under `ddpm`, where `alpha` is never zero. Where the
//! source is not `N(0, I)`, noise means its point `x_0`, and there is no score.

use crate::kinds;
use crate::path::scheduler::ScheduleAt;

kinds! {
    /// What a network says about a point of the path.
    pub enum PredictKind {
        /// `u = d_alpha z + d_beta eps`.
        Velocity = "velocity", "Velocity";
        /// `s = -eps / beta`, the gradient of the log density.
        Score = "score", "Score";
        /// `eps`.
        Noise = "noise", "Noise";
        /// `z`.
        Data = "data", "Data";
    }
}

/// `from * given + x * point`: how one prediction follows from another at a point `x`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conversion {
    /// Factor of the prediction at hand.
    pub given: f64,
    /// Factor of the point.
    pub point: f64,
}

impl Conversion {
    /// What is at hand is what is wanted.
    pub const IDENTITY: Self = Self { given: 1.0, point: 0.0 };

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

impl ScheduleAt {
    /// How the prediction `to` follows from the prediction `from` at the same point.
    ///
    /// Closed forms without `0/0`; infinite at the singular times of the table
    /// at the head of this file and nowhere else.
    pub fn conversion(self, from: PredictKind, to: PredictKind) -> Conversion {
        match from {
            PredictKind::Velocity => self.velocity_to(to),
            PredictKind::Score => self.score_to(to),
            PredictKind::Noise => self.noise_to(to),
            PredictKind::Data => self.data_to(to),
        }
    }

    /// Factors of `z` and of `eps` in the target of a prediction.
    ///
    /// Velocity `(d_alpha, d_beta)`, score `(0, -1/beta)`, noise `(0, 1)`, data `(1, 0)`.
    pub fn target(self, kind: PredictKind) -> [f64; 2] {
        match kind {
            PredictKind::Velocity => [self.d_alpha, self.d_beta],
            PredictKind::Score => [0.0, -1.0 / self.beta],
            PredictKind::Noise => [0.0, 1.0],
            PredictKind::Data => [1.0, 0.0],
        }
    }

    /// `z = (beta u - d_beta x)/Delta`, `eps = (d_alpha x - alpha u)/Delta`, `s = -eps/beta`.
    fn velocity_to(self, to: PredictKind) -> Conversion {
        match to {
            PredictKind::Velocity => Conversion::IDENTITY,
            PredictKind::Score => self.score_from_velocity(),
            PredictKind::Noise => self.noise_from_velocity(),
            PredictKind::Data => self.data_from_velocity(),
        }
    }

    /// `u = (beta Delta s + d_alpha x)/alpha`, `eps = -beta s`, `z = (x + beta^2 s)/alpha`.
    fn score_to(self, to: PredictKind) -> Conversion {
        let Self { alpha, beta, .. } = self;
        match to {
            PredictKind::Velocity => self.velocity_from_score(),
            PredictKind::Score => Conversion::IDENTITY,
            PredictKind::Noise => Conversion { given: -beta, point: 0.0 },
            PredictKind::Data => Conversion { given: beta * beta / alpha, point: 1.0 / alpha },
        }
    }

    /// `u = (d_alpha x - Delta eps)/alpha`, `s = -eps/beta`, `z = (x - beta eps)/alpha`.
    fn noise_to(self, to: PredictKind) -> Conversion {
        let Self { alpha, beta, .. } = self;
        match to {
            PredictKind::Velocity => self.velocity_from_noise(),
            PredictKind::Score => Conversion { given: -1.0 / beta, point: 0.0 },
            PredictKind::Noise => Conversion::IDENTITY,
            PredictKind::Data => Conversion { given: -beta / alpha, point: 1.0 / alpha },
        }
    }

    /// `u = (Delta z + d_beta x)/beta`, `s = (alpha z - x)/beta^2`, `eps = (x - alpha z)/beta`.
    fn data_to(self, to: PredictKind) -> Conversion {
        let Self { alpha, beta, .. } = self;
        match to {
            PredictKind::Velocity => self.velocity_from_data(),
            PredictKind::Score => {
                let precision = 1.0 / (beta * beta);
                Conversion { given: alpha * precision, point: -precision }
            }
            PredictKind::Noise => Conversion { given: -alpha / beta, point: 1.0 / beta },
            PredictKind::Data => Conversion::IDENTITY,
        }
    }

    /// `s = (alpha u - d_alpha x) / (beta Delta)`, singular at `t = 1` for the
    /// straight and the trigonometric path only.
    ///
    /// Straight `(t u - x)/(1 - t)`, square root `(t u - x)/(1 - t/2)`,
    /// trigonometric `(2/pi) tan(pi t/2) u - x`, `vp` `2 t u - x`, `ddpm` `2 u/B - x`.
    pub fn score_from_velocity(self) -> Conversion {
        Conversion { given: self.a_by_b_delta, point: -self.da_by_b_delta }
    }

    /// `u = (b_delta s + d_alpha x) / alpha`; singular at `t = 0` (not `ddpm`).
    pub fn velocity_from_score(self) -> Conversion {
        Conversion { given: self.b_delta / self.alpha, point: self.d_alpha / self.alpha }
    }

    /// `z = (beta u - d_beta x) / Delta`; nowhere singular. Straight: `x + (1 - t) u`.
    pub fn data_from_velocity(self) -> Conversion {
        Conversion { given: self.beta * self.inv_delta, point: -self.db_by_delta }
    }

    /// `eps = (d_alpha x - alpha u) / Delta`; nowhere singular. Straight: `x - t u`.
    pub fn noise_from_velocity(self) -> Conversion {
        Conversion { given: -self.alpha * self.inv_delta, point: self.da_by_delta }
    }

    /// `u = (Delta z + d_beta x) / beta`; singular at `t = 1`, and for `vp` at `t = 0`.
    pub fn velocity_from_data(self) -> Conversion {
        let factor = 1.0 / (self.beta * self.inv_delta);
        Conversion { given: factor, point: self.d_beta / self.beta }
    }

    /// `u = (d_alpha x - Delta eps) / alpha`; singular at `t = 0` (not `ddpm`),
    /// and at `t = 1` for `sqrt`, `vp`, `ddpm`.
    pub fn velocity_from_noise(self) -> Conversion {
        let factor = 1.0 / (self.alpha * self.inv_delta);
        Conversion { given: -factor, point: self.d_alpha / self.alpha }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::path::scheduler::SchedulerKind;

    use PredictKind::Data;
    use PredictKind::Noise;
    use PredictKind::Score;
    use PredictKind::Velocity;

    const Z: f64 = 1.5;
    const EPS: f64 = -0.7;

    #[track_caller]
    fn check_close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-11 * b.abs().max(1.0), "{a} is not {b}");
    }

    fn check_conversion(ours: Conversion, given: f64, point: f64) {
        check_close(ours.given, given);
        check_close(ours.point, point);
    }

    fn target(s: ScheduleAt, kind: PredictKind) -> f64 {
        let [of_z, of_eps] = s.target(kind);
        of_z * Z + of_eps * EPS
    }

    #[test]
    fn every_prediction_follows_from_every_other() {
        for &scheduler in SchedulerKind::ALL {
            for t in [0.01, 0.3, 0.5, 0.9, 0.999] {
                let s = scheduler.at(t);
                let x = s.alpha * Z + s.beta * EPS;
                for &from in PredictKind::ALL {
                    for &to in PredictKind::ALL {
                        let there = s.conversion(from, to);
                        check_close(there.given * target(s, from) + there.point * x, target(s, to));
                        // There and back changes nothing, whatever is predicted.
                        let back = s.conversion(to, from);
                        let again = back.given * (there.given * 0.83 + there.point * x);
                        let scale = 1.0_f64.max((back.given * there.point * x).abs());
                        assert!((again + back.point * x - 0.83).abs() < 1e-12 * scale);
                    }
                }
            }
        }
    }

    #[test]
    fn the_straight_path_has_the_formulas_of_the_course() {
        for t in [0.1, 0.4, 0.8] {
            let s = SchedulerKind::CondOt.at(t);
            let rest = 1.0 - t;
            check_conversion(s.conversion(Data, Noise), -t / rest, 1.0 / rest);
            check_conversion(s.conversion(Data, Velocity), 1.0 / rest, -1.0 / rest);
            check_conversion(s.conversion(Noise, Data), -rest / t, 1.0 / t);
            check_conversion(s.conversion(Noise, Velocity), -1.0 / t, 1.0 / t);
            check_conversion(s.conversion(Velocity, Data), rest, 1.0);
            check_conversion(s.conversion(Velocity, Noise), -t, 1.0);
            check_close(target(s, Velocity), Z - EPS);
        }
    }

    #[test]
    fn scores_from_velocities_have_the_closed_forms_of_the_course() {
        for t in [0.0, 0.3, 0.9] {
            let score = |kind: SchedulerKind| kind.at(t).conversion(Velocity, Score);
            let (rest, half) = (1.0 - t, 1.0 - t / 2.0);
            check_conversion(score(SchedulerKind::CondOt), t / rest, -1.0 / rest);
            check_conversion(score(SchedulerKind::Sqrt), t / half, -1.0 / half);
            let tan = (std::f64::consts::FRAC_PI_2 * t).tan();
            check_conversion(score(SchedulerKind::Trig), tan / std::f64::consts::FRAC_PI_2, -1.0);
            check_conversion(score(SchedulerKind::Vp), 2.0 * t, -1.0);
            check_conversion(score(SchedulerKind::Ddpm), 2.0 / (20.0 - 19.9 * t), -1.0);
        }
        check_conversion(SchedulerKind::Sqrt.at(1.0).conversion(Velocity, Score), 2.0, -2.0);
        check_conversion(SchedulerKind::Vp.at(1.0).conversion(Velocity, Score), 2.0, -1.0);
        check_conversion(SchedulerKind::Ddpm.at(1.0).conversion(Velocity, Score), 20.0, -1.0);
    }

    #[test]
    fn the_trigonometric_path_has_its_closed_form_values() {
        let s = SchedulerKind::Trig.at(0.4);
        let x = s.alpha * Z + s.beta * EPS;
        assert!((x - 0.315_365_98).abs() < 5.1e-9);
        let from_data = |to: PredictKind| {
            let conversion = s.conversion(Data, to);
            conversion.given * Z + conversion.point * x
        };
        assert!((from_data(Velocity) - 2.552_505_03).abs() < 5.1e-9);
        assert!((from_data(Score) - 0.865_247_58).abs() < 5.1e-9);
    }

    /// The table at the head of the file.
    fn is_singular(kind: SchedulerKind, [from, to]: [PredictKind; 2], is_at_end: bool) -> bool {
        use SchedulerKind::Ddpm;
        use SchedulerKind::Sqrt;
        use SchedulerKind::Vp;
        match (from, to, is_at_end) {
            (a, b, _) if a == b => false,
            (Velocity, Score, true) => !matches!(kind, Sqrt | Vp | Ddpm),
            (Score | Noise, Velocity | Data, false) if (from, to) != (Score, Noise) => kind != Ddpm,
            (Noise, Velocity, true) => matches!(kind, Sqrt | Vp | Ddpm),
            (Noise, Score, true) | (Data, _, true) => true,
            (Data, Velocity, false) => kind == Vp,
            _ => false,
        }
    }

    #[test]
    fn conversions_are_singular_where_the_table_says_and_nowhere_else() {
        for &kind in SchedulerKind::ALL {
            for is_at_end in [false, true] {
                let s = kind.at(if is_at_end { 1.0 } else { 0.0 });
                for &from in PredictKind::ALL {
                    for &to in PredictKind::ALL {
                        let Conversion { given, point } = s.conversion(from, to);
                        assert!(!given.is_nan() && !point.is_nan(), "{kind:?} {from:?} {to:?}");
                        let is_infinite = !given.is_finite() || !point.is_finite();
                        let expected = is_singular(kind, [from, to], is_at_end);
                        assert_eq!(is_infinite, expected, "{kind:?} {from:?} {to:?} {is_at_end}");
                    }
                }
            }
        }
    }
}
