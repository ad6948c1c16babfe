//! Where a scheme carries points: block after block, a step at a time.

use crate::job::plan::SamplePlan;
use crate::math::points::Points;
use crate::path::marginal::Marginal;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;

/// Points that move together.
const BLOCK: usize = 64;

/// The ends of a set of points in the making.
pub(super) struct Ends {
    plan: SamplePlan,
    start: Points,
    block: Option<Integration<Points>>,
    reached: Vec<f64>,
}

impl Ends {
    /// The points `start` before their first step.
    pub(super) fn new(plan: SamplePlan, start: Points) -> Self {
        Self { plan, start, block: None, reached: Vec::new() }
    }

    /// Makes one step of one block; all ends after the last.
    pub(super) fn advance(&mut self, field: &Marginal) -> Option<Points> {
        let first = self.reached.len() / self.start.dim();
        let mut block = self.block.take().unwrap_or_else(|| {
            let end = (first + BLOCK).min(self.start.n());
            self.plan.integration(self.start.slice(first..end))
        });
        let noise = self.plan.noise(first, self.start.dim());
        if block.advance(&PathSde { field, sigma: self.plan.sigma, noise: &noise }) {
            self.block = Some(block);
            return None;
        }
        self.reached.extend_from_slice(block.x().data());
        let is_done = self.reached.len() == self.start.data().len();
        is_done.then(|| Points::new(self.start.dim(), std::mem::take(&mut self.reached)))
    }
}
