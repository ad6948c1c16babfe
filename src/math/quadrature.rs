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
    fn large_rules_have_distinct_rising_nodes_and_integrate_smooth_functions() {
        let rule = Rule::legendre(400, 0.0, 3.0);
        assert!((rule.integrate(f64::exp) - (f64::exp(3.0) - 1.0)).abs() < 1e-12);
        assert!(rule.nodes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(rule.weights.iter().all(|&w| 0.0 < w));
    }
}
