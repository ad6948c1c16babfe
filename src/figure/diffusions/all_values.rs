//! Every figure of this lecture and of lab 1 with every value of every parameter.

use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::figure::ALL;
use crate::figure::Figure;
use crate::figure::diffusions::tests::Stage;
use crate::figure::scene::Mark;
use crate::figure::scene::Scene;

fn ours() -> impl Iterator<Item = &'static Figure> {
    let ids = [
        "process-two-ways",
        "random-walk-limit",
        "brownian",
        "scaling",
        "ode-to-sde",
        "no-flow-map",
        "ou",
        "ou-scaled",
        "langevin",
        "annealed-langevin",
        "sde-model",
        "lab1-densities",
        "lab1-ou",
        "lab1-langevin-ou",
    ];
    ids.into_iter().filter_map(|id| ALL.iter().copied().find(|figure| figure.id == id))
}

/// Both ends of a number, all choices of a list.
fn values(param: &Param) -> Vec<String> {
    match &param.kind {
        ParamKind::Choice(choices) => choices.iter().map(|choice| choice.key.to_owned()).collect(),
        ParamKind::Whole { min, max, .. } => vec![min.to_string(), max.to_string()],
        ParamKind::Real { min, max, .. } => vec![min.to_string(), max.to_string()],
        ParamKind::Set(_)
        | ParamKind::Reals { .. }
        | ParamKind::Net
        | ParamKind::Drawn
        | ParamKind::Mix => Vec::new(),
    }
}

#[track_caller]
fn check_finite(scene: &Scene, what: &str) {
    for mark in scene.panels.iter().flat_map(|panel| &panel.marks) {
        let is_finite = |numbers: &[f32]| numbers.iter().all(|v| v.is_finite());
        let is_fine = match mark {
            Mark::Dots { xy, .. } | Mark::Lines { xy, .. } | Mark::Curves { xy, .. } => {
                is_finite(xy)
            }
            Mark::Arrows { tails, vectors, .. } => is_finite(tails) && is_finite(vectors),
            Mark::Bars { edges, heights, .. } => {
                is_finite(edges) && is_finite(heights) && edges.len() == heights.len() + 1
            }
            Mark::Heat { values, .. } => is_finite(values),
            Mark::Boxes { rects, .. } => is_finite(&rects.concat()),
            Mark::Area { .. } | Mark::Text { .. } | Mark::Pixels { .. } => true,
        };
        assert!(is_fine, "{what}: {}", mark.name());
    }
    for panel in &scene.panels {
        let window = [panel.window.x, panel.window.y];
        assert!(window.iter().all(|edge| edge[0] < edge[1]), "{what}: {window:?}");
    }
}

#[test]
fn every_value_gives_a_picture_of_finite_numbers() {
    assert_eq!(ours().count(), 14);
    for figure in ours() {
        let single: Vec<(&'static str, String)> = figure
            .params
            .iter()
            .filter(|param| param.key != "t")
            .flat_map(|param| values(param).into_iter().map(|value| (param.key, value)))
            .collect();
        for (key, value) in single {
            for t in [0.0, 0.37, 1.0] {
                let stage = Stage::of(figure, &[(key, &value)]).at(t);
                let what = format!("{} {key}={value} at {t}", figure.id);
                check_finite(&stage.scene(), &what);
                for number in stage.numbers() {
                    assert!(number.value.is_finite(), "{what}: {}", number.name);
                    assert!(
                        figure.metrics.iter().any(|metric| metric.name == number.name),
                        "{what}"
                    );
                }
            }
        }
    }
}
