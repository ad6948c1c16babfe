//! Isotropic components of a law in tiles of neighbors that share a variance.

use std::ops::Range;

use crate::math::mixture::Component;
use crate::math::mixture::Mixture;

/// Isotropic components, reordered so that every tile is one range.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tiled {
    pub(super) log_weights: Vec<f64>,
    /// `means[i][k]` is coordinate `i` of component `k`.
    pub(super) means: Vec<Vec<f64>>,
    pub(super) tiles: Vec<Tile>,
}

/// Neighbors of one variance with the box around their means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tile {
    pub(super) range: Range<usize>,
    pub(super) variance: f64,
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
    pub(super) largest_log_weight: f64,
}

/// One component on its way into a tile.
struct Entry<'a> {
    log_weight: f64,
    variance: f64,
    mean: &'a [f64],
}

impl Tiled {
    /// The isotropic components of `law` in tiles of at most `size`.
    pub(super) fn of(law: &Mixture, size: usize) -> Self {
        let isotropic = |(component, weight): (&'_ Component, &f64)| match component {
            Component::Isotropic { mean, variance } => {
                Some((libm::log(*weight), *variance, mean.clone()))
            }
            _ => None,
        };
        let parts: Vec<_> =
            law.components().iter().zip(law.weights()).filter_map(isotropic).collect();
        let mut entries: Vec<Entry<'_>> = parts
            .iter()
            .filter(|(log_weight, ..)| f64::NEG_INFINITY < *log_weight)
            .map(|(log_weight, variance, mean)| Entry {
                log_weight: *log_weight,
                variance: *variance,
                mean,
            })
            .collect();
        entries.sort_by(|a, b| a.variance.total_cmp(&b.variance));
        let mut tiled = Self { log_weights: vec![], means: vec![vec![]; law.dim()], tiles: vec![] };
        for group in entries.chunk_by_mut(|a, b| a.variance.to_bits() == b.variance.to_bits()) {
            tiled.add(group, size);
        }
        tiled
    }

    /// Number of components.
    pub(super) fn n(&self) -> usize {
        self.log_weights.len()
    }

    /// Cuts the widest axis in the middle until the rest fits into a tile.
    fn add(&mut self, entries: &mut [Entry<'_>], size: usize) {
        let edge = |i: usize, pick: fn(f64, f64) -> f64| {
            entries.iter().map(|entry| entry.mean[i]).reduce(pick).unwrap_or(0.0)
        };
        let dim = self.means.len();
        let low: Vec<f64> = (0..dim).map(|i| edge(i, f64::min)).collect();
        let high: Vec<f64> = (0..dim).map(|i| edge(i, f64::max)).collect();
        if size < entries.len() {
            let width = |i: &usize| high[*i] - low[*i];
            let widest = (0..dim).max_by(|a, b| width(a).total_cmp(&width(b))).unwrap_or(0);
            entries.sort_by(|a, b| a.mean[widest].total_cmp(&b.mean[widest]));
            // Whole tiles to the left, so that few are part full.
            let left = (entries.len() / 2).next_multiple_of(size);
            let (left, right) = entries.split_at_mut(left.min(entries.len() - 1));
            self.add(left, size);
            self.add(right, size);
            return;
        }
        let first = self.n();
        for entry in &*entries {
            self.log_weights.push(entry.log_weight);
            for (column, m) in self.means.iter_mut().zip(entry.mean) {
                column.push(*m);
            }
        }
        let largest = entries.iter().map(|entry| entry.log_weight);
        self.tiles.push(Tile {
            range: first..self.n(),
            variance: entries[0].variance,
            low,
            high,
            largest_log_weight: largest.fold(f64::NEG_INFINITY, f64::max),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[test]
    fn tiles_hold_every_component_once_inside_their_box() {
        let points = Rng::stream(1, Stream::Data, 0).normal_points(203, 2);
        let part = |(i, mean): (usize, &[f64])| {
            let variance = if i % 3 == 0 { 0.5 } else { 0.1 };
            (1.0 + i as f64, Component::Isotropic { mean: mean.to_vec(), variance })
        };
        let law = Mixture::new(2, points.rows().enumerate().map(part).collect()).unwrap();
        let tiled = Tiled::of(&law, 16);
        assert_eq!(tiled.n(), 203);
        let mut next = 0;
        for tile in &tiled.tiles {
            assert_eq!(tile.range.start, next);
            next = tile.range.end;
            assert!(tile.range.len() <= 16);
            for k in tile.range.clone() {
                assert!(tiled.log_weights[k] <= tile.largest_log_weight);
                for i in 0..2 {
                    assert!(tile.low[i] <= tiled.means[i][k] && tiled.means[i][k] <= tile.high[i]);
                }
            }
        }
        assert_eq!(next, 203);
        let mut sorted = tiled.means[0].clone();
        sorted.sort_by(f64::total_cmp);
        let mut all: Vec<f64> = points.rows().map(|row| row[0]).collect();
        all.sort_by(f64::total_cmp);
        assert_eq!(sorted, all);
        let total: f64 = tiled.log_weights.iter().map(|w| w.exp()).sum();
        assert!((total - 1.0).abs() < 1e-13);
    }
}
