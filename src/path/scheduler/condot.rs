//! Straight lines: `alpha = t`, `beta = 1 - t`.
//!
//! Source: MIT 6.S184 notes, `CondOT` path; Lipman et al., optimal transport path.

use crate::path::scheduler::ScheduleAt;

pub(super) fn at(t: f64) -> ScheduleAt {
    let rest = 1.0 - t;
    ScheduleAt {
        alpha: t,
        beta: rest,
        d_alpha: 1.0,
        d_beta: -1.0,
        a_da: t,
        b_db: -rest,
        b_delta: rest,
        inv_delta: 1.0,
        da_by_delta: 1.0,
        db_by_delta: -1.0,
        a_by_b_delta: t / rest,
        da_by_b_delta: 1.0 / rest,
    }
}

/// `t = a / (a + b)`.
pub(super) fn time_of([a, b]: [f64; 2]) -> f64 {
    a / (a + b)
}
