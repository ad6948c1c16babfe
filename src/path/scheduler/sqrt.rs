//! Square root: `alpha = t`, `beta = sqrt(1 - t)`.
//!
//! `Delta = (1 - t/2) / beta`. Source: MIT 6.S184, lab 2.

use crate::path::scheduler::ScheduleAt;

pub(super) fn at(t: f64) -> ScheduleAt {
    let beta = libm::sqrt(1.0 - t);
    let b_delta = 1.0 - 0.5 * t;
    ScheduleAt {
        alpha: t,
        beta,
        d_alpha: 1.0,
        d_beta: -0.5 / beta,
        a_da: t,
        b_db: -0.5,
        b_delta,
        inv_delta: beta / b_delta,
        da_by_delta: beta / b_delta,
        db_by_delta: -0.5 / b_delta,
        a_by_b_delta: t / b_delta,
        da_by_b_delta: 1.0 / b_delta,
    }
}

/// The root in `[0, 1]` of `b^2 t^2 + a^2 t - a^2`, without cancellation.
pub(super) fn time_of([a, b]: [f64; 2]) -> f64 {
    2.0 * a / (a + libm::sqrt(a * a + 4.0 * b * b))
}
