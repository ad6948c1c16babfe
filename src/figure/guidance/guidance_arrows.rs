//! Three velocities at one point: of all data, of a label, and guided.

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
use crate::figure::guidance::label_remark;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::job::study::guidance;
use crate::job::study::guidance::LabelledKind;
use crate::math::field::LogDensity;
use crate::math::field::VectorField;
use crate::math::points::Points;
use crate::math::rng::Rng;
use crate::math::rng::Stream;
use crate::path::guided::Guided;
use crate::path::marginal::Marginal;
use crate::path::scheduler::SchedulerKind;
use crate::solver::SolverKind;
use crate::solver::grid::TimeGrid;
use crate::solver::run::Integration;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "guidance-arrows",
    title: "Three velocities at a point",
    caption: "Drag the point. Its three arrows are the velocity of all data, that of the data with the label, and the guided one, all exact, at the time shown and a fifth of their length. The dashed line goes through the tips of the first two. The curves are the ways that all three velocities take from here on. Dots are data.",
    notice: "The guided arrow's tip lies on the line through the two others, w times as far from the first as the second is. Where the label is as good as sure all three agree, and guidance does nothing. It does most where another label is as good as sure.",
    params: &[&guidance::DATA, &guidance::LABEL, &guidance::W, &catalogue::SEED, &catalogue::T],
    defaults: &[("t", "0.15")],
    in_view: &["data", "label", "w"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    numbers,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "p_label",
        "p(y | x)",
        "Probability of the label at the point and time, by Bayes' rule.",
    ),
    draw::metric("speed_null", "All data", "Length of the velocity u(x) of all data."),
    draw::metric(
        "speed_given",
        "With the label",
        "Length of the velocity u(x | y) of the data with the label.",
    ),
    draw::metric("speed_guided", "Guided", "Length of (1 − w) u(x) + w u(x | y)."),
];

/// The point.
const POINT: &str = "x";
/// Where it is before it is dragged.
const POINT_AT: [f64; 2] = [0.6, 1.3];
/// Arrow of a vector of length 1, in data units.
const SCALE: f64 = 0.2;
/// The line through the tips goes on beyond them for this share of the way from
/// the first to the second.
const BEYOND: f64 = 0.3;
/// Steps of a whole way; the rest of one takes its share.
const N_STEPS: usize = 80;
/// Data points shown.
const N_DATA: usize = 600;
/// Arrows begin before this time: at 1 there is nowhere left to go.
const LAST: f64 = 0.98;

/// The three fields, in the order of their arrows.
type Fields = [Guided<Marginal, Marginal>; 3];
/// Their ways from a point on.
type Ways = [Vec<[f64; 2]>; 3];

const NAMES: [[&str; 2]; 3] = [
    ["velocity of all data", "way of all data"],
    ["velocity with the label", "way with the label"],
    ["guided velocity", "guided way"],
];
const PAINTS: [Paint; 3] = [Paint::Ink, Paint::Velocity, Paint::Second];

fn fields(view: &View<'_>) -> Arc<Fields> {
    let (kind, data, label) = chosen(view);
    let w = view.settings.real("w");
    view.memo().get("fields", &(kind, label, w), || {
        let path = |law| Marginal::new(law, SchedulerKind::CondOt);
        let (all, given) = (path(data.law()), path(&data.law_of(label)));
        [0.0, 1.0, w].map(|w| Guided::new(all.clone(), given.clone(), w))
    })
}

fn here(view: &View<'_>) -> ([f64; 2], f64) {
    let at = view.probe.handle(POINT).unwrap_or(POINT_AT);
    (at.map(|v| v.clamp(-9.0, 9.0)), view.time().clamp(0.0, LAST))
}

fn velocities(fields: &Fields, at: [f64; 2], t: f64) -> [[f64; 2]; 3] {
    let x = Points::new(2, at.to_vec());
    [0, 1, 2].map(|i| {
        let u = fields[i].velocity(t, &x);
        [u.data()[0], u.data()[1]]
    })
}

/// Where each field carries the point from time `t` on, by Heun.
fn ways(fields: &Fields, at: [f64; 2], t: f64) -> Ways {
    let n = ((1.0 - t) * N_STEPS as f64).ceil().max(1.0) as usize;
    [0, 1, 2].map(|i| {
        let mut way = vec![at];
        let Ok(grid) = TimeGrid::uniform(t, 1.0, n) else { return way };
        let mut run = Integration::new(SolverKind::Heun, grid, Points::new(2, at.to_vec()));
        while !run.is_done() {
            run.advance(&fields[i]);
            way.push([run.x().data()[0], run.x().data()[1]]);
        }
        way
    })
}

/// A line through the tips of the first two arrows, from a little before the
/// first of all three tips to a little after the last.
fn tips(at: [f64; 2], [null, given, guided]: &[[f64; 2]; 3]) -> [[f64; 2]; 2] {
    let along = [0, 1].map(|i| given[i] - null[i]);
    let square = along[0] * along[0] + along[1] * along[1];
    let w = if square <= 0.0 {
        0.0
    } else {
        (along[0] * (guided[0] - null[0]) + along[1] * (guided[1] - null[1])) / square
    };
    let tip = |w: f64| [0, 1].map(|i| at[i] + SCALE * (null[i] + w * along[i]));
    [tip(-BEYOND), tip(w.max(1.0) + BEYOND)]
}

fn numbers(view: &View<'_>) -> Vec<Number> {
    let (_, data, label) = chosen(view);
    let (at, t) = here(view);
    let speeds = velocities(&fields(view), at, t).map(|[x, y]| x.hypot(y));
    let x = Points::new(2, at.to_vec());
    let log = |law| Marginal::new(law, SchedulerKind::CondOt).log_density(t, &x)[0];
    let p = data.class_weight(label) * libm::exp(log(&data.law_of(label)) - log(data.law()));
    vec![
        draw::exact("p_label", p.min(1.0)),
        draw::exact("speed_null", speeds[0]),
        draw::exact("speed_given", speeds[1]),
        draw::exact("speed_guided", speeds[2]),
    ]
}

/// Data of other labels and of the label.
fn dots(view: &View<'_>, kind: LabelledKind, label: usize) -> Arc<[Vec<f32>; 2]> {
    let seed = view.settings.whole("seed");
    view.memo().get("data", &(kind, label, seed), || {
        let drawn =
            kind.dataset().sample_labelled(N_DATA, &mut Rng::stream(seed, Stream::Figure, 0));
        let mut of = [Vec::new(), Vec::new()];
        for (row, found) in drawn.points.rows().zip(drawn.labels) {
            of[usize::from(found == label)].extend(row.iter().map(|v| *v as f32));
        }
        of
    })
}

fn scene(view: &View<'_>) -> Scene {
    let (kind, data, label) = chosen(view);
    let fields = fields(view);
    let (at, t) = here(view);
    let mut panel = Panel::new("", data.window());
    panel.note = format!("w = {}, label {label} of {}", view.settings.real("w"), data.n_classes());
    let [others, own] = &*dots(view, kind, label);
    for (name, xy, paint, alpha) in [
        ("data with other labels", others, Paint::Ink, 0.35),
        ("data with the label", own, Paint::Data, 0.8),
    ] {
        let xy = xy.clone();
        panel.marks.push(Mark::Dots { name, xy, paint, radius_px: 2.0, alpha });
    }
    let w = view.settings.real("w");
    let ways = view.memo().get("ways", &(kind, label, w, at, t), || ways(&fields, at, t));
    for (i, way) in ways.iter().enumerate() {
        panel.marks.push(draw::line(NAMES[i][1], way, PAINTS[i], 1.5));
    }
    let velocities = velocities(&fields, at, t);
    panel.marks.push(draw::line(
        "line through the tips",
        &tips(at, &velocities),
        Paint::Exact,
        1.5,
    ));
    for (i, [x, y]) in velocities.into_iter().enumerate() {
        panel.marks.push(Mark::Arrows {
            name: NAMES[i][0],
            tails: at.map(|v| v as f32).to_vec(),
            vectors: vec![x as f32, y as f32],
            scale: SCALE as f32,
            paint: PAINTS[i],
            width_px: 2.75,
            alpha: 1.0,
        });
    }
    panel.handles.push(Handle { name: POINT, label: "Point", at, paint: Paint::Ink });
    panel.remarks.extend(label_remark(view));
    // A row of one, which leaves room for the last number of its axis.
    Scene { panels: vec![panel], n_columns: Some(1), ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;

    #[test]
    fn the_guided_arrow_is_as_far_beyond_the_labels_as_w_says() {
        let stage = Stage::of(&FIGURE, &[("w", "2.5")]).at(0.4);
        stage.see(|view| {
            let [null, given, guided] = velocities(&fields(view), [0.3, -1.0], 0.4);
            for i in 0..2 {
                assert!((guided[i] - null[i] - 2.5 * (given[i] - null[i])).abs() < 1e-12);
            }
        });
    }

    #[test]
    fn all_three_tips_lie_on_the_line_drawn() {
        for w in ["0", "0.5", "3"] {
            let stage = Stage::of(&FIGURE, &[("w", w)]).at(0.3);
            stage.see(|view| {
                let velocities = velocities(&fields(view), [0.3, -1.0], 0.3);
                let [a, b] = tips([0.3, -1.0], &velocities);
                let long = (b[0] - a[0]).hypot(b[1] - a[1]);
                for u in velocities {
                    let tip = [0.3 + SCALE * u[0], -1.0 + SCALE * u[1]];
                    let from = |end: [f64; 2]| (tip[0] - end[0]).hypot(tip[1] - end[1]);
                    assert!((from(a) + from(b) - long).abs() < 1e-9, "w = {w}");
                }
            });
        }
    }

    #[test]
    fn both_velocities_are_furthest_apart_at_another_label_and_around_three_tenths() {
        let gap = |t: f64, at: [f64; 2]| {
            Stage::of(&FIGURE, &[]).see(|view| {
                let [null, given, _] = velocities(&fields(view), at, t);
                (given[0] - null[0]).hypot(given[1] - null[1])
            })
        };
        let (middle, other) = ([0.0, 0.0], [-7.8, 5.8]);
        for t in [0.1, 0.3, 0.5, 0.8] {
            let ratio = gap(t, other) / gap(t, middle);
            assert!((1.8..2.0).contains(&ratio), "{t}: {ratio}");
        }
        // In the middle it is 10 (1 - t)/(t² + (1 - t)²), highest at 1 - 1/√2.
        let peak = 10.0 * (0.5 + 0.5_f64.sqrt());
        assert!((gap(1.0 - 0.5_f64.sqrt(), middle) - peak).abs() < 1e-9);
        for at in [middle, other] {
            assert!(gap(0.2, at) < gap(0.3, at) && gap(0.4, at) < gap(0.3, at), "{at:?}");
        }
    }

    #[test]
    fn probabilities_of_all_labels_sum_to_one() {
        let of = |label: &str| Stage::of(&FIGURE, &[("label", label)]).at(0.4).number("p_label");
        let sum: f64 = ["0", "1", "2", "3", "4"].map(of).iter().sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn in_the_middle_of_its_mode_late_a_label_is_sure_and_guidance_does_nothing() {
        // The first of five modes lies to the right; its center from the law itself.
        let center = LabelledKind::Gmm5.dataset().law_of(0).mean();
        let stage =
            Stage::of(&FIGURE, &[("w", "5")]).at(0.95).dragged(POINT, [center[0], center[1]]);
        assert!(0.99 < stage.number("p_label"));
        let ratio = stage.number("speed_guided") / stage.number("speed_null");
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    }

    #[test]
    fn the_labels_own_way_ends_among_its_data() {
        let stage = Stage::of(&FIGURE, &[]).at(0.2);
        stage.see(|view| {
            let end = ways(&fields(view), [0.5, 0.5], 0.2)[1].last().copied().expect("an end");
            let data = LabelledKind::Gmm5.dataset();
            let center = data.law_of(0).mean();
            // Three standard deviations of the bell in each direction, and a little more.
            let std = (0.5
                * (data.law_of(0).second_moment() - center[0] * center[0] - center[1] * center[1]))
                .sqrt();
            assert!((end[0] - center[0]).hypot(end[1] - center[1]) < 4.5 * std, "{end:?}");
        });
    }
}
