//! Log densities along a flow: points carried together with `int div u dt`.
//!
//! Along `dX = u_t(X) dt` the density obeys `d log p_t(X_t)/dt = -div u_t(X_t)`.
//! Points and the integral are one state, so every scheme for flows integrates
//! both by the same steps.
//!
//! Source: Chen et al., "Neural ordinary differential equations" (2018),
//! instantaneous change of variables; same time direction as ours.

use crate::math::field::Divergence;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::state::Finite;
use crate::math::state::State;
use crate::math::truncated;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;

/// Points, and for each the integral of the divergence along its way so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// Where the points are, `[n, dim]`.
    pub x: Points,
    /// `int div u_t(X_t) dt` from the first time, one number a point.
    pub stretch: Points,
}

impl Carried {
    /// The points `x` at the beginning.
    pub fn starting_at(x: Points) -> Self {
        let stretch = Points::zeros(x.n(), 1);
        Self { x, stretch }
    }
}

impl State for Carried {
    fn scaled(self, c: f64) -> Self {
        Self { x: self.x.scaled(c), stretch: self.stretch.scaled(c) }
    }

    fn add_scaled(self, c: f64, other: &Self) -> Self {
        Self {
            x: self.x.add_scaled(c, &other.x),
            stretch: self.stretch.add_scaled(c, &other.stretch),
        }
    }
}

impl Finite for Carried {
    fn is_finite(&self) -> bool {
        self.x.is_finite() && self.stretch.is_finite()
    }
}

/// A flow that carries [`Carried`] states: velocity and divergence at once.
pub struct WithDivergence<'a, F: ?Sized>(
    /// The flow.
    pub &'a F,
);

impl<F: VectorField<Points> + Divergence + ?Sized> VectorField<Carried> for WithDivergence<'_, F> {
    fn velocity(&self, t: f64, x: &Carried) -> Carried {
        let stretch = Points::new(1, self.0.divergence(t, &x.x));
        Carried { x: self.0.velocity(t, &x.x), stretch }
    }
}

/// Log densities of points under a flow, in progress: one step per call.
///
/// The grid says where the points are and where their density is known: from
/// data at `t = 1` backward to noise at `t = 0` to judge given points, forward
/// to follow samples on their way.
#[derive(Clone, Debug)]
pub struct LikelihoodRun {
    integration: Integration<Carried>,
}

impl LikelihoodRun {
    /// The points `x` at the first time of `grid`, before the first step of the
    /// scheme `kind`.
    ///
    /// # Panics
    /// If the grid runs backward and the scheme draws noise.
    pub fn new(kind: SolverKind, grid: TimeGrid, x: Points) -> Self {
        Self { integration: Integration::new(kind, grid, Carried::starting_at(x)) }
    }

    /// Makes one step; true while steps are left.
    ///
    /// # Panics
    /// If the scheme is not of [`Family::Flow`](crate::solver::Family::Flow).
    pub fn advance(&mut self, field: &(impl VectorField<Points> + Divergence + ?Sized)) -> bool {
        self.integration.advance(&WithDivergence(field))
    }

    /// The run below: time reached, steps made, whether it blew up.
    pub fn integration(&self) -> &Integration<Carried> {
        &self.integration
    }

    /// Points where the steps so far have carried them.
    pub fn x(&self) -> &Points {
        &self.integration.x().x
    }

    /// `log p` of the points at the first time, from that at the time reached:
    /// `log p_a(x_a) = log p_b(x_b) + int_a^b div u dt`, in nats, whichever of
    /// `a` and `b` is later.
    ///
    /// # Panics
    /// If there is not one number a point.
    pub fn log_density_at_start(&self, log_p_reached: &[f64]) -> Vec<f64> {
        self.combined(log_p_reached, 1.0)
    }

    /// `log p` of the points at the time reached, from that at the first time.
    ///
    /// # Panics
    /// If there is not one number a point.
    pub fn log_density_reached(&self, log_p_start: &[f64]) -> Vec<f64> {
        self.combined(log_p_start, -1.0)
    }

    fn combined(&self, log_p: &[f64], sign: f64) -> Vec<f64> {
        let stretch = self.integration.x().stretch.data();
        assert_eq!(log_p.len(), stretch.len(), "likelihood: one number a point");
        log_p.iter().zip(stretch).map(|(log_p, stretch)| log_p + sign * stretch).collect()
    }
}

/// `log N(x; 0, I)` at every point, in nats: the density of the noise.
pub fn log_density_of_noise(x: &Points) -> Vec<f64> {
    x.rows().map(|row| row.iter().map(|&v| truncated::log_normal_density(v)).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::Family;

    /// The flow of the straight path from `N(0, I)` to `N(m, 4 I)` on the plane:
    /// `u = m + a (x - t m)` with `a = (5 t - 1)/(5 t^2 - 2 t + 1)`.
    struct Stretch;

    const M: [f64; 2] = [1.0, -0.5];

    fn rate(t: f64) -> f64 {
        (5.0 * t - 1.0) / (5.0 * t * t - 2.0 * t + 1.0)
    }

    impl VectorField<Points> for Stretch {
        fn velocity(&self, t: f64, x: &Points) -> Points {
            let of = |p: &[f64]| [0, 1].map(|i| M[i] + rate(t) * (p[i] - t * M[i]));
            Points::new(2, x.rows().flat_map(of).collect())
        }
    }

    impl Divergence for Stretch {
        fn divergence(&self, t: f64, x: &Points) -> Vec<f64> {
            vec![2.0 * rate(t); x.n()]
        }
    }

    fn log_data_density(x: &Points) -> Vec<f64> {
        let of = |p: &[f64]| {
            let log = |i: usize| truncated::log_normal_density((p[i] - M[i]) / 2.0) - 2_f64.ln();
            log(0) + log(1)
        };
        x.rows().map(of).collect()
    }

    fn places() -> Points {
        Points::new(2, vec![0.3, -0.8, -1.7, 0.9, 2.5, 2.5, 1.0, -0.5])
    }

    fn judged(kind: SolverKind, n: usize) -> Vec<f64> {
        let grid = TimeGrid::uniform(1.0, 0.0, n).unwrap();
        let mut run = LikelihoodRun::new(kind, grid, places());
        while run.advance(&Stretch) {}
        run.log_density_at_start(&log_density_of_noise(run.x()))
    }

    #[test]
    fn backward_the_density_of_a_gaussian_is_exact_to_the_order_of_the_scheme() {
        let worst = |kind, n| {
            let pairs = judged(kind, n).into_iter().zip(log_data_density(&places()));
            pairs.map(|(found, exact)| (found - exact).abs()).fold(0.0, f64::max)
        };
        let flows = crate::solver::tests::kinds_of(Family::Flow);
        for kind in flows {
            let order = (worst(kind, 64) / worst(kind, 128)).log2();
            assert!((order - f64::from(kind.order())).abs() < 0.3, "{kind:?}: {order}");
        }
        assert!(worst(SolverKind::Rk4, 200) < 1e-7);
    }

    #[test]
    fn forward_samples_bring_their_density_along() {
        let grid = TimeGrid::uniform(0.0, 1.0, 200).unwrap();
        let mut run = LikelihoodRun::new(SolverKind::Rk4, grid, places());
        while run.advance(&Stretch) {}
        let found = run.log_density_reached(&log_density_of_noise(&places()));
        for (found, exact) in found.iter().zip(log_data_density(run.x())) {
            assert!((found - exact).abs() < 1e-7, "{found} is not {exact}");
        }
    }

    #[test]
    fn the_integral_of_the_divergence_is_that_worked_out_outside() {
        // ln 2 for each of the two coordinates.
        let grid = TimeGrid::uniform(0.0, 1.0, 200).unwrap();
        let mut run = LikelihoodRun::new(SolverKind::Rk4, grid, places());
        while run.advance(&Stretch) {}
        for stretch in run.integration().x().stretch.data() {
            assert!((stretch - 2.0 * 2_f64.ln()).abs() < 1e-7);
        }
    }

    #[test]
    fn the_noise_has_the_density_of_the_books() {
        let at = log_density_of_noise(&Points::new(2, vec![0.0, 0.0, 3.0, -4.0]));
        let whole = -(2.0 * std::f64::consts::PI).ln();
        assert!((at[0] - whole).abs() < 1e-14 && (at[1] - whole + 12.5).abs() < 1e-13);
    }
}
