//! Components of a marginal with a shape: full covariances and boxes.

use crate::math::cholesky::Cholesky;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::truncated;
use crate::math::truncated::Truncated;
use crate::path::scheduler::ScheduleAt;

/// One component that is not isotropic.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shaped {
    /// Place in the law.
    pub(super) place: usize,
    log_weight: f64,
    component: Component,
}

/// What one component says about a point; its fields at `x` if it were alone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Saying {
    /// `log w_k p_t(x given k)`.
    pub(super) log_term: f64,
    /// `u_k(x)`.
    pub(super) velocity: Vec<f64>,
    /// `s_k(x)`.
    pub(super) score: Vec<f64>,
    /// `E[z given x, k]`.
    pub(super) mean: Vec<f64>,
    /// `div u_k(x)`.
    pub(super) divergence: f64,
    /// `tr Cov[z given x, k]`.
    pub(super) variance: f64,
}

/// One component at one time.
pub(super) struct ShapedAt<'a> {
    pub(super) place: usize,
    log_weight: f64,
    schedule: ScheduleAt,
    shape: Shape<'a>,
}

enum Shape<'a> {
    Gaussian(GaussianAt<'a>),
    Box { low: &'a [f64], high: &'a [f64] },
}

/// `N(alpha m, S)` with `S = alpha^2 C + beta^2 I`.
struct GaussianAt<'a> {
    mean: &'a [f64],
    covariance: &'a [f64],
    factor: Cholesky,
    /// `-(dim/2) log(2 pi) - log(det S)/2`.
    log_norm: f64,
    /// `alpha d_alpha C + beta d_beta I`, which is `A S`.
    moving: Vec<f64>,
    /// `tr A`.
    trace: f64,
    /// `tr Cov[z given x] = beta^2 tr(C S^-1)`.
    variance: f64,
}

impl Shaped {
    /// The components of `law` that are not isotropic.
    pub(super) fn all_of(law: &Mixture) -> Vec<Self> {
        let weighted = law.components().iter().zip(law.weights()).enumerate();
        weighted
            .filter(|(_, (component, _))| !matches!(component, Component::Isotropic { .. }))
            .map(|(place, (component, weight))| Self {
                place,
                log_weight: libm::log(*weight),
                component: component.clone(),
            })
            .collect()
    }

    /// The component under `schedule`.
    pub(super) fn at(&self, schedule: ScheduleAt) -> ShapedAt<'_> {
        let shape = match &self.component {
            Component::Gaussian { mean, covariance } => {
                Shape::Gaussian(GaussianAt::new(mean, covariance, schedule))
            }
            Component::Box { low, high } => Shape::Box { low, high },
            Component::Isotropic { .. } => unreachable!("isotropic components are kept apart"),
        };
        ShapedAt { place: self.place, log_weight: self.log_weight, schedule, shape }
    }
}

impl Saying {
    /// Room for a component in `dim` dimensions.
    pub(super) fn blank(dim: usize) -> Self {
        let [velocity, score, mean] = [(); 3].map(|()| vec![0.0; dim]);
        Self { log_term: 0.0, velocity, score, mean, divergence: 0.0, variance: 0.0 }
    }
}

impl ShapedAt<'_> {
    /// What the component says about `x`, into `out`.
    pub(super) fn say(&self, x: &[f64], out: &mut Saying) {
        match &self.shape {
            Shape::Gaussian(gaussian) => gaussian.say(self.schedule, x, out),
            Shape::Box { low, high } => {
                [out.log_term, out.divergence, out.variance] = [0.0; 3];
                for i in 0..x.len() {
                    say_side(self.schedule, [low[i], high[i]], (i, x[i]), out);
                }
            }
        }
        out.log_term += self.log_weight;
    }
}

impl<'a> GaussianAt<'a> {
    fn new(mean: &'a [f64], covariance: &'a [f64], schedule: ScheduleAt) -> Self {
        let ScheduleAt { alpha, beta, a_da, b_db, .. } = schedule;
        let dim = mean.len();
        let combined = |of_covariance: f64, of_identity: f64| -> Vec<f64> {
            let mut sum: Vec<f64> = covariance.iter().map(|c| of_covariance * c).collect();
            (0..dim).for_each(|i| sum[i * dim + i] += of_identity);
            sum
        };
        let Some(factor) = Cholesky::new(dim, &combined(alpha * alpha, beta * beta)) else {
            unreachable!("a mixture holds covariances only, and adding beta^2 I keeps them so");
        };
        let moving = combined(a_da, b_db);
        let log_norm = dim as f64 * truncated::log_normal_density(0.0) - 0.5 * factor.log_det();
        let trace = factor.trace_of_quotient(&moving);
        let variance = beta * beta * factor.trace_of_quotient(covariance);
        Self { mean, covariance, factor, log_norm, moving, trace, variance }
    }

    fn say(&self, schedule: ScheduleAt, x: &[f64], out: &mut Saying) {
        let ScheduleAt { alpha, d_alpha, .. } = schedule;
        let dim = x.len();
        // `r` stands where the velocity will be, `S^-1 r` where the score will be.
        for ((r, x), m) in out.velocity.iter_mut().zip(x).zip(self.mean) {
            *r = x - alpha * m;
        }
        self.factor.solve(&out.velocity, &mut out.score);
        let distance: f64 = out.velocity.iter().zip(&out.score).map(|(r, s)| r * s).sum();
        out.log_term = self.log_norm - 0.5 * distance;
        let times = |matrix: &[f64], i: usize, v: &[f64]| -> f64 {
            matrix[i * dim..(i + 1) * dim].iter().zip(v).map(|(a, b)| a * b).sum()
        };
        for i in 0..dim {
            out.velocity[i] = d_alpha * self.mean[i] + times(&self.moving, i, &out.score);
            out.mean[i] = self.mean[i] + alpha * times(self.covariance, i, &out.score);
        }
        out.score.iter_mut().for_each(|s| *s = -*s);
        out.divergence = self.trace;
        out.variance = self.variance;
    }
}

/// Adds what one side of a box says about coordinate `i` of a point.
///
/// Given `x`, the noise is `y = (x - alpha z) / beta`, a standard normal number
/// kept in `[(x - alpha high)/beta, (x - alpha low)/beta]`; then
/// `u = d_alpha E[z] + d_beta E[y]`, `s = -E[y]/beta`, and with
/// `dE[z]/dx = (alpha/beta^2) Var[z]`, `dE[y]/dx = (1 - Var[y])/beta`:
/// `du/dx = d_alpha (alpha/beta^2) Var[z] + (d_beta/beta) (1 - Var[y])`.
fn say_side(schedule: ScheduleAt, [low, high]: [f64; 2], (i, x): (usize, f64), out: &mut Saying) {
    let ScheduleAt { alpha, beta, d_alpha, d_beta, a_da, b_db, .. } = schedule;
    let side = high - low;
    if beta <= 0.0 {
        // The limit inside the box: `z = x / alpha`, and the edges are not felt.
        let is_inside = alpha * low <= x && x <= alpha * high;
        out.log_term += if is_inside { -libm::log(alpha * side) } else { f64::NEG_INFINITY };
        (out.mean[i], out.velocity[i], out.score[i]) = (x / alpha, d_alpha * x / alpha, 0.0);
        out.divergence += d_alpha / alpha;
        return;
    }
    let noise = Truncated::new((x - alpha * high) / beta, alpha * side / beta);
    let precision = 1.0 / (beta * beta);
    out.log_term += noise.log_mean_density - libm::log(beta);
    out.mean[i] = high - side * noise.fraction;
    out.velocity[i] = d_alpha * out.mean[i] + d_beta * noise.mean;
    out.score[i] = -noise.mean / beta;
    let variance = side * side * noise.fraction_variance;
    out.divergence += a_da * precision * variance + b_db * precision * noise.deficit;
    out.variance += variance;
}
