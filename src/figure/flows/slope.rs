//! Fields on the line that do not change in time, with their steepest slopes.

use crate::figure::flows::steps;
use crate::kinds;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::solver::SolverKind;
use crate::solver::run::Integration;

kinds! {
    /// A field on the line, in menu order.
    pub enum SlopeKind {
        /// `tanh x`: steepest at 0, with slope 1.
        Tanh = "tanh", "u = tanh x";
        /// `x^2`: bounded slopes on bounded parts only.
        Square = "square", "u = x²";
        /// The root of `|x|`: upright at 0.
        Root = "root", "u = √|x|";
        /// A network of one hidden layer.
        Net = "net", "A small network";
    }
}

/// Half the width of the part on which the slope of `x^2` is bounded.
pub const REACH: f64 = 2.2;
/// Hidden units of the network.
const N_UNITS: usize = 6;
/// Places beyond this are out of range: a trajectory ends there.
const FARTHEST: f64 = 30.0;

/// A field of [`SlopeKind`].
#[derive(Clone, Debug)]
pub struct SlopeField {
    kind: SlopeKind,
    /// Weights `v, w, b` of the units `v tanh(w x + b)`.
    units: Vec<[f64; 3]>,
}

impl SlopeField {
    /// The field of that kind; the network's weights are drawn under `seed`.
    pub fn new(kind: SlopeKind, seed: u64) -> Self {
        let mut rng = Rng::stream(seed, Stream::Figure, 2);
        let mut unit = || [0.6 * rng.normal(), 1.2 * rng.normal(), rng.normal()];
        let n_units = if kind == SlopeKind::Net { N_UNITS } else { 0 };
        Self { kind, units: (0..n_units).map(|_| unit()).collect() }
    }

    /// Which it is.
    pub fn kind(&self) -> SlopeKind {
        self.kind
    }

    /// Velocity at the place `x`.
    pub fn velocity(&self, x: f64) -> f64 {
        match self.kind {
            SlopeKind::Tanh => libm::tanh(x),
            SlopeKind::Square => x * x,
            SlopeKind::Root => x.abs().sqrt(),
            SlopeKind::Net => self.units.iter().map(|[v, w, b]| v * libm::tanh(w * x + b)).sum(),
        }
    }

    /// A slope that no secant exceeds: of the square on the part shown, of the
    /// network by its weights; of the root there is none.
    pub fn steepest(&self) -> Option<f64> {
        match self.kind {
            SlopeKind::Tanh => Some(1.0),
            SlopeKind::Square => Some(2.0 * REACH),
            SlopeKind::Root => None,
            SlopeKind::Net => Some(self.units.iter().map(|[v, w, _]| (v * w).abs()).sum()),
        }
    }
}

/// The trajectory of `u` from `x0`: points `(t, x)` up to `end`, or to where it
/// leaves the range of numbers shown.
pub(super) fn way(u: impl Fn(f64) -> f64, x0: f64, end: f64, n_steps: usize) -> Vec<[f64; 2]> {
    let grid = steps::equal(0.0, end, n_steps);
    let field = |_: f64, x: &f64| u(*x);
    let mut run = Integration::new(SolverKind::Rk4, grid, x0);
    let mut way = vec![[0.0, x0]];
    while !run.is_done() {
        run.advance(&field);
        if !(-FARTHEST..=FARTHEST).contains(run.x()) {
            break;
        }
        way.push([run.t(), *run.x()]);
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secant_is_steeper_than_the_bound() {
        let mut rng = Rng::stream(5, Stream::Figure, 0);
        for kind in [SlopeKind::Tanh, SlopeKind::Square, SlopeKind::Net] {
            for seed in 0..20 {
                let field = SlopeField::new(kind, seed);
                let steepest = field.steepest().unwrap();
                for _ in 0..500 {
                    let [x, y] = [0; 2].map(|_| rng.uniform_in(-REACH, REACH));
                    let rise = (field.velocity(x) - field.velocity(y)).abs();
                    assert!(rise <= steepest * (x - y).abs() + 1e-12, "{kind:?} {seed}");
                }
            }
        }
    }

    #[test]
    fn the_bounds_of_tanh_and_the_square_are_reached() {
        for (kind, x) in [(SlopeKind::Tanh, 0.0), (SlopeKind::Square, REACH)] {
            let field = SlopeField::new(kind, 1);
            let slope = (field.velocity(x) - field.velocity(x - 1e-4)) / 1e-4;
            assert!((slope / field.steepest().unwrap() - 1.0).abs() < 1e-3, "{kind:?}");
        }
    }

    #[test]
    fn a_trajectory_of_the_square_ends_before_it_is_infinite() {
        // x0 / (1 - x0 t) is infinite at t = 1/2 from 2.
        let way = way(|x| x * x, 2.0, 2.0, 200);
        let last = way[way.len() - 1];
        assert!(last[0] < 0.5 && 5.0 < last[1] && last[1].is_finite(), "{last:?}");
        assert!((way[30][1] - 2.0 / (1.0 - 0.6)).abs() < 1e-3);
    }
}
