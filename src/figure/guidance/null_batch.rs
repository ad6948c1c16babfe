//! A batch of labelled points of which some lose their label, with the exact
//! fields' answers and their losses.

use crate::dataset::Dataset;
use crate::math::field::VectorField;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// The points of one training step.
#[derive(Debug)]
pub(super) struct Batch {
    /// At least one.
    pub(super) rows: Vec<Row>,
    /// Labels that the data have.
    pub(super) n_classes: usize,
}

/// One point and all that training does with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Its data point.
    pub(super) z: [f64; 2],
    /// That point's label.
    pub(super) label: usize,
    /// Whether the network is asked with the null label in its place.
    pub(super) is_dropped: bool,
    /// Its time.
    pub(super) t: f64,
    /// Its noise.
    pub(super) eps: [f64; 2],
    /// The point on the path, `t z + (1 - t) eps`.
    pub(super) x: [f64; 2],
    /// `z - eps`.
    pub(super) target: [f64; 2],
    /// What the exact field says that the network is asked for.
    pub(super) answer: [f64; 2],
}

/// Mean of the losses of some points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Loss {
    /// The mean.
    pub(super) mean: f64,
    /// Its standard error, by the points' own spread; none for a single point.
    pub(super) error: Option<f64>,
}

impl Batch {
    /// `n` points, each of which loses its label with probability `eta`.
    ///
    /// Random: labelled points, one uniform number a point for its label, one
    /// for its time, its noise; each kind from a stream of its own, so that
    /// another `eta` changes no other draw, and a larger one drops more labels
    /// and no other ones.
    pub(super) fn draw(data: &Dataset, eta: f64, n: usize, seed: u64) -> Self {
        let stream = |idx: u64| Rng::stream(seed, Stream::Batch, idx);
        let drawn = data.sample_labelled(n, &mut stream(0));
        let [mut drops, mut times, mut noise] = [stream(1), stream(2), stream(3)];
        let path = |law: &Mixture| Marginal::new(law, SchedulerKind::CondOt);
        let n_classes = data.n_classes();
        let given: Vec<Marginal> = (0..n_classes).map(|y| path(&data.law_of(y))).collect();
        let all = path(data.law());
        let row = |(z, label): (&[f64], usize)| {
            let z = [z[0], z[1]];
            let (is_dropped, t) = (drops.uniform() < eta, times.uniform());
            let eps = [noise.normal(), noise.normal()];
            let x = [0, 1].map(|i| t * z[i] + (1.0 - t) * eps[i]);
            let target = [0, 1].map(|i| z[i] - eps[i]);
            let field = if is_dropped { &all } else { &given[label] };
            let u = field.velocity(t, &Points::new(2, x.to_vec()));
            Row { z, label, is_dropped, t, eps, x, target, answer: [u.data()[0], u.data()[1]] }
        };
        Self { rows: drawn.points.rows().zip(drawn.labels).map(row).collect(), n_classes }
    }

    /// Points that have lost their label.
    pub(super) fn n_dropped(&self) -> usize {
        self.rows.iter().filter(|row| row.is_dropped).count()
    }

    /// Their share.
    pub(super) fn share_dropped(&self) -> f64 {
        self.n_dropped() as f64 / self.rows.len() as f64
    }

    /// Mean loss of the points that have lost their label, or of those that
    /// have not; none if there are none.
    pub(super) fn loss(&self, is_dropped: bool) -> Option<Loss> {
        let rows = self.rows.iter().filter(|row| row.is_dropped == is_dropped);
        let losses: Vec<f64> = rows.map(Row::loss).collect();
        let n = losses.len() as f64;
        let mean = losses.iter().sum::<f64>() / n;
        let squares = losses.iter().map(|loss| (loss - mean) * (loss - mean)).sum::<f64>();
        let error = (1 < losses.len()).then(|| (squares / ((n - 1.0) * n)).sqrt());
        (!losses.is_empty()).then_some(Loss { mean, error })
    }

    /// Mean loss of all points.
    pub(super) fn mean_loss(&self) -> f64 {
        self.rows.iter().map(Row::loss).sum::<f64>() / self.rows.len() as f64
    }
}

impl Row {
    /// `|answer - target|^2`.
    fn loss(&self) -> f64 {
        (0..2).map(|i| (self.answer[i] - self.target[i]).powi(2)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job::study::guidance::LabelledKind;

    const N: usize = 64;
    const N_SEEDS: u64 = 600;

    fn batch(eta: f64, seed: u64) -> Batch {
        Batch::draw(&LabelledKind::Gmm5.dataset(), eta, N, seed)
    }

    #[test]
    fn the_share_dropped_is_eta_with_the_spread_of_coin_flips() {
        for eta in [0.1, 0.2, 0.5] {
            let shares: Vec<f64> = (0..N_SEEDS).map(|s| batch(eta, s).share_dropped()).collect();
            let n = N_SEEDS as f64;
            let mean = shares.iter().sum::<f64>() / n;
            let variance = shares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (n - 1.0);
            // A share of one batch has variance eta (1 - eta)/N, the estimate of
            // a variance from n of them the relative error sqrt(2/n), nearly.
            let expected = eta * (1.0 - eta) / N as f64;
            assert!((mean - eta).abs() < 4.0 * (expected / n).sqrt(), "{eta}: {mean}");
            let off = variance / expected - 1.0;
            assert!(off.abs() < 4.0 * (2.0 / n).sqrt(), "{eta}: {variance} {expected}");
        }
    }

    #[test]
    fn every_label_is_dropped_as_often_as_any_other() {
        let eta = 0.3;
        let mut of = [[0.0_f64; 2]; 5];
        for row in (0..N_SEEDS).flat_map(|seed| batch(eta, seed).rows) {
            of[row.label][usize::from(row.is_dropped)] += 1.0;
        }
        for [kept, dropped] in of {
            let n = kept + dropped;
            // A fifth of all points have this label.
            let all = N_SEEDS as f64 * N as f64;
            assert!((n / all - 0.2).abs() < 4.0 * (0.16 / all).sqrt());
            assert!((dropped / n - eta).abs() < 4.0 * (eta * (1.0 - eta) / n).sqrt());
        }
    }

    #[test]
    fn a_larger_eta_drops_more_and_changes_nothing_else() {
        let [few, many] = [0.1, 0.6].map(|eta| batch(eta, 5));
        assert!(few.n_dropped() < many.n_dropped());
        for (a, b) in few.rows.iter().zip(&many.rows) {
            assert!(!a.is_dropped || b.is_dropped);
            assert_eq!((a.z, a.label, a.t, a.eps, a.x), (b.z, b.label, b.t, b.eps, b.x));
        }
    }

    #[test]
    fn losses_of_exact_fields_are_the_floors_of_theory() {
        // One Gaussian of variance 1 in two dimensions: the variance of z - eps
        // given x is 1/(t^2 + (1 - t)^2) a coordinate, over all times pi/2. All
        // five: 18.196, worked out outside.
        for (eta, is_dropped, floor) in [(0.0, false, std::f64::consts::PI), (1.0, true, 18.196)] {
            let losses: Vec<f64> =
                (0..N_SEEDS).map(|s| batch(eta, s).loss(is_dropped).unwrap().mean).collect();
            let n = N_SEEDS as f64;
            let mean = losses.iter().sum::<f64>() / n;
            let variance = losses.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / (n - 1.0);
            let error = (variance / n).sqrt();
            assert!(error < 0.02 * floor, "{error}");
            assert!((mean - floor).abs() < 4.0 * error, "{mean} {floor} {error}");
        }
    }

    #[test]
    fn the_error_of_a_mean_loss_is_its_spread_over_batches() {
        let losses: Vec<Loss> = (0..N_SEEDS).map(|s| batch(0.0, s).loss(false).unwrap()).collect();
        let n = N_SEEDS as f64;
        let mean = losses.iter().map(|l| l.mean).sum::<f64>() / n;
        let spread = losses.iter().map(|l| (l.mean - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let stated = losses.iter().filter_map(|l| l.error).map(|e| e * e).sum::<f64>() / n;
        assert!((stated / spread - 1.0).abs() < 4.0 * (2.0 / n).sqrt(), "{stated} {spread}");
    }
}
