//! Mixtures by hand: the numbers they keep, the law they stand for, the editor's moves.

use std::f64::consts::TAU;

use crate::dataset::mix::MixSpec;
use crate::dataset::mix::Part;
use crate::dataset::mix::PartNumbers;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

fn part(weight: f64, mean: [f64; 2], axes: [f64; 2], angle: f64) -> Part {
    Part::nearest(PartNumbers { weight, mean, axes, angle }).0
}

#[test]
fn the_law_is_that_of_turned_axes() {
    // Along the axes the density is a product of two normal densities.
    let (spec, _) = MixSpec::of_parts(&[part(7.0, [1.0, -2.0], [2.0, 0.5], 30.0)]).unwrap();
    let (cos, sin) = (0.75_f64.sqrt(), 0.5);
    let [along, across] = [1.3, -0.4];
    let x = [1.0 + along * cos - across * sin, -2.0 + along * sin + across * cos];
    let exact = -0.5 * ((along / 2.0).powi(2) + (across / 0.5).powi(2)) - TAU.ln();
    let log = spec.law().log_density(&Points::new(2, x.to_vec()))[0];
    assert!((log - exact).abs() < 1e-13, "{log} {exact}");
}

#[test]
fn round_parts_and_their_limit_agree() {
    // A round part is kept as an isotropic Gaussian; nearly round ones are not.
    let law = |second: f64| {
        let parts = [part(1.0, [0.5, 0.5], [0.8, second], 40.0)];
        MixSpec::of_parts(&parts).unwrap().0.law()
    };
    let x = Points::new(2, vec![0.1, 0.9]);
    let [low, round, high] = [0.79, 0.8, 0.81].map(|s| law(s).log_density(&x)[0]);
    assert!(low.min(high) - 0.02 < round && round < low.max(high) + 0.02);
}

#[test]
fn weights_count_in_proportion() {
    let parts = [part(3.0, [1.0, 0.0], [0.1; 2], 0.0), part(1.0, [-1.0, 2.0], [0.1; 2], 0.0)];
    let data = MixSpec::of_parts(&parts).unwrap().0.build();
    let mean = data.law().mean();
    assert!((mean[0] - 0.5).abs() < 1e-15 && (mean[1] - 0.5).abs() < 1e-15);
    assert!(data.n_classes() == 2 && (data.class_weight(0) - 0.75).abs() < 1e-15);
    assert_eq!(data.describe(), "2 components, weights 3 : 1");
}

#[test]
fn a_pair_of_round_parts_has_the_posterior_of_linear_regression_between_them() {
    let parts = [part(1.0, [-2.0, 0.0], [0.5; 2], 0.0), part(1.0, [2.0, 0.0], [0.5; 2], 0.0)];
    let law = MixSpec::of_parts(&parts).unwrap().0.law();
    let field = Marginal::new(&law, SchedulerKind::CondOt);
    // By symmetry E[z given x] has no first coordinate on the line x = 0.
    let mean = field.posterior_mean(0.5, &Points::new(2, vec![0.0, 0.7]));
    // Var 1/4: E[z_2 given x_2] = a C x / (a^2 C + b^2) = 0.125 * 0.7 / 0.3125.
    assert!(mean.data()[0].abs() < 1e-15 && (mean.data()[1] - 0.28).abs() < 1e-15);
}

#[test]
fn numbers_are_kept_within_their_ranges_and_said() {
    let typed = PartNumbers { weight: 2.0, mean: [0.25, -5.99], axes: [0.3, 3.0], angle: 179.0 };
    let (exact, is_moved) = Part::nearest(typed);
    assert!(!is_moved);
    assert_eq!(exact.numbers(), typed);
    let moved = |by: &dyn Fn(&mut PartNumbers)| {
        let mut numbers = typed;
        by(&mut numbers);
        Part::nearest(numbers)
    };
    assert_eq!(moved(&|n| n.weight = 0.0).0.numbers().weight.to_bits(), 1.0_f64.to_bits());
    assert!(moved(&|n| n.weight = 1e300).1);
    assert!(moved(&|n| n.mean[0] = 0.254).1);
    assert!(moved(&|n| n.axes[1] = 0.0).1);
    assert!(moved(&|n| n.angle = f64::NAN).1);
    assert!(moved(&|n| n.mean[1] = f64::NEG_INFINITY).1);
    // A half turn is the same law.
    for angle in [-1.0, 359.0] {
        let (part, is_moved) = moved(&|n| n.angle = angle);
        assert_eq!((part, is_moved), (exact, false));
    }
    // Rounded up to 180, it is 0 again.
    assert_eq!(moved(&|n| n.angle = 179.7).0.numbers().angle.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn the_editor_adds_moves_and_removes() {
    let mut spec = MixSpec::default();
    let idx = spec.add([1.0, 1.0]).unwrap();
    spec.move_mean(idx, [2.0, 40.0]);
    spec.set_axes(idx, [1.0, 0.2]);
    spec.set_angle(idx, 90.0);
    spec.set_weight(idx, 9.0);
    let numbers = spec.parts()[idx].numbers();
    let expected = PartNumbers { weight: 9.0, mean: [2.0, 6.0], axes: [1.0, 0.2], angle: 90.0 };
    assert_eq!(numbers, expected);
    while spec.add([0.0, 0.0]).is_some() {}
    assert!(spec.is_full() && spec.n() == MixSpec::MAX_PARTS);
    spec.move_mean(99, [0.0, 0.0]);
    assert!(!spec.remove(99));
    while spec.remove(0) {}
    assert_eq!(spec.n(), 1);
}

#[test]
fn an_axis_follows_the_hand() {
    let mut rng = Rng::stream(5, Stream::Figure, 0);
    for k in 0..500 {
        let mut spec = MixSpec::default();
        let (idx, axis) = (k % 3, k % 2);
        let [x, y] = spec.parts()[idx].numbers().mean;
        let (length, turn) = (rng.uniform_in(0.1, 2.9), rng.uniform_in(0.0, TAU));
        let place = [x + length * turn.cos(), y + length * turn.sin()];
        spec.drag_axis(idx, axis, place);
        let tip = spec.parts()[idx].axis_tip(axis);
        // Half a degree and half a hundredth off; an axis has two ends.
        let to = |tip: [f64; 2]| (tip[0] - place[0]).hypot(tip[1] - place[1]);
        let gap = to(tip).min(to([2.0 * x - tip[0], 2.0 * y - tip[1]]));
        assert!(gap <= length * 0.5_f64.to_radians() + 0.0051, "{gap}");
    }
}

#[test]
fn the_nearest_mean_is_found() {
    let spec = MixSpec::default();
    let (idx, distance) = spec.nearest([3.0, 2.0]).unwrap();
    assert!(idx == 2 && (distance - 1.0).abs() < 1e-15);
    let mut twice = spec;
    twice.add([3.0, 3.0]);
    assert_eq!(twice.nearest([3.0, 2.0]).map(|(idx, _)| idx), Some(3));
}
