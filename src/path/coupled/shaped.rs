//! Pairs with a shape: full covariances, and boxes coordinate by coordinate.

use crate::math::cholesky::Cholesky;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::truncated;
use crate::path::coupled::NotCoupled;
use crate::path::coupled::span;
use crate::path::coupled::span::Bound;
use crate::path::coupled::span::Mix;
use crate::path::coupled::span::Span;
use crate::path::coupled::split;

/// A pair of components that are not both isotropic.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ShapedPair {
    log_weight: f64,
    shape: Shape,
}

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// `N(mean, covariance)` of the data and of the source.
    Gaussians([Full; 2]),
    /// Data and source of every coordinate; they do not depend on each other.
    Spans(Vec<[Span; 2]>),
}

#[derive(Clone, Debug, PartialEq)]
struct Full {
    mean: Vec<f64>,
    covariance: Vec<f64>,
}

/// A pair at one time.
pub(super) struct ShapedAt<'a> {
    log_weight: f64,
    mix: Mix,
    shape: ShapeAt<'a>,
}

enum ShapeAt<'a> {
    Gaussians(GaussianAt),
    Spans { spans: &'a [[Span; 2]], bounds: Vec<Bound>, cap: f64 },
}

/// `N(alpha m + beta n, S)` with `S = alpha^2 C + beta^2 D`.
struct GaussianAt {
    mean: Vec<f64>,
    /// `d_alpha m + d_beta n`.
    drift: Vec<f64>,
    factor: Cholesky,
    log_norm: f64,
    /// `alpha d_alpha C + beta d_beta D`.
    moving: Vec<f64>,
    trace: f64,
    /// `Delta^2 tr(C S^-1 D)`.
    variance: f64,
}

/// What pairs say about one point, pair after pair; vectors are `dim` long.
#[derive(Clone, Debug, Default)]
pub(super) struct Sayings {
    /// Log weight plus log density.
    pub(super) logs: Vec<f64>,
    pub(super) velocities: Vec<f64>,
    pub(super) gradients: Vec<f64>,
    pub(super) divergences: Vec<f64>,
    pub(super) variances: Vec<f64>,
}

impl ShapedPair {
    /// All pairs of `source` and `data` that are not both isotropic.
    pub(super) fn all_of(source: &Mixture, data: &Mixture) -> Result<Vec<Self>, NotCoupled> {
        let mut pairs = Vec::new();
        for (z, w) in data.components().iter().zip(data.weights()) {
            for (y, v) in source.components().iter().zip(source.weights()) {
                let is_flat = |c: &Component| matches!(c, Component::Isotropic { .. });
                let log_weight = libm::log(w * v);
                if (is_flat(z) && is_flat(y)) || log_weight == f64::NEG_INFINITY {
                    continue;
                }
                pairs.push(Self { log_weight, shape: Shape::of([z, y], data.dim())? });
            }
        }
        Ok(pairs)
    }

    pub(super) fn at(&self, mix: Mix) -> ShapedAt<'_> {
        let shape = match &self.shape {
            Shape::Gaussians(pair) => ShapeAt::Gaussians(GaussianAt::new(mix, pair)),
            Shape::Spans(spans) => {
                let bounds: Vec<Bound> = spans.iter().map(|pair| Bound::new(mix, *pair)).collect();
                let cap = bounds.iter().map(|bound| bound.cap).sum();
                ShapeAt::Spans { spans, bounds, cap }
            }
        };
        ShapedAt { log_weight: self.log_weight, mix, shape }
    }
}

impl Shape {
    fn of(pair: [&Component; 2], dim: usize) -> Result<Self, NotCoupled> {
        if let [Some(z), Some(y)] = pair.map(|component| Full::of(component, dim)) {
            let sum: Vec<f64> =
                z.covariance.iter().zip(&y.covariance).map(|(c, d)| c + d).collect();
            let has_density = Cholesky::new(dim, &sum).is_some_and(|f| f.log_det().is_finite());
            return if has_density {
                Ok(Self::Gaussians([z, y]))
            } else {
                Err(NotCoupled::NoDensity)
            };
        }
        if pair.iter().any(|component| split::is_tilted(component, dim)) {
            return Err(NotCoupled::TiltedBox);
        }
        let span = |component: &Component, i: usize| match component {
            Component::Box { low, high } => Span::Uniform { low: low[i], high: high[i] },
            _ => {
                Span::Normal { mean: component.mean_at(i), variance: component.variance_at(i, dim) }
            }
        };
        Ok(Self::Spans((0..dim).map(|i| pair.map(|component| span(component, i))).collect()))
    }
}

impl Full {
    fn of(component: &Component, dim: usize) -> Option<Self> {
        match component {
            Component::Isotropic { mean, variance } => {
                let mut covariance = vec![0.0; dim * dim];
                (0..dim).for_each(|i| covariance[i * dim + i] = *variance);
                Some(Self { mean: mean.clone(), covariance })
            }
            Component::Gaussian { mean, covariance } => {
                Some(Self { mean: mean.clone(), covariance: covariance.clone() })
            }
            Component::Box { .. } => None,
        }
    }
}

impl ShapedAt<'_> {
    /// The pair's log term at `x` is not larger; equal for two Gaussians.
    pub(super) fn bound(&self, x: &[f64]) -> f64 {
        let log = match &self.shape {
            ShapeAt::Gaussians(gaussian) => gaussian.log_density(x),
            ShapeAt::Spans { bounds, cap, .. } => {
                cap - bounds.iter().zip(x).map(|(bound, x)| bound.drop(*x)).sum::<f64>()
            }
        };
        self.log_weight + log
    }

    /// Adds what the pair says about `x`.
    pub(super) fn say(&self, x: &[f64], out: &mut Sayings) {
        match &self.shape {
            ShapeAt::Gaussians(gaussian) => gaussian.say(self.log_weight, x, out),
            ShapeAt::Spans { spans, .. } => {
                let [mut log, mut divergence, mut variance] = [self.log_weight, 0.0, 0.0];
                for (pair, x) in spans.iter().zip(x) {
                    let spoken = span::say(self.mix, *pair, *x);
                    log += spoken.log;
                    divergence += spoken.divergence;
                    variance += spoken.variance;
                    out.velocities.push(spoken.velocity);
                    out.gradients.push(spoken.gradient);
                }
                out.logs.push(log);
                out.divergences.push(divergence);
                out.variances.push(variance);
            }
        }
    }
}

impl GaussianAt {
    fn new(mix: Mix, [z, y]: &[Full; 2]) -> Self {
        let dim = z.mean.len();
        let combined = |a: f64, b: f64, p: &[f64], q: &[f64]| -> Vec<f64> {
            p.iter().zip(q).map(|(p, q)| a * p + b * q).collect()
        };
        let s = combined(mix.a * mix.a, mix.b * mix.b, &z.covariance, &y.covariance);
        let Some(factor) = Cholesky::new(dim, &s) else {
            unreachable!("mixtures hold covariances, and sums of covariances are covariances");
        };
        let moving = combined(mix.a_da, mix.b_db, &z.covariance, &y.covariance);
        // tr(C S^-1 D) = tr(D C S^-1).
        let product = |i: usize, j: usize| -> f64 {
            (0..dim).map(|k| y.covariance[i * dim + k] * z.covariance[k * dim + j]).sum()
        };
        let products: Vec<f64> =
            (0..dim).flat_map(|i| (0..dim).map(move |j| product(i, j))).collect();
        Self {
            mean: combined(mix.a, mix.b, &z.mean, &y.mean),
            drift: combined(mix.da, mix.db, &z.mean, &y.mean),
            log_norm: dim as f64 * truncated::log_normal_density(0.0) - 0.5 * factor.log_det(),
            trace: factor.trace_of_quotient(&moving),
            variance: mix.delta_square * factor.trace_of_quotient(&products),
            factor,
            moving,
        }
    }

    fn solved(&self, x: &[f64]) -> [Vec<f64>; 2] {
        let r: Vec<f64> = x.iter().zip(&self.mean).map(|(x, m)| x - m).collect();
        let mut solved = vec![0.0; r.len()];
        self.factor.solve(&r, &mut solved);
        [r, solved]
    }

    fn log_density(&self, x: &[f64]) -> f64 {
        let [r, solved] = self.solved(x);
        self.log_norm - 0.5 * r.iter().zip(&solved).map(|(r, s)| r * s).sum::<f64>()
    }

    fn say(&self, log_weight: f64, x: &[f64], out: &mut Sayings) {
        let [r, solved] = self.solved(x);
        let distance: f64 = r.iter().zip(&solved).map(|(r, s)| r * s).sum();
        out.logs.push(log_weight + self.log_norm - 0.5 * distance);
        for (drift, row) in self.drift.iter().zip(self.moving.chunks_exact(x.len())) {
            let pulled: f64 = row.iter().zip(&solved).map(|(m, s)| m * s).sum();
            out.velocities.push(drift + pulled);
        }
        out.gradients.extend(solved.iter().map(|s| -s));
        out.divergences.push(self.trace);
        out.variances.push(self.variance);
    }
}

impl Sayings {
    /// Forgets the last point.
    pub(super) fn clear(&mut self) {
        let Self { logs, velocities, gradients, divergences, variances } = self;
        for numbers in [logs, velocities, gradients, divergences, variances] {
            numbers.clear();
        }
    }
}
