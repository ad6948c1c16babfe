//! Floors and zero losses against closed-form values.

use super::*;
use crate::dataset::DatasetKind;
use crate::math::kind::Kind;
use crate::math::points::Points;
use crate::path::objective::WeightKind;
use crate::path::objective::times::TimeLaw;

const CONDOT: SchedulerKind = SchedulerKind::CondOt;
const SQRT: SchedulerKind = SchedulerKind::Sqrt;
const LINEAR: SchedulerKind = SchedulerKind::Linear;

/// All losses of a space and a weight, at uniform times up to `1 - e`.
fn up_to(e: f64, space: PredictKind, weight: WeightKind) -> LossSpec {
    LossSpec { space, weight, times: TimeLaw::uniform([0.0, 1.0 - e]) }
}

fn noise_to(kind: DatasetKind, scheduler: SchedulerKind) -> ExactField {
    ExactField::from_noise(kind.build().law(), scheduler)
}

fn between(source: DatasetKind, data: DatasetKind) -> ExactField {
    ExactField::new(source.build().law(), data.build().law(), LINEAR).unwrap()
}

fn floor_of(field: &ExactField, loss: LossSpec) -> Estimate {
    let mut floor = Floor::new(field, loss, 7);
    assert!(floor.progress() < 1.0 || floor.value().value.is_infinite());
    while floor.advance() {}
    assert!((floor.progress() - 1.0).abs() < 1e-12);
    floor.value()
}

fn cfm_floor(law: &Mixture, scheduler: SchedulerKind, times: [f64; 2]) -> Estimate {
    floor_of(&ExactField::from_noise(law, scheduler), LossSpec::flow_matching(times))
}

#[test]
fn five_gaussians_have_their_closed_form_floors() {
    use PredictKind::Score;
    use PredictKind::Velocity;
    let known = [
        (SQRT, Velocity, [19.8877, 19.3865, 20.3779, 21.5123]),
        (CONDOT, Velocity, [19.9719, 18.3594, 18.2123, 18.1977]),
        (SQRT, Score, [2.98904, 7.17723, 11.7042, 16.2975]),
        (CONDOT, Score, [17.0845, 197.146, 1997.15, 19997.2]),
    ];
    for (scheduler, space, floors) in known {
        let field = noise_to(DatasetKind::Gmm5, scheduler);
        for (exact, e) in floors.iter().zip([1e-1, 1e-2, 1e-3, 1e-4]) {
            let Estimate { value, std_error } = floor_of(&field, up_to(e, space, WeightKind::None));
            // Half a unit of the last of six digits.
            let digit = 10_f64.powf(f64::log10(*exact).floor() - 5.0);
            let error = (value - exact).abs();
            assert!(error < 0.51 * digit, "{scheduler:?} {space:?} {e}: {value} is not {exact}");
            assert!(std_error < 1e-4 * value, "{std_error}");
        }
    }
}

#[test]
fn the_noise_loss_is_the_score_loss_weighted_by_beta_squared_and_has_its_floor() {
    for (scheduler, exact) in [(SQRT, 1.0208), (CONDOT, 1.1942)] {
        let field = noise_to(DatasetKind::Gmm5, scheduler);
        let noise = floor_of(&field, up_to(1e-5, PredictKind::Noise, WeightKind::None));
        let integral = noise.value * (1.0 - 1e-5);
        assert!((integral - exact).abs() < 5.1e-5, "{scheduler:?}: {integral}");
        let score = floor_of(&field, up_to(1e-5, PredictKind::Score, WeightKind::Beta2));
        assert!((score.value - noise.value).abs() < 1e-12 * noise.value);
    }
}

#[test]
fn networks_that_say_zero_have_their_closed_form_losses() {
    let cfm = |field: &ExactField, e: f64| {
        zero_loss(field, up_to(e, PredictKind::Velocity, WeightKind::None), PredictKind::Velocity)
    };
    let close = |ours: f64, exact: f64, tolerance: f64| {
        assert!((ours - exact).abs() < tolerance, "{ours} is not {exact}");
    };
    close(cfm(&noise_to(DatasetKind::Checkerboard, CONDOT), 0.0), 18.6667, 5.1e-5);
    close(cfm(&noise_to(DatasetKind::Moons, CONDOT), 0.0), 18.068, 5.1e-4);
    close(cfm(&between(DatasetKind::Circles, DatasetKind::Checkerboard), 0.0), 32.4167, 5.1e-5);
    let [straight, sqrt] = [CONDOT, SQRT].map(|kind| noise_to(DatasetKind::Gmm5, kind));
    close(cfm(&straight, 1e-3), 104.0, 1e-10);
    close(cfm(&sqrt, 1e-5) * (1.0 - 1e-5), 107.755, 5.1e-4);
    for e in [1e-1_f64, 1e-3, 1e-5] {
        let loss = up_to(e, PredictKind::Score, WeightKind::None);
        let score = |field: &ExactField| zero_loss(field, loss, PredictKind::Score) * (1.0 - e);
        close(score(&sqrt), 2.0 * (1.0 / e).ln(), 1e-8);
        close(score(&straight), 2.0 * (1.0 / e - 1.0), 1e-8 / e);
    }
}

#[test]
fn the_straight_path_to_the_checkerboard_and_to_moons_has_its_floor() {
    let board = cfm_floor(DatasetKind::Checkerboard.build().law(), CONDOT, [0.0, 1.0]);
    assert!((board.value - 8.443).abs() < 5e-4 + 4.0 * board.std_error, "{board:?}");
    assert!(board.std_error < 0.02);
    let moons = cfm_floor(DatasetKind::Moons.build().law(), CONDOT, [0.0, 1.0]);
    assert!((moons.value - 6.57).abs() < 0.03, "{moons:?}");
}

#[test]
fn the_linear_path_from_circles_to_the_checkerboard_has_its_floor() {
    let field = between(DatasetKind::Circles, DatasetKind::Checkerboard);
    let floor = floor_of(&field, LossSpec::flow_matching([0.0, 1.0]));
    assert!((floor.value - 21.68).abs() < 0.02 + 3.0 * floor.std_error, "{floor:?}");
    assert!(floor.std_error < 0.045, "{floor:?}");
}

#[test]
fn one_gaussian_has_the_floor_of_linear_regression() {
    // z ~ N(0, c): Var[z given x] = c b^2 / (a^2 c + b^2), so for CondOT
    // L* = integral of c / (t^2 c + (1 - t)^2), an arc tangent.
    let c: f64 = 4.0;
    let antiderivative = |t: f64| c.sqrt() * (((c + 1.0) * t - 1.0) / c.sqrt()).atan();
    let exact = (antiderivative(0.9) - antiderivative(0.1)) / 0.8;
    for dim in [1, 2] {
        let law = Mixture::isotropic(&Points::zeros(1, dim), c).unwrap();
        let Estimate { value, std_error } = cfm_floor(&law, CONDOT, [0.1, 0.9]);
        assert!((value - dim as f64 * exact).abs() < 1e-6, "{value} {exact}");
        assert!(std_error < 1e-5);
    }
    // In three dimensions it is left to chance; the variance does not depend on x.
    let law = Mixture::isotropic(&Points::zeros(1, 3), c).unwrap();
    let Estimate { value, std_error } = cfm_floor(&law, CONDOT, [0.1, 0.9]);
    assert!((value - 3.0 * exact).abs() < 4.0 * std_error + 1e-3, "{value} {std_error}");
    // A source N(0, d) of its own: c d / (t^2 c + (1 - t)^2 d) a coordinate.
    let [source, data] = [2.0, c].map(|v| Mixture::isotropic(&Points::zeros(1, 2), v).unwrap());
    let field = ExactField::new(&source, &data, LINEAR).unwrap();
    let Estimate { value, std_error } = floor_of(&field, LossSpec::flow_matching([0.1, 0.9]));
    let rule = Rule::legendre(60, 0.1, 0.9);
    let at = |t: f64| 2.0 * c * 2.0 / (t * t * c + (1.0 - t) * (1.0 - t) * 2.0) / 0.8;
    assert!((value - rule.integrate(at)).abs() < 4.0 * std_error + 1e-3, "{value} {std_error}");
}

#[test]
fn every_space_weight_and_law_of_times_has_the_floor_of_linear_regression() {
    let c = 3.0;
    let law = Mixture::isotropic(&Points::zeros(1, 1), c).unwrap();
    for &scheduler in SchedulerKind::ALL {
        let field = ExactField::from_noise(&law, scheduler);
        for &space in PredictKind::ALL {
            for &weight in WeightKind::ALL {
                for &dist in TimeDistKind::ALL {
                    let times = TimeLaw::new(dist, [0.02, 0.97]);
                    let ours = floor_of(&field, LossSpec { space, weight, times }).value;
                    let at = |t: f64| {
                        let s = scheduler.at(t);
                        let [z, eps] = s.target(space);
                        let slope = z - eps * s.alpha / s.beta;
                        let variance =
                            c * s.beta * s.beta / (s.alpha * s.alpha * c + s.beta * s.beta);
                        times.density(t) * weight.at(s) * slope * slope * variance
                    };
                    let on = |i: i32| {
                        let edge = |i: i32| 0.02 + 0.95 * f64::from(i) / 60.0;
                        Rule::legendre(16, edge(i), edge(i + 1)).integrate(at)
                    };
                    let exact: f64 = (0..60).map(on).sum();
                    let context = format!("{scheduler:?} {space:?} {weight:?} {dist:?}");
                    assert!((ours - exact).abs() < 3e-6 * exact, "{context}: {ours} {exact}");
                }
            }
        }
    }
}

#[test]
fn quadrature_and_chance_agree() {
    for &scheduler in SchedulerKind::ALL {
        let field = noise_to(DatasetKind::EightGaussians, scheduler);
        for dist in TimeDistKind::ALL {
            let times = TimeLaw::new(*dist, [0.001, 0.999]);
            let loss = LossSpec { times, ..LossSpec::flow_matching([0.0, 1.0]) };
            let exact = floor_of(&field, loss);
            let mut chance = Chance::new(&field, loss, 3);
            while chance.advance(&field) {}
            let Estimate { value, std_error } = chance.value();
            assert!((value - exact.value).abs() < 4.0 * std_error, "{value} {exact:?} {std_error}");
        }
    }
}

#[test]
fn every_data_set_has_a_finite_floor_below_the_zero_loss() {
    for &kind in DatasetKind::ALL {
        let field = noise_to(kind, CONDOT);
        let loss = LossSpec::flow_matching([0.001, 0.999]);
        let (floor, zero) = (floor_of(&field, loss), zero_loss(&field, loss, loss.space));
        assert!(0.0 < floor.value && floor.value < zero, "{kind:?} {floor:?} {zero}");
        assert!(floor.std_error <= 2e-3 * floor.value, "{kind:?} {floor:?}");
    }
}

#[test]
fn floors_are_infinite_where_the_loss_is_not_integrable_and_only_there() {
    let diverges = |scheduler, space, weight| {
        let field = noise_to(DatasetKind::Gmm5, scheduler);
        let loss = up_to(0.0, space, weight);
        // Logit-normal times have no mass near the ends.
        let times = TimeLaw::new(TimeDistKind::LogitNormal, [0.0, 1.0]);
        assert!(!is_infinite(&field, LossSpec { times, ..loss }));
        Floor::new(&field, loss, 1).value().value.is_infinite()
    };
    for &scheduler in SchedulerKind::ALL {
        let is_steep = !scheduler.is_finite_at_end();
        assert_eq!(diverges(scheduler, PredictKind::Velocity, WeightKind::None), is_steep);
        assert!(diverges(scheduler, PredictKind::Score, WeightKind::None));
        for space in [PredictKind::Noise, PredictKind::Data] {
            assert!(!diverges(scheduler, space, WeightKind::None));
        }
        assert!(!diverges(scheduler, PredictKind::Score, WeightKind::Beta2));
        assert!(!diverges(scheduler, PredictKind::Data, WeightKind::Snr));
        assert!(diverges(scheduler, PredictKind::Noise, WeightKind::Snr));
        let is_vp = scheduler == SchedulerKind::Vp;
        assert_eq!(diverges(scheduler, PredictKind::Velocity, WeightKind::Beta2), is_vp);
    }
    // Data points are known for certain before the end.
    let points = Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap();
    let floor = cfm_floor(&points, SQRT, [0.0, 1.0]);
    assert!(floor.value.is_finite() && 0.0 < floor.value);
}

#[test]
fn zero_losses_are_infinite_where_the_target_is_not_square_integrable() {
    let zero = |scheduler, space, predict| {
        let field = noise_to(DatasetKind::Gmm5, scheduler);
        zero_loss(&field, up_to(0.0, space, WeightKind::None), predict)
    };
    for &scheduler in SchedulerKind::ALL {
        let velocity = zero(scheduler, PredictKind::Velocity, PredictKind::Velocity);
        assert_eq!(velocity.is_infinite(), !scheduler.is_finite_at_end(), "{scheduler:?}");
        assert!(zero(scheduler, PredictKind::Score, PredictKind::Score).is_infinite());
        // E|eps|^2 = 2, E|z|^2 = 102.
        let noise = zero(scheduler, PredictKind::Noise, PredictKind::Noise);
        let data = zero(scheduler, PredictKind::Data, PredictKind::Data);
        assert!((noise - 2.0).abs() < 1e-12 && (data - 102.0).abs() < 1e-10);
        // Zero velocity misses the data by beta^2 |u|^2 / Delta^2, which is bounded.
        assert!(zero(scheduler, PredictKind::Data, PredictKind::Velocity).is_finite());
    }
    let vp = noise_to(DatasetKind::Gmm5, SchedulerKind::Vp);
    let times = TimeLaw::uniform([0.0, 0.9]);
    let loss = LossSpec { times, ..LossSpec::flow_matching([0.0, 1.0]) };
    assert!(zero_loss(&vp, loss, PredictKind::Velocity).is_infinite());
}

#[test]
fn losses_grow_by_decade_as_the_lecture_says() {
    // Per decade of e: (dim/4) ln 10 = 1.15 (CFM), 2 ln 10 = 4.6 (score) for sqrt.
    let field = noise_to(DatasetKind::Gmm5, SQRT);
    for (space, growth) in [(PredictKind::Velocity, 1.15), (PredictKind::Score, 4.6)] {
        let integral =
            |e: f64| floor_of(&field, up_to(e, space, WeightKind::None)).value * (1.0 - e);
        assert!((integral(1e-5) - integral(1e-4) - growth).abs() < 0.01);
    }
    let straight = noise_to(DatasetKind::Gmm5, CONDOT);
    let score = floor_of(&straight, up_to(1e-5, PredictKind::Score, WeightKind::None));
    assert!((score.value * 1e-5 / 2.0 - 1.0).abs() < 1e-3);
}
