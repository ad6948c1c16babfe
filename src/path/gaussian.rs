//! The Gaussian path of one data point: `p_t(x given z) = N(alpha_t z, beta_t^2 I)`.

use crate::path::convert::PredictKind;
use crate::path::scheduler::SchedulerKind;

/// `x_t = alpha_t z + beta_t eps` with the noise `eps` standard normal.
///
/// Shapes: every slice holds the same numbers; a whole batch may be passed as
/// one slice, at one `t`. Random: no, `eps` is an argument.
/// Conversions between predictions at a point are on
/// [`ScheduleAt`](crate::path::scheduler::ScheduleAt).
///
/// Source: MIT 6.S184 notes, conditional Gaussian path, vector field and score;
/// same time direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaussianPath {
    /// How data and noise are mixed over time.
    pub scheduler: SchedulerKind,
}

impl GaussianPath {
    /// `alpha_t z + beta_t eps`.
    pub fn interpolate(&self, t: f64, z: &[f64], eps: &[f64], x_t: &mut [f64]) {
        let s = self.scheduler.at(t);
        combine([s.alpha, s.beta], [z, eps], x_t);
    }

    /// Velocity target `d_alpha_t z + d_beta_t eps`.
    ///
    /// Finite wherever the derivatives are, unlike [`Self::velocity_given_z`],
    /// which equals it on the path.
    pub fn target(&self, t: f64, z: &[f64], eps: &[f64], out: &mut [f64]) {
        let s = self.scheduler.at(t);
        combine([s.d_alpha, s.d_beta], [z, eps], out);
    }

    /// Target of a network that predicts `kind`: velocity as in [`Self::target`],
    /// score `-eps/beta_t` (singular at `t = 1`), noise `eps`, data `z`.
    pub fn target_of(&self, kind: PredictKind, t: f64, pair: [&[f64]; 2], out: &mut [f64]) {
        combine(self.scheduler.at(t).target(kind), pair, out);
    }

    /// `u_t(x given z) = (d_alpha - (d_beta / beta) alpha) z + (d_beta / beta) x`.
    ///
    /// Singular at `t = 1`.
    pub fn velocity_given_z(&self, t: f64, x: &[f64], z: &[f64], out: &mut [f64]) {
        self.scheduler.at(t).velocity_from_data().apply(z, x, out);
    }

    /// `grad log p_t(x given z) = (alpha z - x) / beta^2`; singular at `t = 1`.
    pub fn score_given_z(&self, t: f64, x: &[f64], z: &[f64], out: &mut [f64]) {
        let data_to_score = self.scheduler.at(t).conversion(PredictKind::Data, PredictKind::Score);
        data_to_score.apply(z, x, out);
    }

    /// Score implied by a velocity at `x`, conditional or marginal; see
    /// [`ScheduleAt::score_from_velocity`](crate::path::scheduler::ScheduleAt::score_from_velocity).
    pub fn score_from_velocity(&self, t: f64, x: &[f64], u: &[f64], out: &mut [f64]) {
        self.scheduler.at(t).score_from_velocity().apply(u, x, out);
    }

    /// Velocity implied by a score at `x`; singular at `t = 0`.
    pub fn velocity_from_score(&self, t: f64, x: &[f64], s: &[f64], out: &mut [f64]) {
        self.scheduler.at(t).velocity_from_score().apply(s, x, out);
    }
}

/// `a p + b q`, number by number.
fn combine([a, b]: [f64; 2], [p, q]: [&[f64]; 2], out: &mut [f64]) {
    assert!(p.len() == out.len() && q.len() == out.len(), "path: shapes must agree");
    for ((o, p), q) in out.iter_mut().zip(p).zip(q) {
        *o = a * p + b * q;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::path::convert::Conversion;

    const Z: [f64; 3] = [1.5, -0.3, 4.0];
    const EPS: [f64; 3] = [-0.7, 1.1, 0.2];

    #[track_caller]
    fn check_close(ours: &[f64], exact: &[f64]) {
        for (a, b) in ours.iter().zip(exact) {
            assert!((a - b).abs() <= 1e-11 * b.abs().max(1.0), "{ours:?} is not {exact:?}");
        }
    }

    fn filled(f: impl Fn(&mut [f64])) -> [f64; 3] {
        let mut out = [f64::NAN; 3];
        f(&mut out);
        out
    }

    fn check_identities(scheduler: SchedulerKind, t: f64) {
        let path = GaussianPath { scheduler };
        let s = scheduler.at(t);
        let x = filled(|out| path.interpolate(t, &Z, &EPS, out));
        let u = filled(|out| path.target(t, &Z, &EPS, out));
        check_close(&filled(|out| path.velocity_given_z(t, &x, &Z, out)), &u);
        let score = filled(|out| path.score_given_z(t, &x, &Z, out));
        check_close(&score, &EPS.map(|e| -e / s.beta));
        check_close(&filled(|out| path.score_from_velocity(t, &x, &u, out)), &score);
        check_close(&filled(|out| path.velocity_from_score(t, &x, &score, out)), &u);
        let converted =
            |conversion: Conversion, from: &[f64]| filled(|out| conversion.apply(from, &x, out));
        check_close(&converted(s.data_from_velocity(), &u), &Z);
        check_close(&converted(s.noise_from_velocity(), &u), &EPS);
        check_close(&converted(s.velocity_from_data(), &Z), &u);
        check_close(&converted(s.velocity_from_noise(), &EPS), &u);
        let pair: [&[f64]; 2] = [&Z, &EPS];
        let targets = [&u, &score, &EPS, &Z];
        for (&kind, exact) in PredictKind::ALL.iter().zip(targets) {
            check_close(&filled(|out| path.target_of(kind, t, pair, out)), exact);
        }
    }

    #[test]
    fn every_prediction_follows_from_every_other() {
        for &scheduler in SchedulerKind::ALL {
            for t in [0.01, 0.3, 0.5, 0.9, 0.999] {
                check_identities(scheduler, t);
            }
        }
    }

    #[test]
    fn data_and_noise_follow_from_the_velocity_at_both_ends_of_the_straight_path() {
        for t in [0.0, 1.0] {
            let s = SchedulerKind::CondOt.at(t);
            let path = GaussianPath { scheduler: SchedulerKind::CondOt };
            let x = filled(|out| path.interpolate(t, &Z, &EPS, out));
            let u = filled(|out| path.target(t, &Z, &EPS, out));
            check_close(&filled(|out| s.data_from_velocity().apply(&u, &x, out)), &Z);
            check_close(&filled(|out| s.noise_from_velocity().apply(&u, &x, out)), &EPS);
        }
    }

    #[test]
    fn the_target_of_the_straight_path_is_data_minus_noise() {
        let path = GaussianPath { scheduler: SchedulerKind::CondOt };
        let u = filled(|out| path.target(0.4, &Z, &EPS, out));
        check_close(&u, &[2.2, -1.4, 3.8]);
    }
}
