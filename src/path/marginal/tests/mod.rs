//! Exact marginals against closed-form values, differences and integrals.

mod identities;
mod known;
mod limits;

use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::path::scheduler::SchedulerKind;

const CONDOT: SchedulerKind = SchedulerKind::CondOt;
const SQRT: SchedulerKind = SchedulerKind::Sqrt;

/// Data points at -2 and +2 on the line.
fn two_points() -> Mixture {
    Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap()
}

/// Five Gaussians of unit variance at radius 10, the first to the right.
fn gmm5() -> Mixture {
    let angle = |k: i32| std::f64::consts::TAU * f64::from(k) / 5.0;
    let means = (0..5).flat_map(|k| [10.0 * angle(k).cos(), 10.0 * angle(k).sin()]).collect();
    Mixture::isotropic(&Points::new(2, means), 1.0).unwrap()
}

fn tilted() -> Mixture {
    let gaussian = |mean: [f64; 2], covariance: [f64; 4]| Component::Gaussian {
        mean: mean.to_vec(),
        covariance: covariance.to_vec(),
    };
    let first = gaussian([1.0, 2.0], [1.0, 0.6, 0.6, 0.5]);
    let second = gaussian([-1.0, 0.0], [0.3, -0.1, -0.1, 0.2]);
    Mixture::new(2, vec![(0.7, first), (0.3, second)]).unwrap()
}

fn boxes() -> Mixture {
    let unit =
        |low: [f64; 2], high: [f64; 2]| Component::Box { low: low.to_vec(), high: high.to_vec() };
    let parts = vec![(0.4, unit([-3.0, -1.0], [-1.0, 0.5])), (0.6, unit([0.0, 0.5], [3.5, 1.5]))];
    Mixture::new(2, parts).unwrap()
}

/// One of each: a data point aside, every kind of component there is.
fn medley() -> Mixture {
    let mut parts: Vec<(f64, Component)> =
        vec![(0.5, Component::Isotropic { mean: vec![2.0, -1.5], variance: 0.2 })];
    for law in [tilted(), boxes()] {
        parts.extend(law.weights().iter().copied().zip(law.components().iter().cloned()));
    }
    parts.push((0.3, Component::Isotropic { mean: vec![-2.0, 2.5], variance: 0.05 }));
    Mixture::new(2, parts).unwrap()
}

fn one(x: &[f64]) -> Points {
    Points::new(x.len(), x.to_vec())
}

/// A few places of the right dimension, between and outside components.
fn probes(law: &Mixture) -> Vec<Vec<f64>> {
    let places = [[0.3, -0.8], [-1.7, 0.9], [2.5, 2.5], [0.0, 0.0]];
    places.iter().map(|place| place[..law.dim()].to_vec()).collect()
}

fn moved(x: &[f64], i: usize, step: f64) -> Vec<f64> {
    let mut x = x.to_vec();
    x[i] += step;
    x
}
