//! The polynomial that comes nearest to a function, under a law of its argument.

use crate::math::line::LineLaw;
use crate::math::quadrature::Rule;

/// Nodes over the whole law.
const N_NODES: usize = 400;
/// Standard deviations on both sides of the mean that the nodes cover.
const REACH: f64 = 9.0;

/// A weighted set of places that stands for a law: averages are sums over it.
#[derive(Clone, Debug)]
pub(super) struct Quadrature {
    nodes: Vec<f64>,
    /// They sum to 1.
    weights: Vec<f64>,
}

/// A polynomial, by its coefficients for an orthonormal family.
#[derive(Clone, Debug)]
pub(super) struct Polynomial {
    coefficients: Vec<f64>,
    family: Family,
}

/// Polynomials `q_0, q_1, ...`, orthonormal under a law, by their recurrence
/// `b_(k+1) q_(k+1) = (x - a_k) q_k - b_k q_(k-1)`.
#[derive(Clone, Debug, Default)]
struct Family {
    a: Vec<f64>,
    b: Vec<f64>,
}

impl Quadrature {
    /// Nodes of a law on the line.
    pub(super) fn new(law: &LineLaw) -> Self {
        let (mean, std) = (law.mean(), law.variance().sqrt());
        let rule = Rule::legendre(N_NODES, mean - REACH * std, mean + REACH * std);
        let (nodes, weights): (Vec<f64>, Vec<f64>) =
            rule.iter().map(|(x, w)| (x, w * law.density(x))).unzip();
        let total: f64 = weights.iter().sum();
        Self { nodes, weights: weights.iter().map(|w| w / total).collect() }
    }

    /// `E[f(X)]`.
    pub(super) fn average(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.nodes.iter().zip(&self.weights).map(|(x, w)| w * f(*x)).sum()
    }

    /// The polynomial `g` of at most that degree with the least `E[(f(X) - g(X))^2]`.
    pub(super) fn nearest(&self, degree: usize, f: impl Fn(f64) -> f64) -> Polynomial {
        let family = self.family(degree);
        let coefficient = |k: usize| self.average(|x| f(x) * family.values(x)[k]);
        Polynomial { coefficients: (0..=degree).map(coefficient).collect(), family }
    }

    /// Stieltjes' procedure: each polynomial follows from the averages of the last.
    fn family(&self, degree: usize) -> Family {
        let mut family = Family::default();
        for k in 0..degree {
            let a = self.average(|x| x * family.values(x)[k] * family.values(x)[k]);
            let unscaled = |x: f64| {
                let q = family.values(x);
                let before = if k == 0 { 0.0 } else { family.b[k - 1] * q[k - 1] };
                (x - a) * q[k] - before
            };
            let b = self.average(|x| unscaled(x) * unscaled(x)).sqrt();
            family.a.push(a);
            family.b.push(b);
        }
        family
    }
}

impl Family {
    /// Values of all of them at `x`.
    fn values(&self, x: f64) -> Vec<f64> {
        let mut q = vec![1.0];
        for k in 0..self.a.len() {
            let before = if k == 0 { 0.0 } else { self.b[k - 1] * q[k - 1] };
            q.push(((x - self.a[k]) * q[k] - before) / self.b[k]);
        }
        q
    }
}

impl Polynomial {
    /// The nearest of a lower degree: an orthonormal family need not be fitted anew.
    pub(super) fn cut_to(&self, degree: usize) -> Self {
        let kept = self.coefficients.iter().take(degree + 1).copied().collect();
        Self { coefficients: kept, family: self.family.clone() }
    }

    /// Its value.
    pub(super) fn at(&self, x: f64) -> f64 {
        self.family.values(x).iter().zip(&self.coefficients).map(|(q, c)| q * c).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::line::Bell;

    fn quadrature() -> Quadrature {
        let bell = |weight, mean, std| Bell { weight, mean, std };
        Quadrature::new(&LineLaw::new(&[bell(0.5, -1.0, 0.5), bell(0.5, 1.0, 0.5)]).unwrap())
    }

    #[test]
    fn the_family_is_orthonormal() {
        let quadrature = quadrature();
        let family = quadrature.family(9);
        for i in 0..10 {
            for j in 0..=i {
                let inner = quadrature.average(|x| family.values(x)[i] * family.values(x)[j]);
                let exact = if i == j { 1.0 } else { 0.0 };
                assert!((inner - exact).abs() < 1e-9, "{i} {j}: {inner}");
            }
        }
    }

    #[test]
    fn a_polynomial_is_its_own_nearest() {
        let f = |x: f64| 1.0 - 2.0 * x + 0.5 * x * x * x;
        let nearest = quadrature().nearest(3, f);
        for x in [-3.0, 0.0, 0.7, 2.0] {
            assert!((nearest.at(x) - f(x)).abs() < 1e-10);
        }
    }

    #[test]
    fn the_nearest_of_a_lower_degree_is_a_part_of_it() {
        let quadrature = quadrature();
        let (cut, fitted) =
            (quadrature.nearest(7, f64::sin).cut_to(3), quadrature.nearest(3, f64::sin));
        for x in [-2.0, 0.3, 1.5] {
            assert!((cut.at(x) - fitted.at(x)).abs() < 1e-12);
        }
    }

    #[test]
    fn the_nearest_line_has_the_slope_of_the_textbooks() {
        // Cov(X, f(X)) / Var(X) with f = tanh, both by averages.
        let quadrature = quadrature();
        let covariance = quadrature.average(|x| x * x.tanh());
        let slope = covariance / quadrature.average(|x| x * x);
        let line = quadrature.nearest(1, f64::tanh);
        assert!((line.at(1.0) - line.at(0.0) - slope).abs() < 1e-12);
    }
}
