//! Schedules `alpha_t`, `beta_t` of Gaussian paths, with exact derivatives.
//!
//! `beta` multiplies the noise; some papers write `sigma` for it.

use crate::kinds;

kinds! {
    /// A schedule of the Gaussian path `x_t = alpha_t z + beta_t eps`.
    pub enum SchedulerKind {
        /// `alpha = t`, `beta = 1 - t`.
        CondOt = "condot", "Straight (CondOT)";
        /// `alpha = t`, `beta = sqrt(1 - t)`.
        Sqrt = "sqrt", "Square root";
    }
}
