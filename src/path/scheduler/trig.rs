//! Quarter circle: `alpha = sin(pi t/2)`, `beta = cos(pi t/2)`.
//!
//! `Delta = pi/2` at all times. `beta` is written as `sin(pi (1 - t)/2)`, which
//! is exactly zero at `t = 1`.
//!
//! Source: Albergo et al., stochastic interpolants, trigonometric interpolant.

use std::f64::consts::FRAC_2_PI;
use std::f64::consts::FRAC_PI_2;

use crate::path::scheduler::ScheduleAt;

pub(super) fn at(t: f64) -> ScheduleAt {
    let alpha = libm::sin(FRAC_PI_2 * t);
    let beta = libm::sin(FRAC_PI_2 * (1.0 - t));
    ScheduleAt {
        alpha,
        beta,
        d_alpha: FRAC_PI_2 * beta,
        d_beta: -FRAC_PI_2 * alpha,
        a_da: FRAC_PI_2 * alpha * beta,
        b_db: -FRAC_PI_2 * alpha * beta,
        b_delta: FRAC_PI_2 * beta,
        inv_delta: FRAC_2_PI,
        da_by_delta: beta,
        db_by_delta: -alpha,
        a_by_b_delta: FRAC_2_PI * alpha / beta,
        da_by_b_delta: 1.0,
    }
}

/// `t = (2/pi) atan(a / b)`.
pub(super) fn time_of([a, b]: [f64; 2]) -> f64 {
    FRAC_2_PI * libm::atan2(a, b)
}
