//! The Lab's maps: what the network learned, and the exact field beside it.

use crate::experiment::choice::UnderKind;
use crate::experiment::shipped;
use crate::figure::View;
use crate::figure::lab::asked;
use crate::figure::lab::board::Board;
use crate::figure::lab::board::N_POSTERIOR;
use crate::figure::lab::board::Side;
use crate::figure::lab::line;
use crate::figure::lab::plane;
use crate::figure::lab::tasks::DENSITY;
use crate::figure::marks;
use crate::figure::number;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::Flow;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::output::Output;
use crate::figure::output::Outputs;
use crate::figure::output::TRAIN;
use crate::figure::probe;
use crate::figure::scene::Axes;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::job::flow::BLOW_UP;

/// Layers that are computed along the path of the training.
const OF_TRAINED_PATH: &[&str] =
    &["field", "stream", "score", "density", "contours", "grid", "cond", "posterior", "error"];

/// The learned flow and, if wanted, the exact one, on the same window; what the
/// theory says of one point or one place stands on the last.
pub(super) fn panels(view: &View<'_>) -> Vec<Panel> {
    let board = Board::new(view);
    let mut panels = vec![learned(&board)];
    if board.has("exact") {
        panels.push(exact(&board));
    }
    for panel in &mut panels {
        panel.is_probed = board.has("posterior");
    }
    if let Some(last) = panels.last_mut() {
        add_conditional(&board, last);
        add_posterior(&board, last);
        last.remarks = remarks(&board);
    }
    panels
}

fn learned(board: &Board<'_>) -> Panel {
    let outputs = board.view.outputs;
    let flow = board.flow(LEARNED_FLOW).filter(|_| outputs.has_current_flow());
    let mut panel = empty("Learned", board);
    if let Some(flow) = flow {
        panel.note = now(board);
        panel.marks = marks_of(board, Side::Learned, flow);
    } else if let Some((points, t)) = board.points(TRAIN) {
        let n_steps = outputs.slot(TRAIN).map_or(0, Output::n_steps);
        let way = if board.is_backward { ", to the data" } else { "" };
        panel.note = format!("step {}{way}", number::whole(n_steps as u64));
        panel.marks = data(board);
        panel.marks.push(if board.dim == 1 {
            marks::line::samples(points, t)
        } else {
            marks::samples(points.to_vec(), t)
        });
    } else {
        panel.marks = data(board);
        let start = start(board);
        let said = match start {
            _ if outputs.is_training() => "The first samples come in a moment.",
            Some(_) if shipped::of(board.view.settings).is_some() => {
                "This is the noise; samples follow once the network is loaded or trained."
            }
            Some(_) if board.is_backward => {
                "These are data. Press Train to learn their way back to noise."
            }
            Some(_) => "This is the noise. Press Train to learn where it should go.",
            None => "Nothing is learned yet. Press Train.",
        };
        panel.marks.extend(start);
        panel.waiting = Some(said.to_owned());
    }
    panel
}

fn exact(board: &Board<'_>) -> Panel {
    let mut panel = empty("Exact", board);
    if let Some(flow) = board.flow(EXACT_FLOW) {
        panel.note = now(board);
        panel.marks = marks_of(board, Side::Exact, flow);
    } else {
        panel.marks = if board.dim == 1 {
            line::below(board, Side::Exact)
        } else {
            plane::below(board, Side::Exact, None)
        };
        panel.waiting = Some("Computing the exact flow.".to_owned());
    }
    panel
}

fn empty(title: &str, board: &Board<'_>) -> Panel {
    let axes = if board.dim == 1 { Axes::TimeAndLine } else { Axes::Plane };
    Panel { axes, ..Panel::new(title, board.window) }
}

fn marks_of(board: &Board<'_>, side: Side, flow: &Flow) -> Vec<Mark> {
    if board.dim == 1 { line::marks(board, side, flow) } else { plane::marks(board, side, flow) }
}

fn data(board: &Board<'_>) -> Vec<Mark> {
    if board.dim == 1 { line::data(board).into_iter().collect() } else { plane::data(board) }
}

/// Where samples start, before a network is trained.
fn start(board: &Board<'_>) -> Option<Mark> {
    let (points, t) = board.start()?;
    Some(if board.dim == 1 {
        marks::line::samples(points, t)
    } else {
        marks::samples(points.to_vec(), t)
    })
}

fn now(board: &Board<'_>) -> String {
    let asked = asked::note(board.view.settings);
    let asked = asked.map_or_else(String::new, |asked| format!(", {asked}"));
    format!("t = {:.2}{asked}", board.view.t)
}

/// The path to one point, and the handle that moves the point.
fn add_conditional(board: &Board<'_>, panel: &mut Panel) {
    let Some(z) = board.z().filter(|_| board.has("cond")) else { return };
    let at = if board.dim == 1 { [1.0, z[1]] } else { z };
    panel.marks.extend(if board.dim == 1 {
        line::conditional(board, z[1])
    } else {
        plane::conditional(board, z)
    });
    panel.handles.push(Handle { name: probe::Z, label: "Data point z", at, paint: Paint::Data });
}

/// What the data points say at the pointer's place.
fn add_posterior(board: &Board<'_>, panel: &mut Panel) {
    let Some((at, (z, of))) = board.asked().zip(board.posterior()) else { return };
    panel.marks.extend(if board.dim == 1 {
        line::posterior(board, at, &z, &of)
    } else {
        plane::posterior(board, at, &z, &of)
    });
}

/// What must be said about the maps.
fn remarks(board: &Board<'_>) -> Vec<String> {
    let mut said: Vec<&str> = Vec::new();
    let has_density = board.has("density") || board.has("contours");
    if board.is_layer_left_out() {
        said.push(
            "Score, conditional path and posterior weights are shown from Gaussian noise only.",
        );
    }
    if board.dim == 1 && board.has("density") {
        said.push("The density of each time is drawn relative to its own highest value.");
    }
    if board.dim == 1 && has_density && board.ends_early(DENSITY) {
        said.push("These data have no density at t = 1; the last column is of a moment before.");
    }
    if has_density && board.flow(LEARNED_FLOW).is_some() {
        said.push(
            "The learned density is estimated from the samples: a Gaussian around each, as wide as Scott's rule says.",
        );
    }
    let is_under = board.view.settings.choice::<UnderKind>("under") != UnderKind::Trained;
    if is_under && OF_TRAINED_PATH.iter().any(|layer| board.has(layer)) {
        said.push(
            "Samples follow another path than fields and densities, which are of the trained one.",
        );
    }
    let is_at_end = 1.0 <= board.view.t && board.dim == 2;
    if is_at_end && (board.has("cond") || board.has("posterior")) {
        said.push(
            "At t = 1 the path has no noise left; earlier times show its law and its weights.",
        );
    }
    let mut remarks: Vec<String> = said.into_iter().map(str::to_owned).collect();
    remarks.extend(asked::remark(board));
    remarks.extend(way_back(board));
    remarks.extend(blow_ups(board.view.outputs));
    if board.has("posterior") {
        remarks.push(match board.asked() {
            None => "Point at a map, or drag over it, to ask where a place may have come from."
                .to_owned(),
            Some(_) => format!("The weights are over {N_POSTERIOR} points of the data."),
        });
    }
    remarks
}

/// Where samples that run backward start.
fn way_back(board: &Board<'_>) -> Option<String> {
    let (_, t) = board.start().filter(|_| board.is_backward)?;
    Some(if t < 1.0 {
        format!(
            "Time runs backward: samples start at t = {t:.3} as data with the little noise that the path has left there, because the field is singular at t = 1, and go to the source."
        )
    } else {
        "Time runs backward: samples start as data at t = 1 and go to the source.".to_owned()
    })
}

/// Samples that left the range of numbers, and when.
fn blow_ups(outputs: &Outputs) -> Vec<String> {
    let said = [(LEARNED_FLOW, "learned"), (EXACT_FLOW, "exact")].map(|(slot, whose)| {
        let t = outputs.slot(slot)?.metrics.get(BLOW_UP)?.value;
        Some(format!(
            "Some {whose} samples are infinite from about t = {t:.2} on: the solver's steps are too long there. Take more of them, or less noise."
        ))
    });
    said.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::settings::Settings;
    use crate::figure::lab::tasks::DATA;
    use crate::figure::lab::tasks::ERROR;
    use crate::figure::lab::tasks::EXACT_FIELD;
    use crate::figure::lab::tasks::LEARNED_FIELD;
    use crate::figure::output::Outputs;
    use crate::figure::probe::Probe;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;
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
        panels(&View { settings: &settings(view), outputs, t, probe: Probe::default(), span: None })
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
    fn backward_the_data_stand_where_samples_start_and_paths_lie_behind_them() {
        let mut outputs = Outputs::default();
        outputs.absorb(EXACT_FLOW, flow(100));
        let changes = [("view", "samples,exact,traj"), ("dir", "backward")];
        let settings = Settings::with(catalogue::LAB, &changes);
        let probe = Probe::default();
        let of = |t| panels(&View { settings: &settings, outputs: &outputs, t, probe, span: None });
        let [learned, exact] = &of(1.0)[..] else { panic!("two") };
        let Mark::Dots { xy, .. } = &learned.marks[0] else { panic!("dots") };
        assert_eq!(xy[..4], [0.0, 1.0, 2.0, 3.0]);
        assert!(learned.waiting.as_ref().unwrap().contains("data"));
        assert!(exact.remarks[0].contains("backward"), "{:?}", exact.remarks);
        let n_lines = |t| {
            let of_kind = |mark: &&Mark| matches!(mark, Mark::Lines { .. });
            of(t)[1].marks.iter().filter(of_kind).count()
        };
        assert_eq!(n_lines(1.0), 0);
        assert!(0 < n_lines(0.5));
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
