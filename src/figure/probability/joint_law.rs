//! Two dependent numbers `(x, y)` whose joint law is a mixture of Gaussians:
//! marginals and conditionals in closed form.

use crate::kinds;
use crate::math::line::Bell;
use crate::math::line::LineLaw;
use crate::math::line::normal_density;
use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;

/// One Gaussian of a [`JointLaw`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Share of the whole.
    pub weight: f64,
    /// Means of `x` and `y`.
    pub mean: [f64; 2],
    /// Standard deviations of `x` and `y`, above 0.
    pub std: [f64; 2],
    /// Correlation, strictly between -1 and 1.
    pub correlation: f64,
}

kinds! {
    /// A joint law of the figures.
    pub enum JointKind {
        /// Two bells at different heights, each tilted its own way.
        Bumps = "bumps", "two tilted bumps";
        /// One Gaussian with the correlation 0.8.
        Tilted = "tilted", "one tilted Gaussian";
        /// Each number a mixture of its own.
        Independent = "independent", "independent";
    }
}

/// Which of the two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first, drawn to the right.
    X,
    /// The second, drawn upward.
    Y,
}

/// A law of `(x, y)`.
#[derive(Clone, Debug, PartialEq)]
pub struct JointLaw {
    parts: Vec<Part>,
}

impl JointKind {
    /// The law of that name.
    pub fn law(self) -> JointLaw {
        let part = |weight, mean, std, correlation| Part { weight, mean, std, correlation };
        match self {
            Self::Bumps => JointLaw::new(vec![
                part(0.55, [-1.2, -0.9], [0.6, 0.5], 0.3),
                part(0.45, [1.1, 1.0], [0.7, 0.8], -0.4),
            ]),
            Self::Tilted => JointLaw::new(vec![part(1.0, [0.0, 0.0], [1.1, 0.9], 0.8)]),
            Self::Independent => JointLaw::new(vec![
                part(0.42, [-1.2, -0.8], [0.6, 0.7], 0.0),
                part(0.28, [-1.2, 1.2], [0.6, 0.5], 0.0),
                part(0.18, [1.3, -0.8], [0.7, 0.7], 0.0),
                part(0.12, [1.3, 1.2], [0.7, 0.5], 0.0),
            ]),
        }
    }
}

impl Side {
    /// Index of its coordinate.
    pub const fn idx(self) -> usize {
        match self {
            Self::X => 0,
            Self::Y => 1,
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }
}

impl JointLaw {
    /// The mixture of parts whose weights sum to 1.
    ///
    /// # Panics
    /// If a part is no law; these are written down in figures.
    pub fn new(parts: Vec<Part>) -> Self {
        let total: f64 = parts.iter().map(|part| part.weight).sum();
        assert!((total - 1.0).abs() < 1e-12, "joint law: the weights sum to 1");
        let is_law =
            |part: &Part| part.std.iter().all(|std| 0.0 < *std) && part.correlation.abs() < 1.0;
        assert!(parts.iter().all(is_law), "joint law: every part has a density");
        Self { parts }
    }

    /// `p(x, y)`.
    pub fn density(&self, at: [f64; 2]) -> f64 {
        let of = |part: &Part| {
            let along = normal_density(at[0], part.mean[0], part.std[0]);
            let (mean, std) = part.given(Side::X, at[0]);
            part.weight * along * normal_density(at[1], mean, std)
        };
        self.parts.iter().map(of).sum()
    }

    /// Law of one number when the other is not looked at.
    pub fn marginal(&self, side: Side) -> LineLaw {
        let i = side.idx();
        let bell = |part: &Part| Bell { weight: part.weight, mean: part.mean[i], std: part.std[i] };
        line_law(self.parts.iter().map(bell).collect())
    }

    /// Law of the other number, given that `side` is `at`.
    ///
    /// The parts are weighed by how likely each makes that value, relative to
    /// the likeliest, so that far out a law is left too.
    pub fn conditional(&self, side: Side, at: f64) -> LineLaw {
        let i = side.idx();
        let log_weight = |part: &Part| {
            let r = (at - part.mean[i]) / part.std[i];
            libm::log(part.weight / part.std[i]) - 0.5 * r * r
        };
        let logs: Vec<f64> = self.parts.iter().map(log_weight).collect();
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let bell = |(part, log): (&Part, &f64)| {
            let (mean, std) = part.given(side, at);
            Bell { weight: libm::exp(log - largest), mean, std }
        };
        line_law(self.parts.iter().zip(&logs).map(bell).collect())
    }

    /// `n` independent draws. Random: as [`Mixture::sample`].
    pub fn sample(&self, n: usize, rng: &mut Rng) -> Points {
        self.sample_with_parts(n, rng).0
    }

    /// The draws of [`JointLaw::sample`], each with the index of its part.
    pub fn sample_with_parts(&self, n: usize, rng: &mut Rng) -> (Points, Vec<usize>) {
        let component = |part: &Part| {
            let [a, b] = part.std;
            let c = part.correlation * a * b;
            let covariance = vec![a * a, c, c, b * b];
            (part.weight, Component::Gaussian { mean: part.mean.to_vec(), covariance })
        };
        let law = match Mixture::new(2, self.parts.iter().map(component).collect()) {
            Ok(law) => law,
            Err(error) => unreachable!("checked in new: {error}"),
        };
        let mut points = Points::zeros(n, 2);
        let parts = (0..n).map(|i| law.sample_into(rng, points.row_mut(i))).collect();
        (points, parts)
    }
}

impl Part {
    /// Mean and standard deviation of the other number, given `side`.
    fn given(&self, side: Side, at: f64) -> (f64, f64) {
        let (i, j) = (side.idx(), side.other().idx());
        let slope = self.correlation * self.std[j] / self.std[i];
        let rest = libm::sqrt(1.0 - self.correlation * self.correlation);
        (self.mean[j] + slope * (at - self.mean[i]), self.std[j] * rest)
    }
}

/// A law on the line from bells that are known to be one.
fn line_law(bells: Vec<Bell>) -> LineLaw {
    match LineLaw::new(&bells) {
        Ok(law) => law,
        Err(error) => unreachable!("parts of a joint law are laws: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::quadrature::Rule;
    use crate::math::rng::Stream;

    fn law() -> JointLaw {
        JointLaw::new(vec![
            Part { weight: 0.6, mean: [-1.0, 0.5], std: [0.8, 0.5], correlation: 0.7 },
            Part { weight: 0.4, mean: [1.2, -0.4], std: [0.5, 1.0], correlation: -0.3 },
        ])
    }

    #[test]
    fn a_marginal_is_the_joint_density_with_the_other_number_integrated_out() {
        let (law, rule) = (law(), Rule::legendre(120, -9.0, 9.0));
        for at in [-2.0, 0.0, 1.3] {
            let over_y = rule.integrate(|y| law.density([at, y]));
            let over_x = rule.integrate(|x| law.density([x, at]));
            assert!((law.marginal(Side::X).density(at) - over_y).abs() < 1e-12);
            assert!((law.marginal(Side::Y).density(at) - over_x).abs() < 1e-12);
        }
    }

    #[test]
    fn a_conditional_is_the_joint_density_by_the_marginal_one() {
        let law = law();
        for (x, y) in [(-1.5, 0.2), (0.4, -1.0), (2.0, 1.0)] {
            let joint = law.density([x, y]);
            let given_x = law.conditional(Side::X, x).density(y);
            let given_y = law.conditional(Side::Y, y).density(x);
            assert!((given_x * law.marginal(Side::X).density(x) - joint).abs() < 1e-14);
            assert!((given_y * law.marginal(Side::Y).density(y) - joint).abs() < 1e-14);
        }
        let far = law.conditional(Side::X, 500.0);
        assert!(far.mean().is_finite() && 0.0 < far.variance());
    }

    #[test]
    fn independent_numbers_do_not_change_each_others_law() {
        let law = JointKind::Independent.law();
        for y in [-2.0, 0.1, 1.0] {
            let whole = law.marginal(Side::Y).density(y);
            for x in [-3.0, 0.0, 1.4] {
                assert!((law.conditional(Side::X, x).density(y) - whole).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn draws_have_the_means_of_the_law() {
        let law = law();
        let points = law.sample(20_000, &mut Rng::stream(2, Stream::Figure, 0));
        for side in [Side::X, Side::Y] {
            let exact = law.marginal(side);
            let mean = points.rows().map(|row| row[side.idx()]).sum::<f64>() / 20_000.0;
            assert!((mean - exact.mean()).abs() < 4.0 * (exact.variance() / 20_000.0).sqrt());
        }
    }
}
