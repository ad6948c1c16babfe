//! How an experiment's samples are drawn: start, times, scheme, noise on the way.
//!
//! The exact field and every network follow the same plan, so that what differs
//! between them is the field alone.

use crate::experiment::choice::DirectionKind;
use crate::experiment::images::run::Imaging;
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
    /// Times, from noise to data or back.
    pub grid: TimeGrid,
    /// Whether the last step keeps off the grid's last time.
    pub is_end_singular: bool,
    /// Noise on the way, for schemes that add it.
    pub sigma: Sigma,
    /// Seed of that noise.
    pub seed: u64,
}

impl SamplePlan {
    /// The plan for the exact field.
    ///
    /// Noise is at t = 0, or at `tmin` under a path whose velocity is infinite
    /// at 0 (`vp`). Where the field (data without a smooth density) or the score
    /// of the path (schemes with noise) is singular at t = 1, the last step
    /// does not ask for it there; the way back starts before, at
    /// [`Experiment::last_regular_time`].
    pub fn exact(experiment: &Experiment, is_smooth: bool) -> Self {
        let start = experiment.sample.under.start_time(experiment.time_range()[0]);
        Self::new(experiment, start, !is_smooth || adds_noise(experiment))
    }

    /// The plan for a network of the experiment.
    ///
    /// A velocity cannot be had from a score or a noise prediction where there
    /// is no data in the point, at t = 0 (but under `ddpm`): for those noise is
    /// at `tmin`. At t = 1 only a network that says the velocity of its own path
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

    /// The plan for a network of images, by the same rules.
    ///
    /// # Panics
    /// Never for experiments from links, whose steps are bounded.
    pub fn of_images(experiment: &Imaging) -> Self {
        let Imaging { path, predict, sample, seed, .. } = *experiment;
        let tmin = experiment.train.loss.times.range()[0];
        let needs_signal = matches!(predict, PredictKind::Score | PredictKind::Noise);
        let is_blind = needs_signal && path.start_alpha() <= 0.0;
        let start = if is_blind { tmin } else { path.start_time(tmin) };
        let grid = sample.grid.build(start, 1.0, sample.n_steps.max(1) as usize);
        let is_noisy = sample.solver.family() == Family::Noise;
        Self {
            solver: sample.solver,
            grid: grid.expect("plan: a link's steps fit between its times"),
            is_end_singular: predict != PredictKind::Velocity || is_noisy,
            sigma: sample.sigma,
            seed,
        }
    }

    /// `noise_at` is the time of the noise, `is_singular` whether the field is at t = 1.
    fn new(experiment: &Experiment, noise_at: f64, is_singular: bool) -> Self {
        let sample = experiment.sample;
        let [start, end] = match sample.direction {
            DirectionKind::Forward => [noise_at, 1.0],
            DirectionKind::Backward => [experiment.last_regular_time(), noise_at],
        };
        let grid = sample.grid.build(start, end, sample.n_steps.max(1) as usize);
        Self {
            solver: sample.solver,
            grid: grid.expect("plan: a link's steps fit between its times"),
            is_end_singular: is_singular && start < end,
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

/// Start points of an experiment's samples, the same for every field and solver:
/// noise, or on the way back the path's points at the time that it begins.
///
/// That time is 1 and the points are data, or it lies before 1 and they have
/// the little noise that the path has left there: data without a density
/// could not be carried back to the whole of the noise.
///
/// Shapes: `[n_samples, dim]`. Random: `Stream::Noise` of the seed, and
/// `Stream::Data` for the data.
pub fn starts(experiment: &Experiment) -> Points {
    let noise = start_noise(experiment);
    if !experiment.is_backward() {
        return noise;
    }
    let mut rng = Rng::stream(experiment.seed, Stream::Data, 0);
    let z = experiment.aim().sample(noise.n(), &mut rng);
    let s = experiment.sample.under.at(experiment.last_regular_time());
    z.scaled(s.alpha).add_scaled(s.beta, &noise)
}

/// Noise that samples of an experiment start from.
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
    use crate::math::mixture::Mixture;
    use crate::metric::order::fitted_order;
    use crate::metric::order::rounding_floor;
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
    fn the_way_back_starts_where_field_and_network_are_regular_and_ends_in_noise() {
        for (link, start, end) in [
            ("data=gmm5", 1.0, 0.0),
            ("data=checkerboard", 0.999, 0.0),
            ("data=gmm5&path=vp&tmin=0.01", 1.0, 0.01),
            ("data=gmm5&predict=noise&tmax=0.99", 0.99, 0.001),
            ("data=gmm5&under=trig", 0.999, 0.0),
        ] {
            for &grid in GridKind::ALL {
                let link = format!("{link}&dir=backward&n=7&grid={}", grid.key());
                let plan = SamplePlan::learned(&Experiment::from_link(&link));
                let ends = (plan.grid.start(), plan.grid.end(), plan.grid.n_steps());
                assert_eq!(ends, (start, end, 7), "{link}");
                assert!(!plan.is_end_singular, "{link}");
            }
        }
    }

    #[test]
    fn samples_on_the_way_back_start_from_data_with_what_noise_is_left() {
        let of = |link: &str| starts(&Experiment::from_link(link));
        let z = Experiment::from_link("data=gmm5").data.build();
        let z = z.sample(1_000, &mut Rng::stream(1, Stream::Data, 0));
        assert_eq!(of("data=gmm5&dir=backward"), z);
        let noisy = of("data=two-points&dir=backward&path=vp&tmax=0.99");
        let off = |x: f64| (x.abs() - 2.0 * 0.99_f64.sqrt()).powi(2);
        let spread = noisy.data().iter().map(|x| off(*x)).sum::<f64>() / 1_000.0;
        assert!((spread / 0.01 - 1.0).abs() < 0.15, "{spread}");
        assert_eq!(of("data=gmm5"), start_noise(&Experiment::from_link("data=gmm5")));
    }

    /// Where `x` ends along the exact flow of `law` under the plan of `link`.
    fn carried(law: &Mixture, link: &str, x: &Points) -> Points {
        let experiment = Experiment::from_link(link);
        let plan = SamplePlan::exact(&experiment, true);
        let field = ExactField::from_noise(law, experiment.path);
        plan.integration(x.clone()).finish(&field).x().clone()
    }

    #[test]
    fn forward_and_back_return_to_the_start_to_the_order_of_the_scheme() {
        let experiment = Experiment::from_link("data=gmm5&samples=64");
        let (data, noise) = (experiment.data.build(), start_noise(&experiment));
        let (mut steps, mut errors) = (Vec::new(), Vec::new());
        for n in [32, 64, 128, 256] {
            let link = format!("data=gmm5&solver=rk4&n={n}");
            let there = carried(data.law(), &link, &noise);
            let back = carried(data.law(), &format!("{link}&dir=backward"), &there);
            let miss = back.add_scaled(-1.0, &noise);
            steps.push(f64::from(n));
            errors.push((miss.data().iter().map(|v| v * v).sum::<f64>() / 64.0).sqrt());
        }
        let order = fitted_order(&steps, &errors, rounding_floor(1.0)).expect("four errors");
        assert!((3.5..5.5).contains(&order.value), "{order:?} of {errors:?}");
        assert!(errors[3] < 1e-5, "{errors:?}");
    }

    #[test]
    fn backward_from_a_normal_law_of_variance_4_to_one_of_variance_1() {
        let law = Mixture::isotropic(&Points::zeros(1, 1), 4.0).unwrap();
        let link = |rest: &str| format!("data=gmm5&dir=backward&{rest}");
        // x0/x1 by Euler's scheme, by hand: u = (5t - 1)/(4t^2 + (1 - t)^2) x.
        for (n, ratio) in [(1, 0.0), (2, 0.2), (4, 0.340_540_540_540_540_5)] {
            let one = Points::new(1, vec![1.0]);
            let end = carried(&law, &link(&format!("solver=euler&n={n}")), &one);
            assert!((end.data()[0] - ratio).abs() < 1e-12, "{n}: {end:?}");
        }
        let data = Rng::stream(5, Stream::Figure, 0).normal_points(4_096, 1).scaled(2.0);
        let noise = carried(&law, &link("solver=rk4&n=50"), &data);
        let variance = noise.data().iter().map(|x| x * x).sum::<f64>() / 4_096.0;
        // Three standard errors of the variance of so many.
        assert!((variance - 1.0).abs() < 3.0 * (2.0 / 4_096.0_f64).sqrt(), "{variance}");
        for (noise, data) in noise.data().iter().zip(data.data()) {
            assert!((noise - 0.5 * data).abs() < 1e-5 * (1.0 + data.abs()), "{noise} of {data}");
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
