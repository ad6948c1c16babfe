//! What a loss is: the space it is taken in, its weight, and its training times.
//!
//! A network predicts one of velocity, score, noise, data; target and
//! prediction convert to any other space by the same line, so a loss in another
//! space is the loss in the predicted one times a factor of `t`. All these
//! factors are products of powers of `alpha`, `beta` and `Delta`.
//!
//! Source: Lipman et al. (2210.02747); Ho et al. (2006.11239), noise loss; Li
//! and He (2511.13720), prediction and loss space apart.

pub mod times;

use crate::kinds;
use crate::path::convert::PredictKind;
use crate::path::objective::times::TimeLaw;
use crate::path::scheduler::ScheduleAt;

kinds! {
    /// Factor `w(t)` of the squared error.
    pub enum WeightKind {
        /// `1`.
        None = "none", "None";
        /// `beta_t^2`: makes the score loss the noise loss.
        Beta2 = "beta2", "beta^2";
        /// `alpha_t^2 / beta_t^2`, the signal-to-noise ratio; infinite at `t = 1`.
        Snr = "snr", "Signal-to-noise ratio";
    }
}

/// A loss: mean over `t` of `w(t) |target_q - prediction_q|^2`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossSpec {
    /// The space `q` in which target and prediction are compared.
    pub space: PredictKind,
    /// `w(t)`.
    pub weight: WeightKind,
    /// Law of `t`.
    pub times: TimeLaw,
}

impl LossSpec {
    /// Conditional flow matching: the velocity, unweighted, `t` uniform on `range`.
    ///
    /// # Panics
    /// Unless `0 <= tmin < tmax <= 1`.
    pub fn flow_matching(range: [f64; 2]) -> Self {
        let times = TimeLaw::uniform(range);
        Self { space: PredictKind::Velocity, weight: WeightKind::None, times }
    }
}

impl WeightKind {
    /// `w(t)`.
    pub fn at(self, schedule: ScheduleAt) -> f64 {
        self.root().squared(schedule)
    }

    /// `sqrt(w)`.
    fn root(self) -> Power {
        match self {
            Self::None => Power { a: 0, b: 0, delta: 0 },
            Self::Beta2 => Power { a: 0, b: 1, delta: 0 },
            Self::Snr => Power { a: 1, b: -1, delta: 0 },
        }
    }
}

/// `w(t) A(t)^2`: what the squared error of the prediction `predict` is
/// multiplied by to be the weighted loss in `space`.
///
/// `A` is [`Conversion::given`](crate::path::convert::Conversion) from `predict`
/// to `space`. Without `0/0`; infinite where the mathematics is. For instance
/// `condot`, data to velocity `1/(1 - t)^2`, noise to velocity `1/t^2`; noise to
/// score under `beta2` is 1.
pub fn row_weight(
    schedule: ScheduleAt,
    predict: PredictKind,
    space: PredictKind,
    weight: WeightKind,
) -> f64 {
    slope_times_beta(space).over(slope_times_beta(predict)).times(weight.root()).squared(schedule)
}

/// `w(t) (d target_q / d z)^2` at fixed `x_t`: what a unit of `tr Cov[z given
/// x_t]` costs in the loss of space `q`. For the velocity `(Delta/beta)^2 w`.
pub fn price(schedule: ScheduleAt, space: PredictKind, weight: WeightKind) -> f64 {
    let beta = Power { a: 0, b: 1, delta: 0 };
    slope_times_beta(space).over(beta).times(weight.root()).squared(schedule)
}

/// `price beta^2`, which tends to the loss per dimension of a law with a density as `t -> 1`.
pub(crate) fn price_times_beta_square(
    schedule: ScheduleAt,
    space: PredictKind,
    weight: WeightKind,
) -> f64 {
    slope_times_beta(space).times(weight.root()).squared(schedule)
}

/// `beta |d target_q / d z|` at fixed `x_t`: velocity `Delta`, score `alpha/beta`,
/// noise `alpha`, data `beta`.
fn slope_times_beta(space: PredictKind) -> Power {
    match space {
        PredictKind::Velocity => Power { a: 0, b: 0, delta: 1 },
        PredictKind::Score => Power { a: 1, b: -1, delta: 0 },
        PredictKind::Noise => Power { a: 1, b: 0, delta: 0 },
        PredictKind::Data => Power { a: 0, b: 1, delta: 0 },
    }
}

/// `alpha^a beta^b Delta^delta`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Power {
    a: i32,
    b: i32,
    delta: i32,
}

impl Power {
    fn times(self, other: Self) -> Self {
        let [a, b, delta] = [self.a + other.a, self.b + other.b, self.delta + other.delta];
        Self { a, b, delta }
    }

    fn over(self, other: Self) -> Self {
        self.times(Self { a: -other.a, b: -other.b, delta: -other.delta })
    }

    /// The square of the product.
    fn squared(self, schedule: ScheduleAt) -> f64 {
        let value = self.value(schedule);
        value * value
    }

    /// `Delta` is infinite where `alpha` or `beta` is zero under some schedules;
    /// there it goes together with one of them, in the schedule's closed form.
    fn value(self, schedule: ScheduleAt) -> f64 {
        let rest = |a: i32, b: i32| power(schedule.alpha, a) * power(schedule.beta, b);
        let Self { a, b, delta } = self;
        match delta {
            0 => rest(a, b),
            1 if 0 < b => schedule.b_delta * rest(a, b - 1),
            1 if 0 < a => schedule.a_delta() * rest(a - 1, b),
            1 => rest(a, b) / schedule.inv_delta,
            -1 if b < 0 => rest(a, b + 1) / schedule.b_delta,
            -1 if a < 0 => rest(a + 1, b) / schedule.a_delta(),
            -1 => rest(a, b) * schedule.inv_delta,
            _ => unreachable!("factors of losses have Delta at most once"),
        }
    }
}

/// `x^n` by multiplication, the same on every platform.
fn power(x: f64, n: i32) -> f64 {
    let whole = (0..n.unsigned_abs()).fold(1.0, |product, _| product * x);
    if n < 0 { 1.0 / whole } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::path::scheduler::SchedulerKind;

    #[track_caller]
    fn check_close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} is not {b}");
    }

    fn everything() -> impl Iterator<Item = (PredictKind, PredictKind, WeightKind)> {
        let spaces = || PredictKind::ALL.iter().copied();
        let all =
            move |p| spaces().flat_map(move |q| WeightKind::ALL.iter().map(move |&w| (p, q, w)));
        spaces().flat_map(all)
    }

    #[test]
    fn the_factor_of_a_loss_is_its_weight_times_the_square_of_the_conversion() {
        for &scheduler in SchedulerKind::ALL {
            for t in [0.01, 0.3, 0.8, 0.99] {
                let s = scheduler.at(t);
                for (predict, space, weight) in everything() {
                    let given = s.conversion(predict, space).given;
                    let factor = row_weight(s, predict, space, weight);
                    check_close(factor / (weight.at(s) * given * given), 1.0);
                }
                check_close(WeightKind::Beta2.at(s), s.beta * s.beta);
                check_close(WeightKind::Snr.at(s), (s.alpha / s.beta) * (s.alpha / s.beta));
            }
        }
    }

    #[test]
    fn factors_are_never_zero_over_zero() {
        for &scheduler in SchedulerKind::ALL {
            for t in [0.0, 1.0] {
                let s = scheduler.at(t);
                for (predict, space, weight) in everything() {
                    let factor = row_weight(s, predict, space, weight);
                    assert!(!factor.is_nan(), "{scheduler:?} {t} {predict:?} {space:?} {weight:?}");
                    assert!(
                        !price(s, space, weight).is_nan(),
                        "{scheduler:?} {space:?} {weight:?}"
                    );
                }
            }
            let end = scheduler.at(1.0);
            check_close(
                row_weight(end, PredictKind::Noise, PredictKind::Score, WeightKind::Beta2),
                1.0,
            );
            check_close(
                row_weight(end, PredictKind::Data, PredictKind::Noise, WeightKind::Beta2),
                1.0,
            );
        }
    }

    #[test]
    fn the_straight_path_has_the_factors_of_the_course() {
        let (t, s) = (0.3, SchedulerKind::CondOt.at(0.3));
        let to_velocity = |p| row_weight(s, p, PredictKind::Velocity, WeightKind::None);
        check_close(to_velocity(PredictKind::Data), 1.0 / (0.7 * 0.7));
        check_close(to_velocity(PredictKind::Noise), 1.0 / (t * t));
        check_close(price(s, PredictKind::Velocity, WeightKind::None), 1.0 / (0.7 * 0.7));
    }

    #[test]
    fn a_price_is_the_squared_slope_of_the_target_in_the_data() {
        // At fixed x: eps = (x - alpha z)/beta, so d target/dz = of_z - of_eps alpha/beta.
        for &scheduler in SchedulerKind::ALL {
            let s = scheduler.at(0.37);
            for (_, space, weight) in everything() {
                let [of_z, of_eps] = s.target(space);
                let slope = of_z - of_eps * s.alpha / s.beta;
                check_close(price(s, space, weight), weight.at(s) * slope * slope);
            }
        }
    }
}
