//! Laws of the training time.
//!
//! Source: Esser et al. (2403.03206), logit-normal times.

use std::f64::consts::FRAC_1_SQRT_2;
use std::f64::consts::PI;

use crate::kinds;
use crate::math::rng::Rng;

kinds! {
    /// How training times are spread over their range.
    pub enum TimeDistKind {
        /// Evenly.
        Uniform = "uniform", "Uniform";
        /// `t = 1/(1 + e^-v)` with `v ~ N(0, 1)`: the middle more often than the ends.
        LogitNormal = "logit-normal", "Logit-normal";
    }
}

/// Beyond this, `v` has no mass left even next to the steepest of losses.
const REACH: f64 = 16.0;
/// Longest piece in `v`.
const PIECE: f64 = 1.0;
/// Longest piece in uniform time.
const LONGEST: f64 = 0.125;
/// Shortest next to an end that belongs to the range.
const SHORTEST: f64 = 1.0 / 65_536.0;

/// A law of training times, kept to a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeLaw {
    kind: TimeDistKind,
    tmin: f64,
    tmax: f64,
}

impl TimeLaw {
    /// The law `kind` given that `t` lies in `[tmin, tmax]`.
    ///
    /// # Panics
    /// Unless `0 <= tmin < tmax <= 1`.
    pub fn new(kind: TimeDistKind, [tmin, tmax]: [f64; 2]) -> Self {
        assert!(0.0 <= tmin && tmin < tmax && tmax <= 1.0, "times must rise within [0, 1]");
        Self { kind, tmin, tmax }
    }

    /// Uniform on `[tmin, tmax]`.
    ///
    /// # Panics
    /// Unless `0 <= tmin < tmax <= 1`.
    pub fn uniform(range: [f64; 2]) -> Self {
        Self::new(TimeDistKind::Uniform, range)
    }

    /// First and last time.
    pub fn range(self) -> [f64; 2] {
        [self.tmin, self.tmax]
    }

    /// How times are spread.
    pub fn kind(self) -> TimeDistKind {
        self.kind
    }

    /// One time. Random: one uniform number, or normal numbers until one lies
    /// in the range (rejection; on average one over the mass of the range).
    pub fn draw(self, rng: &mut Rng) -> f64 {
        match self.kind {
            TimeDistKind::Uniform => rng.uniform_in(self.tmin, self.tmax),
            TimeDistKind::LogitNormal => loop {
                let t = sigmoid(rng.normal());
                if self.tmin <= t && t <= self.tmax {
                    return t;
                }
            },
        }
    }

    /// Density of `t`, which integrates to 1 over the range.
    pub fn density(self, t: f64) -> f64 {
        if t < self.tmin || self.tmax < t {
            return 0.0;
        }
        match self.kind {
            TimeDistKind::Uniform => 1.0 / (self.tmax - self.tmin),
            TimeDistKind::LogitNormal if t <= 0.0 || 1.0 <= t => 0.0,
            TimeDistKind::LogitNormal => normal_density(logit(t)) / (t * (1.0 - t) * self.mass()),
        }
    }

    /// Pieces of the range in the coordinate in which the law is smooth:
    /// [`Self::at`] gives the time and the density there.
    ///
    /// Uniform: `t` itself in pieces no longer than an eighth, halving toward
    /// `t = 1`, and toward `t = 0` if asked for; losses grow like powers of the
    /// distance to an end and look alike on such pieces. Logit-normal: `v`.
    pub(crate) fn pieces(self, is_steep_at_start: bool) -> Vec<[f64; 2]> {
        match self.kind {
            TimeDistKind::Uniform => graded([self.tmin, self.tmax], is_steep_at_start),
            TimeDistKind::LogitNormal => {
                let [from, to] = [self.tmin, self.tmax].map(|t| logit(t).clamp(-REACH, REACH));
                let n = libm::ceil((to - from) / PIECE).max(1.0) as usize;
                let at = |i: usize| from + (to - from) * i as f64 / n as f64;
                (0..n).map(|i| [at(i), at(i + 1)]).collect()
            }
        }
    }

    /// Time and density in the coordinate of [`Self::pieces`].
    pub(crate) fn at(self, v: f64) -> (f64, f64) {
        match self.kind {
            TimeDistKind::Uniform => (v, 1.0 / (self.tmax - self.tmin)),
            TimeDistKind::LogitNormal => (sigmoid(v), normal_density(v) / self.mass()),
        }
    }

    /// Chance that a logit-normal time lies in the range.
    fn mass(self) -> f64 {
        let beyond = |v: f64| 0.5 * libm::erfc(v * FRAC_1_SQRT_2);
        let [from, to] = [logit(self.tmin), logit(self.tmax)];
        // In the left tail the difference of upper tails would lose its digits.
        if to < 0.0 { beyond(-to) - beyond(-from) } else { beyond(from) - beyond(to) }
    }
}

fn sigmoid(v: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-v))
}

/// Infinite at both ends.
fn logit(t: f64) -> f64 {
    libm::log(t) - libm::log1p(-t)
}

fn normal_density(v: f64) -> f64 {
    libm::exp(-0.5 * v * v) / libm::sqrt(2.0 * PI)
}

/// Pieces in proportion to their distance from `t = 1`, and from `t = 0` if it is steep.
fn graded([tmin, tmax]: [f64; 2], is_steep_at_start: bool) -> Vec<[f64; 2]> {
    let shortest = if tmax < 1.0 { 0.0 } else { SHORTEST };
    let mut pieces = Vec::new();
    let mut from = tmin;
    while from < tmax {
        let to_end = (0.5 * (1.0 - from)).min(LONGEST);
        let length = if is_steep_at_start { to_end.min(from.max(SHORTEST)) } else { to_end };
        let is_last = tmax - from <= 1.1 * length || to_end < shortest;
        let to = if is_last { tmax } else { from + length };
        pieces.push([from, to]);
        from = to;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::math::quadrature::Rule;
    use crate::math::rng::Stream;

    const RANGES: [[f64; 2]; 5] =
        [[0.0, 1.0], [0.001, 0.999], [0.3, 0.31], [0.5, 0.9999], [0.0, 1.0 - 1e-9]];

    fn laws() -> impl Iterator<Item = TimeLaw> {
        let of = |&kind: &TimeDistKind| RANGES.map(|range| TimeLaw::new(kind, range));
        TimeDistKind::ALL.iter().flat_map(of)
    }

    #[test]
    fn pieces_cover_the_range_without_gaps() {
        for law in laws() {
            for is_steep in [false, true] {
                let pieces = law.pieces(is_steep);
                let ends = [pieces[0][0], pieces[pieces.len() - 1][1]].map(|v| law.at(v).0);
                for (end, exact) in ends.iter().zip(law.range()) {
                    assert!((end - exact).abs() < 2e-7, "{law:?} {end}");
                }
                assert!(pieces.iter().all(|[from, to]| from < to));
                assert!(pieces.windows(2).all(|pair| pair[0][1].to_bits() == pair[1][0].to_bits()));
            }
        }
    }

    #[test]
    fn densities_integrate_to_one_over_the_pieces_and_over_time() {
        for law in laws() {
            let over = |f: &dyn Fn(f64) -> f64| -> f64 {
                let on = |&[from, to]: &[f64; 2]| Rule::legendre(16, from, to).integrate(f);
                law.pieces(false).iter().map(on).sum()
            };
            assert!((over(&|v| law.at(v).1) - 1.0).abs() < 1e-12, "{law:?}");
        }
        let law = TimeLaw::new(TimeDistKind::LogitNormal, [0.2, 0.7]);
        let mass = Rule::legendre(60, 0.2, 0.7).integrate(|t| law.density(t));
        assert!((mass - 1.0).abs() < 1e-12);
        assert!(law.density(0.1).abs() + law.density(0.8).abs() <= 0.0);
    }

    #[test]
    fn draws_follow_their_density() {
        let mut rng = Rng::stream(5, Stream::Batch, 0);
        for law in
            [TimeLaw::new(TimeDistKind::LogitNormal, [0.1, 0.8]), TimeLaw::uniform([0.1, 0.8])]
        {
            let n = 100_000;
            let draws: Vec<f64> = (0..n).map(|_| law.draw(&mut rng)).collect();
            assert!(draws.iter().all(|t| (0.1..=0.8).contains(t)));
            let rule = Rule::legendre(40, 0.1, 0.8);
            let mean = rule.integrate(|t| t * law.density(t));
            let square = rule.integrate(|t| t * t * law.density(t));
            let error = (square - mean * mean).sqrt() / f64::from(n).sqrt();
            let found = draws.iter().sum::<f64>() / f64::from(n);
            assert!((found - mean).abs() < 4.5 * error, "{law:?}: {found} {mean}");
            let below = draws.iter().filter(|t| **t < 0.4).count() as f64 / f64::from(n);
            let share = Rule::legendre(40, 0.1, 0.4).integrate(|t| law.density(t));
            assert!((below - share).abs() < 4.5 * 0.5 / f64::from(n).sqrt());
        }
    }
}
