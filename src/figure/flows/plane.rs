//! Fields on the plane that this lecture's figures follow, with their flows
//! where these can be written down.

use std::f64::consts::PI;
use std::f64::consts::TAU;

use crate::kinds;
use crate::math::field::VectorField;
use crate::math::kind::Choice;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::solver::trajectory::SaveAt;
use crate::solver::trajectory::Trajectory;

kinds! {
    /// A field on the plane for `0 <= t <= 1`, in menu order.
    pub enum PlaneKind {
        /// The same velocity everywhere, whose direction turns once.
        Wind = "wind", "Turning wind";
        /// Everything is pulled to a target that runs on a circle.
        Chase = "chase", "Moving target";
        /// Vortices that are shaken sideways.
        Cells = "cells", "Shaken vortices";
        /// The exact field from noise to three Gaussians.
        Model = "model", "Noise to data";
        /// Stretched along x, pressed together along y.
        Saddle = "saddle", "Stretch";
        /// A turn, fast in the middle and slow outside.
        Twist = "twist", "Twist";
        /// One turn of the whole plane.
        Turn = "turn", "One turn";
    }
}

/// Speed of the wind.
pub const WIND: f64 = 3.0;
/// Pull to the target, a unit of distance.
pub const PULL: f64 = 4.0;
/// Distance of the target from the origin.
pub const ORBIT: f64 = 1.2;
/// Rate of the stretch.
pub const STRETCH: f64 = 0.9;
/// Angular speed at the middle of the twist.
const TWIST: f64 = 5.0;
/// Largest speed in the vortices.
const CELL_SPEED: f64 = 3.0;
/// Vortices are this wide.
const CELL: f64 = 2.0;
/// They are shaken that far.
const SHAKE: f64 = 0.6;
/// Distance of the three Gaussians from the origin.
const MODEL_RADIUS: f64 = 3.2;
/// Their standard deviation.
const MODEL_STD: f64 = 0.5;

/// A field of [`PlaneKind`], ready to be followed.
#[derive(Clone, Debug)]
pub struct PlaneField {
    kind: PlaneKind,
    model: Option<Marginal>,
}

impl PlaneField {
    /// The field of that kind.
    pub fn new(kind: PlaneKind) -> Self {
        let model =
            (kind == PlaneKind::Model).then(|| Marginal::new(&law(), SchedulerKind::CondOt));
        Self { kind, model }
    }

    /// Velocity at one place.
    pub fn at(&self, t: f64, x: [f64; 2]) -> [f64; 2] {
        if self.model.is_some() {
            let u = self.velocity(t, &Points::new(2, x.to_vec()));
            return [u.row(0)[0], u.row(0)[1]];
        }
        self.kind.velocity(t, x)
    }

    /// Run of `solver` over the times of `grid`, every state kept.
    pub fn follow(&self, solver: SolverKind, grid: TimeGrid, x0: Points) -> Trajectory<Points> {
        Integration::new(solver, grid, x0).saving(SaveAt::Every).finish(self)
    }
}

impl PlaneKind {
    /// The fields that change in time.
    pub const MOVING: &'static [Choice] = Self::CHOICES.split_at(4).0;

    /// The fields that bend a grid.
    pub const BENDING: &'static [Choice] = Self::CHOICES.split_at(6).0.split_at(2).1;

    /// The fields that schemes are compared on.
    pub const COMPARED: &'static [Choice] = Self::CHOICES.split_at(2).1;

    /// Half the side of the square that is shown.
    pub fn reach(self) -> f64 {
        match self {
            Self::Model => 5.0,
            Self::Saddle => 4.6,
            _ => 3.0,
        }
    }

    /// Where the flow carries `x0` from `t = 0`, if a formula says so.
    pub fn flow(self, t: f64, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let (cos, sin) = (libm::cos(TAU * t), libm::sin(TAU * t));
        match self {
            Self::Wind => {
                let radius = WIND / TAU;
                Some([x + radius * sin, y + radius * (1.0 - cos)])
            }
            Self::Chase => {
                // The part that stays turns with the target, behind and nearer.
                let [lag_x, lag_y] = lag();
                let fade = libm::exp(-PULL * t);
                let turned = [lag_x * cos - lag_y * sin, lag_x * sin + lag_y * cos];
                Some([turned[0] + fade * (x - lag_x), turned[1] + fade * (y - lag_y)])
            }
            Self::Twist => Some(turned([x, y], t * twist(x * x + y * y))),
            Self::Turn => Some(turned([x, y], TAU * t)),
            Self::Saddle => Some([x * libm::exp(STRETCH * t), y * libm::exp(-STRETCH * t)]),
            Self::Cells | Self::Model => None,
        }
    }

    /// Velocity of the fields that have a formula of their own.
    fn velocity(self, t: f64, [x, y]: [f64; 2]) -> [f64; 2] {
        let (cos, sin) = (libm::cos(TAU * t), libm::sin(TAU * t));
        match self {
            Self::Wind => [WIND * cos, WIND * sin],
            Self::Chase => [PULL * (ORBIT * cos - x), PULL * (ORBIT * sin - y)],
            Self::Cells => {
                let (a, b) = (PI / CELL * (x + SHAKE * sin), PI / CELL * y);
                let along = -CELL_SPEED * libm::sin(a) * libm::cos(b);
                [along, CELL_SPEED * libm::cos(a) * libm::sin(b)]
            }
            Self::Twist => {
                let rate = twist(x * x + y * y);
                [-rate * y, rate * x]
            }
            Self::Turn => [-TAU * y, TAU * x],
            Self::Saddle => [STRETCH * x, -STRETCH * y],
            Self::Model => unreachable!("plane: the model's field is a marginal"),
        }
    }
}

impl VectorField<Points> for PlaneField {
    fn velocity(&self, t: f64, x: &Points) -> Points {
        if let Some(model) = &self.model {
            return model.velocity(t, x);
        }
        let u = x.rows().flat_map(|row| self.kind.velocity(t, [row[0], row[1]]));
        Points::new(2, u.collect())
    }
}

/// Three Gaussians on a circle around the origin.
fn law() -> Mixture {
    let place = |k: i32| {
        let angle = TAU * (0.25 + f64::from(k) / 3.0);
        [MODEL_RADIUS * libm::cos(angle), MODEL_RADIUS * libm::sin(angle)]
    };
    let means = Points::new(2, (0..3).flat_map(place).collect());
    let law = Mixture::isotropic(&means, MODEL_STD * MODEL_STD);
    law.unwrap_or_else(|error| panic!("flows: {error}"))
}

/// Angular speed of the twist at the squared radius `r2`.
fn twist(r2: f64) -> f64 {
    TWIST * libm::exp(-0.5 * r2)
}

fn turned([x, y]: [f64; 2], angle: f64) -> [f64; 2] {
    let (cos, sin) = (libm::cos(angle), libm::sin(angle));
    [x * cos - y * sin, x * sin + y * cos]
}

/// Where a particle that has forgotten its start is at `t = 0`: the solution
/// `b exp(i tau t)` of `b' = PULL (ORBIT exp(i tau t) - b)`, that is
/// `b = PULL ORBIT / (PULL + i tau)`.
fn lag() -> [f64; 2] {
    let per = PULL * ORBIT / (PULL * PULL + TAU * TAU);
    [per * PULL, -per * TAU]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn starts() -> Vec<[f64; 2]> {
        let mut rng = Rng::stream(2, Stream::Figure, 0);
        (0..20).map(|_| [rng.uniform_in(-2.5, 2.5), rng.uniform_in(-2.5, 2.5)]).collect()
    }

    #[test]
    fn the_formulas_of_the_flows_obey_their_fields() {
        let h = 1e-5;
        for &kind in PlaneKind::ALL {
            for x0 in starts() {
                let Some(start) = kind.flow(0.0, x0) else { continue };
                assert!((0..2).all(|i| (start[i] - x0[i]).abs() < 1e-12), "{kind:?}");
                for t in [0.1, 0.37, 0.8] {
                    let [before, now, after] = [t - h, t, t + h].map(|t| kind.flow(t, x0).unwrap());
                    let u = PlaneField::new(kind).at(t, now);
                    for i in 0..2 {
                        let slope = (after[i] - before[i]) / (2.0 * h);
                        assert!((slope - u[i]).abs() < 1e-6, "{kind:?} {t} {x0:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn vortices_neither_gain_nor_lose_area() {
        let h = 1e-5;
        for x in starts() {
            let u = |dx: f64, dy: f64| PlaneKind::Cells.velocity(0.3, [x[0] + dx, x[1] + dy]);
            let div = (u(h, 0.0)[0] - u(-h, 0.0)[0] + u(0.0, h)[1] - u(0.0, -h)[1]) / (2.0 * h);
            assert!(div.abs() < 1e-8, "{div}");
        }
    }

    #[test]
    fn fine_steps_arrive_where_the_formulas_say() {
        let x0 = Points::new(2, starts().concat());
        for &kind in PlaneKind::ALL {
            let grid = TimeGrid::uniform(0.0, 1.0, 400).unwrap();
            let end = PlaneField::new(kind).follow(SolverKind::Rk4, grid, x0.clone());
            for (x0, x1) in starts().iter().zip(end.x().rows()) {
                let Some(exact) = kind.flow(1.0, *x0) else { continue };
                assert!((0..2).all(|i| (exact[i] - x1[i]).abs() < 1e-7), "{kind:?}");
            }
        }
    }

    #[test]
    fn the_model_starts_toward_the_mean_of_the_data() {
        // u_0(x) = E[z] - x for the CondOT path, and E[z] = 0 on the ring.
        let u = PlaneField::new(PlaneKind::Model).at(0.0, [0.7, -1.1]);
        assert!((u[0] + 0.7).abs() < 1e-12 && (u[1] - 1.1).abs() < 1e-12, "{u:?}");
    }
}
