//! What the comparison must find.

use super::*;

/// All curves, and all metrics, of the comparison of `link`.
fn compared(link: &str) -> (Vec<Curve>, Vec<Number>) {
    let mut work = SolverBench::new(&Experiment::from_link(link));
    let (mut last, mut metrics) = (Vec::new(), Vec::new());
    loop {
        let piece = work.piece();
        if let Some(Frame::Curves { curves }) = piece.frames.into_iter().next() {
            last = curves;
        }
        metrics.extend(piece.metrics);
        if piece.is_last {
            return (last, metrics);
        }
    }
}

fn curve<'a>(curves: &'a [Curve], prefix: &str, kind: SolverKind) -> &'a Curve {
    let name = format!("{prefix}{}", kind.key());
    curves.iter().find(|curve| curve.name == name).expect("a curve for every scheme")
}

#[test]
fn fitted_orders_on_five_gaussians_are_the_promised_ones() {
    let (_, metrics) = compared("data=gmm5&samples=16&path=condot");
    for &kind in SolverKind::ALL {
        let Some(name) = order_name(kind) else { continue };
        let order = metrics.iter().find(|number| number.name == name).expect("an order");
        let promised = f64::from(kind.order());
        assert!((order.value - promised).abs() < 0.2, "{kind:?}: {}", order.value);
    }
}

#[test]
fn every_scheme_has_its_curves_and_they_come_down_to_the_noise_level() {
    let (curves, metrics) = compared("data=gmm5&samples=300&sigma=1");
    let level = metrics.iter().find(|number| number.name == "sliced_w2_noise").expect("a level");
    for &kind in SolverKind::ALL {
        let distance = curve(&curves, DISTANCE, kind);
        assert_eq!((distance.x.0.len(), distance.spread.0.len()), (STEPS.len(), STEPS.len()));
        let last = distance.y.0[STEPS.len() - 1];
        assert!(f64::from(last) < 2.5 * level.value, "{kind:?}: {last}");
        let calls = 128 * kind.calls_per_step();
        assert!((distance.x.0[STEPS.len() - 1] - calls as f32).abs() < 0.5);
    }
    let one_step = curve(&curves, DISTANCE, SolverKind::Euler).y.0[0];
    assert!(3.0 * level.value < f64::from(one_step), "{one_step}");
}

#[test]
fn data_without_a_smooth_density_are_compared_too() {
    for link in ["data=two-points&samples=16", "data=checkerboard&samples=16&path=vp"] {
        let (curves, _) = compared(link);
        let finite = |curve: &Curve| curve.y.0.iter().all(|y| y.is_finite());
        assert!(curves.iter().all(finite), "{link}");
    }
}
