//! Equal bins over a part of a line: counts of draws, and the probability of each.

use crate::math::line::LineLaw;

/// `n` bins of one width over `range`, with all that lies beyond on either side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bins {
    /// First and last edge.
    pub range: [f64; 2],
    /// Number of bins.
    pub n: usize,
}

impl Bins {
    /// Width of a bin.
    pub fn width(self) -> f64 {
        (self.range[1] - self.range[0]) / self.n as f64
    }

    /// All edges, one more than bins.
    pub fn edges(self) -> Vec<f64> {
        (0..=self.n).map(|i| self.edge(i)).collect()
    }

    /// How many draws lie below all bins, in each bin, and above all.
    ///
    /// A draw on an edge belongs to the bin above; one that is no number counts as above.
    pub fn counts(self, draws: &[f64]) -> Vec<u32> {
        let mut counts = vec![0; self.n + 2];
        for draw in draws {
            let share = (draw - self.range[0]) / self.width();
            let bin = if share < 0.0 { 0 } else { (share as usize).min(self.n) + 1 };
            counts[if draw.is_nan() { self.n + 1 } else { bin }] += 1;
        }
        counts
    }

    /// Probability of what [`Bins::counts`] counts; they sum to 1.
    pub fn probabilities(self, law: &LineLaw) -> Vec<f64> {
        let ends = [f64::NEG_INFINITY].into_iter().chain(self.edges()).chain([f64::INFINITY]);
        let ends: Vec<f64> = ends.collect();
        ends.windows(2).map(|pair| law.probability(pair[0], pair[1])).collect()
    }

    fn edge(self, i: usize) -> f64 {
        self.range[0] + (self.range[1] - self.range[0]) * i as f64 / self.n as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::line::Bell;

    #[test]
    fn every_draw_is_counted_once() {
        let bins = Bins { range: [-1.0, 1.0], n: 4 };
        let draws = [-9.0, -1.0, -0.6, 0.0, 0.49, 0.5, 1.0, 7.0, f64::INFINITY, f64::NAN];
        assert_eq!(bins.counts(&draws), [1, 2, 0, 2, 1, 4]);
    }

    #[test]
    fn probabilities_of_all_bins_sum_to_one() {
        let law = LineLaw::new(&[Bell { weight: 1.0, mean: 0.4, std: 0.7 }]).unwrap();
        let all = Bins { range: [-2.0, 1.0], n: 7 }.probabilities(&law);
        assert_eq!(all.len(), 9);
        assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        // Phi(-2.4 / 0.7) and 1 - Phi(0.6 / 0.7), by an independent table.
        assert!((all[0] - 0.000_303_4).abs() < 1e-6 && (all[8] - 0.195_68).abs() < 1e-4);
    }
}
