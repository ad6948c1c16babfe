//! Isotropic components of a marginal in flat arrays: thousands in one pass.

use std::f64::consts::PI;

use crate::math::exp;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::path::scheduler::ScheduleAt;

/// Isotropic components, one array per quantity; means coordinate by coordinate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Isotropic {
    /// Places in the law.
    pub(super) places: Vec<usize>,
    log_weights: Vec<f64>,
    variances: Vec<f64>,
    /// `means[i][k]` is coordinate `i` of component `k`.
    means: Vec<Vec<f64>>,
}

/// The same at one time: `S = alpha^2 c + beta^2`, `r = x - alpha m`.
pub(super) struct IsotropicAt<'a> {
    pub(super) of: &'a Isotropic,
    schedule: ScheduleAt,
    /// `log w - (dim/2) log(2 pi S)`.
    offsets: Vec<f64>,
    /// `1 / S`.
    precisions: Vec<f64>,
    /// `A = (alpha d_alpha c + beta d_beta) / S`.
    pulls: Vec<f64>,
}

impl Isotropic {
    /// The isotropic components of `law`.
    pub(super) fn of(law: &Mixture) -> Self {
        let empty = vec![Vec::new(); law.dim()];
        let mut all = Self { places: vec![], log_weights: vec![], variances: vec![], means: empty };
        for (place, (component, &weight)) in law.components().iter().zip(law.weights()).enumerate()
        {
            if let Component::Isotropic { mean, variance } = component {
                all.places.push(place);
                all.log_weights.push(libm::log(weight));
                all.variances.push(*variance);
                for (column, m) in all.means.iter_mut().zip(mean) {
                    column.push(*m);
                }
            }
        }
        all
    }

    /// The components under `schedule`.
    pub(super) fn at(&self, schedule: ScheduleAt) -> IsotropicAt<'_> {
        let ScheduleAt { alpha, beta, a_da, b_db, .. } = schedule;
        let half_dim = 0.5 * self.means.len() as f64;
        let n = self.variances.len();
        let [mut offsets, mut precisions, mut pulls] = [(); 3].map(|()| Vec::with_capacity(n));
        let mut known = (f64::NAN, [0.0; 3]);
        for (&c, log_weight) in self.variances.iter().zip(&self.log_weights) {
            // Neighbors mostly share their variance, and logarithms are slow.
            if known.0.to_bits() != c.to_bits() {
                let s = alpha * alpha * c + beta * beta;
                known = (c, [half_dim * libm::log(2.0 * PI * s), 1.0 / s, (a_da * c + b_db) / s]);
            }
            let [log_norm, precision, pull] = known.1;
            offsets.push(log_weight - log_norm);
            precisions.push(precision);
            pulls.push(pull);
        }
        IsotropicAt { of: self, schedule, offsets, precisions, pulls }
    }
}

impl IsotropicAt<'_> {
    /// Number of components.
    pub(super) fn n(&self) -> usize {
        self.offsets.len()
    }

    /// `log w_k N(x; alpha m_k, S_k)` of every component.
    pub(super) fn log_terms(&self, x: &[f64], out: &mut [f64]) {
        let alpha = self.schedule.alpha;
        out.fill(0.0);
        for (column, x) in self.of.means.iter().zip(x) {
            for (o, m) in out.iter_mut().zip(column) {
                let r = x - alpha * m;
                *o += r * r;
            }
        }
        for ((o, offset), precision) in out.iter_mut().zip(&self.offsets).zip(&self.precisions) {
            *o = offset - 0.5 * *o * precision;
        }
    }

    /// Adds `sum g_k (d_alpha m_k + A_k r_k)`.
    pub(super) fn add_velocity(&self, x: &[f64], g: &[f64], out: &mut [f64]) {
        let ScheduleAt { alpha, d_alpha, .. } = self.schedule;
        for ((o, column), x) in out.iter_mut().zip(&self.of.means).zip(x) {
            *o += exp::sum([g, column, &self.pulls], |[g, m, pull]| {
                g * (d_alpha * m + pull * (x - alpha * m))
            });
        }
    }

    /// Adds `-sum g_k r_k / S_k`.
    pub(super) fn add_score(&self, x: &[f64], g: &[f64], out: &mut [f64]) {
        let alpha = self.schedule.alpha;
        for ((o, column), x) in out.iter_mut().zip(&self.of.means).zip(x) {
            *o -= exp::sum([g, column, &self.precisions], |[g, m, precision]| {
                g * precision * (x - alpha * m)
            });
        }
    }

    /// Adds `sum g_k (m_k + alpha c_k r_k / S_k)`.
    pub(super) fn add_posterior_mean(&self, x: &[f64], g: &[f64], out: &mut [f64]) {
        let alpha = self.schedule.alpha;
        for ((o, column), x) in out.iter_mut().zip(&self.of.means).zip(x) {
            let slices = [g, column, &self.of.variances, &self.precisions];
            *o += exp::sum(slices, |[g, m, c, precision]| {
                g * (m + alpha * c * precision * (x - alpha * m))
            });
        }
    }

    /// `sum g_k (tr A_k + (s_k - score) . u_k)`.
    pub(super) fn divergence(&self, x: &[f64], g: &[f64], score: &[f64]) -> f64 {
        let ScheduleAt { alpha, d_alpha, .. } = self.schedule;
        let trace = x.len() as f64 * exp::sum([g, &self.pulls], |[g, pull]| g * pull);
        let columns = self.of.means.iter().zip(x).zip(score);
        let along = columns.map(|((column, x), score)| {
            exp::sum([g, column, &self.pulls, &self.precisions], |[g, m, pull, precision]| {
                let r = x - alpha * m;
                g * (-precision * r - score) * (d_alpha * m + pull * r)
            })
        });
        trace + along.sum::<f64>()
    }

    /// `sum g_k (tr Cov[z given x, k] + |E[z given x, k] - mean|^2)`.
    pub(super) fn posterior_variance(&self, x: &[f64], g: &[f64], mean: &[f64]) -> f64 {
        let ScheduleAt { alpha, beta, .. } = self.schedule;
        let [variances, precisions] = [&self.of.variances[..], &self.precisions[..]];
        let within = exp::sum([g, variances, precisions], |[g, c, precision]| g * c * precision);
        let columns = self.of.means.iter().zip(x).zip(mean);
        let between = columns.map(|((column, x), mean)| {
            exp::sum([g, column, variances, precisions], |[g, m, c, precision]| {
                let away = m + alpha * c * precision * (x - alpha * m) - mean;
                g * away * away
            })
        });
        x.len() as f64 * beta * beta * within + between.sum::<f64>()
    }
}
