//! How surprised the exact flow is by fresh data, beside the data's entropy.

use crate::experiment::run::Experiment;
use crate::job::aim::AimedField;
use crate::job::distance::reference;
use crate::job::exact::Number;
use crate::job::exact::Piece;
use crate::job::exact::Work;
use crate::math::field::LogDensity;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::metric::nll::nll;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::likelihood::LikelihoodRun;
use crate::solver::likelihood::log_density_of_noise;
use crate::solver::spacing::GridKind;

/// Steps from data to noise, by the fourth-order scheme, short at both ends.
const N_STEPS: usize = 100;
/// Fresh points, where the law has few components.
const MAX_POINTS: usize = 512;
/// Points that a block moves, where the law has few components.
const MAX_BLOCK: usize = 64;
/// Components up to which a law counts as having few.
const FEW: usize = 256;

/// Fresh data carried back to the noise along the exact flow.
///
/// Where the data have no smooth density the flow is followed from the last
/// training time, and the points are of the path's law at that time.
pub(super) struct ExactLikelihood {
    field: AimedField,
    grid: TimeGrid,
    points: Points,
    block_len: usize,
    block: Option<LikelihoodRun>,
    log_p: Vec<f64>,
}

impl ExactLikelihood {
    /// Nothing carried yet.
    pub(super) fn new(experiment: &Experiment) -> Self {
        let path = experiment.path;
        let [tmin, tmax] = experiment.time_range();
        let data = experiment.aim();
        let end = if data.law().is_smooth() { 1.0 } else { tmax };
        let grid = GridKind::Cosine.build(end, path.start_time(tmin), N_STEPS);
        let field = AimedField::new(experiment, path);
        let n_parts = field.n_parts();
        let share = |most: usize, least: usize| (most * FEW / n_parts.max(FEW)).max(least);
        let n = share(MAX_POINTS, MAX_BLOCK);
        let schedule = path.at(end);
        let start =
            experiment.source().sample(n, &mut Rng::stream(experiment.seed, Stream::Metric, 1));
        let fresh = reference(&data, experiment.seed, n);
        Self {
            points: fresh.scaled(schedule.alpha).add_scaled(schedule.beta, &start),
            field,
            grid: grid.expect("likelihood: training times rise"),
            block_len: share(MAX_BLOCK, 1),
            block: None,
            log_p: Vec::new(),
        }
    }

    fn next_block(&self) -> LikelihoodRun {
        let first = self.log_p.len();
        let end = (first + self.block_len).min(self.points.n());
        LikelihoodRun::new(SolverKind::Rk4, self.grid.clone(), self.points.slice(first..end))
    }

    /// `log p` of points where the flow starts, as samples are started there.
    fn log_density_of_source(&self, x: &Points) -> Vec<f64> {
        match &self.field {
            AimedField::Gaussian(_) | AimedField::Guided(_) => log_density_of_noise(x),
            AimedField::Coupled(coupled) => coupled.source().log_density(x),
        }
    }

    fn numbers(&self) -> Vec<Number> {
        let exact = nll(&self.field.log_density(self.grid.start(), &self.points));
        let found = nll(&self.log_p);
        vec![
            Number { name: "nll", value: found.value, spread: found.std_error },
            Number { name: "entropy", value: exact.value, spread: exact.std_error },
        ]
    }
}

impl Work for ExactLikelihood {
    fn piece(&mut self) -> Piece {
        let mut block = self.block.take().unwrap_or_else(|| self.next_block());
        if block.advance(&self.field) {
            self.block = Some(block);
            return Piece::default();
        }
        let reached = self.log_density_of_source(block.x());
        self.log_p.extend(block.log_density_at_start(&reached));
        if self.log_p.len() < self.points.n() {
            return Piece::default();
        }
        Piece { metrics: self.numbers(), is_last: true, ..Piece::default() }
    }

    fn progress(&self) -> (usize, usize) {
        (self.log_p.len(), self.points.n())
    }
}
