//! Whether two formulas are the same: by their values at random points.
//!
//! Values carry a bound on their rounding errors, so that `t - t` is 0 and
//! `(1 - t) + t - 1` is 0 too, without a tolerance pulled out of the air.

use crate::lecture::formula::Formula;
use crate::lecture::formula::Function;
use crate::lecture::formula::range::Range;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

/// Points at which formulas are compared.
pub const N_POINTS: usize = 64;

/// Fewest points with a value that still tell two formulas apart.
const MIN_POINTS: usize = 8;

/// Largest difference of equal values, relative to the larger.
const TOLERANCE: f64 = 1e-6;

/// Seed of the points: the same answer is judged the same way every time.
const SEED: u64 = 20_260_101;

/// What comparing two formulas gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// The same value at every point where they have one.
    Same {
        /// How many points that were, of [`N_POINTS`].
        n_points: usize,
    },
    /// Not the same at a point.
    Different {
        /// Values of the names there.
        at: Vec<f64>,
        /// Value of the first.
        left: f64,
        /// Value of the second.
        right: f64,
    },
    /// Too few points where both have a value.
    Unclear,
}

/// Compares two formulas over the names of `ranges`.
pub fn compare(left: &Formula, right: &Formula, ranges: &[Range]) -> Comparison {
    let mut rng = Rng::stream(SEED, Stream::Figure, 0);
    let mut n_points = 0;
    for _ in 0..N_POINTS {
        let at: Vec<f64> =
            ranges.iter().map(|range| rng.uniform_in(range.min, range.max)).collect();
        let (l, r) = (left.rounded(&at), right.rounded(&at));
        if l.value.is_finite() != r.value.is_finite() {
            return Comparison::Different { at, left: l.value, right: r.value };
        }
        if !l.tells() || !r.tells() {
            continue;
        }
        if !l.agrees(r) {
            return Comparison::Different { at, left: l.value, right: r.value };
        }
        n_points += 1;
    }
    if n_points < MIN_POINTS { Comparison::Unclear } else { Comparison::Same { n_points } }
}

/// A value and how far rounding may have moved it, to first order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rounded {
    /// The value.
    pub(crate) value: f64,
    /// Bound on its error.
    pub(crate) error: f64,
}

impl Rounded {
    /// A number that is meant exactly.
    pub(crate) fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// A number written in decimals, or a constant; whole ones are exact.
    pub(crate) fn of_digits(value: f64) -> Self {
        let number = Self::exact(value);
        if value.fract() == 0.0 { number } else { number.off_by(0.0) }
    }

    pub(crate) fn negated(self) -> Self {
        Self { value: -self.value, ..self }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::exact(self.value + other.value).off_by(self.error + other.error)
    }

    pub(crate) fn times(self, other: Self) -> Self {
        let error = part(self.value, other.error) + part(other.value, self.error);
        Self::exact(self.value * other.value).off_by(error)
    }

    pub(crate) fn over(self, other: Self) -> Self {
        let value = self.value / other.value;
        Self::exact(value).off_by((self.error + part(value, other.error)) / other.value.abs())
    }

    pub(crate) fn power(self, other: Self) -> Self {
        let value = libm::pow(self.value, other.value);
        if self.value == 0.0 {
            // No logarithm, and perhaps no slope; what rounding left of it is the bound.
            return Self::exact(value).off_by(libm::pow(self.error, other.value.max(0.0)));
        }
        let by_base = part(value * other.value / self.value, self.error);
        let by_exponent = part(value * libm::log(self.value.abs()), other.error);
        Self::exact(value).off_by(by_base + by_exponent)
    }

    pub(crate) fn through(self, function: Function) -> Self {
        let (x, error) = (self.value, self.error);
        let (value, error) = match function {
            Function::Sqrt => {
                let root = libm::sqrt(x);
                (root, libm::sqrt(error).min(part(0.5 / root, error)))
            }
            Function::Exp => (libm::exp(x), part(libm::exp(x), error)),
            Function::Log => (libm::log(x), part(1.0 / x, error)),
            Function::Sin => (libm::sin(x), part(libm::cos(x), error)),
            Function::Cos => (libm::cos(x), part(libm::sin(x), error)),
            Function::Tan => {
                let tangent = libm::tan(x);
                (tangent, part(1.0 + tangent * tangent, error))
            }
            Function::Tanh => (libm::tanh(x), error),
            Function::Abs => (x.abs(), error),
        };
        Self::exact(value).off_by(error)
    }

    /// Adds to the error what came before, and this operation's own rounding:
    /// one unit in the last place, twice that for the library's functions.
    fn off_by(self, error: f64) -> Self {
        Self { error: error + 2.0 * f64::EPSILON * self.value.abs(), ..self }
    }

    /// Whether the value says something: it exists, and rounding has left it.
    fn tells(self) -> bool {
        self.value.is_finite() && self.error <= TOLERANCE * self.value.abs().max(1.0)
    }

    fn agrees(self, other: Self) -> bool {
        let difference = (self.value - other.value).abs();
        let size = self.value.abs().max(other.value.abs());
        difference <= TOLERANCE * size || difference <= self.error + other.error
    }
}

/// `|slope| error`, with no error there is none even where the slope has no value.
fn part(slope: f64, error: f64) -> f64 {
    if error == 0.0 { 0.0 } else { slope.abs() * error }
}
