//! Gauss rules: nodes and weights, exact for polynomials up to degree `2 n - 1`.

use std::f64::consts::PI;

/// Nodes in rising order with their weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Where to evaluate.
    pub nodes: Vec<f64>,
    /// What to multiply by; positive.
    pub weights: Vec<f64>,
}

impl Rule {
    /// Gauss-Legendre rule of `n` nodes for the integral over `[low, high]`.
    ///
    /// Method: Newton on the recurrence of the Legendre polynomials, started
    /// at `cos(pi (i + 3/4) / (n + 1/2))`.
    ///
    /// # Panics
    /// If `n` is zero.
    pub fn legendre(n: usize, low: f64, high: f64) -> Self {
        assert!(0 < n, "quadrature: a rule needs a node");
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let mut rule = Self { nodes: vec![0.0; n], weights: vec![0.0; n] };
        for i in 0..n.div_ceil(2) {
            let guess = libm::cos(PI * (i as f64 + 0.75) / (n as f64 + 0.5));
            let (x, slope) = newton(guess, |x| legendre_and_slope(n, x));
            let weight = 2.0 / ((1.0 - x * x) * slope * slope);
            for (place, node) in [(i, -x), (n - 1 - i, x)] {
                rule.nodes[place] = middle + half * node;
                rule.weights[place] = half * weight;
            }
        }
        rule
    }

    /// Gauss-Hermite rule of `n` nodes for the mean under the standard normal law.
    ///
    /// The weights sum to 1. Method: Newton on the orthonormal Hermite
    /// functions, each start extrapolated from the nodes already found.
    ///
    /// # Panics
    /// If `n` is zero or above 64, where the starts are no longer safe.
    pub fn hermite(n: usize) -> Self {
        assert!((1..=64).contains(&n), "quadrature: 1 to 64 Hermite nodes");
        let mut rule = Self { nodes: vec![0.0; n], weights: vec![0.0; n] };
        let size = 2.0 * n as f64 + 1.0;
        // Starts of the physicists' nodes, largest first (Press et al., Numerical Recipes, gauher).
        let mut found: Vec<f64> = Vec::new();
        for i in 0..n.div_ceil(2) {
            let guess = match i {
                0 => libm::sqrt(size) - 1.855_75 * libm::pow(size, -1.0 / 6.0),
                1 => found[0] - 1.14 * libm::pow(n as f64, 0.426) / found[0],
                2 => 1.86 * found[1] - 0.86 * found[0],
                3 => 1.91 * found[2] - 0.91 * found[1],
                _ => 2.0 * found[i - 1] - found[i - 2],
            };
            let (x, slope) = newton(guess, |x| hermite_and_slope(n, x));
            found.push(x);
            let weight = 2.0 / (slope * slope) / libm::sqrt(PI);
            for (place, node) in [(i, -x), (n - 1 - i, x)] {
                rule.nodes[place] = std::f64::consts::SQRT_2 * node;
                rule.weights[place] = weight;
            }
        }
        rule
    }

    /// Every node with its weight.
    pub fn iter(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.nodes.iter().copied().zip(self.weights.iter().copied())
    }

    /// `sum w_i f(x_i)`.
    pub fn integrate(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.iter().map(|(x, w)| w * f(x)).sum()
    }
}

/// Root near `x` and the slope there.
fn newton(mut x: f64, value_and_slope: impl Fn(f64) -> (f64, f64)) -> (f64, f64) {
    // Convergence is quadratic: from the starts above, five or six steps reach rounding.
    for _ in 0..12 {
        let (value, slope) = value_and_slope(x);
        x -= value / slope;
    }
    (x, value_and_slope(x).1)
}

/// `P_n(x)` and its derivative.
fn legendre_and_slope(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for k in 1..=n {
        let k = k as f64;
        (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
    }
    (value, n as f64 * (before - x * value) / (1.0 - x * x))
}

/// Hermite polynomial of degree `n`, orthonormal under `e^(-x^2)`, and its derivative.
fn hermite_and_slope(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0 / libm::sqrt(libm::sqrt(PI)));
    for k in 1..=n {
        let k = k as f64;
        let next = x * libm::sqrt(2.0 / k) * value - libm::sqrt((k - 1.0) / k) * before;
        (before, value) = (value, next);
    }
    (value, libm::sqrt(2.0 * n as f64) * before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legendre_rules_integrate_every_degree_up_to_2n_minus_1_exactly() {
        for n in [1, 2, 3, 5, 8, 16] {
            let rule = Rule::legendre(n as usize, -1.0, 1.0);
            for degree in 0..2 * n {
                let exact = if degree % 2 == 0 { 2.0 / f64::from(degree + 1) } else { 0.0 };
                let error = rule.integrate(|x| x.powi(degree)) - exact;
                assert!(error.abs() < 1e-14, "n {n}, degree {degree}: {error:e}");
            }
            let missed = rule.integrate(|x| x.powi(2 * n)) - 2.0 / f64::from(2 * n + 1);
            assert!(1e-12 < missed.abs(), "degree 2 n is one too many: {missed:e}");
        }
    }

    #[test]
    fn hermite_rules_give_every_normal_moment_up_to_2n_minus_1_exactly() {
        for n in [1, 2, 3, 4, 7, 12] {
            let rule = Rule::hermite(n as usize);
            let mut moment = 1.0;
            for degree in 0..2 * n {
                if degree % 2 == 0 && 0 < degree {
                    moment *= f64::from(degree - 1);
                }
                let exact = if degree % 2 == 0 { moment } else { 0.0 };
                let error = (rule.integrate(|x| x.powi(degree)) - exact) / moment;
                assert!(error.abs() < 1e-12, "n {n}, degree {degree}: {error:e}");
            }
        }
    }

    #[test]
    fn large_rules_have_distinct_rising_nodes_and_integrate_smooth_functions() {
        let legendre = Rule::legendre(400, 0.0, 3.0);
        assert!((legendre.integrate(f64::exp) - (f64::exp(3.0) - 1.0)).abs() < 1e-12);
        let hermite = Rule::hermite(64);
        // E cos(2 y) = e^-2.
        assert!((hermite.integrate(|y| (2.0 * y).cos()) - f64::exp(-2.0)).abs() < 1e-13);
        for rule in [legendre, hermite] {
            assert!(rule.nodes.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(rule.weights.iter().all(|&w| 0.0 < w));
        }
    }
}
