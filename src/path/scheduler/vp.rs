//! Variance preserving: `alpha = sqrt t`, `beta = sqrt(1 - t)`.
//!
//! `Delta = 1 / (2 alpha beta)`; `d_alpha`, `Delta` and every velocity are
//! infinite at `t = 0`. Source: Song et al., variance preserving process, in
//! the time in which the variance of the data's part grows evenly.

use crate::path::scheduler::ScheduleAt;

pub(super) fn at(t: f64) -> ScheduleAt {
    let (alpha, beta) = (libm::sqrt(t), libm::sqrt(1.0 - t));
    ScheduleAt {
        alpha,
        beta,
        d_alpha: 0.5 / alpha,
        d_beta: -0.5 / beta,
        a_da: 0.5,
        b_db: -0.5,
        b_delta: 0.5 / alpha,
        inv_delta: 2.0 * alpha * beta,
        da_by_delta: beta,
        db_by_delta: -alpha,
        a_by_b_delta: 2.0 * t,
        da_by_b_delta: 1.0,
    }
}

/// `t = a^2 / (a^2 + b^2)`.
pub(super) fn time_of([a, b]: [f64; 2]) -> f64 {
    a * a / (a * a + b * b)
}
