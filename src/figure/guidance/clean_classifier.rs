//! A classifier of clean data beside those of noised data: what each pushes.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::guidance::exact_classifier::Classifier;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "clean-classifier",
    title: "A classifier that knows noise, and one that does not",
    caption: "The data are −2 and +2, the label is the sign, and points are noised to the time shown. First, the probability of plus: for a point of the data, and for a noised one. Second, the push ∇ log p of both.",
    notice: "The classifier of clean data has no slope to the right of 0 and no logarithm to the left of it: nothing to follow. The noised one pushes everywhere, hardest where minus is as good as sure. The nearer the data, the steeper it is, and the more it is like the clean one.",
    params: &[&catalogue::T],
    defaults: &[("t", "0.714")],
    metrics: METRICS,
    time: Some(TimeSpan { range: |_| [0.0, LAST], ..TimeSpan::UNIT }),
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "push_plus",
        "Push at x = 1",
        "Derivative of log pₜ(+ | x) at x = 1, the middle of plus at t = 0.5.",
    ),
    draw::metric(
        "push_middle",
        "Push at x = 0",
        "The same at x = 0, where both labels are equally probable.",
    ),
    draw::metric("push_minus", "Push at x = −1", "The same at x = −1, where minus is."),
];

/// The clock ends here: the push grows without bound toward 1.
const LAST: f64 = 0.7;
/// What is drawn of the line, and of the push.
const X: [f64; 2] = [-3.0, 3.0];
const MOST_PUSH: f64 = 34.0;
/// Nodes of a curve.
const N_NODES: usize = 241;

/// The classifier of plus.
fn classifier() -> Classifier {
    let law = |z: &[f64]| Mixture::empirical(&Points::new(1, z.to_vec())).expect("points");
    Classifier::new(&law(&[-2.0, 2.0]), &law(&[2.0]), 0.5)
}

fn kept(view: &View<'_>) -> Arc<Classifier> {
    view.memo().get("classifier", &(), classifier)
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let push = kept(view).slope(view.time(), &Points::new(1, vec![1.0, 0.0, -1.0]));
    let names = ["push_plus", "push_middle", "push_minus"];
    names.iter().zip(push.data()).map(|(name, value)| draw::exact(name, *value)).collect()
}

fn scene(view: &View<'_>) -> Scene {
    let (classifier, t) = (kept(view), view.time());
    let node = |i: usize| X[0] + (X[1] - X[0]) * i as f64 / (N_NODES - 1) as f64;
    let x: Vec<f64> = (0..N_NODES).map(node).collect();
    let nodes = Points::new(1, x.clone());
    let over =
        |values: &[f64]| -> Vec<[f64; 2]> { x.iter().zip(values).map(|(x, y)| [*x, *y]).collect() };
    let noised = Paint::Between(t as f32);
    let probability = Panel::chart("probability of plus", "x", "p(+ | x)", window([-0.05, 1.05]))
        .with_note(format!("t = {t:.2}"))
        .with_marks(vec![
            draw::line(CLEAN, &[[X[0], 0.0], [0.0, 0.0], [0.0, 1.0], [X[1], 1.0]], Paint::Ink, 1.5),
            draw::line(NOISED, &over(&classifier.probability(t, &nodes)), noised, 2.5),
        ]);
    let push = Panel::chart("push", "x", "∇ log p(+ | x)", window([-5.0, MOST_PUSH]))
        .with_note(format!("t = {t:.2}"))
        .with_marks(vec![
            draw::line(CLEAN, &[[0.0, 0.0], [X[1], 0.0]], Paint::Ink, 1.5),
            draw::line(NOISED, &over(classifier.slope(t, &nodes).data()), noised, 2.5),
            // Where the clean curve would run, in few letters: phones have little room.
            Mark::text([-1.5, -2.5], "clean: log 0"),
        ]);
    Scene { panels: vec![probability, push], ..Scene::default() }
}

const CLEAN: &str = "classifier of clean data";
const NOISED: &str = "classifier of noised data";

fn window(y: [f64; 2]) -> Window {
    Window { x: X, y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn both_curves_are_those_worked_out_by_hand() {
        for t in [0.1, 0.5, LAST] {
            // Bells of variance (1 - t)² around 2t and -2t.
            let k = 4.0 * t / (1.0 - t).powi(2);
            for x in [-1.0, 0.0, 0.3, 1.0] {
                let at = Points::new(1, vec![x]);
                let minus = 1.0 / (1.0 + libm::exp(k * x));
                let p = classifier().probability(t, &at)[0];
                assert!((p - (1.0 - minus)).abs() < 1e-9, "{t} {x}: {p}");
                let push = classifier().slope(t, &at).data()[0];
                assert!((push - k * minus).abs() < 1e-9 * k, "{t} {x}: {push}");
            }
        }
    }

    #[test]
    fn at_one_half_the_push_is_what_the_lecture_says() {
        let stage = Stage::of(&FIGURE, &[]).at(0.5 / LAST);
        assert!((stage.number("push_middle") - 4.0).abs() < 1e-9);
        assert!((7.99..8.0).contains(&stage.number("push_minus")));
        assert!(stage.number("push_plus") < 0.01);
    }

    #[test]
    fn no_push_leaves_its_chart() {
        let push = classifier().slope(LAST, &Points::new(1, vec![X[0]])).data()[0];
        assert!(0.8 * MOST_PUSH < push && push < MOST_PUSH, "{push}");
    }
}
