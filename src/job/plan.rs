//! How an experiment's samples are drawn: start, times, scheme, noise on the way.
//!
//! The exact field and every network follow the same plan, so that what differs
//! between them is the field alone.

use crate::experiment::run::Experiment;
use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::path::convert::PredictKind;
use crate::path::exact::ExactField;
use crate::path::scheduler::SchedulerKind;
use crate::solver::Family;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;
use crate::solver::sigma::Sigma;

/// Times, scheme and noise of a set of samples.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplePlan {
    /// Scheme.
    pub solver: SolverKind,
    /// Times, from noise to data.
    pub grid: TimeGrid,
    /// Whether the last step keeps off the end of time.
    pub is_end_singular: bool,
    /// Noise on the way, for schemes that add it.
    pub sigma: Sigma,
    /// Seed of that noise.
    pub seed: u64,
}

impl SamplePlan {
    /// The plan for the exact field.
    ///
    /// It starts at t = 0, or at `tmin` under a path whose velocity is infinite
    /// at 0 (`vp`). Where the field (data without a smooth density) or the score
    /// of the path (schemes with noise) is singular at t = 1, the last step
    /// does not ask for it there.
    pub fn exact(experiment: &Experiment, is_smooth: bool) -> Self {
        let start = experiment.sample.under.start_time(experiment.time_range()[0]);
        Self::new(experiment, start, !is_smooth || adds_noise(experiment))
    }

    /// The plan for a network of the experiment.
    ///
    /// A velocity cannot be had from a score or a noise prediction where there
    /// is no data in the point, at t = 0 (but under `ddpm`): those start at
    /// `tmin`. At t = 1 only a network that says the velocity of its own path
    /// is asked.
    pub fn learned(experiment: &Experiment) -> Self {
        let (under, predict) = (experiment.sample.under, experiment.net.predict);
        let tmin = experiment.time_range()[0];
        let needs_signal = matches!(predict, PredictKind::Score | PredictKind::Noise);
        let is_blind = needs_signal && under.start_alpha() <= 0.0;
        let start = if is_blind { tmin } else { under.start_time(tmin) };
        let is_own = predict == PredictKind::Velocity && under == experiment.path;
        Self::new(experiment, start, !is_own || adds_noise(experiment))
    }

    fn new(experiment: &Experiment, start: f64, is_end_singular: bool) -> Self {
        let sample = experiment.sample;
        let grid = sample.grid.build(start, 1.0, sample.n_steps.max(1) as usize);
        Self {
            solver: sample.solver,
            grid: grid.expect("plan: a link's steps fit between its times"),
            is_end_singular,
            sigma: sample.sigma,
            seed: experiment.seed,
        }
    }

    /// The run from `x0`, before its first step.
    pub fn integration<X: State>(&self, x0: X) -> Integration<X> {
        let run = Integration::new(self.solver, self.grid.clone(), x0);
        if self.is_end_singular { run.ending_with_euler() } else { run }
    }

    /// The noise on the way for a block of points that begins with point `first`.
    pub fn noise(&self, first: usize, dim: usize) -> SeededBrownian {
        SeededBrownian::new(self.seed, 0).for_block(first, dim)
    }
}

fn adds_noise(experiment: &Experiment) -> bool {
    experiment.sample.solver.family() == Family::Noise
}

/// Start points of an experiment's samples, the same for every field and solver.
///
/// Shapes: `[n_samples, dim]`. Random: `Stream::Noise` of the seed.
pub fn start_noise(experiment: &Experiment) -> Points {
    let n = experiment.sample.n_samples as usize;
    experiment.source().sample(n, &mut Rng::stream(experiment.seed, Stream::Noise, 0))
}

/// The exact field from the experiment's source to its data under `path`.
///
/// # Panics
/// Never for the sources and data of our menus; a test tries every pair.
pub fn exact_field(experiment: &Experiment, path: SchedulerKind) -> ExactField {
    let (source, data) = (experiment.source().law(), experiment.data.build());
    let field = ExactField::new(&source, data.law(), path);
    field.expect("plan: every source of the menu meets every data set")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::DatasetKind;
    use crate::dataset::source::SourceKind;
    use crate::math::field::VectorField;
    use crate::math::kind::Kind;
    use crate::solver::spacing::GridKind;

    #[test]
    fn every_source_meets_every_data_set_with_a_finite_field() {
        for &source in SourceKind::ALL {
            for &data in DatasetKind::ALL {
                let link = format!("data={}&source={}", data.key(), source.key());
                let experiment = Experiment::from_link(&link);
                let field = exact_field(&experiment, experiment.path);
                // A point of the path, where it has a density for sure.
                let mut rng = Rng::stream(1, Stream::Figure, 0);
                let z = experiment.data.build().sample(4, &mut rng);
                let start = experiment.source().sample(4, &mut rng);
                let x = z.scaled(0.5).add_scaled(0.5, &start);
                assert!(field.velocity(0.5, &x).data().iter().all(|v| v.is_finite()), "{link}");
            }
        }
    }

    #[test]
    fn every_grid_of_every_length_lies_within_the_path() {
        for &grid in GridKind::ALL {
            for &path in SchedulerKind::ALL {
                for n in [1, 2, 3, 20, 500] {
                    let link = format!("grid={}&path={}&n={n}", grid.key(), path.key());
                    let plan = SamplePlan::exact(&Experiment::from_link(&link), true);
                    assert_eq!((plan.grid.n_steps(), plan.grid.end()), (n, 1.0), "{link}");
                    let start = if path == SchedulerKind::Vp { 0.001 } else { 0.0 };
                    assert!((plan.grid.start() - start).abs() < 1e-12, "{link}");
                }
            }
        }
    }

    #[test]
    fn networks_are_asked_only_where_their_answer_gives_a_velocity() {
        let plan = |link: &str| SamplePlan::learned(&Experiment::from_link(link));
        let starts = |link: &str| plan(link).grid.start();
        assert!(starts("").abs() < 1e-12 && starts("predict=data").abs() < 1e-12);
        assert!((starts("predict=noise") - 0.001).abs() < 1e-12);
        assert!((starts("predict=score&under=vp") - 0.001).abs() < 1e-12);
        assert!(starts("predict=noise&path=ddpm").abs() < 1e-12);
        assert!(!plan("").is_end_singular);
        for link in ["predict=data", "solver=em", "under=trig", "predict=noise"] {
            assert!(plan(link).is_end_singular, "{link}");
        }
    }
}
