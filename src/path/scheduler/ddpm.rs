//! DDPM with its linear rate: `alpha = exp(-s/20 - 4.975 s^2)`, `s = 1 - t`.
//!
//! The rate of noising is `B(s) = 0.1 + 19.9 s`, `alpha^2 + beta^2 = 1` and
//! `Delta = B alpha / (2 beta)`. At `t = 0` a little data is left, `alpha =
//! 0.00657`: the path does not start exactly at the noise.
//!
//! Source: Song et al., variance preserving SDE with `beta_min = 0.1` and
//! `beta_max = 20`; their time is our `1 - t`, their `beta` our `B`.

use crate::path::scheduler::ScheduleAt;

const SLOWEST: f64 = 0.1;
const GROWTH: f64 = 19.9;

pub(super) fn at(t: f64) -> ScheduleAt {
    let s = 1.0 - t;
    let rate = SLOWEST + GROWTH * s;
    let log_square = -s * (SLOWEST + 0.5 * GROWTH * s);
    let alpha = libm::exp(0.5 * log_square);
    let beta = libm::sqrt(-libm::expm1(log_square));
    ScheduleAt {
        alpha,
        beta,
        d_alpha: 0.5 * rate * alpha,
        d_beta: -0.5 * rate * alpha * alpha / beta,
        a_da: 0.5 * rate * alpha * alpha,
        b_db: -0.5 * rate * alpha * alpha,
        b_delta: 0.5 * rate * alpha,
        inv_delta: 2.0 * beta / (rate * alpha),
        da_by_delta: beta,
        db_by_delta: -alpha,
        a_by_b_delta: 2.0 / rate,
        da_by_b_delta: 1.0,
    }
}

/// From `0.1 s + 9.95 s^2 = log(1 + b^2/a^2)`; `t = 0` is held below its own signal.
pub(super) fn time_of([a, b]: [f64; 2]) -> f64 {
    let start = at(0.0);
    if a * start.beta <= b * start.alpha {
        return 0.0;
    }
    let noise = libm::log1p((b / a) * (b / a));
    1.0 - 2.0 * noise / (SLOWEST + libm::sqrt(SLOWEST * SLOWEST + 2.0 * GROWTH * noise))
}
