//! Sampling under another Gaussian path than the one that was learned.
//!
//! Two Gaussian paths pass the same laws up to scale: where their ratios
//! `alpha / beta` agree, `x'_s = c x_t`, and both have the same posterior of
//! `z` and of `eps`. So what a network learned under one path gives the
//! velocity under any other: ask it at the matching time and point, and convert.
//!
//! Holds for the source `N(0, I)`, and for any source as long as `eps` stands
//! for its point `x_0`; without a score then.
//!
//! Source: Karras et al. (2206.00364), scale and schedule as choices of
//! sampling; Lipman et al. (2412.06264), scheduler change.

use crate::math::field::VectorField;
use crate::math::state::State;
use crate::path::convert::Conversion;
use crate::path::convert::PredictKind;
use crate::path::scheduler::ScheduleAt;
use crate::path::scheduler::SchedulerKind;

/// The path that was learned and the path that is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Under {
    /// Schedule of the training.
    pub trained: SchedulerKind,
    /// Schedule of the flow that is integrated.
    pub sampled: SchedulerKind,
}

/// Both paths at one time of the sampled one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnderAt {
    /// Time to ask the network at.
    pub t: f64,
    /// `c = alpha'(s)/alpha(t) = beta'(s)/beta(t)` of `x'_s = c x_t`.
    pub scale: f64,
    /// The trained schedule at `t`.
    pub trained: ScheduleAt,
    /// The sampled schedule at `s`.
    pub sampled: ScheduleAt,
}

impl Under {
    /// Both paths at the time `s` of the sampled one.
    ///
    /// `t` solves `alpha(t)/beta(t) = alpha'(s)/beta'(s)` in closed form
    /// ([`SchedulerKind::time_of`]); before [`Self::first_exact`] it is held at 0.
    pub fn at(self, s: f64) -> UnderAt {
        if self.trained == self.sampled {
            let schedule = self.sampled.at(s);
            return UnderAt { t: s, scale: 1.0, trained: schedule, sampled: schedule };
        }
        let sampled = self.sampled.at(s);
        let t = self.trained.time_of([sampled.alpha, sampled.beta]);
        let trained = self.trained.at(t);
        // The larger of both factors is never zero.
        let scale = if sampled.alpha <= sampled.beta {
            sampled.beta / trained.beta
        } else {
            sampled.alpha / trained.alpha
        };
        UnderAt { t, scale, trained, sampled }
    }

    /// First time of the sampled path with as little signal as the trained one knows.
    ///
    /// Zero but for `ddpm` trained: it never saw less than `alpha = 0.00657`, so
    /// earlier times ask it at `t = 0`, at a small cost of exactness.
    pub fn first_exact(self) -> f64 {
        let start = self.trained.at(0.0);
        self.sampled.time_of([start.alpha, start.beta])
    }

    /// Velocity at `x` and `s` under the sampled path, from a network that
    /// predicts `kind` under the trained path.
    ///
    /// Shapes: `x`, what `predict` gets and what it gives are alike. `predict`
    /// is asked once, at the trained time and point.
    pub fn velocity<X: State>(
        self,
        s: f64,
        x: &X,
        kind: PredictKind,
        predict: impl FnOnce(f64, &X) -> X,
    ) -> X {
        let at = self.at(s);
        let given = predict(at.t, &x.clone().scaled(1.0 / at.scale));
        at.velocity_from(kind, given, x)
    }
}

impl UnderAt {
    /// How the prediction `to` at `x` under the sampled path follows from the
    /// prediction `from` at `x / scale` under the trained path.
    ///
    /// Data and noise are the same under both; the score is divided by the
    /// scale. The velocity of the trained path gives
    /// `u' = (Delta'/(c Delta)) u + (d_beta' d_alpha - d_alpha' d_beta)/(c Delta) x`,
    /// singular where `d_alpha'`, `d_beta'` or the trained `u` are infinite.
    pub fn conversion(self, from: PredictKind, to: PredictKind) -> Conversion {
        let Self { scale, trained, sampled, .. } = self;
        match from {
            PredictKind::Data | PredictKind::Noise => sampled.conversion(from, to),
            PredictKind::Score => {
                let of_score = sampled.conversion(from, to);
                Conversion { given: of_score.given / scale, ..of_score }
            }
            PredictKind::Velocity => {
                let Conversion { given, point } = match to {
                    PredictKind::Velocity => self.velocity_from_velocity(),
                    PredictKind::Score => {
                        let score = trained.conversion(from, to);
                        Conversion { given: score.given / scale, point: score.point / scale }
                    }
                    PredictKind::Noise | PredictKind::Data => trained.conversion(from, to),
                };
                Conversion { given, point: point / scale }
            }
        }
    }

    /// The sampled velocity at `x` from the trained prediction `given` at `x / scale`.
    pub fn velocity_from<X: State>(self, kind: PredictKind, given: X, x: &X) -> X {
        let Conversion { given: of_given, point } = self.conversion(kind, PredictKind::Velocity);
        given.scaled(of_given).add_scaled(point, x)
    }

    /// In terms of `u` and of the trained point `x / scale`.
    fn velocity_from_velocity(self) -> Conversion {
        let Self { scale, trained, sampled, .. } = self;
        if trained == sampled {
            return Conversion::IDENTITY;
        }
        Conversion {
            given: trained.inv_delta / (scale * sampled.inv_delta),
            point: sampled.d_beta * trained.da_by_delta - sampled.d_alpha * trained.db_by_delta,
        }
    }
}

/// The field of a trained path, read as the field of another.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderField<F> {
    /// Both paths.
    pub under: Under,
    /// Velocity of the trained path.
    pub field: F,
}

impl<X: State, F: VectorField<X>> VectorField<X> for UnderField<F> {
    fn velocity(&self, s: f64, x: &X) -> X {
        self.under.velocity(s, x, PredictKind::Velocity, |t, x| self.field.velocity(t, x))
    }
}

#[cfg(test)]
mod tests;
