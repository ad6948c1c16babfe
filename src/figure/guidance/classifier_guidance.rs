//! Guidance by a classifier: the term that it adds to the velocity of all data.

use std::sync::Arc;

use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Number;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::guidance::chosen;
use crate::figure::guidance::exact_classifier::Classifier;
use crate::figure::guidance::exact_classifier::PATH;
use crate::figure::guidance::exact_classifier::factor;
use crate::figure::guidance::exact_classifier::nodes;
use crate::figure::guidance::label_remark;
use crate::figure::number::short;
use crate::figure::scene::Handle;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::guidance;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::math::window::Window;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "classifier-guidance",
    title: "What a classifier adds",
    caption: "The color is the exact classifier pₜ(y | x) of noised points, and the dots are such points at the time shown. Drag the point: to the velocity u(x) of all data the classifier adds w bₜ ∇ log pₜ(y | x), drawn from the tip of the first arrow; the third arrow is the sum. Arrows have a fifth of their length. Time begins at 0.02: at 0 bₜ is infinite, though its product with the gradient is not.",
    notice: "The added arrow points to where the label becomes more probable. It is long wherever another label is, and vanishes only where this one is as good as sure. Its sum with the velocity is (1 − w) u(x) + w u(x | y) but for rounding: a classifier and a second field say the same, by Bayes' rule.",
    params: &[&guidance::DATA, &guidance::LABEL, &guidance::W, &catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.15"), ("w", "2")],
    in_view: &["data", "label", "w"],
    metrics: METRICS,
    time: Some(TimeSpan { range: |_| [FIRST, 1.0], ..TimeSpan::UNIT }),
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "p_label",
        "pₜ(y | x)",
        "What the exact classifier of noised points says at the point and time.",
    ),
    draw::metric(
        "factor",
        "bₜ",
        "The factor βₜ² α′ₜ/αₜ − β′ₜ βₜ that turns a score into a velocity; here (1 − t)/t.",
    ),
    draw::metric(
        "term",
        "Added",
        "Length of w bₜ ∇ log pₜ(y | x) at the point; the arrow has a fifth of it.",
    ),
    draw::metric(
        "difference",
        "Between both rules",
        "Largest difference between u + w bₜ ∇ log pₜ(y | x) and (1 − w) u(x) + w u(x | y), in any coordinate, at the point and at 49 places of the map: rounding, and nothing else.",
    ),
];

/// The clock begins here: at 0 the factor is infinite and the slope is 0.
const FIRST: f64 = 0.02;
/// The point.
const POINT: &str = "x";
/// Where it is before it is dragged.
const POINT_AT: [f64; 2] = [0.6, 1.3];
/// Arrow of a vector of length 1, in data units.
const SCALE: f64 = 0.2;
/// Data points shown.
const N_DATA: usize = 400;
/// Nodes of the color, across and upward.
const N_MAP: [usize; 2] = [56, 32];
/// The color is so many times as wide as the data's window, for a map alone in
/// its row shows more to both sides.
const MAP_WIDTH: f64 = 1.85;
/// Places across and upward at which both ways of guiding are compared.
const N_COMPARED: [usize; 2] = [7, 7];

fn classifier(view: &View<'_>) -> Arc<Classifier> {
    let (kind, data, label) = chosen(view);
    view.memo().get("classifier", &(kind, label), || {
        Classifier::new(data.law(), &data.law_of(label), data.class_weight(label))
    })
}

/// The point, inside the map.
fn point(view: &View<'_>) -> [f64; 2] {
    let window = chosen(view).1.window();
    let [x, y] = view.probe.handle(POINT).unwrap_or(POINT_AT);
    [x.clamp(window.x[0], window.x[1]), y.clamp(window.y[0], window.y[1])]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (classifier, t, w) = (classifier(view), view.time(), view.settings.real("w"));
    let (kind, data, label) = chosen(view);
    let x = Points::new(2, point(view).to_vec());
    let elsewhere = view.memo().get("difference", &(kind, label, t, w), || {
        classifier.difference(t, &nodes(data.window(), N_COMPARED), w)
    });
    let term = classifier.term(t, &x, w);
    vec![
        draw::exact("p_label", classifier.probability(t, &x)[0]),
        draw::exact("factor", factor(t)),
        draw::exact("term", term.data()[0].hypot(term.data()[1])),
        draw::exact("difference", classifier.difference(t, &x, w).max(*elsewhere)),
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let (_, data, label) = chosen(view);
    let (at, t, w) = (point(view), view.time(), view.settings.real("w"));
    let mut panel = Panel::new("", data.window());
    panel.note = format!("w = {}, bₜ = {}, label {label}", short(w), short(factor(t)));
    panel.marks.push(map(view));
    panel.marks.extend(dots(view));
    panel.marks.extend(arrows(&classifier(view), at, t, w));
    panel.handles.push(Handle { name: POINT, label: "Point", at, paint: Paint::Ink });
    panel.remarks.extend(label_remark(view));
    // A row of one, which leaves room for the last number of its axis.
    Scene { panels: vec![panel], n_columns: Some(1), ..Scene::default() }
}

/// The classifier over the map at the time shown.
fn map(view: &View<'_>) -> Mark {
    let (kind, data, label) = chosen(view);
    let (classifier, t) = (classifier(view), view.time());
    let window = Window { x: data.window().grown(MAP_WIDTH).x, ..data.window() };
    let values = view.memo().get("map", &(kind, label, t), || {
        let values = classifier.probability(t, &nodes(window, N_MAP));
        values.into_iter().map(|p| p as f32).collect::<Vec<f32>>()
    });
    Mark::Heat {
        name: "classifier pₜ(y | x), from 0 to 1",
        n: N_MAP,
        window,
        values: values.to_vec(),
        weights: Vec::new(),
        range: [0.0, 1.0],
        map: HeatMap::Data,
    }
}

/// Velocity, what is added at its tip, and the sum.
fn arrows(classifier: &Classifier, at: [f64; 2], t: f64, w: f64) -> [Mark; 3] {
    let x = Points::new(2, at.to_vec());
    let [u, term] = [classifier.all.velocity(t, &x), classifier.term(t, &x, w)]
        .map(|vector| [vector.data()[0], vector.data()[1]]);
    let tip = [at[0] + SCALE * u[0], at[1] + SCALE * u[1]];
    let arrow = |name, tail: [f64; 2], vector: [f64; 2], paint| Mark::Arrows {
        name,
        tails: tail.map(|v| v as f32).to_vec(),
        vectors: vector.map(|v| v as f32).to_vec(),
        scale: SCALE as f32,
        paint,
        width_px: 2.75,
        alpha: 1.0,
    };
    [
        arrow("velocity of all data", at, u, Paint::Ink),
        arrow("added by the classifier", tip, term, Paint::Score),
        arrow("guided velocity", at, [u[0] + term[0], u[1] + term[1]], Paint::Second),
    ]
}

/// Data on their way from noise at the time shown: of other labels, and of the label.
fn dots(view: &View<'_>) -> [Mark; 2] {
    let (kind, data, label) = chosen(view);
    let (t, seed) = (view.time(), view.settings.whole("seed"));
    let drawn = view.memo().get("data", &(kind, seed), || {
        let rng = |idx: u64| Rng::stream(seed, Stream::Figure, idx);
        (data.sample_labelled(N_DATA, &mut rng(0)), rng(1).normal_points(N_DATA, 2))
    });
    let (labelled, eps) = &*drawn;
    let at = PATH.at(t);
    let noised = labelled.points.clone().scaled(at.alpha).add_scaled(at.beta, eps);
    let of = |is_of_label: bool| {
        let rows = noised.rows().zip(&labelled.labels);
        let chosen = rows.filter(|(_, found)| (**found == label) == is_of_label);
        chosen.flat_map(|(row, _)| row).map(|v| *v as f32).collect()
    };
    let dots = |name, xy, paint, alpha| Mark::Dots { name, xy, paint, radius_px: 2.0, alpha };
    [
        dots("noised data with other labels", of(false), Paint::Ink, 0.5),
        dots("noised data with the label", of(true), Paint::Data, 1.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::job::study::guidance::LabelledKind;

    #[test]
    fn the_term_is_long_wherever_another_label_is_and_gone_only_where_this_one_is() {
        let centers: Vec<Vec<f64>> =
            (0..5).map(|label| LabelledKind::Gmm5.dataset().law_of(label).mean()).collect();
        let seen = |time: f64, at: [f64; 2]| {
            let stage = Stage::of(&FIGURE, &[("w", "4")]).at((time - FIRST) / (1.0 - FIRST));
            let stage = stage.dragged(POINT, at);
            [stage.number("p_label"), stage.number("term")]
        };
        for t in [0.15, 0.5, 0.8] {
            let middle = seen(t, [0.0, 0.0])[1];
            for (label, center) in centers.iter().enumerate() {
                let [p, term] = seen(t, [center[0], center[1]]);
                if label == 0 {
                    assert!(0.999 < p && term < 0.01 * middle, "{t}: {p} {term}");
                } else {
                    assert!(p < 1e-4 && middle < term, "{t} {label}: {p} {term} {middle}");
                }
            }
        }
    }

    #[test]
    fn dots_go_from_the_noise_to_the_data() {
        let xy = |share: f64| {
            let marks = Stage::of(&FIGURE, &[]).at(share).scene().panels.remove(0).marks;
            let of = marks.into_iter().filter_map(|mark| match mark {
                Mark::Dots { name, xy, .. } if name.ends_with("with the label") => Some(xy),
                _ => None,
            });
            of.flatten().map(f64::from).collect::<Vec<f64>>()
        };
        let (early, late) = (xy(0.0), xy(1.0));
        let n = late.len() as f64 / 2.0;
        // A fifth of 400 points; around (10, 0) in the end, near 0 in the beginning.
        assert!((n - 80.0).abs() < 4.0 * 8.0, "{n}");
        let mean = |xy: &[f64], i: usize| xy.iter().skip(i).step_by(2).sum::<f64>() / n;
        for (xy, center) in [(&late, [10.0, 0.0]), (&early, [10.0 * FIRST, 0.0])] {
            for i in 0..2 {
                assert!((mean(xy, i) - center[i]).abs() < 4.0 / n.sqrt(), "{center:?}");
            }
        }
    }

    #[test]
    fn without_guidance_nothing_is_added_and_twice_the_scale_adds_twice() {
        let term = |w: &str| Stage::of(&FIGURE, &[("w", w)]).at(0.3).number("term");
        assert!(term("0") <= 0.0 && 0.1 < term("2"));
        assert!((term("4") - 2.0 * term("2")).abs() < 1e-12);
    }

    #[test]
    fn at_the_end_the_factor_is_zero_and_nothing_is_added() {
        let stage = Stage::of(&FIGURE, &[("w", "8")]).at(1.0);
        assert!(stage.number("factor").abs() <= 0.0 && stage.number("term") <= 0.0);
        // And at the beginning the slope is that of a straight classifier: the
        // term is w (E[z | y] - E[z]) up to the little time that has passed.
        let stage = Stage::of(&FIGURE, &[("w", "1")]).at(0.0).dragged(POINT, [0.0, 0.0]);
        assert!((stage.number("term") - 10.0).abs() < 0.5, "{}", stage.number("term"));
    }
}
