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
