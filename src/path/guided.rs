//! Guidance: a field between that of all data and that of one class, or beyond both.
//!
//! With `u(x | null)` for all data and `u(x | y)` for a class,
//!
//! `u~ = (1 - w) u(x | null) + w u(x | y)`, and the score and both predictions
//! likewise: `w = 0` forgets the class, `w = 1` is the class alone. On a path
//! from Gaussian noise this is classifier guidance too, since
//! `u(x | y) - u(x | null) = b_t grad log p_t(y | x)`.
//!
//! Nothing makes `u~` the velocity of the path to `p(x) p(y | x)^w`: for `w`
//! other than 0 and 1 its samples have another law, see [`crate::path::tilted`].
//!
//! Source: Ho and Salimans (2022), arXiv 2207.12598, whose `w` is ours less 1;
//! MIT 6.S184 notes on guidance, whose `w` is ours.

use crate::math::field::Divergence;
use crate::math::field::Endpoints;
use crate::math::field::GaussianField;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::state::State;
use crate::path::marginal::Marginal;

/// A guided field; a call asks both of its fields, or one where the other has no weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guided<N, C> {
    null: N,
    given: C,
    w: f64,
}

impl<N, C> Guided<N, C> {
    /// Guides from the field `null` of all data to the field `given` of a class,
    /// and beyond it where `w` is above 1.
    pub const fn new(null: N, given: C, w: f64) -> Self {
        Self { null, given, w }
    }

    /// Whether the class alone counts, or all data alone; none if both do.
    fn weight_of_one(&self) -> Option<bool> {
        [(1.0, true), (0.0, false)].into_iter().find_map(|(w, of)| {
            let is_it = self.w.total_cmp(&w).is_eq();
            is_it.then_some(of)
        })
    }

    /// Both answers as one; a field without weight is not asked, so that `w = 0`
    /// and `w = 1` are the plain fields to the last bit.
    fn mixed<X: State>(&self, null: impl Fn(&N) -> X, given: impl Fn(&C) -> X) -> X {
        match self.weight_of_one() {
            Some(true) => given(&self.given),
            Some(false) => null(&self.null),
            None => null(&self.null).scaled(1.0 - self.w).add_scaled(self.w, &given(&self.given)),
        }
    }
}

impl Guided<Marginal, Marginal> {
    /// The path to all data, and that to those of the class.
    pub const fn paths(&self) -> [&Marginal; 2] {
        [&self.null, &self.given]
    }

    /// `(1 - w) log p_t(x) + w log p_t(x | y)` at every point, whose gradient is
    /// the guided score: by Bayes' rule the log of `p_t(x) p_t(y | x)^w` up to a
    /// number, and the log of a density itself where `w` is 0 or 1.
    pub fn log_tilted(&self, t: f64, x: &Points) -> Vec<f64> {
        self.mixed_numbers(|path| path.log_density(t, x))
    }

    fn mixed_numbers(&self, of: impl Fn(&Marginal) -> Vec<f64>) -> Vec<f64> {
        let null = of(&self.null).into_iter();
        null.zip(of(&self.given)).map(|(n, g)| (1.0 - self.w) * n + self.w * g).collect()
    }
}

impl Divergence for Guided<Marginal, Marginal> {
    fn divergence(&self, t: f64, x: &Points) -> Vec<f64> {
        self.mixed_numbers(|path| path.divergence(t, x))
    }
}

impl<X: State, N: VectorField<X>, C: VectorField<X>> VectorField<X> for Guided<N, C> {
    fn velocity(&self, t: f64, x: &X) -> X {
        self.mixed(|null| null.velocity(t, x), |given| given.velocity(t, x))
    }
}

impl<X: State, N: Score<X>, C: Score<X>> Score<X> for Guided<N, C> {
    fn score(&self, t: f64, x: &X) -> X {
        self.mixed(|null| null.score(t, x), |given| given.score(t, x))
    }
}

impl<X: State, N: GaussianField<X>, C: GaussianField<X>> GaussianField<X> for Guided<N, C> {
    fn alpha_beta(&self, t: f64) -> (f64, f64) {
        self.null.alpha_beta(t)
    }

    fn endpoints(&self, t: f64, x: &X) -> Endpoints<X> {
        Endpoints {
            z: self.mixed(|null| null.endpoints(t, x).z, |given| given.endpoints(t, x).z),
            eps: self.mixed(|null| null.endpoints(t, x).eps, |given| given.endpoints(t, x).eps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::math::kind::Kind;
    use crate::math::mixture::Mixture;
    use crate::path::scheduler::SchedulerKind;

    /// The points -2 and +2, and the second alone.
    fn toy(w: f64, scheduler: SchedulerKind) -> Guided<Marginal, Marginal> {
        let both = Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap();
        let plus = Mixture::empirical(&Points::new(1, vec![2.0])).unwrap();
        Guided::new(Marginal::new(&both, scheduler), Marginal::new(&plus, scheduler), w)
    }

    /// Five Gaussians, guided to one.
    fn five(w: f64, scheduler: SchedulerKind) -> (Guided<Marginal, Marginal>, f64) {
        let data = DatasetKind::Gmm5.build();
        let [null, given] = [data.law(), &data.law_of(2)].map(|law| Marginal::new(law, scheduler));
        (Guided::new(null, given, w), data.class_weight(2))
    }

    #[test]
    fn velocities_are_those_worked_out_outside() {
        let x = Points::new(1, vec![0.3]);
        for (w, expected) in [
            (0.0, 2.734_618_43),
            (1.0, 3.4),
            (2.0, 4.065_381_57),
            (3.0, 4.730_763_14),
            (5.0, 6.061_526_29),
        ] {
            let u = toy(w, SchedulerKind::CondOt).velocity(0.5, &x);
            assert!((u.data()[0] - expected).abs() < 5e-9, "{w}: {u:?}");
        }
    }

    #[test]
    fn no_weight_and_full_weight_are_the_plain_fields_to_the_last_bit() {
        let x = Points::new(2, vec![1.0, -3.0, 0.2, 0.4]);
        let (guided, _) = five(0.7, SchedulerKind::CondOt);
        for (w, plain) in [(0.0, &guided.null), (1.0, &guided.given)] {
            let (guided, _) = five(w, SchedulerKind::CondOt);
            assert_eq!(guided.velocity(0.6, &x), plain.velocity(0.6, &x));
            assert_eq!(guided.score(0.6, &x), plain.score(0.6, &x));
        }
    }

    #[test]
    fn velocity_score_and_predictions_stay_one_thing_in_four_forms() {
        let x = Points::new(2, vec![1.0, -3.0, 0.2, 0.4]);
        for scheduler in SchedulerKind::ALL {
            for w in [-1.0, 0.5, 3.0] {
                let (guided, _) = five(w, *scheduler);
                let t = 0.6;
                let u = guided.velocity(t, &x);
                let at = scheduler.at(t);
                let score = guided.score(t, &x);
                let mut from_score = x.clone();
                at.velocity_from_score().apply(score.data(), x.data(), from_score.data_mut());
                let (alpha, beta) = guided.alpha_beta(t);
                let Endpoints { z, eps } = guided.endpoints(t, &x);
                let point = z.scaled(alpha).add_scaled(beta, &eps);
                for i in 0..x.data().len() {
                    assert!((u.data()[i] - from_score.data()[i]).abs() < 1e-9, "{scheduler:?}");
                    assert!((point.data()[i] - x.data()[i]).abs() < 1e-9, "{scheduler:?}");
                }
            }
        }
    }

    #[test]
    fn a_classifier_by_bayes_rule_guides_to_the_same_field() {
        // log p_t(y | x) = log p_t(x | y) + log p(y) - log p_t(x), by differences.
        let x = [0.4, 1.1];
        for t in [0.2, 0.5, 0.8] {
            let w = 3.0;
            let (guided, p_y) = five(w, SchedulerKind::Vp);
            let log = |x: [f64; 2]| {
                let x = Points::new(2, x.to_vec());
                let of = |field: &Marginal| field.log_density(t, &x)[0];
                of(&guided.given) + p_y.ln() - of(&guided.null)
            };
            let h = 1e-5;
            let slope = [
                (log([x[0] + h, x[1]]) - log([x[0] - h, x[1]])) / (2.0 * h),
                (log([x[0], x[1] + h]) - log([x[0], x[1] - h])) / (2.0 * h),
            ];
            let at = Points::new(2, x.to_vec());
            // s(x | y) - s(x), the gradient of an exact classifier.
            let null = guided.null.score(t, &at);
            let score = guided.given.score(t, &at).add_scaled(-1.0, &null);
            let guided_score = guided.score(t, &at);
            for (i, slope) in slope.into_iter().enumerate() {
                assert!((score.data()[i] - slope).abs() < 1e-7, "{t}");
                let by_classifier = null.data()[i] + w * slope;
                assert!((guided_score.data()[i] - by_classifier).abs() < 1e-6, "{t}");
            }
        }
    }
}
