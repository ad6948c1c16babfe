//! Floors of Gaussian mixtures on the line and the plane, by quadrature.
//!
//! In `x` the trapezoidal rule: for smooth functions that die away it converges
//! faster than any power once its spacing is below the narrowest component. Two
//! grids, one between the points of the other, together make a finer one, and
//! their difference says how far each is off. In `t` Gauss-Legendre on panels.

use crate::math::mixture::Component;
use crate::math::mixture::Mixture;
use crate::math::quadrature::Rule;
use crate::path::floor::Estimate;
use crate::path::floor::is_steep_at_start;
use crate::path::marginal::Marginal;
use crate::path::objective;
use crate::path::objective::LossSpec;
use crate::path::scheduler::ScheduleAt;

/// Spacing in units of the narrowest component.
const SPACING: f64 = 0.6;
/// Half width of the grid around a component, in its standard deviations.
const REACH: f64 = 6.5;
/// Cells with a lower log probability are left out: all together they weigh `1e-9`.
const LOWEST: f64 = -35.0;
/// Nodes in time on every panel.
const NODES: usize = 6;
/// Beyond this many points times components, chance is the better way.
const MOST_WORK: f64 = 2e7;
/// Points times components in one slice.
const SLICE: usize = 400_000;

/// Relative error of the rule in time, on top of the grids' own difference.
const TIME_ERROR: f64 = 1e-6;

#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// Times with their weights, the price of the posterior variance included.
    nodes: Vec<(f64, f64)>,
    node_idx: usize,
    line_idx: usize,
    /// Sums of the two grids at this time.
    sums: [f64; 2],
    /// The mean over time so far, and how far the two grids were apart.
    value: f64,
    gap: f64,
}

/// A grid of points at one time; the second grid is off by half a step.
struct Frame {
    low: Vec<f64>,
    counts: Vec<usize>,
    step: f64,
}

impl Grid {
    /// The sums to do, or nothing if chance is the better way.
    pub(super) fn new(marginal: &Marginal, loss: LossSpec) -> Option<Self> {
        let law = marginal.law();
        let is_box = |c: &Component| matches!(c, Component::Box { .. });
        if 2 < law.dim() || law.components().iter().any(is_box) {
            return None;
        }
        let node = |(v, w): (f64, f64)| {
            let (t, density) = loss.times.at(v);
            let price = objective::price(marginal.scheduler().at(t), loss.space, loss.weight);
            (t, w * density * price)
        };
        let pieces = loss.times.pieces(is_steep_at_start(marginal.scheduler(), loss));
        let of_piece = |&[from, to]: &[f64; 2]| {
            Rule::legendre(NODES, from, to).iter().map(node).collect::<Vec<_>>()
        };
        let nodes: Vec<(f64, f64)> = pieces.iter().flat_map(of_piece).collect();
        let n_points =
            |&(t, _): &(f64, f64)| Frame::new(law, marginal.scheduler().at(t)).n_points();
        let work = 2.0 * law.weights().len() as f64 * nodes.iter().map(n_points).sum::<f64>();
        (work <= MOST_WORK).then_some(Self {
            nodes,
            node_idx: 0,
            line_idx: 0,
            sums: [0.0; 2],
            value: 0.0,
            gap: 0.0,
        })
    }

    pub(super) fn advance(&mut self, marginal: &Marginal) -> bool {
        let Some(&(t, weight)) = self.nodes.get(self.node_idx) else {
            return false;
        };
        let mut at = marginal.at(t);
        let frame = Frame::new(marginal.law(), at.schedule);
        let lines = frame.lines(self.line_idx, SLICE / marginal.law().weights().len());
        let log_cell = frame.log_cell();
        let mut x = vec![0.0; marginal.law().dim()];
        for line in lines.clone() {
            for point in 0..frame.counts[0] {
                for (sum, offset) in self.sums.iter_mut().zip([0.0, 0.5]) {
                    frame.place([point, line], offset, &mut x);
                    let log_mass = at.log_density(&x) + log_cell;
                    if LOWEST < log_mass {
                        *sum += weight * libm::exp(log_mass) * at.posterior_variance_again(&x);
                    }
                }
            }
        }
        self.line_idx = lines.end;
        if frame.n_lines() <= self.line_idx {
            (self.node_idx, self.line_idx) = (self.node_idx + 1, 0);
            let [a, b] = std::mem::take(&mut self.sums);
            self.value += 0.5 * (a + b);
            self.gap += (a - b).abs();
        }
        self.node_idx < self.nodes.len()
    }

    pub(super) fn progress(&self) -> f64 {
        self.node_idx as f64 / self.nodes.len() as f64
    }

    pub(super) fn value(&self) -> Estimate {
        if self.node_idx < self.nodes.len() {
            return Estimate { value: f64::NAN, std_error: f64::INFINITY };
        }
        Estimate { value: self.value, std_error: self.gap + TIME_ERROR * self.value }
    }
}

impl Frame {
    fn new(law: &Mixture, schedule: ScheduleAt) -> Self {
        let ScheduleAt { alpha, beta, .. } = schedule;
        let at_time = |variance: f64| libm::sqrt(alpha * alpha * variance + beta * beta);
        let narrowest =
            law.components().iter().map(narrowest_variance).fold(f64::INFINITY, f64::min);
        let step = SPACING * at_time(narrowest);
        let edges = |i: usize| {
            let edge = |sign: f64| {
                let of = move |c: &Component| {
                    sign * alpha * c.mean_at(i) + REACH * at_time(c.variance_at(i, law.dim()))
                };
                sign * law.components().iter().map(of).fold(f64::NEG_INFINITY, f64::max)
            };
            [edge(-1.0), edge(1.0)]
        };
        let edges: Vec<[f64; 2]> = (0..law.dim()).map(edges).collect();
        let counts =
            edges.iter().map(|[low, high]| libm::ceil((high - low) / step) as usize).collect();
        Self { low: edges.iter().map(|[low, _]| *low).collect(), counts, step }
    }

    fn n_points(&self) -> f64 {
        self.counts.iter().map(|&n| n as f64).product()
    }

    fn n_lines(&self) -> usize {
        self.counts.get(1).copied().unwrap_or(1)
    }

    /// Lines from `first` on with about `n_points` points, at least one line.
    fn lines(&self, first: usize, n_points: usize) -> std::ops::Range<usize> {
        let n = (n_points / (2 * self.counts[0])).max(1);
        first..(first + n).min(self.n_lines())
    }

    fn log_cell(&self) -> f64 {
        self.counts.len() as f64 * libm::log(self.step)
    }

    fn place(&self, indices: [usize; 2], offset: f64, x: &mut [f64]) {
        for ((x, low), idx) in x.iter_mut().zip(&self.low).zip(indices) {
            *x = low + self.step * (idx as f64 + offset);
        }
    }
}

/// Smallest eigenvalue of a covariance on the line or the plane.
fn narrowest_variance(component: &Component) -> f64 {
    match component {
        Component::Gaussian { covariance, .. } => match covariance[..] {
            [xx, xy, _, yy] => {
                let half_gap = libm::hypot(0.5 * (xx - yy), xy);
                (0.5 * (xx + yy) - half_gap).max(0.0)
            }
            _ => covariance[0],
        },
        _ => component.variance_at(0, 1),
    }
}
