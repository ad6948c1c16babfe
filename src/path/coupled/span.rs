//! One coordinate of a pair: `x = alpha z + beta y` with `z` and `y` normal or uniform.

use std::f64::consts::PI;

use crate::math::truncated::Truncated;
use crate::path::scheduler::ScheduleAt;

/// A schedule at one time, symmetric in data and source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) da: f64,
    pub(super) db: f64,
    /// `a da`.
    pub(super) a_da: f64,
    /// `b db`.
    pub(super) b_db: f64,
    /// `Delta^2`.
    pub(super) delta_square: f64,
}

/// One coordinate of a component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Span {
    Normal { mean: f64, variance: f64 },
    Uniform { low: f64, high: f64 },
}

/// What one coordinate of a pair says about `x`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spoken {
    /// Log density of `x`.
    pub(super) log: f64,
    /// `E[da z + db y given x]`.
    pub(super) velocity: f64,
    /// Derivative of `log`.
    pub(super) gradient: f64,
    /// Derivative of `velocity`.
    pub(super) divergence: f64,
    /// `Var[da z + db y given x]`.
    pub(super) variance: f64,
}

impl Mix {
    pub(super) fn of(schedule: ScheduleAt) -> Self {
        let ScheduleAt { alpha, beta, d_alpha, d_beta, a_da, b_db, inv_delta, .. } = schedule;
        let delta_square = 1.0 / (inv_delta * inv_delta);
        Self { a: alpha, b: beta, da: d_alpha, db: d_beta, a_da, b_db, delta_square }
    }

    /// With data and source in each other's place.
    fn swapped(self) -> Self {
        let Self { a, b, da, db, a_da, b_db, delta_square } = self;
        Self { a: b, b: a, da: db, db: da, a_da: b_db, b_db: a_da, delta_square }
    }
}

impl Span {
    /// Length times `factor` of a uniform part, zero of a normal one.
    fn extent(self, factor: f64) -> f64 {
        match self {
            Self::Normal { .. } => 0.0,
            Self::Uniform { low, high } => factor * (high - low),
        }
    }

    /// Both ends of the uniform part, or the mean twice.
    fn ends(self) -> [f64; 2] {
        match self {
            Self::Normal { mean, .. } => [mean; 2],
            Self::Uniform { low, high } => [low, high],
        }
    }

    fn variance(self) -> f64 {
        match self {
            Self::Normal { variance, .. } => variance,
            Self::Uniform { .. } => 0.0,
        }
    }
}

/// An upper bound of the log density of one coordinate of a pair at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    low: f64,
    high: f64,
    half_precision: f64,
    /// The density nowhere has a larger logarithm.
    pub(super) cap: f64,
}

impl Bound {
    /// Both parts together are a uniform law on `[low, high]` or narrower,
    /// blurred by a normal law of variance `s`: the density exceeds neither that
    /// of the normal law nor one over the longest side, and a mass at a distance
    /// `h` or more has at most `e^(-h^2 / 2 s)` of either.
    pub(super) fn new(mix: Mix, [data, source]: [Span; 2]) -> Self {
        let ends = |i: usize| mix.a * data.ends()[i] + mix.b * source.ends()[i];
        let s = mix.a * mix.a * data.variance() + mix.b * mix.b * source.variance();
        let longest = data.extent(mix.a).max(source.extent(mix.b));
        let cap = -libm::log(longest.max(libm::sqrt(2.0 * PI * s)));
        Self { low: ends(0), high: ends(1), half_precision: 0.5 / s, cap }
    }

    /// How far below [`Self::cap`] the bound lies at `x`.
    pub(super) fn drop(&self, x: f64) -> f64 {
        let away = (self.low - x).max(x - self.high);
        if away <= 0.0 { 0.0 } else { away * away * self.half_precision }
    }
}

/// What one coordinate of a pair says about `x`.
pub(super) fn say(mix: Mix, [data, source]: [Span; 2], x: f64) -> Spoken {
    match (data, source) {
        (Span::Normal { mean: m, variance: c }, Span::Normal { mean: n, variance: d }) => {
            two_normals(mix, [m, c], [n, d], x)
        }
        (Span::Uniform { low, high }, Span::Normal { mean, variance }) => {
            uniform_and_normal(mix, [low, high], [mean, variance], x)
        }
        (Span::Normal { mean, variance }, Span::Uniform { low, high }) => {
            uniform_and_normal(mix.swapped(), [low, high], [mean, variance], x)
        }
        (Span::Uniform { low: l, high: h }, Span::Uniform { low: p, high: q }) => {
            two_uniforms(mix, [l, h], [p, q], x)
        }
    }
}

fn two_normals(mix: Mix, [m, c]: [f64; 2], [n, d]: [f64; 2], x: f64) -> Spoken {
    let s = mix.a * mix.a * c + mix.b * mix.b * d;
    let r = x - mix.a * m - mix.b * n;
    let pull = (mix.a_da * c + mix.b_db * d) / s;
    Spoken {
        log: -0.5 * (r * r / s + libm::log(2.0 * PI * s)),
        velocity: mix.da * m + mix.db * n + pull * r,
        gradient: -r / s,
        divergence: pull,
        variance: if 0.0 < c && 0.0 < d { mix.delta_square * c * d / s } else { 0.0 },
    }
}

/// `z` uniform on `[l, h]`, `y ~ N(n, d)`.
///
/// Given `x`, `(y - n)/sqrt(d)` is a standard normal number kept in an interval,
/// and `z` follows; `dE[z]/dx = a Var[z]/sigma^2` with `sigma = b sqrt(d)`.
fn uniform_and_normal(mix: Mix, [l, h]: [f64; 2], [n, d]: [f64; 2], x: f64) -> Spoken {
    let Mix { a, b, da, db, a_da, b_db, delta_square } = mix;
    let side = h - l;
    let sigma = b * libm::sqrt(d);
    if sigma <= 0.0 {
        // Nothing blurs the box: `z` is known, and the edges are not felt inside.
        let z = (x - b * n) / a;
        let is_inside = a * l <= x - b * n && x - b * n <= a * h;
        return Spoken {
            log: if is_inside { -libm::log(a * side) } else { f64::NEG_INFINITY },
            velocity: da * z + db * n,
            gradient: 0.0,
            divergence: da / a,
            variance: if 0.0 < d { delta_square * d / (a * a) } else { 0.0 },
        };
    }
    let noise = Truncated::new((x - b * n - a * h) / sigma, a * side / sigma);
    let precision = 1.0 / (sigma * sigma);
    let z = h - side * noise.fraction;
    let y = n + libm::sqrt(d) * noise.mean;
    let z_variance = side * side * noise.fraction_variance;
    // Two forms of `(Delta/b)^2 Var[z]`: each keeps its digits where it is used.
    let variance = if sigma < a * side {
        delta_square * d * (1.0 - noise.deficit) / (a * a)
    } else {
        delta_square * z_variance / (b * b)
    };
    Spoken {
        log: noise.log_mean_density - libm::log(sigma),
        velocity: da * z + db * y,
        gradient: -noise.mean / sigma,
        divergence: precision * (a_da * z_variance + b_db * d * noise.deficit),
        variance,
    }
}

/// `z` uniform on `[l, h]`, `y` uniform on `[p, q]`.
///
/// `w = a z` is uniform on the overlap of `[a l, a h]` and `[x - b q, x - b p]`.
fn two_uniforms(mix: Mix, [l, h]: [f64; 2], [p, q]: [f64; 2], x: f64) -> Spoken {
    let Mix { a, b, da, db, delta_square, .. } = mix;
    let (low, is_low_moving) = if a * l < x - b * q { (x - b * q, 1.0) } else { (a * l, 0.0) };
    let (high, is_high_moving) = if x - b * p < a * h { (x - b * p, 1.0) } else { (a * h, 0.0) };
    let overlap = high - low;
    if overlap < 0.0 {
        let log = f64::NEG_INFINITY;
        return Spoken { log, velocity: 0.0, gradient: 0.0, divergence: 0.0, variance: 0.0 };
    }
    let [wide, narrow] = if b * (q - p) <= a * (h - l) {
        [[a, h - l], [b, q - p]]
    } else {
        [[b, q - p], [a, h - l]]
    };
    let narrow_length = narrow[0] * narrow[1];
    let share = if 0.0 < narrow_length { overlap / narrow_length } else { 1.0 };
    let middle = 0.5 * (low + high);
    let z = if 0.0 < a { middle / a } else { 0.5 * (l + h) };
    let y = if 0.0 < b { (x - middle) / b } else { 0.5 * (p + q) };
    let following = 0.5 * (is_low_moving + is_high_moving);
    let of_z = if 0.0 < following { da / a * following } else { 0.0 };
    let of_y = if following < 1.0 { db / b * (1.0 - following) } else { 0.0 };
    let growth = is_high_moving - is_low_moving;
    let extent = share * narrow[1] / wide[0];
    Spoken {
        log: libm::log(share / (wide[0] * wide[1])),
        velocity: da * z + db * y,
        gradient: if growth.abs() < 0.5 { 0.0 } else { growth / overlap },
        divergence: of_z + of_y,
        variance: delta_square * extent * extent / 12.0,
    }
}

#[cfg(test)]
mod tests;
