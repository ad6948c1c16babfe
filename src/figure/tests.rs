//! What holds for every figure.

use crate::figure::ALL;
use crate::figure::Need;
use crate::figure::by_id;
use crate::figure::output;
use crate::figure::stage::Stage;

#[test]
fn ids_are_unique_and_fit_for_links() {
    for (i, figure) in ALL.iter().enumerate() {
        assert!(figure.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", figure.id);
        assert!(ALL[..i].iter().all(|other| other.id != figure.id), "{}", figure.id);
        assert_eq!(by_id(figure.id).map(|found| found.title), Some(figure.title));
    }
    assert!(by_id("elephants").is_none());
}

#[test]
fn every_figure_says_what_it_shows_and_what_to_notice() {
    for figure in ALL {
        for text in [figure.title, figure.caption, figure.notice] {
            assert!(!text.is_empty(), "{}", figure.id);
        }
        for metric in figure.metrics {
            assert!(metric.help.ends_with('.'), "{}: {}", figure.id, metric.name);
        }
    }
}

#[test]
fn controls_in_view_are_few_and_the_figures_own() {
    for figure in ALL {
        assert!(figure.in_view.len() <= 4, "{}", figure.id);
        for key in figure.in_view {
            assert!(figure.params.iter().any(|param| param.key == *key), "{key}");
        }
    }
}

#[test]
fn every_figure_has_a_scene_before_anything_is_computed() {
    for figure in ALL {
        let scene = Stage::of(figure).scene();
        for panel in &scene.panels {
            assert!(panel.waiting.is_some() || !panel.marks.is_empty(), "{}", figure.id);
        }
    }
}

#[test]
fn no_two_tasks_of_a_figure_share_a_slot() {
    for figure in ALL {
        let settings = figure.settings();
        let need = Need { settings: &settings, t: 0.5, span: figure.time, learned: None };
        let slots: Vec<&str> = (figure.tasks)(&need).iter().map(|task| task.slot).collect();
        for (i, slot) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(slot) && *slot != output::TRAIN, "{slot}");
        }
    }
}
