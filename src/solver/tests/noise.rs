//! Equations with noise as a whole: their laws, and their runs.

use crate::math::brownian::SeededBrownian;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::solver::Family;
use crate::solver::SolverKind;
use crate::solver::process::Driven;
use crate::solver::process::PathSde;
use crate::solver::run::Integration;
use crate::solver::sigma::Sigma;
use crate::solver::sigma::SigmaKind;
use crate::solver::step::Sde;
use crate::solver::tests::check_close;
use crate::solver::tests::final_variance;
use crate::solver::tests::kinds_of;
use crate::solver::tests::line;
use crate::solver::tests::line::Line;
use crate::solver::tests::line::Schedule;
use crate::solver::tests::uniform;
use crate::solver::trajectory::SaveAt;

fn start(n: usize) -> Points {
    Rng::stream(21, Stream::Noise, 0).normal_points(n, 1)
}

fn mean_and_variance(x: &Points) -> (f64, f64) {
    let n = x.n() as f64;
    let mean = x.data().iter().sum::<f64>() / n;
    (mean, x.data().iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n)
}

fn mixture(schedule: Schedule) -> Line {
    Line { parts: vec![(0.3, -2.0, 0.25), (0.7, 1.0, 0.5)], schedule }
}

#[test]
fn every_scheme_keeps_the_marginals_of_a_mixture() {
    let n = 5000;
    let noise = SeededBrownian::new(22, 0);
    let sigma = Sigma::new(SigmaKind::Const, 1.0).unwrap();
    for schedule in [line::condot, line::sqrt] {
        let field = mixture(schedule);
        let process = PathSde { field: &field, sigma, noise: &noise };
        for kind in [kinds_of(Family::Noise), kinds_of(Family::Path)].concat() {
            let run = Integration::new(kind, uniform(0.0, 1.0, 200), start(n));
            let run = run.saving(SaveAt::Every).finish(&process);
            for step_idx in [50, 100, 150, 180, 200] {
                let (mean, variance) = mean_and_variance(&run.states()[step_idx]);
                let (m, v) = field.moments(run.times()[step_idx]);
                // Four standard errors (kurtosis 3 at most here) and the step's own error.
                let step_error = 0.02;
                check_close(mean, m, 4.0 * (v / n as f64).sqrt() + step_error);
                check_close(variance, v, 4.0 * v * (2.0 / n as f64).sqrt() + 2.0 * step_error);
            }
        }
    }
}

#[test]
fn every_noise_level_has_the_same_end() {
    let n = 5000;
    let field = mixture(line::sqrt);
    let noise = SeededBrownian::new(23, 0);
    let (m, v) = field.moments(1.0);
    for (kind, level) in [(SigmaKind::Beta, 2.0), (SigmaKind::Linear, 1.5), (SigmaKind::Sine, 1.0)]
    {
        let process =
            PathSde { field: &field, sigma: Sigma::new(kind, level).unwrap(), noise: &noise };
        let run = Integration::new(SolverKind::StochasticHeun, uniform(0.0, 1.0, 100), start(n));
        let (mean, variance) = mean_and_variance(run.finish(&process).x());
        check_close(mean, m, 4.0 * (v / n as f64).sqrt() + 0.01);
        check_close(variance, v, 4.0 * v * (2.0 / n as f64).sqrt() + 0.02);
    }
}

#[test]
fn samples_of_ornstein_and_uhlenbeck_spread_to_the_stationary_law() {
    let (theta, sigma, n) = (0.25, 0.5, 8000);
    let pull = |_: f64, x: &Points| x.clone().scaled(-theta);
    let noise = SeededBrownian::new(24, 0);
    for kind in kinds_of(Family::Noise) {
        let process = Driven { sde: Sde { drift: &pull, diffusion: &|_| sigma }, noise: &noise };
        let run = Integration::new(kind, uniform(0.0, 20.0, 400), Points::zeros(n, 1));
        let (mean, variance) = mean_and_variance(run.finish(&process).x());
        let stationary = sigma * sigma / (2.0 * theta);
        check_close(mean, 0.0, 4.0 * (stationary / n as f64).sqrt());
        // Steps of 0.05 widen Euler-Maruyama's law by 0.6 percent.
        check_close(variance, stationary, 4.0 * stationary * (2.0 / n as f64).sqrt() + 0.004);
    }
}

#[test]
fn too_much_noise_about_one_data_point_spreads_as_worked_out_outside() {
    let table: [(Schedule, SigmaKind, f64, f64); 4] = [
        (line::sqrt, SigmaKind::Const, 2.5, 0.281_057),
        (line::sqrt, SigmaKind::Beta, 1.0, 0.017_866_8),
        (line::condot, SigmaKind::Const, 2.5, 4.7e39),
        (line::condot, SigmaKind::Beta, 1.0, 3.16e-5),
    ];
    for (schedule, kind, level, expected) in table {
        let field = Line::gaussian(0.0, 0.0, schedule);
        let sigma = Sigma::new(kind, level).unwrap();
        let grid = uniform(0.0, 1.0, 1000);
        let variance = final_variance(SolverKind::EulerMaruyama, &grid, 1.0, |noise| PathSde {
            field: &field,
            sigma,
            noise,
        });
        // As many digits as are published.
        let digits = if (1e-3..1.0).contains(&expected) { 1e-5 } else { 1e-2 };
        check_close(variance.sqrt(), expected, digits * expected);
    }
}

#[test]
fn without_noise_the_schemes_are_those_for_flows_bit_for_bit() {
    let field = mixture(line::condot);
    let noise = SeededBrownian::new(25, 0);
    let process = PathSde { field: &field, sigma: Sigma::ZERO, noise: &noise };
    for (noisy, flow) in [
        (SolverKind::EulerMaruyama, SolverKind::Euler),
        (SolverKind::StochasticHeun, SolverKind::Heun),
    ] {
        let end = |kind| {
            let run = Integration::new(kind, uniform(0.0, 1.0, 37), start(50));
            run.finish(&process).x().data().iter().map(|v| v.to_bits()).collect::<Vec<u64>>()
        };
        assert_eq!(end(noisy), end(flow));
    }
}

#[test]
fn stopping_and_cutting_into_blocks_gives_the_same_bits() {
    let field = mixture(line::condot);
    let sigma = Sigma::new(SigmaKind::Const, 0.7).unwrap();
    let noise = SeededBrownian::new(26, 0);
    for &kind in <SolverKind as crate::math::kind::Kind>::ALL {
        let run = |x0: Points| Integration::new(kind, uniform(0.0, 1.0, 9), x0);
        let whole = run(start(20)).finish(&PathSde { field: &field, sigma, noise: &noise });
        let mut stopped = run(start(20));
        for _ in 0..4 {
            stopped.advance(&PathSde { field: &field, sigma, noise: &noise });
        }
        let resumed = stopped.clone().finish(&PathSde { field: &field, sigma, noise: &noise });
        assert_eq!(resumed.x(), whole.x(), "{kind:?}");
        let of_block = noise.for_block(13, 1);
        let block = PathSde { field: &field, sigma, noise: &of_block };
        let part = run(start(20).slice(13..20)).finish(&block);
        assert_eq!(part.x(), &whole.x().slice(13..20), "{kind:?}");
    }
}
