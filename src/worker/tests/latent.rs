//! The latent plane: the shipped autoencoder keeps its card's word, and the flow ends in codes.

use super::*;
use crate::protocol::event::Curve;
use crate::protocol::event::Frame;
use crate::worker::pretrain_coder::CoderCard;
use crate::worker::tests::images::all_said;

/// Root mean square error and share still known, with two numbers an image, of
/// the best linear autoencoder (PCA by `PyTorch`) on the same held-out images;
/// the share is by a classifier made there, which knows 0.92 of them as they are.
const PCA: [f64; 2] = [0.4645, 0.40];

fn said(link: &str) -> Vec<Event> {
    let mut session = session();
    start(&mut session, RUN, Job::Latent { link: link.to_owned() });
    all_said(&mut session)
}

fn number(said: &[Event], wanted: &str) -> f64 {
    let found = said.iter().find_map(|event| match event {
        Event::Metric { name, value, .. } if name == wanted => Some(*value),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no {wanted}"))
}

fn flow(said: &[Event]) -> (Vec<f32>, Vec<f32>) {
    let found = said.iter().find_map(|event| match event {
        Event::Frame { frame: Frame::Flow { times, points, .. }, .. } => {
            Some((times.0.clone(), points.0.clone()))
        }
        _ => None,
    });
    found.expect("a flow")
}

fn curves(said: &[Event]) -> Vec<Curve> {
    let found = said.iter().rev().find_map(|event| match event {
        Event::Frame { frame: Frame::Curves { curves }, .. } => Some(curves.clone()),
        _ => None,
    });
    found.expect("curves")
}

#[test]
fn held_out_digits_come_back_better_than_from_two_linear_numbers() {
    let said = said("");
    let (rms, known) = (number(&said, "rms_held_out"), number(&said, "label_accuracy"));
    assert!(rms < 0.8 * PCA[0] && 1.8 * PCA[1] < known, "{rms} {known}");
    let card = std::fs::read_to_string("public/weights/coder-digits8.json").unwrap();
    let card: CoderCard = serde_json::from_str(&card).unwrap();
    assert!((card.rms_held_out - rms).abs() < 1e-6);
    assert!((card.label_accuracy.value - known).abs() < 1e-9);
    // Noise of the plane decodes to what a judge takes for digits.
    assert!(0.85 < number(&said, "noise_confidence"), "{}", number(&said, "noise_confidence"));
    assert_eq!(said.last(), Some(&Event::Done { run: RUN, is_stopped: false }));
}

#[test]
fn points_go_from_noise_to_the_codes_of_the_digit_that_is_asked_for() {
    let said = said("digits=3&n=30");
    assert!(0.8 < number(&said, "drawn_accuracy"), "{}", number(&said, "drawn_accuracy"));
    let (times, points) = flow(&said);
    assert_eq!((times.len(), points.len()), (21, 21 * 200 * 2));
    let mean_square =
        |points: &[f32]| points.iter().map(|v| f64::from(v * v)).sum::<f64>() / points.len() as f64;
    // Five standard errors of the variance of 400 normal numbers.
    assert!((mean_square(&points[..400]) - 1.0).abs() < 5.0 * (2.0_f64 / 400.0).sqrt());
    let curves = curves(&said);
    let of = |name: &str| curves.iter().find(|curve| curve.name == name).expect("a curve");
    let codes = of("codes");
    let threes: Vec<[f32; 2]> = (0..codes.x.0.len())
        .filter(|i| (codes.spread.0[*i] - 3.0).abs() < 0.5)
        .map(|i| [codes.x.0[i], codes.y.0[i]])
        .collect();
    let middle = |points: &[[f32; 2]], k: usize| {
        points.iter().map(|p| f64::from(p[k])).sum::<f64>() / points.len() as f64
    };
    let ends: Vec<[f32; 2]> =
        points[points.len() - 400..].chunks_exact(2).map(|p| [p[0], p[1]]).collect();
    for k in 0..2 {
        let (there, here) = (middle(&ends, k), middle(&threes, k));
        let square = threes.iter().map(|p| (f64::from(p[k]) - here).powi(2)).sum::<f64>();
        let error = square.sqrt() / threes.len() as f64;
        assert!((there - here).abs() < 4.0 * error, "axis {k}: {there} {here} +- {error}");
    }
    // An image of each of 40 points at each time, and 31 by 31 places of the plane.
    assert_eq!(of("images/20").y.0.len(), 40 * 64);
    assert_eq!(of("plane").y.0.len(), 31 * 31 * 64);
}
