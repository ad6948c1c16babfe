//! A coupled marginal at one time: posterior weights of a point, and sums under them.

use std::cmp::Ordering;

use crate::math::exp;
use crate::path::coupled::flat::FlatAt;
use crate::path::coupled::flat::FlatPairs;
use crate::path::coupled::flat::Pair;
use crate::path::coupled::shaped::Sayings;
use crate::path::coupled::shaped::ShapedAt;
use crate::path::coupled::shaped::ShapedPair;
use crate::path::coupled::span::Mix;
use crate::path::scheduler::ScheduleAt;

/// A pair with a log term this far below another one is under a rounding.
const DEPTH: f64 = 40.0;

/// Everything that depends on the time alone, with room to work in.
///
/// All sums run over the kept tiles of isotropic pairs first, then over the
/// kept pairs with a shape.
pub(crate) struct CoupledAt<'a> {
    dim: usize,
    flat: FlatAt<'a>,
    shaped: Vec<ShapedAt<'a>>,
    /// How far below the best pair another one may be left out.
    depth: f64,
    /// Upper bounds of tiles, then of shaped pairs, at the last point.
    bounds: Vec<f64>,
    kept: Vec<usize>,
    sayings: Sayings,
    /// Posterior weights of the last point's kept pairs.
    weights: Vec<f64>,
    n_flat: usize,
    /// Velocity or gradient of the last point, where a sum needs it first.
    center: Vec<f64>,
}

impl<'a> CoupledAt<'a> {
    pub(super) fn new(
        dim: usize,
        schedule: ScheduleAt,
        flat: &'a FlatPairs,
        shaped: &'a [ShapedPair],
    ) -> Self {
        let mix = Mix::of(schedule);
        let n_pairs = flat.n_pairs() + shaped.len();
        Self {
            dim,
            flat: flat.at(mix),
            shaped: shaped.iter().map(|pair| pair.at(mix)).collect(),
            depth: DEPTH + libm::log(n_pairs as f64),
            bounds: Vec::new(),
            kept: Vec::new(),
            sayings: Sayings::default(),
            weights: Vec::new(),
            n_flat: 0,
            center: vec![0.0; dim],
        }
    }

    /// `log p_t(x)`; leaves the posterior weights of `x`.
    pub(crate) fn log_density(&mut self, x: &[f64]) -> f64 {
        self.bound_all(x);
        let limit = self.level(x) - self.depth;
        // What cannot be compared is kept, so that it shows.
        let is_kept = |bound: &f64| bound.partial_cmp(&limit) != Some(Ordering::Less);
        let n_tiles = self.flat.tiles.len();
        let (tiles, shaped) = self.bounds.split_at(n_tiles);
        self.kept.clear();
        self.kept.extend((0..n_tiles).filter(|&tile| is_kept(&tiles[tile])));
        self.weights.clear();
        for &tile in &self.kept {
            self.flat.push_log_terms(tile, x, &mut self.weights);
        }
        self.n_flat = self.weights.len();
        self.sayings.clear();
        for (pair, _) in self.shaped.iter().zip(shaped).filter(|(_, bound)| is_kept(bound)) {
            pair.say(x, &mut self.sayings);
        }
        self.weights.extend(&self.sayings.logs);
        let largest = exp::max(&self.weights);
        let total = exp::exp_all(&mut self.weights, largest);
        let scale = 1.0 / total;
        self.weights.iter_mut().for_each(|w| *w *= scale);
        // Outside every box there is no density, and no total either.
        if largest == f64::NEG_INFINITY { largest } else { largest + libm::log(total) }
    }

    /// `u_t(x)`.
    pub(crate) fn velocity(&mut self, x: &[f64], out: &mut [f64]) {
        self.log_density(x);
        self.velocity_again(x, out);
    }

    /// `div u_t(x) = sum g (div u_k + (grad log p_k - grad log p) . u_k)`.
    pub(crate) fn divergence(&mut self, x: &[f64]) -> f64 {
        self.log_density(x);
        let mut gradient = std::mem::take(&mut self.center);
        self.each_coordinate(
            x,
            |pair, [g, r, _]| -g * pair.precision * r,
            |said| &said.gradients,
            &mut gradient,
        );
        let mut sum = 0.0;
        for (i, (&x, &whole)) in x.iter().zip(&gradient).enumerate() {
            sum += self.flat_sum((i, x), |pair, [g, r, drift]| {
                g * (pair.pull + (-pair.precision * r - whole) * (drift + pair.pull * r))
            });
        }
        let said = &self.sayings;
        let vectors =
            said.velocities.chunks_exact(self.dim).zip(said.gradients.chunks_exact(self.dim));
        for ((g, divergence), (u, s)) in
            self.weights[self.n_flat..].iter().zip(&said.divergences).zip(vectors)
        {
            let along: f64 =
                u.iter().zip(s).zip(&gradient).map(|((u, s), whole)| (s - whole) * u).sum();
            sum += g * (divergence + along);
        }
        self.center = gradient;
        sum
    }

    /// `tr Cov[d_alpha z + d_beta x_0 given x]`, a sum of terms none of which is negative.
    pub(crate) fn target_variance(&mut self, x: &[f64]) -> f64 {
        self.log_density(x);
        let mut velocity = std::mem::take(&mut self.center);
        self.velocity_again(x, &mut velocity);
        let mut sum = 0.0;
        for (i, (&x, &mean)) in x.iter().zip(&velocity).enumerate() {
            sum += self.flat_sum((i, x), |pair, [g, r, drift]| {
                let away = drift + pair.pull * r - mean;
                g * (pair.spread + away * away)
            });
        }
        let said = &self.sayings;
        let vectors = said.velocities.chunks_exact(self.dim);
        for ((g, variance), u) in
            self.weights[self.n_flat..].iter().zip(&said.variances).zip(vectors)
        {
            let away: f64 = u.iter().zip(&velocity).map(|(u, mean)| (u - mean) * (u - mean)).sum();
            sum += g * (variance + away);
        }
        self.center = velocity;
        sum
    }

    /// Share of isotropic pairs and of shaped ones that the last point needed.
    #[cfg(test)]
    pub(super) fn n_kept(&self) -> [usize; 2] {
        [self.n_flat, self.sayings.logs.len()]
    }

    fn bound_all(&mut self, x: &[f64]) {
        self.bounds.clear();
        self.bounds.extend((0..self.flat.tiles.len()).map(|tile| self.flat.bound(tile, x)));
        self.bounds.extend(self.shaped.iter().map(|pair| pair.bound(x)));
    }

    /// Log term of some pair at `x`, that of the largest bound: a good one, if not the best.
    fn level(&mut self, x: &[f64]) -> f64 {
        let best =
            |bounds: &[f64]| (0..bounds.len()).max_by(|a, b| bounds[*a].total_cmp(&bounds[*b]));
        let (tiles, shaped) = self.bounds.split_at(self.flat.tiles.len());
        self.weights.clear();
        if let Some(tile) = best(tiles) {
            self.flat.push_log_terms(tile, x, &mut self.weights);
        }
        self.sayings.clear();
        if let Some(pair) = best(shaped) {
            self.shaped[pair].say(x, &mut self.sayings);
        }
        exp::max(&self.weights).max(exp::max(&self.sayings.logs))
    }

    /// `u_t` at the point `x` that was asked about last.
    fn velocity_again(&self, x: &[f64], out: &mut [f64]) {
        let flat = |pair: Pair, [g, r, drift]: [f64; 3]| g * (drift + pair.pull * r);
        self.each_coordinate(x, flat, |said| &said.velocities, out);
    }

    /// Posterior sums of one vector of every pair.
    fn each_coordinate(
        &self,
        x: &[f64],
        flat: impl Fn(Pair, [f64; 3]) -> f64,
        said: impl Fn(&Sayings) -> &Vec<f64>,
        out: &mut [f64],
    ) {
        for (i, (o, x)) in out.iter_mut().zip(x).enumerate() {
            *o = self.flat_sum((i, *x), &flat);
        }
        let vectors = said(&self.sayings).chunks_exact(self.dim);
        for (g, v) in self.weights[self.n_flat..].iter().zip(vectors) {
            for (o, v) in out.iter_mut().zip(v) {
                *o += g * v;
            }
        }
    }

    /// Sum over the kept isotropic pairs of `f` of weight, `r_i` and drift.
    fn flat_sum(&self, at: (usize, f64), f: impl Fn(Pair, [f64; 3]) -> f64) -> f64 {
        let mut start = 0;
        let mut sum = 0.0;
        for &tile in &self.kept {
            let n = self.flat.tiles[tile].n();
            let pair = self.flat.tiles[tile].pair;
            sum += self.flat.sum(tile, at, &self.weights[start..start + n], |v| f(pair, v));
            start += n;
        }
        sum
    }
}
