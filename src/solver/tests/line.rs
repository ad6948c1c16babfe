//! The exact field of a Gaussian mixture on the line, written out by hand: the
//! solvers must not know `path`.

use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::points::Points;

/// Schedule `[alpha, beta, d_alpha, beta d_beta]`.
pub(super) type Schedule = fn(f64) -> [f64; 4];

/// `alpha = t`, `beta = 1 - t`.
pub(super) fn condot(t: f64) -> [f64; 4] {
    [t, 1.0 - t, 1.0, t - 1.0]
}

/// `alpha = t`, `beta = sqrt(1 - t)`.
pub(super) fn sqrt(t: f64) -> [f64; 4] {
    [t, (1.0 - t).sqrt(), 1.0, -0.5]
}

/// `sum w N(m, c)` as parts `(w, m, c)`, and a schedule.
pub(super) struct Line {
    pub(super) parts: Vec<(f64, f64, f64)>,
    pub(super) schedule: Schedule,
}

/// Velocity, score and both predictions at a point.
struct At {
    u: f64,
    s: f64,
    z: f64,
    eps: f64,
}

impl Line {
    pub(super) fn gaussian(mean: f64, variance: f64, schedule: Schedule) -> Self {
        Self { parts: vec![(1.0, mean, variance)], schedule }
    }

    /// Mean and variance of `x_t`.
    pub(super) fn moments(&self, t: f64) -> (f64, f64) {
        let [a, b, ..] = (self.schedule)(t);
        let mean: f64 = self.parts.iter().map(|(w, m, _)| w * m).sum();
        let square: f64 = self.parts.iter().map(|(w, m, c)| w * (m * m + c)).sum();
        (a * mean, a * a * (square - mean * mean) + b * b)
    }

    fn at(&self, t: f64, x: f64) -> At {
        let [a, b, da, b_db] = (self.schedule)(t);
        let variance = |c: f64| a * a * c + b * b;
        let log = |&(w, m, c): &(f64, f64, f64)| {
            let r = x - a * m;
            w.ln() - 0.5 * (r * r / variance(c) + variance(c).ln())
        };
        let logs: Vec<f64> = self.parts.iter().map(log).collect();
        let largest = logs.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
        let shares: Vec<f64> = logs.iter().map(|log| (log - largest).exp()).collect();
        let total: f64 = shares.iter().sum();
        let mut at = At { u: 0.0, s: 0.0, z: 0.0, eps: 0.0 };
        for (&(_, m, c), share) in self.parts.iter().zip(&shares) {
            let g = share / total;
            let r = (x - a * m) / variance(c);
            at.u += g * (da * m + (a * da * c + b_db) * r);
            at.s -= g * r;
            at.z += g * (m + a * c * r);
            at.eps += g * b * r;
        }
        at
    }

    fn map(&self, t: f64, x: &Points, f: impl Fn(At) -> f64) -> Points {
        Points::new(1, x.data().iter().map(|&x| f(self.at(t, x))).collect())
    }
}

impl VectorField<Points> for Line {
    fn velocity(&self, t: f64, x: &Points) -> Points {
        self.map(t, x, |at| at.u)
    }
}

impl Score<Points> for Line {
    fn score(&self, t: f64, x: &Points) -> Points {
        self.map(t, x, |at| at.s)
    }
}

impl GaussianField<Points> for Line {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        let [a, b, ..] = (self.schedule)(t);
        (a, b)
    }

    fn endpoints(&self, t: f64, x: &Points) -> Endpoints<Points> {
        Endpoints { z: self.map(t, x, |at| at.z), eps: self.map(t, x, |at| at.eps) }
    }
}

impl VectorField<f64> for Line {
    fn velocity(&self, t: f64, x: &f64) -> f64 {
        self.at(t, *x).u
    }
}

impl Score<f64> for Line {
    fn score(&self, t: f64, x: &f64) -> f64 {
        self.at(t, *x).s
    }
}

impl GaussianField<f64> for Line {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        let [a, b, ..] = (self.schedule)(t);
        (a, b)
    }

    fn endpoints(&self, t: f64, x: &f64) -> Endpoints<f64> {
        let at = self.at(t, *x);
        Endpoints { z: at.z, eps: at.eps }
    }
}
