//! The exact classifier of noised points, and what it adds to a velocity.

use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::state::State;
use crate::math::window::Window;
use crate::path::guided::Guided;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// The path.
pub(super) const PATH: SchedulerKind = SchedulerKind::CondOt;

/// The exact classifier of noised points, and the field that it guides.
#[derive(Debug)]
pub(super) struct Classifier {
    /// Velocity of all data, which is guided.
    pub(super) all: Marginal,
    given: Marginal,
    /// `p(y)`.
    weight: f64,
}

impl Classifier {
    /// The classifier of a label that so large a share `weight` of all data has.
    pub(super) fn new(all: &Mixture, given: &Mixture, weight: f64) -> Self {
        Self { all: Marginal::new(all, PATH), given: Marginal::new(given, PATH), weight }
    }

    /// `p_t(y | x) = p(y) p_t(x | y) / p_t(x)` at every point.
    pub(super) fn probability(&self, t: f64, x: &Points) -> Vec<f64> {
        let logs = [&self.given, &self.all].map(|field| field.log_density(t, x));
        let ratio = |(given, all): (&f64, &f64)| self.weight * libm::exp(given - all);
        logs[0].iter().zip(&logs[1]).map(ratio).collect()
    }

    /// `grad log p_t(y | x) = s_t(x | y) - s_t(x)`, since `p(y)` has no slope.
    pub(super) fn slope(&self, t: f64, x: &Points) -> Points {
        self.given.score(t, x).add_scaled(-1.0, &self.all.score(t, x))
    }

    /// What is added to the velocity of all data: `w b_t grad log p_t(y | x)`.
    pub(super) fn term(&self, t: f64, x: &Points, w: f64) -> Points {
        self.slope(t, x).scaled(w * factor(t))
    }

    /// Largest difference, over all coordinates, of the velocity with the term
    /// to the one that mixes two fields.
    pub(super) fn difference(&self, t: f64, x: &Points, w: f64) -> f64 {
        let by_classifier = self.all.velocity(t, x).add_scaled(1.0, &self.term(t, x, w));
        let by_fields = Guided::new(self.all.clone(), self.given.clone(), w).velocity(t, x);
        let pairs = by_classifier.data().iter().zip(by_fields.data());
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

/// `b_t = beta^2 d_alpha/alpha - d_beta beta = beta Delta/alpha`.
pub(super) fn factor(t: f64) -> f64 {
    let at = PATH.at(t);
    at.b_delta / at.alpha
}

/// Places over a whole window in columns and rows, x fastest, from the lower left.
pub(super) fn nodes(window: Window, [n_x, n_y]: [usize; 2]) -> Points {
    let along =
        |[low, high]: [f64; 2], i: usize, n: usize| low + (high - low) * i as f64 / (n - 1) as f64;
    let node = |k: usize| [along(window.x, k % n_x, n_x), along(window.y, k / n_x, n_y)];
    Points::new(2, (0..n_x * n_y).flat_map(node).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::study::guidance::LabelledKind;
    use crate::math::kind::Kind;

    /// Places across and upward at which both ways of guiding are compared.
    const N_COMPARED: [usize; 2] = [7, 7];
    const TIMES: [f64; 5] = [0.02, 0.2, 0.5, 0.9, 1.0];

    fn of(kind: LabelledKind, label: usize) -> Classifier {
        let data = kind.dataset();
        Classifier::new(data.law(), &data.law_of(label), data.class_weight(label))
    }

    #[test]
    fn the_factor_is_that_of_the_identity() {
        for t in TIMES {
            let at = PATH.at(t);
            let expected = at.beta * at.beta * at.d_alpha / at.alpha - at.d_beta * at.beta;
            assert!((factor(t) - expected).abs() < 1e-12 * expected.max(1.0), "{t}");
            assert!((factor(t) - (1.0 - t) / t).abs() < 1e-12 * expected.max(1.0), "{t}");
        }
    }

    #[test]
    fn a_classifier_and_a_second_field_guide_alike_but_for_rounding() {
        for &kind in LabelledKind::ALL {
            let places = nodes(kind.dataset().window(), N_COMPARED);
            for (label, t) in [0, 1].into_iter().flat_map(|label| TIMES.map(|t| (label, t))) {
                for w in [0.0, 1.0, 3.0, 8.0] {
                    let difference = of(kind, label).difference(t, &places, w);
                    assert!(difference < 1e-10, "{kind:?} {label} {t} {w}: {difference}");
                }
            }
        }
    }

    #[test]
    fn guided_velocities_of_two_points_are_those_worked_out_outside() {
        let both = Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap();
        let plus = Mixture::empirical(&Points::new(1, vec![2.0])).unwrap();
        let classifier = Classifier::new(&both, &plus, 0.5);
        let x = Points::new(1, vec![0.3]);
        assert!((classifier.probability(0.5, &x)[0] - 0.916_827_30).abs() < 5e-9);
        for (w, expected) in [
            (0.0, 2.734_618_43),
            (1.0, 3.4),
            (2.0, 4.065_381_57),
            (3.0, 4.730_763_14),
            (5.0, 6.061_526_29),
        ] {
            let u = classifier.all.velocity(0.5, &x);
            let u = u.add_scaled(1.0, &classifier.term(0.5, &x, w));
            assert!((u.data()[0] - expected).abs() < 5e-9, "{w}: {u:?}");
        }
    }

    #[test]
    fn the_term_goes_up_the_slope_of_what_the_map_shows() {
        for kind in [LabelledKind::Gmm5, LabelledKind::Moons] {
            let classifier = of(kind, 0);
            for (t, at) in [(0.2, [0.6, 1.3]), (0.5, [1.0, -0.5]), (0.8, [0.2, 0.4])] {
                let log = |x: f64, y: f64| {
                    libm::log(classifier.probability(t, &Points::new(2, vec![x, y]))[0])
                };
                let h = 1e-5;
                let slope = [
                    (log(at[0] + h, at[1]) - log(at[0] - h, at[1])) / (2.0 * h),
                    (log(at[0], at[1] + h) - log(at[0], at[1] - h)) / (2.0 * h),
                ];
                let exact = classifier.slope(t, &Points::new(2, at.to_vec()));
                for (exact, slope) in exact.data().iter().zip(slope) {
                    let scale = 1.0 + slope.abs();
                    assert!((exact - slope).abs() < 1e-5 * scale, "{kind:?} {t}");
                }
            }
        }
    }

    #[test]
    fn maps_of_all_labels_sum_to_one() {
        for &kind in LabelledKind::ALL {
            let n = kind.dataset().n_classes();
            let places = nodes(kind.dataset().window(), N_COMPARED);
            for t in TIMES {
                let maps: Vec<Vec<f64>> =
                    (0..n).map(|label| of(kind, label).probability(t, &places)).collect();
                for i in 0..places.n() {
                    let sum: f64 = maps.iter().map(|map| map[i]).sum();
                    assert!((sum - 1.0).abs() < 1e-9, "{kind:?} {t}: {sum}");
                }
            }
        }
    }
}
