//! Floors against closed-form values.

use crate::dataset::DatasetKind;
use crate::math::kind::Kind;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::quadrature::Rule;
use crate::path::floor::CfmFloor;
use crate::path::floor::Estimate;
use crate::path::floor::zero_loss;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

const CONDOT: SchedulerKind = SchedulerKind::CondOt;
const SQRT: SchedulerKind = SchedulerKind::Sqrt;

fn floor_of(law: &Mixture, scheduler: SchedulerKind, times: [f64; 2]) -> Estimate {
    let mut floor = CfmFloor::new(&Marginal::new(law, scheduler), times, 7);
    assert!(floor.progress() < 1.0 || floor.value().value.is_infinite());
    while floor.advance() {}
    assert!((floor.progress() - 1.0).abs() < 1e-12);
    floor.value()
}

#[test]
fn five_gaussians_have_their_closed_form_floors() {
    let known = [
        (SQRT, [19.8877, 19.3865, 20.3779, 21.5123]),
        (CONDOT, [19.9719, 18.3594, 18.2123, 18.1977]),
    ];
    let law = DatasetKind::Gmm5.build();
    for (scheduler, floors) in known {
        for (exact, e) in floors.iter().zip([1e-1, 1e-2, 1e-3, 1e-4]) {
            let Estimate { value, std_error } = floor_of(law.law(), scheduler, [0.0, 1.0 - e]);
            assert!((value - exact).abs() < 5.1e-5, "{scheduler:?} {e}: {value} is not {exact}");
            assert!(std_error < 1e-3, "{std_error}");
        }
    }
}

#[test]
fn the_straight_path_to_the_checkerboard_and_to_moons_has_its_floor() {
    let board = floor_of(DatasetKind::Checkerboard.build().law(), CONDOT, [0.0, 1.0]);
    assert!((board.value - 8.443).abs() < 5e-4 + 4.0 * board.std_error, "{board:?}");
    assert!(board.std_error < 0.02);
    let moons = floor_of(DatasetKind::Moons.build().law(), CONDOT, [0.0, 1.0]);
    assert!((moons.value - 6.57).abs() < 0.03, "{moons:?}");
}

#[test]
fn a_network_that_says_zero_has_its_closed_form_loss() {
    let loss = |kind: DatasetKind| zero_loss(CONDOT.at(0.3), kind.build().law().second_moment(), 2);
    assert!((loss(DatasetKind::Checkerboard) - 18.6667).abs() < 5.1e-5);
    assert!((loss(DatasetKind::Moons) - 18.068).abs() < 5.1e-4);
    assert!((loss(DatasetKind::Gmm5) - 104.0).abs() < 1e-10);
    // The integral over [0, 1 - e] is 102 (1 - e) + ln(1/e)/2; here from 0.5 to 0.9.
    let second_moment = DatasetKind::Gmm5.build().law().second_moment();
    let sqrt = Rule::legendre(40, 0.5, 0.9).integrate(|t| zero_loss(SQRT.at(t), second_moment, 2));
    assert!((sqrt - 102.0 * 0.4 - 0.5 * 5.0_f64.ln()).abs() < 1e-9);
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
        let Estimate { value, std_error } = floor_of(&law, CONDOT, [0.1, 0.9]);
        assert!((value - dim as f64 * exact).abs() < 1e-6, "{value} {exact}");
        assert!(std_error < 1e-5);
    }
    // In three dimensions it is left to chance; the variance does not depend on x.
    let law = Mixture::isotropic(&Points::zeros(1, 3), c).unwrap();
    let Estimate { value, std_error } = floor_of(&law, CONDOT, [0.1, 0.9]);
    assert!((value - 3.0 * exact).abs() < 4.0 * std_error + 1e-3, "{value} {std_error}");
}

#[test]
fn quadrature_and_chance_agree() {
    let law = DatasetKind::EightGaussians.build();
    for &scheduler in SchedulerKind::ALL {
        let exact = floor_of(law.law(), scheduler, [0.001, 0.999]);
        let marginal = Marginal::new(law.law(), scheduler);
        let mut chance = super::chance::Chance::new(&super::panels([0.001, 0.999], true), 3);
        while chance.advance(&marginal) {}
        let Estimate { value, std_error } = chance.value();
        assert!((value - exact.value).abs() < 4.0 * std_error, "{value} {exact:?} {std_error}");
    }
}

#[test]
fn every_data_set_has_a_finite_floor_below_the_zero_loss() {
    for &kind in DatasetKind::ALL {
        let law = kind.build();
        let floor = floor_of(law.law(), CONDOT, [0.001, 0.999]);
        let zero = zero_loss(CONDOT.at(0.5), law.law().second_moment(), law.dim());
        assert!(0.0 < floor.value && floor.value < zero, "{kind:?} {floor:?} {zero}");
        assert!(floor.std_error <= 2e-3 * floor.value, "{kind:?} {floor:?}");
    }
}

#[test]
fn the_square_root_has_no_floor_up_to_the_end() {
    let law = DatasetKind::Gmm5.build();
    assert!(floor_of(law.law(), SQRT, [0.0, 1.0]).value.is_infinite());
}

#[test]
fn panels_cover_the_range_without_gaps() {
    for [tmin, tmax] in [[0.0, 1.0], [0.001, 0.999], [0.3, 0.31], [0.9999, 1.0], [0.0, 1.0 - 1e-9]]
    {
        for is_steep in [false, true] {
            let panels = super::panels([tmin, tmax], is_steep);
            let ends = [panels[0][0], panels[panels.len() - 1][1]];
            assert_eq!(ends.map(f64::to_bits), [tmin, tmax].map(f64::to_bits));
            assert!(panels.iter().all(|[from, to]| from < to));
            assert!(panels.windows(2).all(|pair| pair[0][1].to_bits() == pair[1][0].to_bits()));
        }
    }
}
