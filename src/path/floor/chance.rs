//! Floors of any mixture by Monte Carlo, stratified in time.

use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::floor::Estimate;
use crate::path::floor::price;
use crate::path::marginal::Marginal;

/// Longest piece of time, in parts of the whole range.
const PIECES: f64 = 64.0;
/// Pieces of every panel at least.
const LEAST_PIECES: usize = 6;
/// Draws of `z` and `eps` on every piece and round.
const DRAWS: usize = 32;
/// Rounds before the spread among them is believed.
const LEAST_ROUNDS: usize = 12;
/// Rounds after which the estimate is taken as it is.
const MOST_ROUNDS: usize = 128;
/// Standard error, in parts of the value, at which to stop.
const GOOD_ENOUGH: f64 = 1e-3;
/// Draws times components in one slice.
const SLICE: usize = 200_000;

/// Rounds of one random time and a few draws on every piece of the range.
///
/// Rounds are independent and alike, so their spread is the standard error.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    pieces: Vec<[f64; 2]>,
    whole: f64,
    seed: u64,
    rng: Rng,
    piece_idx: usize,
    /// The mean over time in this round, as far as it has come.
    round: f64,
    rounds: Vec<f64>,
}

impl Chance {
    pub(super) fn new(panels: &[[f64; 2]], seed: u64) -> Self {
        let whole = panels[panels.len() - 1][1] - panels[0][0];
        let cut = |&[from, to]: &[f64; 2]| {
            let n = (libm::ceil(PIECES * (to - from) / whole) as usize).max(LEAST_PIECES);
            let at = move |i: usize| from + (to - from) * i as f64 / n as f64;
            (0..n).map(move |i| [at(i), at(i + 1)])
        };
        let pieces = panels.iter().flat_map(cut).collect();
        let rng = Rng::stream(seed, Stream::Floor, 0);
        Self { pieces, whole, seed, rng, piece_idx: 0, round: 0.0, rounds: Vec::new() }
    }

    pub(super) fn advance(&mut self, marginal: &Marginal) -> bool {
        let n_pieces = SLICE.div_ceil(DRAWS * marginal.law().weights().len());
        for _ in 0..n_pieces {
            if self.is_done() {
                return false;
            }
            let [from, to] = self.pieces[self.piece_idx];
            self.round += (to - from) / self.whole * self.on_piece(marginal, [from, to]);
            self.piece_idx += 1;
            if self.piece_idx == self.pieces.len() {
                self.rounds.push(std::mem::take(&mut self.round));
                self.piece_idx = 0;
                self.rng = Rng::stream(self.seed, Stream::Floor, self.rounds.len() as u64);
            }
        }
        !self.is_done()
    }

    /// Rounds done out of those that the spread so far asks for.
    pub(super) fn progress(&self) -> f64 {
        let Estimate { value, std_error } = self.value();
        let n = self.rounds.len() as f64;
        // The standard error falls with the square root of the rounds.
        let misses = std_error / (GOOD_ENOUGH * value);
        let asked = if misses.is_finite() { n * misses * misses } else { MOST_ROUNDS as f64 };
        (n / asked.clamp(LEAST_ROUNDS as f64, MOST_ROUNDS as f64)).min(1.0)
    }

    pub(super) fn value(&self) -> Estimate {
        let n = self.rounds.len() as f64;
        let value = self.rounds.iter().sum::<f64>() / n;
        if self.rounds.len() < 2 {
            return Estimate { value, std_error: f64::INFINITY };
        }
        let squares: f64 = self.rounds.iter().map(|round| (round - value) * (round - value)).sum();
        Estimate { value, std_error: libm::sqrt(squares / (n * (n - 1.0))) }
    }

    fn is_done(&self) -> bool {
        let Estimate { value, std_error } = self.value();
        let is_good = LEAST_ROUNDS <= self.rounds.len() && std_error <= GOOD_ENOUGH * value;
        is_good || MOST_ROUNDS <= self.rounds.len()
    }

    /// Mean floor over draws at one random time of a piece.
    fn on_piece(&mut self, marginal: &Marginal, [from, to]: [f64; 2]) -> f64 {
        let t = self.rng.uniform_in(from, to);
        let mut at = marginal.at(t);
        let mut x = vec![0.0; marginal.law().dim()];
        let mut sum = 0.0;
        for _ in 0..DRAWS {
            marginal.law().sample_into(&mut self.rng, &mut x);
            for x in &mut x {
                *x = at.schedule.alpha * *x + at.schedule.beta * self.rng.normal();
            }
            sum += at.posterior_variance(&x);
        }
        price(at.schedule) * sum / DRAWS as f64
    }
}
