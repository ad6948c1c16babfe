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
use crate::figure::number::short;
use crate::figure::scene::Handle;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::guidance;
use crate::math::field::LogDensity;
use crate::math::field::Score;
use crate::math::field::VectorField;
use crate::math::mixture::Mixture;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::math::state::State;
use crate::math::window::Window;
use crate::path::guided::Guided;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "classifier-guidance",
    title: "What a classifier adds",
    caption: "The color is the exact classifier pₜ(y | x) of noised points, and the dots are such points at the time shown. Drag the point: to the velocity u(x) of all data the classifier adds w bₜ ∇ log pₜ(y | x), drawn from the tip of the first arrow; the third arrow is the sum. Time begins at 0.02, since bₜ is infinite at 0.",
    notice: "The added arrow points up the classifier's slope, and vanishes where the label is as good as sure. Its sum with the velocity is (1 − w) u(x) + w u(x | y) but for rounding: a classifier and a second field say the same, by Bayes' rule.",
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
    draw::metric("term", "Added", "Length of w bₜ ∇ log pₜ(y | x) at the point."),
    draw::metric(
        "difference",
        "Difference",
        "Largest difference between u + w bₜ ∇ log pₜ(y | x) and (1 − w) u(x) + w u(x | y), in any coordinate, at the point and at 49 places of the map.",
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
/// Nodes of the map along each side.
const N_MAP: usize = 36;
/// Places along each side at which both ways of guiding are compared.
const N_COMPARED: usize = 7;
/// The path.
const PATH: SchedulerKind = SchedulerKind::CondOt;

/// The exact classifier of noised points, and the field that it guides.
#[derive(Debug)]
struct Classifier {
    all: Marginal,
    given: Marginal,
    /// `p(y)`.
    weight: f64,
}

impl Classifier {
    fn new(all: &Mixture, given: &Mixture, weight: f64) -> Self {
        Self { all: Marginal::new(all, PATH), given: Marginal::new(given, PATH), weight }
    }

    /// `p_t(y | x) = p(y) p_t(x | y) / p_t(x)` at every point.
    fn probability(&self, t: f64, x: &Points) -> Vec<f64> {
        let logs = [&self.given, &self.all].map(|field| field.log_density(t, x));
        let ratio = |(given, all): (&f64, &f64)| self.weight * libm::exp(given - all);
        logs[0].iter().zip(&logs[1]).map(ratio).collect()
    }

    /// `grad log p_t(y | x) = s_t(x | y) - s_t(x)`, since `p(y)` has no slope.
    fn slope(&self, t: f64, x: &Points) -> Points {
        self.given.score(t, x).add_scaled(-1.0, &self.all.score(t, x))
    }

    /// What is added to the velocity of all data: `w b_t grad log p_t(y | x)`.
    fn term(&self, t: f64, x: &Points, w: f64) -> Points {
        self.slope(t, x).scaled(w * factor(t))
    }

    /// Largest difference, over all coordinates, of the velocity with the term
    /// to the one that mixes two fields.
    fn difference(&self, t: f64, x: &Points, w: f64) -> f64 {
        let by_classifier = self.all.velocity(t, x).add_scaled(1.0, &self.term(t, x, w));
        let by_fields = Guided::new(self.all.clone(), self.given.clone(), w).velocity(t, x);
        let pairs = by_classifier.data().iter().zip(by_fields.data());
        pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }
}

/// `b_t = beta^2 d_alpha/alpha - d_beta beta = beta Delta/alpha`.
fn factor(t: f64) -> f64 {
    let at = PATH.at(t);
    at.b_delta / at.alpha
}

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

/// `n` by `n` places over the whole map, x fastest, from the lower left.
fn nodes(window: Window, n: usize) -> Points {
    let along = |[low, high]: [f64; 2], i: usize| low + (high - low) * i as f64 / (n - 1) as f64;
    let node = |k: usize| [along(window.x, k % n), along(window.y, k / n)];
    Points::new(2, (0..n * n).flat_map(node).collect())
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
    Scene { panels: vec![panel], ..Scene::default() }
}

/// The classifier over the map at the time shown.
fn map(view: &View<'_>) -> Mark {
    let (kind, data, label) = chosen(view);
    let (classifier, t, window) = (classifier(view), view.time(), data.window());
    let values = view.memo().get("map", &(kind, label, t), || {
        let values = classifier.probability(t, &nodes(window, N_MAP));
        values.into_iter().map(|p| p as f32).collect::<Vec<f32>>()
    });
    Mark::Heat {
        name: "classifier pₜ(y | x), from 0 to 1",
        n: [N_MAP; 2],
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
    let dots = |name, xy, alpha| Mark::Dots { name, xy, paint: Paint::Data, radius_px: 2.0, alpha };
    [
        dots("noised data with other labels", of(false), 0.35),
        dots("noised data with the label", of(true), 1.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::job::study::guidance::LabelledKind;
    use crate::math::kind::Kind;

    const TIMES: [f64; 5] = [FIRST, 0.2, 0.5, 0.9, 1.0];

    fn of(kind: LabelledKind, label: usize) -> Classifier {
        let data = kind.dataset();
        Classifier::new(data.law(), &data.law_of(label), data.class_weight(label))
    }

    #[test]
    fn the_factor_is_that_of_the_identity() {
        for t in TIMES {
            let at = PATH.at(t);
            let expected = at.beta * at.beta * at.d_alpha / at.alpha - at.d_beta * at.beta;
            assert!((factor(t) - expected).abs() < 1e-12 * expected.max(1.0), "{t}");
            assert!((factor(t) - (1.0 - t) / t).abs() < 1e-12 * expected.max(1.0), "{t}");
        }
    }

    #[test]
    fn a_classifier_and_a_second_field_guide_alike_but_for_rounding() {
        for &kind in LabelledKind::ALL {
            let places = nodes(kind.dataset().window(), N_COMPARED);
            for (label, t) in [0, 1].into_iter().flat_map(|label| TIMES.map(|t| (label, t))) {
                for w in [0.0, 1.0, 3.0, 8.0] {
                    let difference = of(kind, label).difference(t, &places, w);
                    assert!(difference < 1e-10, "{kind:?} {label} {t} {w}: {difference}");
                }
            }
        }
    }

    #[test]
    fn guided_velocities_of_two_points_are_those_worked_out_outside() {
        let both = Mixture::empirical(&Points::new(1, vec![-2.0, 2.0])).unwrap();
        let plus = Mixture::empirical(&Points::new(1, vec![2.0])).unwrap();
        let classifier = Classifier::new(&both, &plus, 0.5);
        let x = Points::new(1, vec![0.3]);
        assert!((classifier.probability(0.5, &x)[0] - 0.916_827_30).abs() < 5e-9);
        for (w, expected) in [
            (0.0, 2.734_618_43),
            (1.0, 3.4),
            (2.0, 4.065_381_57),
            (3.0, 4.730_763_14),
            (5.0, 6.061_526_29),
        ] {
            let u = classifier.all.velocity(0.5, &x);
            let u = u.add_scaled(1.0, &classifier.term(0.5, &x, w));
            assert!((u.data()[0] - expected).abs() < 5e-9, "{w}: {u:?}");
        }
    }

    #[test]
    fn the_term_goes_up_the_slope_of_what_the_map_shows() {
        for kind in [LabelledKind::Gmm5, LabelledKind::Moons] {
            let classifier = of(kind, 0);
            for (t, at) in [(0.2, [0.6, 1.3]), (0.5, [1.0, -0.5]), (0.8, [0.2, 0.4])] {
                let log = |x: f64, y: f64| {
                    libm::log(classifier.probability(t, &Points::new(2, vec![x, y]))[0])
                };
                let h = 1e-5;
                let slope = [
                    (log(at[0] + h, at[1]) - log(at[0] - h, at[1])) / (2.0 * h),
                    (log(at[0], at[1] + h) - log(at[0], at[1] - h)) / (2.0 * h),
                ];
                let exact = classifier.slope(t, &Points::new(2, at.to_vec()));
                for (exact, slope) in exact.data().iter().zip(slope) {
                    let scale = 1.0 + slope.abs();
                    assert!((exact - slope).abs() < 1e-5 * scale, "{kind:?} {t}");
                }
            }
        }
    }

    #[test]
    fn maps_of_all_labels_sum_to_one() {
        for &kind in LabelledKind::ALL {
            let n = kind.dataset().n_classes();
            let places = nodes(kind.dataset().window(), N_COMPARED);
            for t in TIMES {
                let maps: Vec<Vec<f64>> =
                    (0..n).map(|label| of(kind, label).probability(t, &places)).collect();
                for i in 0..places.n() {
                    let sum: f64 = maps.iter().map(|map| map[i]).sum();
                    assert!((sum - 1.0).abs() < 1e-9, "{kind:?} {t}: {sum}");
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
