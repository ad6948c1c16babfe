//! Laws that are mixtures of Gaussians, data points and uniform boxes.

use crate::math::cholesky::Cholesky;
use crate::math::exp;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::truncated;

/// One part of a mixture.
#[derive(Clone, Debug, PartialEq)]
pub enum Component {
    /// `N(mean, variance I)`; variance zero is a data point.
    Isotropic {
        /// Center, `dim` numbers.
        mean: Vec<f64>,
        /// Variance of every coordinate.
        variance: f64,
    },
    /// `N(mean, covariance)`; the covariance may be singular.
    Gaussian {
        /// Center, `dim` numbers.
        mean: Vec<f64>,
        /// Symmetric, `dim * dim` numbers, row after row.
        covariance: Vec<f64>,
    },
    /// Uniform on the box `low <= x <= high`, its sides parallel to the axes.
    Box {
        /// Lower corner, `dim` numbers.
        low: Vec<f64>,
        /// Upper corner, above `low` in every coordinate.
        high: Vec<f64>,
    },
}

/// A mixture that no law corresponds to.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BadMixture {
    /// Nothing to mix.
    #[error("a mixture needs at least one component")]
    Empty,
    /// A weight is negative or not finite, or all are zero.
    #[error("the weights must be finite, not negative, and not all zero")]
    Weights,
    /// A component has numbers missing or not finite.
    #[error("component {0} must have finite numbers, as many as the dimension asks for")]
    Shape(usize),
    /// A variance is negative, or a matrix is not positive semi-definite.
    #[error("component {0} needs a covariance that is symmetric and not negative")]
    Covariance(usize),
    /// A box has no inside.
    #[error("component {0} needs an upper corner above its lower one")]
    Corners(usize),
}

/// The law `sum w_k p_k`, the weights summing to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    dim: usize,
    weights: Vec<f64>,
    cumulative: Vec<f64>,
    components: Vec<Component>,
    /// Factors of the covariances that are not isotropic, in order of the components.
    factors: Vec<Option<Cholesky>>,
}

impl Mixture {
    /// The mixture of `components`, each with its weight; weights are scaled to sum to 1.
    ///
    /// # Errors
    /// [`BadMixture`] says which component is not a law in `dim` dimensions.
    pub fn new(dim: usize, components: Vec<(f64, Component)>) -> Result<Self, BadMixture> {
        if components.is_empty() {
            return Err(BadMixture::Empty);
        }
        let (mut weights, components): (Vec<f64>, Vec<Component>) = components.into_iter().unzip();
        let total: f64 = weights.iter().sum();
        if weights.iter().any(|w| !(0.0..=f64::MAX).contains(w))
            || total <= 0.0
            || !total.is_finite()
        {
            return Err(BadMixture::Weights);
        }
        let factors = components
            .iter()
            .enumerate()
            .map(|(k, c)| c.checked(dim, k))
            .collect::<Result<_, _>>()?;
        for w in &mut weights {
            *w /= total;
        }
        let cumulative = weights
            .iter()
            .scan(0.0, |sum, w| {
                *sum += w;
                Some(*sum)
            })
            .collect();
        Ok(Self { dim, weights, cumulative, components, factors })
    }

    /// Equally likely isotropic Gaussians of one variance around `means`.
    ///
    /// # Errors
    /// [`BadMixture`] if there are no means or the variance is negative.
    pub fn isotropic(means: &Points, variance: f64) -> Result<Self, BadMixture> {
        let component =
            |mean: &[f64]| (1.0, Component::Isotropic { mean: mean.to_vec(), variance });
        Self::new(means.dim(), means.rows().map(component).collect())
    }

    /// The empirical law of `points`: every point equally likely.
    ///
    /// # Errors
    /// [`BadMixture`] if there are no points.
    pub fn empirical(points: &Points) -> Result<Self, BadMixture> {
        Self::isotropic(points, 0.0)
    }

    /// Whether every part is a Gaussian with a density, so that score and
    /// velocity of its paths are finite at t = 1 too.
    pub fn is_smooth(&self) -> bool {
        self.components.iter().zip(&self.factors).all(|(component, factor)| match component {
            Component::Isotropic { variance, .. } => 0.0 < *variance,
            Component::Gaussian { .. } => {
                factor.as_ref().is_some_and(|factor| factor.log_det().is_finite())
            }
            Component::Box { .. } => false,
        })
    }

    /// Dimension of the space.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Weights, summing to 1, in the order given.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Components, in the order given.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// Mean of the law.
    pub fn mean(&self) -> Vec<f64> {
        let mut mean = vec![0.0; self.dim];
        for (w, component) in self.weights.iter().zip(&self.components) {
            for (i, m) in mean.iter_mut().enumerate() {
                *m += w * component.mean_at(i);
            }
        }
        mean
    }

    /// `E |z|^2`, the sum over coordinates.
    pub fn second_moment(&self) -> f64 {
        let of = |c: &Component| -> f64 {
            (0..self.dim).map(|i| c.mean_at(i) * c.mean_at(i) + c.variance_at(i, self.dim)).sum()
        };
        self.weights.iter().zip(&self.components).map(|(w, c)| w * of(c)).sum()
    }

    /// `n` independent draws. Random: one uniform number a point for the
    /// component, then `dim` numbers for the place in it.
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        let mut points = Points::zeros(n, self.dim);
        for i in 0..n {
            self.sample_into(rng, points.row_mut(i));
        }
        points
    }

    /// One draw; the component that it came from.
    pub fn sample_into(&self, rng: &mut Rng, out: &mut [f64]) -> usize {
        let u = rng.uniform();
        let k = self.cumulative.partition_point(|&c| c <= u).min(self.weights.len() - 1);
        match &self.components[k] {
            Component::Isotropic { mean, variance } => {
                let std = libm::sqrt(*variance);
                for (o, m) in out.iter_mut().zip(mean) {
                    *o = m + std * rng.normal();
                }
            }
            Component::Gaussian { mean, .. } => {
                let eps: Vec<f64> = (0..self.dim).map(|_| rng.normal()).collect();
                if let Some(factor) = &self.factors[k] {
                    factor.apply(&eps, out);
                }
                for (o, m) in out.iter_mut().zip(mean) {
                    *o += m;
                }
            }
            Component::Box { low, high } => {
                for ((o, l), h) in out.iter_mut().zip(low).zip(high) {
                    *o = rng.uniform_in(*l, *h);
                }
            }
        }
        k
    }

    /// `log p(x)` at every point, in nats; infinite where the law has no density.
    ///
    /// # Panics
    /// If the points are of another dimension.
    pub fn log_density(&self, x: &Points) -> Vec<f64> {
        assert_eq!(x.dim(), self.dim, "mixture: points of another dimension");
        let mut logs = vec![0.0; self.weights.len()];
        x.rows()
            .map(|row| {
                for (k, log) in logs.iter_mut().enumerate() {
                    *log = libm::log(self.weights[k]) + self.log_density_of(k, row);
                }
                let largest = exp::max(&logs);
                if largest.is_infinite() {
                    return largest;
                }
                largest + libm::log(exp::exp_all(&mut logs, largest))
            })
            .collect()
    }

    /// Log density of component `k` at `x`.
    fn log_density_of(&self, k: usize, x: &[f64]) -> f64 {
        match &self.components[k] {
            Component::Isotropic { mean, variance } => {
                let std = libm::sqrt(*variance);
                let log = |(x, m): (&f64, &f64)| {
                    truncated::log_normal_density((x - m) / std) - libm::log(std)
                };
                x.iter().zip(mean).map(log).sum()
            }
            Component::Gaussian { mean, .. } => {
                self.factors[k].as_ref().map_or(f64::NAN, |factor| {
                    let r: Vec<f64> = x.iter().zip(mean).map(|(x, m)| x - m).collect();
                    let mut solved = vec![0.0; self.dim];
                    factor.solve(&r, &mut solved);
                    let distance: f64 = r.iter().zip(&solved).map(|(r, s)| r * s).sum();
                    let whole = self.dim as f64 * truncated::log_normal_density(0.0);
                    whole - 0.5 * (distance + factor.log_det())
                })
            }
            Component::Box { low, high } => {
                let is_inside = x.iter().zip(low).zip(high).all(|((x, l), h)| l <= x && x <= h);
                if !is_inside {
                    return f64::NEG_INFINITY;
                }
                -low.iter().zip(high).map(|(l, h)| libm::log(h - l)).sum::<f64>()
            }
        }
    }
}

impl Component {
    /// The factor of a covariance that is not isotropic, once all numbers are in order.
    fn checked(&self, dim: usize, k: usize) -> Result<Option<Cholesky>, BadMixture> {
        let is_whole =
            |numbers: &[f64], n: usize| numbers.len() == n && numbers.iter().all(|v| v.is_finite());
        match self {
            Self::Isotropic { mean, variance } => {
                if !is_whole(mean, dim) {
                    return Err(BadMixture::Shape(k));
                }
                if (0.0..=f64::MAX).contains(variance) {
                    Ok(None)
                } else {
                    Err(BadMixture::Covariance(k))
                }
            }
            Self::Gaussian { mean, covariance } => {
                if !is_whole(mean, dim) || !is_whole(covariance, dim * dim) {
                    return Err(BadMixture::Shape(k));
                }
                let asymmetry =
                    |i: usize, j: usize| (covariance[i * dim + j] - covariance[j * dim + i]).abs();
                let largest = covariance.iter().fold(0.0_f64, |a, c| a.max(c.abs()));
                let is_symmetric =
                    (0..dim).all(|i| (0..i).all(|j| asymmetry(i, j) <= 1e-12 * largest));
                let factor = Cholesky::new(dim, covariance).filter(|_| is_symmetric);
                factor.map(Some).ok_or(BadMixture::Covariance(k))
            }
            Self::Box { low, high } => {
                if !is_whole(low, dim) || !is_whole(high, dim) {
                    return Err(BadMixture::Shape(k));
                }
                let has_inside = low.iter().zip(high).all(|(l, h)| l < h);
                if has_inside { Ok(None) } else { Err(BadMixture::Corners(k)) }
            }
        }
    }

    /// Dimension of the space, by the numbers it holds.
    pub(crate) fn dim(&self) -> usize {
        match self {
            Self::Isotropic { mean, .. } | Self::Gaussian { mean, .. } => mean.len(),
            Self::Box { low, .. } => low.len(),
        }
    }

    /// Coordinate `i` of the mean.
    pub(crate) fn mean_at(&self, i: usize) -> f64 {
        match self {
            Self::Isotropic { mean, .. } | Self::Gaussian { mean, .. } => mean[i],
            Self::Box { low, high } => 0.5 * (low[i] + high[i]),
        }
    }

    /// Variance of coordinate `i`.
    pub(crate) fn variance_at(&self, i: usize, dim: usize) -> f64 {
        match self {
            Self::Isotropic { variance, .. } => *variance,
            Self::Gaussian { covariance, .. } => covariance[i * dim + i],
            Self::Box { low, high } => (high[i] - low[i]) * (high[i] - low[i]) / 12.0,
        }
    }
}

#[cfg(test)]
mod tests;
