//! The Lab's maps: what the network learned, and the exact field beside it.

use crate::experiment::settings::Settings;
use crate::figure::View;
use crate::figure::film;
use crate::figure::film::Still;
use crate::figure::lab::tasks::DATA;
use crate::figure::lab::tasks::DENSITY;
use crate::figure::lab::tasks::ERROR;
use crate::figure::lab::tasks::EXACT_FIELD;
use crate::figure::lab::tasks::LEARNED_FIELD;
use crate::figure::lab::tasks::film_of;
use crate::figure::marks;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::Flow;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::output::TRAIN;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::window;
use crate::math::window::Window;
use crate::protocol::event::Frame;

/// Samples whose paths are drawn.
const N_TRAJECTORIES: usize = 60;

/// The learned flow and, if wanted, the exact one, on the same window.
pub(super) fn panels(view: &View<'_>) -> Vec<Panel> {
    let mut panels = vec![learned(view)];
    if view.settings.has("view", "exact") {
        panels.push(exact(view));
    }
    panels
}

fn learned(view: &View<'_>) -> Panel {
    let outputs = view.outputs;
    let cloud = outputs.slot(TRAIN).and_then(|train| train.cloud.as_ref());
    let flow = flow_of(view, LEARNED_FLOW).filter(|_| outputs.has_current_flow());
    let mut panel = empty("Learned", view);
    if let Some(flow) = flow {
        panel.note = format!("t = {:.2}", view.t);
        panel.marks = below(view, Some(LEARNED_FIELD));
        panel.marks.extend(over(view.settings, flow, view.t));
    } else if let Some(cloud) = cloud {
        let n_steps = outputs.slot(TRAIN).map_or(0, |train| train.losses.len());
        panel.note = format!("step {}", with_separators(n_steps));
        panel.marks = data_points(view).into_iter().collect();
        panel.marks.push(marks::samples(cloud.points.clone(), f64::from(cloud.t)));
    } else {
        panel.marks = data_points(view).into_iter().collect();
        let noise = flow_of(view, EXACT_FLOW).map(|flow| flow.frame(0).to_vec());
        let said = match noise {
            _ if outputs.is_training() => "The first samples come in a moment.",
            Some(_) => "This is the noise. Press Train to learn where it should go.",
            None => "Nothing is learned yet. Press Train.",
        };
        panel.marks.extend(noise.map(|noise| marks::samples(noise, 0.0)));
        panel.waiting = Some(said.to_owned());
    }
    panel
}

fn exact(view: &View<'_>) -> Panel {
    let mut panel = empty("Exact", view);
    panel.marks = below(view, None);
    match flow_of(view, EXACT_FLOW) {
        Some(flow) => {
            panel.note = format!("t = {:.2}", view.t);
            panel.marks.extend(over(view.settings, flow, view.t));
        }
        None => panel.waiting = Some("Computing the exact flow.".to_owned()),
    }
    panel
}

fn empty(title: &str, view: &View<'_>) -> Panel {
    Panel {
        title: title.to_owned(),
        note: String::new(),
        window: window_of(view),
        marks: Vec::new(),
        waiting: None,
    }
}

/// Maps and data under the samples; the learned panel also has its error.
fn below(view: &View<'_>, learned_field: Option<&'static str>) -> Vec<Mark> {
    let has = |layer: &str| view.settings.has("view", layer);
    let mut marks = Vec::new();
    let density = still_of(view, DENSITY);
    if has("density") {
        marks.extend(density.map(|still| marks::density(still, HeatMap::Density)));
    }
    if has("error") && learned_field.is_some() {
        marks.extend(still_of(view, ERROR).map(|still| marks::error(still, density)));
    }
    marks.extend(data_points(view));
    if has("field") {
        let fields = [LEARNED_FIELD, EXACT_FIELD].map(|slot| film_or_still(view, slot));
        let scale = marks::arrow_scale(&fields, window_of(view));
        let field = still_of(view, learned_field.unwrap_or(EXACT_FIELD));
        let arrows = |still| marks::arrows(still, window_of(view), scale, Paint::Velocity);
        marks.extend(field.map(arrows));
    }
    marks
}

/// Samples of a flow and their paths.
fn over(settings: &Settings, flow: &Flow, t: f64) -> Vec<Mark> {
    let mut marks = Vec::new();
    if settings.has("view", "traj") {
        marks.extend(marks::trajectories(flow, t, N_TRAJECTORIES, 0.75));
    }
    if settings.has("view", "samples") {
        marks.push(marks::samples(flow.at(t), t));
    }
    marks
}

fn data_points(view: &View<'_>) -> Option<Mark> {
    let cloud = view.outputs.slot(DATA)?.cloud.as_ref()?;
    view.settings.has("view", "data").then(|| marks::data(cloud.points.clone()))
}

fn flow_of<'a>(view: &View<'a>, slot: &str) -> Option<&'a Flow> {
    view.outputs.slot(slot)?.flow.as_ref()
}

fn grid_of<'a>(view: &View<'a>, slot: &str) -> Option<&'a Frame> {
    view.outputs.slot(slot)?.grid.as_ref()
}

/// The grid of a slot at the cursor, or the nearest picture of its film.
fn still_of<'a>(view: &View<'a>, slot: &'static str) -> Option<Still<'a>> {
    film::first_still(&[grid_of(view, slot), grid_of(view, film_of(slot))], view.t)
}

/// The film of a slot: all times, so that what it sets does not change with time.
fn film_or_still<'a>(view: &View<'a>, slot: &'static str) -> Option<&'a Frame> {
    grid_of(view, film_of(slot)).or_else(|| grid_of(view, slot))
}

fn window_of(view: &View<'_>) -> Window {
    window::of(view.settings.choice("data"))
}

/// `12,345`.
fn with_separators(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if 0 < idx && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::figure::output::Outputs;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::job::Quantity;

    const RUN: RunId = RunId(1);

    fn settings(view: &str) -> Settings {
        Settings::with(catalogue::LAB, &[("view", view)])
    }

    fn frame(frame: Frame) -> Event {
        Event::Frame { run: RUN, frame }
    }

    /// `n` points that move from `-i` to `i` on both axes.
    fn flow(n: usize) -> Event {
        let ends = [-1.0, 1.0].map(|sign| (0..2 * n).map(move |i| sign * i as f32));
        let points = Buffer(ends.into_iter().flatten().collect());
        frame(Frame::Flow { times: Buffer(vec![0.0, 1.0]), dim: 2, points })
    }

    fn cloud(n: usize) -> Event {
        frame(Frame::Cloud { t: 1.0, dim: 2, points: Buffer(vec![0.5; 2 * n]) })
    }

    fn losses() -> Event {
        Event::Losses { run: RUN, first_step: 0, values: Buffer(vec![1.0; 1_240]) }
    }

    fn dots(panel: &Panel) -> Vec<usize> {
        let mut counts = Vec::new();
        for mark in &panel.marks {
            if let Mark::Dots { xy, .. } = mark {
                counts.push(xy.len() / 2);
            }
        }
        counts
    }

    #[track_caller]
    fn check(outputs: &Outputs, view: &str, t: f64) -> Vec<Panel> {
        panels(&View { settings: &settings(view), outputs, t })
    }

    #[test]
    fn before_training_the_noise_stands_where_samples_will_be() {
        let mut outputs = Outputs::default();
        outputs.absorb(EXACT_FLOW, flow(100));
        let [learned, exact] = &check(&outputs, "samples,exact", 1.0)[..] else { panic!("two") };
        let Mark::Dots { xy, .. } = &learned.marks[0] else { panic!("dots") };
        assert_eq!(xy[..4], [-0.0, -1.0, -2.0, -3.0]);
        assert!(learned.waiting.as_ref().unwrap().contains("Train"));
        assert_eq!((dots(exact), &exact.waiting), (vec![100], &None));
    }

    #[test]
    fn nothing_computed_yet_is_said_and_never_an_empty_box() {
        for panel in check(&Outputs::default(), "samples,exact", 1.0) {
            assert!(panel.waiting.is_some());
        }
    }

    #[test]
    fn while_it_trains_the_latest_samples_show_with_their_step() {
        let mut outputs = Outputs::default();
        outputs.absorb(TRAIN, losses());
        outputs.absorb(TRAIN, cloud(30));
        let panel = &check(&outputs, "samples,data", 0.4)[0];
        assert_eq!((dots(panel), panel.note.as_str()), (vec![30], "step 1,240"));
        assert_eq!(panel.waiting, None);
    }

    #[test]
    fn after_training_both_flows_stand_at_the_cursor() {
        let mut outputs = Outputs::default();
        outputs.absorb(TRAIN, losses());
        outputs.absorb(TRAIN, cloud(30));
        outputs.absorb(TRAIN, Event::Done { run: RUN, is_stopped: false });
        outputs.absorb(EXACT_FLOW, flow(100));
        outputs.absorb(LEARNED_FLOW, flow(100));
        outputs.absorb(DATA, cloud(2_000));
        for panel in check(&outputs, "samples,data,exact,traj", 0.5) {
            assert_eq!(dots(&panel), [2_000, 100]);
            let Some(Mark::Dots { xy, .. }) = panel.marks.last() else { panic!("dots") };
            assert!(xy.iter().all(|v| v.abs() < 1e-6), "half way from -i to i");
            let lines = panel.marks.iter().filter(|mark| matches!(mark, Mark::Lines { .. }));
            assert!(0 < lines.count());
        }
    }

    #[test]
    fn the_error_stands_in_the_learned_panel_only_and_arrows_share_a_scale() {
        let mut outputs = Outputs::default();
        outputs.absorb(LEARNED_FLOW, flow(10));
        for (slot, quantity, n) in [
            (LEARNED_FIELD, Quantity::Velocity, 2),
            (EXACT_FIELD, Quantity::Velocity, 2),
            (ERROR, Quantity::Error, 1),
        ] {
            let (times, values) = (Buffer(vec![0.5]), Buffer(vec![n as f32; 4 * n]));
            outputs.absorb(slot, frame(Frame::Grid { quantity, times, n_per_axis: 2, values }));
        }
        let panels = check(&outputs, "exact,field,error", 0.5);
        let kinds = |panel: &Panel| {
            let is_heat = |mark: &&Mark| matches!(mark, Mark::Heat { .. });
            let scales: Vec<f32> = panel
                .marks
                .iter()
                .filter_map(|mark| match mark {
                    Mark::Arrows { scale, .. } => Some(*scale),
                    _ => None,
                })
                .collect();
            (panel.marks.iter().filter(is_heat).count(), scales)
        };
        let (learned, exact) = (kinds(&panels[0]), kinds(&panels[1]));
        assert_eq!((learned.0, exact.0), (1, 0));
        assert_eq!(learned.1, exact.1);
        assert_eq!(panels[0].window, panels[1].window);
    }
}
