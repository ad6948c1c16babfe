//! Floors of any pair of mixtures by Monte Carlo, stratified in time.

use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::convert::PredictKind;
use crate::path::coupled::CoupledMarginal;
use crate::path::exact::ExactField;
use crate::path::floor::Estimate;
use crate::path::floor::is_steep_at_start;
use crate::path::marginal::Marginal;
use crate::path::objective;
use crate::path::objective::LossSpec;
use crate::path::objective::times::TimeDistKind;
use crate::path::scheduler::SchedulerKind;

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
/// The same where the source is a mixture and every draw is dear.
const GOOD_ENOUGH_COUPLED: f64 = 2e-3;
/// Draws times components in one slice.
const SLICE: usize = 200_000;
/// Share of pairs of two mixtures that a point needs, roughly.
const NEEDED: f64 = 0.1;

/// Rounds of one random time and a few draws on every piece of the range.
///
/// Rounds are independent and alike, so their spread is the standard error.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    loss: LossSpec,
    good_enough: f64,
    pieces: Vec<[f64; 2]>,
    seed: u64,
    rng: Rng,
    piece_idx: usize,
    /// The mean over time in this round, as far as it has come.
    round: f64,
    rounds: Vec<f64>,
}

impl Chance {
    pub(super) fn new(field: &ExactField, loss: LossSpec, seed: u64) -> Self {
        let panels = panels(field.scheduler(), loss);
        let whole = panels[panels.len() - 1][1] - panels[0][0];
        let least = if panels.len() == 1 { 1 } else { LEAST_PIECES };
        let cut = |&[from, to]: &[f64; 2]| {
            let n = (libm::ceil(PIECES * (to - from) / whole) as usize).max(least);
            let at = move |i: usize| from + (to - from) * i as f64 / n as f64;
            (0..n).map(move |i| [at(i), at(i + 1)])
        };
        let pieces = panels.iter().flat_map(cut).collect();
        let rng = Rng::stream(seed, Stream::Floor, 0);
        let good_enough = match field {
            ExactField::Gaussian(_) => GOOD_ENOUGH,
            ExactField::Coupled(_) => GOOD_ENOUGH_COUPLED,
        };
        Self { loss, good_enough, pieces, seed, rng, piece_idx: 0, round: 0.0, rounds: Vec::new() }
    }

    pub(super) fn advance(&mut self, field: &ExactField) -> bool {
        let n_terms = match field {
            ExactField::Gaussian(marginal) => marginal.law().weights().len(),
            ExactField::Coupled(coupled) => (NEEDED * coupled.n_pairs() as f64) as usize + 1,
        };
        let n_pieces = SLICE.div_ceil(DRAWS * n_terms);
        for _ in 0..n_pieces {
            if self.is_done() {
                return false;
            }
            let [from, to] = self.pieces[self.piece_idx];
            self.round += (to - from) * self.on_piece(field, [from, to]);
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
        let misses = std_error / (self.good_enough * value);
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
        let is_good = LEAST_ROUNDS <= self.rounds.len() && std_error <= self.good_enough * value;
        is_good || MOST_ROUNDS <= self.rounds.len()
    }

    /// Density of time times the mean floor over draws, at one random time of a piece.
    fn on_piece(&mut self, field: &ExactField, [from, to]: [f64; 2]) -> f64 {
        let (t, density) = self.loss.times.at(self.rng.uniform_in(from, to));
        let open = match field {
            ExactField::Gaussian(marginal) => self.open_to_noise(marginal, t),
            ExactField::Coupled(coupled) => self.open_to_source(coupled, t),
        };
        density * open
    }

    fn open_to_noise(&mut self, marginal: &Marginal, t: f64) -> f64 {
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
        objective::price(at.schedule, self.loss.space, self.loss.weight) * sum / DRAWS as f64
    }

    fn open_to_source(&mut self, coupled: &CoupledMarginal, t: f64) -> f64 {
        let schedule = coupled.scheduler().at(t);
        let mut at = coupled.at(t);
        let [mut z, mut x] = [(); 2].map(|()| vec![0.0; coupled.data().dim()]);
        let mut sum = 0.0;
        for _ in 0..DRAWS {
            coupled.data().sample_into(&mut self.rng, &mut z);
            coupled.source().sample_into(&mut self.rng, &mut x);
            for (x, z) in x.iter_mut().zip(&z) {
                *x = schedule.alpha * z + schedule.beta * *x;
            }
            sum += at.target_variance(&x);
        }
        let LossSpec { space, weight, .. } = self.loss;
        let factor = objective::row_weight(schedule, PredictKind::Velocity, space, weight);
        factor * sum / DRAWS as f64
    }
}

/// Pieces of time that halve toward the ends where the loss is unbounded, or
/// the whole range where it is not.
fn panels(scheduler: SchedulerKind, loss: LossSpec) -> Vec<[f64; 2]> {
    let panels = loss.times.pieces(is_steep_at_start(scheduler, loss));
    let end = objective::price_times_beta_square(scheduler.at(1.0), loss.space, loss.weight);
    let is_bounded = end.is_finite() && !is_steep_at_start(scheduler, loss);
    match loss.times.kind() {
        TimeDistKind::Uniform if is_bounded => vec![[panels[0][0], panels[panels.len() - 1][1]]],
        _ => panels,
    }
}
