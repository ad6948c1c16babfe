//! Schedules `alpha_t`, `beta_t` of Gaussian paths, with exact derivatives.
//!
//! `beta` multiplies the noise; some papers write `sigma` for it. A schedule is
//! one file and one line of the list below.

mod condot;
mod ddpm;
mod sqrt;
mod trig;
mod vp;

use crate::kinds;

/// Declares [`SchedulerKind`]: one line per schedule, `Name = "key", "Label", file;`.
macro_rules! schedules {
    ($($(#[$meta:meta])* $choice:ident = $key:literal, $label:literal, $file:ident;)+) => {
        kinds! {
            /// A schedule of the path `x_t = alpha_t z + beta_t eps`.
            pub enum SchedulerKind { $($(#[$meta])* $choice = $key, $label;)+ }
        }

        impl SchedulerKind {
            /// The schedule at time `t` in `[0, 1]`.
            ///
            /// Formulas are exact and have no floor: `d_beta` is infinite at
            /// `t = 1` for `sqrt`, `vp` and `ddpm`, `d_alpha` at `t = 0` for `vp`.
            pub fn at(self, t: f64) -> ScheduleAt {
                match self { $(Self::$choice => $file::at(t),)+ }
            }

            /// The time at which `alpha / beta = a / b`, for `0 <= a, b`, not both zero.
            ///
            /// The exact inverse of the signal-to-noise ratio, both ends
            /// included: `[0, b]` is pure noise, `[a, 0]` pure data. Where the
            /// schedule has no time of so little signal (`ddpm` below its
            /// [`Self::start_alpha`]) the answer is `t = 0`.
            pub fn time_of(self, [a, b]: [f64; 2]) -> f64 {
                match self { $(Self::$choice => $file::time_of([a, b]),)+ }
            }
        }
    };
}

schedules! {
    /// `alpha = t`, `beta = 1 - t`.
    CondOt = "condot", "Straight (CondOT)", condot;
    /// `alpha = t`, `beta = sqrt(1 - t)`.
    Sqrt = "sqrt", "Square root", sqrt;
    /// `alpha = sin(pi t/2)`, `beta = cos(pi t/2)`.
    Trig = "trig", "Trigonometric", trig;
    /// `alpha = sqrt t`, `beta = sqrt(1 - t)`.
    Vp = "vp", "Variance preserving", vp;
    /// `alpha^2 + beta^2 = 1`, noised at a rate that grows linearly from 0.1 to 20.
    Ddpm = "ddpm", "DDPM (linear beta)", ddpm;
    /// `x_t = (1 - t) x_0 + t z` from any source; the numbers are those of `CondOt`.
    Linear = "linear", "Linear (any source)", condot;
}

/// A schedule at one time.
///
/// `Delta = beta d_alpha - alpha d_beta` is the determinant that every conversion
/// divides by. From `a_da` on the fields are products and quotients written down
/// in closed form, finite where their factors are not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScheduleAt {
    /// Factor of the data.
    pub alpha: f64,
    /// Factor of the noise.
    pub beta: f64,
    /// Derivative of `alpha`; infinite for `vp` at `t = 0`.
    pub d_alpha: f64,
    /// Derivative of `beta`; minus infinity for `sqrt`, `vp`, `ddpm` at `t = 1`.
    pub d_beta: f64,
    /// `alpha d_alpha`, finite on `[0, 1]`.
    pub a_da: f64,
    /// `beta d_beta`, finite on `[0, 1]`.
    pub b_db: f64,
    /// `beta Delta`, finite on `[0, 1]` but for `vp` at `t = 0`.
    pub b_delta: f64,
    /// `1 / Delta`, finite on `[0, 1]`.
    pub inv_delta: f64,
    /// `d_alpha / Delta`, finite on `[0, 1]`.
    pub da_by_delta: f64,
    /// `d_beta / Delta`, finite on `[0, 1]`.
    pub db_by_delta: f64,
    /// `alpha / (beta Delta)`; infinite for `condot` and `trig` at `t = 1`.
    pub a_by_b_delta: f64,
    /// `d_alpha / (beta Delta)`; infinite for `condot` at `t = 1`.
    pub da_by_b_delta: f64,
}

impl SchedulerKind {
    /// Factor of the data at `t = 0`: zero, or what `ddpm` leaves of it.
    ///
    /// Where it is not zero, a start drawn from `N(0, I)` is a little off the
    /// path's own law `p_0`.
    pub fn start_alpha(self) -> f64 {
        self.at(0.0).alpha
    }

    /// Whether the velocity of the path is finite at `t = 0`; false for `vp`.
    pub fn is_finite_at_start(self) -> bool {
        self.at(0.0).d_alpha.is_finite()
    }

    /// Whether the target `d_alpha z + d_beta eps` is finite at `t = 1`; false
    /// for `sqrt`, `vp`, `ddpm`.
    pub fn is_finite_at_end(self) -> bool {
        self.at(1.0).d_beta.is_finite()
    }

    /// Where a time grid may begin: 0, or `tmin` where the velocity is infinite at 0.
    pub fn start_time(self, tmin: f64) -> f64 {
        if self.is_finite_at_start() { 0.0 } else { tmin }
    }

    /// Whether the source need not be `N(0, I)`; then score, noise and SDE
    /// identities do not hold.
    pub fn takes_any_source(self) -> bool {
        self == Self::Linear
    }
}

impl ScheduleAt {
    /// `alpha Delta`, finite on `[0, 1]` for `condot`, `trig`, and at `t = 0` for all.
    pub fn a_delta(self) -> f64 {
        self.beta * self.a_da - self.alpha * self.alpha * self.d_beta
    }

    /// `sigma^2 = 2 (beta^2 d_alpha / alpha - beta d_beta)`: the noise under
    /// which the drift from data to noise is linear; infinite at `t = 0` (not `ddpm`).
    pub fn linear_noising_variance(self) -> f64 {
        2.0 * self.b_delta / self.alpha
    }
}

#[cfg(test)]
mod tests;
