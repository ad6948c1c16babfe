//! How far shares of draws are from probabilities, and how far chance alone puts them.

/// Share of the draws that lie in a wrong cell: half the sum of
/// `|count / n - probability|`, the total variation distance.
///
/// As many draws would have to be moved for every share to be right.
///
/// # Panics
/// If counts and probabilities differ in number or there is no draw.
pub(super) fn gap(counts: &[u32], probabilities: &[f64]) -> f64 {
    assert_eq!(counts.len(), probabilities.len(), "gap: a count for every cell");
    let n: u32 = counts.iter().sum();
    assert!(0 < n, "gap: at least one draw");
    let off = |(count, q): (&u32, &f64)| (f64::from(*count) / f64::from(n) - q).abs();
    0.5 * counts.iter().zip(probabilities).map(off).sum::<f64>()
}

/// Mean of [`gap`] over all sets of `n` independent draws.
pub(super) fn expected_gap(n: u32, probabilities: &[f64]) -> f64 {
    let off = |q: &f64| mean_deviation(n, *q) / f64::from(n);
    0.5 * probabilities.iter().map(off).sum::<f64>()
}

/// `E |N - n q|` of a binomial count `N`: `2 m C(n, m) q^m (1 - q)^(n - m + 1)`
/// with `m = floor(n q) + 1`.
///
/// Source: de Moivre, "The Doctrine of Chances"; Diaconis and Zabell, "Closed
/// form summation for classical distributions" (1991).
fn mean_deviation(n: u32, q: f64) -> f64 {
    if q <= 0.0 || 1.0 <= q {
        return 0.0;
    }
    let n = f64::from(n);
    let m = ((n * q).floor() + 1.0).min(n);
    let log_choose = libm::lgamma(n + 1.0) - libm::lgamma(m + 1.0) - libm::lgamma(n - m + 1.0);
    let log_chance = m * libm::log(q) + (n - m + 1.0) * libm::log1p(-q);
    2.0 * m * libm::exp(log_choose + log_chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    /// `E |N - n q|` by its definition.
    fn by_summation(n: u32, q: f64) -> f64 {
        let mut chance = (1.0 - q).powi(n.cast_signed());
        let mut sum = 0.0;
        for k in 0..=n {
            sum += chance * (f64::from(k) - f64::from(n) * q).abs();
            chance *= f64::from(n - k) / f64::from(k + 1) * q / (1.0 - q);
        }
        sum
    }

    #[test]
    fn de_moivres_formula_is_the_sum_over_all_counts() {
        for n in [1, 2, 7, 50, 300] {
            for q in [0.01, 0.2, 0.5, 0.9] {
                let (ours, sum) = (mean_deviation(n, q), by_summation(n, q));
                assert!((ours - sum).abs() < 1e-10 * sum, "n {n}, q {q}: {ours} {sum}");
            }
        }
        assert!(mean_deviation(10, 0.0).abs() + mean_deviation(10, 1.0).abs() <= 0.0);
    }

    #[test]
    fn the_mean_gap_of_many_sets_is_the_expected_one() {
        let q = [0.5, 0.3, 0.15, 0.05];
        let mut rng = Rng::stream(9, Stream::Figure, 0);
        let n_sets = 4_000;
        let gaps: Vec<f64> = (0..n_sets)
            .map(|_| {
                let mut counts = [0; 4];
                for _ in 0..60 {
                    let u = rng.uniform();
                    counts
                        [usize::from(0.5 <= u) + usize::from(0.8 <= u) + usize::from(0.95 <= u)] +=
                        1;
                }
                gap(&counts, &q)
            })
            .collect();
        let mean = gaps.iter().sum::<f64>() / f64::from(n_sets);
        let variance = gaps.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / f64::from(n_sets);
        let error = (variance / f64::from(n_sets)).sqrt();
        assert!((mean - expected_gap(60, &q)).abs() < 4.0 * error);
    }

    #[test]
    fn a_gap_counts_what_would_have_to_move() {
        // 3 of 10 too many in the first cell.
        assert!((gap(&[8, 2], &[0.5, 0.5]) - 0.3).abs() < 1e-15);
        assert!(gap(&[5, 5], &[0.5, 0.5]).abs() < 1e-15);
    }
}
