//! Pairs of isotropic components, tile by tile: tens of thousands in one pass.
//!
//! With `S = alpha^2 c + beta^2 d` and `r = x - alpha m - beta n` a pair says
//! `u = d_alpha m + d_beta n + A r`, `A = (alpha d_alpha c + beta d_beta d) / S`.

use std::f64::consts::PI;

use crate::math::exp;
use crate::math::mixture::Mixture;
use crate::path::coupled::NotCoupled;
use crate::path::coupled::span::Mix;
use crate::path::coupled::tiles::Tile;
use crate::path::coupled::tiles::Tiled;

/// Data components and source components in one tile of pairs.
const DATA_TILE: usize = 8;
const SOURCE_TILE: usize = 8;

/// Isotropic components of both laws.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FlatPairs {
    data: Tiled,
    source: Tiled,
}

/// The pairs at one time.
pub(super) struct FlatAt<'a> {
    of: &'a FlatPairs,
    /// `alpha m` and `d_alpha m` of the data, column by column.
    data: [Vec<Vec<f64>>; 2],
    /// `beta n` and `d_beta n` of the source, column by column.
    source: [Vec<Vec<f64>>; 2],
    mix: Mix,
    pub(super) tiles: Vec<PairTile<'a>>,
}

/// All pairs of one tile of the data and one of the source.
pub(super) struct PairTile<'a> {
    data: &'a Tile,
    source: &'a Tile,
    /// `-(dim/2) log(2 pi S)`.
    log_norm: f64,
    pub(super) pair: Pair,
}

/// What all pairs of a tile share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    /// `1 / S`.
    pub(super) precision: f64,
    /// `A`.
    pub(super) pull: f64,
    /// `Delta^2 c d / S`: variance of the target in every coordinate.
    pub(super) spread: f64,
}

impl FlatPairs {
    pub(super) fn of(source: &Mixture, data: &Mixture) -> Result<Self, NotCoupled> {
        let flat =
            Self { data: Tiled::of(data, DATA_TILE), source: Tiled::of(source, SOURCE_TILE) };
        let has_point = |tiled: &Tiled| tiled.tiles.iter().any(|tile| tile.variance <= 0.0);
        if has_point(&flat.data) && has_point(&flat.source) {
            return Err(NotCoupled::NoDensity);
        }
        Ok(flat)
    }

    pub(super) fn n_pairs(&self) -> usize {
        self.data.n() * self.source.n()
    }

    pub(super) fn at(&self, mix: Mix) -> FlatAt<'_> {
        let times = |columns: &[Vec<f64>], factor: f64| -> Vec<Vec<f64>> {
            columns.iter().map(|column| column.iter().map(|m| factor * m).collect()).collect()
        };
        let half_dim = 0.5 * self.data.means.len() as f64;
        let mut known = ([f64::NAN; 2], 0.0, Pair { precision: 0.0, pull: 0.0, spread: 0.0 });
        let mut tiles = Vec::with_capacity(self.data.tiles.len() * self.source.tiles.len());
        for data in &self.data.tiles {
            for source in &self.source.tiles {
                let variances = [data.variance, source.variance];
                // Neighbors mostly share their variances, and logarithms are slow.
                if known.0.map(f64::to_bits) != variances.map(f64::to_bits) {
                    let (s, pair) = Pair::of(mix, variances);
                    known = (variances, -half_dim * libm::log(2.0 * PI * s), pair);
                }
                tiles.push(PairTile { data, source, log_norm: known.1, pair: known.2 });
            }
        }
        FlatAt {
            of: self,
            data: [times(&self.data.means, mix.a), times(&self.data.means, mix.da)],
            source: [times(&self.source.means, mix.b), times(&self.source.means, mix.db)],
            mix,
            tiles,
        }
    }
}

impl Pair {
    /// `S`, and what follows from it.
    fn of(mix: Mix, [c, d]: [f64; 2]) -> (f64, Self) {
        let s = mix.a * mix.a * c + mix.b * mix.b * d;
        let spread = if 0.0 < c && 0.0 < d { mix.delta_square * c * d / s } else { 0.0 };
        (s, Self { precision: 1.0 / s, pull: (mix.a_da * c + mix.b_db * d) / s, spread })
    }
}

impl PairTile<'_> {
    /// Number of pairs.
    pub(super) fn n(&self) -> usize {
        self.data.range.len() * self.source.range.len()
    }

    /// No pair of the tile has a larger log term at `x`.
    pub(super) fn bound(&self, mix: Mix, x: &[f64]) -> f64 {
        let corners = |i: usize| {
            let low = mix.a * self.data.low[i] + mix.b * self.source.low[i];
            let high = mix.a * self.data.high[i] + mix.b * self.source.high[i];
            (low - x[i]).max(x[i] - high).max(0.0)
        };
        let square: f64 = (0..x.len()).map(corners).map(|away| away * away).sum();
        let weight = self.data.largest_log_weight + self.source.largest_log_weight;
        weight + self.log_norm - 0.5 * self.pair.precision * square
    }
}

impl FlatAt<'_> {
    /// [`PairTile::bound`] of tile `tile`.
    pub(super) fn bound(&self, tile: usize, x: &[f64]) -> f64 {
        self.tiles[tile].bound(self.mix, x)
    }

    /// Adds `log w_k v_j N(x; alpha m_k + beta n_j, S)` of every pair of a tile to `out`.
    pub(super) fn push_log_terms(&self, tile: usize, x: &[f64], out: &mut Vec<f64>) {
        let tile = &self.tiles[tile];
        let columns = tile.source.range.clone();
        let log_weights = &self.of.source.log_weights[columns.clone()];
        let half_precision = 0.5 * tile.pair.precision;
        for k in tile.data.range.clone() {
            let start = out.len();
            out.resize(start + columns.len(), 0.0);
            let row = &mut out[start..];
            for ((data, source), x) in self.data[0].iter().zip(&self.source[0]).zip(x) {
                let from = x - data[k];
                for (o, n) in row.iter_mut().zip(&source[columns.clone()]) {
                    let r = from - n;
                    *o += r * r;
                }
            }
            let offset = tile.log_norm + self.of.data.log_weights[k];
            for (o, log_weight) in row.iter_mut().zip(log_weights) {
                *o = offset + log_weight - half_precision * *o;
            }
        }
    }

    /// `sum f([g, r_i, d_alpha m_i + d_beta n_i])` over the pairs of a tile; `g`
    /// holds the weights of the tile in the order of [`Self::push_log_terms`].
    pub(super) fn sum(
        &self,
        tile: usize,
        (i, x): (usize, f64),
        g: &[f64],
        f: impl Fn([f64; 3]) -> f64,
    ) -> f64 {
        let tile = &self.tiles[tile];
        let columns = tile.source.range.clone();
        let places = &self.source[0][i][columns.clone()];
        let drifts = &self.source[1][i][columns.clone()];
        let mut total = 0.0;
        for (k, g) in tile.data.range.clone().zip(g.chunks_exact(columns.len())) {
            let (from, drift) = (x - self.data[0][i][k], self.data[1][i][k]);
            total += exp::sum([g, places, drifts], |[g, n, dn]| f([g, from - n, drift + dn]));
        }
        total
    }
}
