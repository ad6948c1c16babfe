//! Long series in few points, by plain means over equal bins.

/// A series in few points.
#[derive(Clone, Debug, PartialEq)]
pub struct Thinned {
    /// Values that each point is the mean of; the last may have fewer.
    pub n_per_point: usize,
    /// Middle of the bin, counted from 1, and its mean.
    pub points: Vec<(f64, f64)>,
}

/// At most `n_most` means over bins of 1, 2, 5, 10, 20, ... values.
///
/// Round bins keep their places while a series grows, so that what is drawn
/// does not flicker.
pub fn thinned(values: &[f32], n_most: usize) -> Thinned {
    let n_per_point = round_bin(values.len(), n_most.max(1));
    let bins = values.chunks(n_per_point).enumerate().map(|(idx, bin)| {
        let first = (idx * n_per_point + 1) as f64;
        let mean = bin.iter().map(|&v| f64::from(v)).sum::<f64>() / bin.len() as f64;
        (first + 0.5 * (bin.len() - 1) as f64, mean)
    });
    Thinned { n_per_point, points: bins.collect() }
}

fn round_bin(n: usize, n_most: usize) -> usize {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if n <= factor * power * n_most {
                return factor * power;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(n: usize) -> Vec<f32> {
        (0..n).map(|i| (i % 37) as f32 + 0.25).collect()
    }

    #[test]
    fn short_series_are_left_as_they_are() {
        let thin = thinned(&[4.0, 3.0, 2.5], 400);
        assert_eq!(
            thin,
            Thinned { n_per_point: 1, points: vec![(1.0, 4.0), (2.0, 3.0), (3.0, 2.5)] }
        );
        assert!(thinned(&[], 400).points.is_empty());
    }

    #[test]
    fn long_series_have_few_points() {
        for n in [400, 401, 3_000, 99_999, 100_000] {
            let thin = thinned(&ramp(n), 400);
            assert!(thin.points.len() <= 400, "{n}");
            assert!(100 < thin.points.len(), "{n}");
        }
        assert_eq!(thinned(&ramp(3_000), 400).n_per_point, 10);
    }

    #[test]
    fn thinning_preserves_the_mean_of_values_and_places() {
        let values = ramp(3_003);
        let thin = thinned(&values, 400);
        let (mut sum, mut places, mut left) = (0.0, 0.0, values.len());
        for (place, mean) in thin.points {
            let n = thin.n_per_point.min(left);
            left -= n;
            sum += mean * n as f64;
            places += place * n as f64;
        }
        let expected: f64 = values.iter().map(|&v| f64::from(v)).sum();
        assert!((sum / expected - 1.0).abs() < 1e-12);
        assert!((places - 3_003.0 * 3_004.0 / 2.0).abs() < 1e-6);
    }
}
