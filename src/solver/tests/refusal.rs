//! What a run refuses, what it never asks, and how it says that it blew up.

use crate::math::brownian::SeededBrownian;
use crate::math::field::VectorField;
use crate::math::kind::Kind;
use crate::solver::SolverKind;
use crate::solver::process::Driven;
use crate::solver::process::PathSde;
use crate::solver::run::BlowUp;
use crate::solver::run::Integration;
use crate::solver::sigma::Sigma;
use crate::solver::sigma::SigmaKind;
use crate::solver::step::Sde;
use crate::solver::tests::check_close;
use crate::solver::tests::line;
use crate::solver::tests::line::Line;
use crate::solver::tests::uniform;

fn decay() -> impl VectorField<f64> {
    |_: f64, x: &f64| -x
}

#[test]
#[should_panic(expected = "runs forward only")]
fn a_scheme_with_noise_refuses_to_run_backward() {
    Integration::new(SolverKind::Ancestral, uniform(1.0, 0.0, 3), 0.0);
}

#[test]
#[should_panic(expected = "needs more than a velocity field")]
fn a_velocity_alone_does_not_serve_a_scheme_with_noise() {
    Integration::new(SolverKind::EulerMaruyama, uniform(0.0, 1.0, 3), 0.0).advance(&decay());
}

#[test]
#[should_panic(expected = "no scheme for a drift and noise")]
fn an_equation_with_noise_refuses_schemes_that_would_leave_it_out() {
    let noise = SeededBrownian::new(1, 0);
    let process = Driven { sde: Sde { drift: &decay(), diffusion: &|_| 1.0 }, noise: &noise };
    Integration::new(SolverKind::Heun, uniform(0.0, 1.0, 3), 0.0).advance(&process);
}

#[test]
fn the_menu_tells_who_draws_and_who_needs_a_gaussian_path() {
    let keys = |is: fn(SolverKind) -> bool| -> Vec<&str> {
        SolverKind::ALL.iter().filter(|kind| is(**kind)).map(|kind| kind.key()).collect()
    };
    assert_eq!(keys(SolverKind::is_stochastic), ["em", "sheun", "ancestral"]);
    assert_eq!(keys(SolverKind::needs_gaussian), ["em", "sheun", "ddim", "ancestral"]);
    let flows: Vec<&str> = SolverKind::FLOW_CHOICES.iter().map(|choice| choice.key).collect();
    assert_eq!(flows, ["euler", "midpoint", "heun", "rk4"]);
}

#[test]
fn a_run_to_a_singular_end_never_asks_there() {
    // The field of one data point exists for t < 1 alone: 0/0 at the end.
    let field = Line::gaussian(1.0, 0.0, line::condot);
    assert!(VectorField::<f64>::velocity(&field, 1.0, &0.3).is_nan());
    let noise = SeededBrownian::new(1, 0);
    let sigma = Sigma::new(SigmaKind::Beta, 1.0).unwrap();
    let process = PathSde { field: &field, sigma, noise: &noise };
    for &kind in SolverKind::ALL {
        let run = Integration::new(kind, uniform(0.0, 1.0, 64), -3.0).ending_with_euler();
        let end = run.finish_finite(&process).unwrap();
        // The last increment of noise, beta(t) sqrt(h), is left where a step adds it.
        check_close(*end.x(), 1.0, 5.0 * (1.0 / 64_f64).powf(1.5) + 1e-9);
    }
}

#[test]
fn a_run_that_blows_up_names_the_time() {
    // x' = x^2 from 1 leaves every bound at t = 1; Euler overflows soon after.
    let square = |_: f64, x: &f64| x * x;
    let run = Integration::new(SolverKind::Euler, uniform(0.0, 2.0, 200), 1.0);
    let BlowUp { t } = run.finish_finite(&square).unwrap_err();
    assert!(1.0 < t && t < 1.3, "{t}");
    let message = BlowUp { t: 0.62 }.to_string();
    assert!(message.starts_with("the state became infinite at t = 0.62"), "{message}");
    let calm = Integration::new(SolverKind::Euler, uniform(0.0, 2.0, 200), 1.0);
    assert!(calm.finish_finite(&decay()).is_ok());
}
