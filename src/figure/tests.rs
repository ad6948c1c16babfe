//! What holds for every figure.

use crate::experiment::link;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::ALL;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Number;
use crate::figure::View;
use crate::figure::by_id;
use crate::figure::output;
use crate::figure::output::Outputs;
use crate::figure::probe::Probe;
use crate::figure::probe::Touch;
use crate::figure::scene::Mark;
use crate::figure::scene::Scene;
use crate::math::window::Window;

#[test]
fn ids_are_unique_and_fit_for_links() {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    for (i, figure) in ALL.iter().enumerate() {
        assert!(figure.id.bytes().all(is_plain), "{}", figure.id);
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
fn what_the_lab_does_not_have_does_not_open_there() {
    for (id, opens) in
        [("noise-to-data", true), ("slow-motion", true), ("lipschitz", false), ("ou", false)]
    {
        assert_eq!(by_id(id).map(Figure::opens_in_lab), Some(opens), "{id}");
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
        let scene = Stage::of(figure, "").scene();
        for panel in &scene.panels {
            assert!(panel.waiting.is_some() || !panel.marks.is_empty(), "{}", figure.id);
        }
    }
}

#[test]
fn no_two_tasks_of_a_figure_share_a_slot() {
    for figure in ALL {
        let settings = figure.settings();
        let need = Need { settings: &settings, t: 0.5, learned: None };
        let slots: Vec<&str> = (figure.tasks)(&need).iter().map(|task| task.slot).collect();
        for (i, slot) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(slot) && *slot != output::TRAIN, "{slot}");
        }
    }
}

/// A figure at one moment, with nothing computed by jobs.
struct Stage {
    figure: &'static Figure,
    settings: Settings,
    outputs: Outputs,
    probe: Probe,
    t: f64,
}

impl Stage {
    fn of(figure: &'static Figure, query: &str) -> Self {
        let parsed = link::parse(&figure.settings(), query);
        assert!(parsed.notices.is_empty(), "{}?{query}: {:?}", figure.id, parsed.notices);
        let (settings, _) = rules::settled(parsed.settings);
        let (outputs, probe) = (Outputs::default(), Probe::default());
        Self { figure, settings, outputs, probe, t: 0.0 }
    }

    fn touched(mut self, touch: Touch) -> Self {
        self.probe = self.probe.after(touch);
        self
    }

    fn view(&self) -> View<'_> {
        View {
            settings: &self.settings,
            outputs: &self.outputs,
            t: self.t,
            probe: self.probe,
            span: self.figure.time,
        }
    }

    fn scene(&self) -> Scene {
        (self.figure.scene)(&self.view())
    }

    fn numbers(&self) -> Vec<Number> {
        (self.figure.numbers)(&self.view())
    }
}

/// Shares of the time at which every figure is looked at.
const MOMENTS: [f64; 3] = [0.0, 0.37, 1.0];

/// Links that choose every value of every choice, and both ends of every number.
fn queries(figure: &Figure) -> Vec<String> {
    let values = |param: &Param| match &param.kind {
        ParamKind::Choice(choices) | ParamKind::Set(choices) => {
            choices.iter().map(|choice| choice.key.to_owned()).collect()
        }
        ParamKind::Whole { min, max, .. } => vec![min.to_string(), max.to_string()],
        ParamKind::Real { min, max, .. } => vec![min.to_string(), max.to_string()],
        ParamKind::Reals { min, max, .. } => vec![min.to_string(), format!("{min},{max}")],
        ParamKind::Net | ParamKind::Drawn | ParamKind::Mix => Vec::new(),
    };
    let of_param = |param: &&'static Param| {
        let key = param.key;
        values(param).into_iter().map(move |value| format!("{key}={value}"))
    };
    let changed = figure.params.iter().flat_map(of_param);
    std::iter::once(String::new()).chain(changed).collect()
}

fn numbers_of(mark: &Mark) -> Vec<f32> {
    match mark {
        Mark::Dots { xy, .. }
        | Mark::Lines { xy, .. }
        | Mark::Curves { xy, .. }
        | Mark::Area { xy, .. } => xy.clone(),
        Mark::Arrows { tails, vectors, .. } => [tails.as_slice(), vectors].concat(),
        Mark::Heat { values, range, .. } => [values.as_slice(), range].concat(),
        Mark::Bars { edges, heights, .. } => [edges.as_slice(), heights].concat(),
        Mark::Text { at, .. } => at.to_vec(),
        Mark::Pixels { values, .. } => values.clone(),
        Mark::Boxes { rects, .. } => rects.concat(),
    }
}

/// Whether a mark has as many numbers as it says.
fn is_whole(mark: &Mark) -> bool {
    match mark {
        Mark::Dots { xy, .. } | Mark::Area { xy, .. } => xy.len().is_multiple_of(2),
        Mark::Lines { xy, n_per_line, .. } => {
            xy.is_empty() || (0 < *n_per_line && xy.len().is_multiple_of(2 * n_per_line))
        }
        Mark::Curves { xy, n_points, .. } => xy.len() == 2 * n_points.iter().sum::<usize>(),
        Mark::Arrows { tails, vectors, .. } => tails.len() == vectors.len(),
        Mark::Heat { n, values, weights, .. } => {
            values.len() == n[0] * n[1] && (weights.is_empty() || weights.len() == values.len())
        }
        Mark::Bars { edges, heights, .. } => edges.len() == heights.len() + 1,
        Mark::Pixels { n, values, .. } => [1, 3].contains(&(values.len() / (n[0] * n[1]))),
        Mark::Text { .. } | Mark::Boxes { .. } => true,
    }
}

#[track_caller]
fn check_scene(scene: &Scene, said: &str) {
    for panel in &scene.panels {
        let Window { x, y } = panel.window;
        assert!(x[0] < x[1] && y[0] < y[1], "{said}: {:?}", panel.window);
        assert!([x, y].concat().iter().all(|v| v.is_finite()), "{said}: {:?}", panel.window);
        for mark in &panel.marks {
            let name = mark.name();
            assert!(is_whole(mark), "{said}: {name} has not as many numbers as it says");
            assert!(numbers_of(mark).iter().all(|v| v.is_finite()), "{said}: {name}");
        }
        for handle in &panel.handles {
            assert!(handle.at.iter().all(|v| v.is_finite()), "{said}: {}", handle.name);
        }
    }
    if let Some(listing) = &scene.listing {
        assert!(!listing.title.is_empty() && !listing.lines.is_empty(), "{said}");
    }
}

#[test]
fn every_figure_draws_whatever_is_chosen_and_whenever() {
    for figure in ALL {
        for query in queries(figure) {
            let mut stage = Stage::of(figure, &query);
            for t in MOMENTS {
                stage.t = t;
                check_scene(&stage.scene(), &format!("{}?{query} at {t}", figure.id));
                for number in stage.numbers() {
                    let said = format!("{}?{query} at {t}: {number:?}", figure.id);
                    assert!(number.value.is_finite(), "{said}");
                    let is_declared = |metric: &Metric| metric.name == number.name;
                    assert!(figure.metrics.iter().any(is_declared), "{said}");
                }
            }
        }
    }
}

#[test]
fn every_link_of_a_figure_is_read_as_it_was_printed() {
    for figure in ALL {
        let base = figure.settings();
        for query in queries(figure) {
            let chosen = Stage::of(figure, &query).settings;
            let printed = link::print(&base, &chosen);
            let again = link::parse(&base, &printed);
            assert_eq!((again.settings, again.notices), (chosen, Vec::new()), "{query}");
        }
    }
}

#[test]
fn parameters_of_a_figure_are_told_apart_and_explained() {
    for figure in ALL {
        for (idx, param) in figure.params.iter().enumerate() {
            let said = format!("{}: {}", figure.id, param.key);
            assert!(figure.params[..idx].iter().all(|other| other.key != param.key), "{said}");
            assert_eq!(param.default_value().to_string(), param.default, "{said}");
            assert!(param.help.ends_with('.') && !param.label.is_empty(), "{said}");
            assert!(param.key.bytes().all(|b| b.is_ascii_lowercase()), "{said}");
            // These belong to the link itself and to the page.
            assert!(!["v", "hide", "present"].contains(&param.key), "{said}");
        }
    }
}

#[test]
fn a_figure_with_time_keeps_its_cursor_in_the_link() {
    for figure in ALL {
        let cursor = figure.params.iter().find(|param| param.key == "t");
        assert_eq!(figure.time.is_some(), cursor.is_some(), "{}", figure.id);
        if let Some(span) = figure.time {
            let [first, last] = (span.range)(&figure.settings());
            assert!(first < last && 0.0 < span.secs, "{}", figure.id);
        }
    }
}

#[test]
fn what_is_dragged_and_pointed_at_does_no_harm() {
    for figure in ALL {
        let scene = Stage::of(figure, "").scene();
        for (idx, panel) in scene.panels.iter().enumerate() {
            let Window { x, y } = panel.window;
            for at in [[x[0], y[0]], [x[1], y[1]], [0.0, 0.0]] {
                let stage = Stage { t: 0.37, ..Stage::of(figure, "") };
                let stage = stage.touched(Touch::Point { panel: idx, at: Some(at) });
                let drags = panel.handles.iter();
                let drags = drags.map(|handle| Touch::Drag { panel: idx, handle: handle.name, at });
                let stage = drags.fold(stage, Stage::touched);
                check_scene(&stage.scene(), &format!("{} with {at:?}", figure.id));
                assert!(stage.numbers().iter().all(|n| n.value.is_finite()), "{}", figure.id);
            }
        }
    }
}
