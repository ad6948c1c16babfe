//! Networks with labels on the plane: taught, held against the exact fields, swept.

use super::*;
use crate::protocol::event::Frame;

fn said(link: &str) -> Vec<Event> {
    let mut session = session();
    start(&mut session, RUN, Job::Guidance { link: link.to_owned() });
    work_until_done(&mut session, RUN)
}

/// Values of the last curve of that name.
fn curve(events: &[Event], name: &str) -> Vec<f32> {
    let curves = events.iter().rev().find_map(|event| match event {
        Event::Frame { frame: Frame::Curves { curves }, .. } => Some(curves),
        _ => None,
    });
    let found = curves.and_then(|curves| curves.iter().find(|curve| curve.name == name));
    found.map(|curve| curve.y.0.clone()).unwrap_or_default()
}

#[test]
fn a_null_label_that_was_never_seen_has_no_field_and_one_that_was_has() {
    let events = said("lesson=etas&data=gmm5&steps=1200");
    let number = |name: &str| metric(&events, RUN, name).expect(name);
    // The exact velocity has a mean square of about 100 here.
    assert!(10.0 < number("null_error_eta0"));
    for seen in ["null_error_eta10", "null_error_eta50", "given_error_eta0", "given_error_eta10"] {
        assert!(number(seen) < 5.0, "{seen}: {}", number(seen));
    }
    assert!(4.0 * number("null_error_eta10") < number("null_error_eta0"));
    // At w = 3 the guided field has -2 times the miss of the null field.
    let ratio = number("guided_error_eta0") / number("null_error_eta0");
    assert!((ratio - 4.0).abs() < 0.4, "{ratio}");
    // Draws for the one are draws that the other lacks; guidance needs both.
    let error = |what: &str, eta: &str| number(&format!("{what}_error_eta{eta}"));
    for (less, more) in [("0", "10"), ("10", "25"), ("25", "50"), ("50", "90")] {
        assert!(error("null", more) < error("null", less), "{less} {more}");
        assert!(less == "0" || error("given", less) < error("given", more), "{less} {more}");
    }
    assert!(error("given", "50") < error("null", "50"));
    assert!(error("null", "90") < error("given", "90"));
    assert!(error("guided", "50") < error("guided", "10"));
    assert!(error("guided", "50") < error("guided", "90"));
}

#[test]
fn one_network_is_as_good_with_a_label_and_some_five_times_worse_without() {
    let events = said("lesson=networks&data=gmm5&steps=2000");
    let number = |name: &str| metric(&events, RUN, name).expect(name);
    let factor = |what: &str, alone: &str| {
        number(&format!("{what}_error_both")) / number(&format!("{what}_error_{alone}-alone"))
    };
    let (null, given) = (factor("null", "null"), factor("given", "given"));
    assert!((3.5..7.0).contains(&null), "{null}");
    assert!((0.7..1.4).contains(&given), "{given}");
    let weights = number("weights_null-alone") + number("weights_given-alone");
    assert!((weights - 2.0 * number("weights_both")).abs() < 0.5);
}

#[test]
fn a_network_of_few_steps_gains_accuracy_beyond_one_and_then_loses_spread_alone() {
    for seed in ["1", "2"] {
        let link = "lesson=sweep&by=learned&data=gmm5&steps=300&w=1,2,4";
        let events = said(&format!("{link}&seed={seed}"));
        let share = curve(&events, "accuracy/40 steps");
        assert!((0.8..0.95).contains(&share[0]), "{seed}: {share:?}");
        assert!(0.98 < share[1] && share[1] <= share[2], "{seed}: {share:?}");
        // The data with the label have the spread of one bell, sqrt 2.
        let of_data: Vec<f32> =
            curve(&events, "spread/40 steps").iter().map(|v| v / 2.0_f32.sqrt()).collect();
        assert!(2.0 < of_data[0] && of_data[2] < 0.8, "{seed}: {of_data:?}");
        assert!((0.9..1.4).contains(&of_data[1]), "{seed}: {of_data:?}");
    }
}

#[test]
fn exact_guidance_meets_the_label_and_narrows_below_the_law_it_is_said_to_have() {
    let events = said("lesson=sweep&by=exact&data=gmm5&w=0,1,4");
    let share = curve(&events, "accuracy/40 steps");
    // One label in five: four standard errors of a share of 500 points.
    assert!((share[0] - 0.2).abs() < 4.0 * (0.16_f32 / 500.0).sqrt());
    assert!(0.98 < share[1] && 0.98 < share[2]);
    let (ours, tilted) = (curve(&events, "spread/40 steps"), curve(&events, "spread/tilted"));
    // At w = 1 one bell: spread sqrt 2, known to 3 % from 500 points.
    assert!(
        (ours[1] / 2.0_f32.sqrt() - 1.0).abs() < 0.1 && (tilted[1] / ours[1] - 1.0).abs() < 0.1
    );
    assert!(ours[2] < 0.8 * tilted[2], "{ours:?} {tilted:?}");
}

#[test]
fn every_prediction_learns_to_guide_with_and_without_noise() {
    for link in ["predict=velocity", "predict=score", "predict=noise", "predict=data", "sigma=1"] {
        let link = format!("lesson=sweep&by=learned&data=moons&w=0,2&steps=600&{link}");
        let events = said(&link);
        let share = curve(&events, "accuracy/40 steps");
        assert!(share[0] < 0.75 && 0.85 < share[1], "{link}: {share:?}");
    }
}
