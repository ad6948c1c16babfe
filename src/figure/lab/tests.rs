//! The whole Lab: its chart, and every layer drawn from what the exact jobs make.

use super::*;
use crate::figure::Need;
use crate::figure::output::EXACT_FLOW;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::probe;
use crate::figure::probe::Probe;
use crate::figure::scene::Axes;
use crate::figure::scene::Mark;
use crate::figure::scene::Panel;
use crate::job::exact::ExactJob;
use crate::protocol::buffer::Buffer;
use crate::protocol::command::RunId;
use crate::protocol::event::Curve;
use crate::protocol::event::Event;
use crate::protocol::event::Frame;

fn trained(n_losses: usize) -> Outputs {
    let mut outputs = Outputs::default();
    let values = Buffer((0..n_losses).map(|i| 10.0 / (1.0 + i as f32)).collect());
    outputs.absorb(TRAIN, Event::Losses { run: RunId(1), first_step: 0, values });
    let floor =
        Event::Metric { run: RunId(2), name: "loss_floor".to_owned(), value: 2.5, spread: None };
    outputs.absorb("floor", floor);
    outputs
}

#[test]
fn the_loss_curve_is_thinned_and_says_so() {
    let chart = loss_chart(&trained(3_000), 3_000.0);
    assert!(chart.series[0].points.len() <= N_LOSS_POINTS);
    assert_eq!(chart.series[0].label, "loss, mean of 10 steps");
}

#[test]
fn the_floor_is_theory_and_runs_through_the_whole_training() {
    let chart = loss_chart(&trained(10), 3_000.0);
    assert_eq!(chart.series[1].paint, Paint::Exact);
    assert_eq!(chart.series[1].points, [(0.0, 2.5), (3_000.0, 2.5)]);
}

#[test]
fn the_loss_by_time_is_drawn_once_it_is_there() {
    let mut outputs = trained(10);
    assert_eq!(loss_by_time(&outputs), None);
    let (name, x, y) = (LOSS_BY_T.to_owned(), vec![0.25, 0.75], vec![3.0, 1.0]);
    let curve = Curve { name, x: Buffer(x), y: Buffer(y), spread: Buffer(vec![0.0; 2]) };
    let frame = Frame::Curves { curves: vec![curve] };
    outputs.absorb(TRAIN, Event::Frame { run: RunId(1), frame });
    let chart = loss_by_time(&outputs).unwrap();
    assert_eq!(chart.series[0].points, [(0.25, 3.0), (0.75, 1.0)]);
}

#[test]
fn the_job_to_train_is_what_the_reader_chose() {
    let settings = Settings::with(catalogue::LAB, &[("net", "16x2"), ("run", "1")]);
    assert_eq!(train(&settings), Job::Train { link: "net=16x2".to_owned(), is_held: false });
}

const ALL: &str =
    "samples,data,exact,traj,field,stream,score,density,contours,grid,cond,posterior,error";

/// Everything that the Lab asks of exact fields, computed; the learned flow is
/// a copy of the exact one.
fn computed(settings: &Settings, t: f64) -> Outputs {
    let mut outputs = Outputs::default();
    for task in tasks::tasks(&Need { settings, t, learned: None }) {
        // The floor takes seconds and is no picture.
        let Ok(mut job) = ExactJob::new(RunId(1), task.job.clone()) else { panic!("exact") };
        while task.slot != "floor" && !job.is_done() {
            for event in job.advance() {
                if task.slot == EXACT_FLOW {
                    outputs.absorb(LEARNED_FLOW, event.clone());
                }
                outputs.absorb(task.slot, event);
            }
        }
    }
    outputs
}

fn names(panel: &Panel) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for mark in &panel.marks {
        if !names.contains(&mark.name()) {
            names.push(mark.name());
        }
    }
    names
}

fn all_layers(changes: &[(&str, &str)]) -> Settings {
    let sizes = [("view", ALL), ("samples", "64"), ("n", "8")];
    Settings::with(catalogue::LAB, &[&sizes, changes].concat())
}

#[track_caller]
fn check_layers(changes: &[(&str, &str)], expected: &[&str]) {
    let settings = all_layers(changes);
    let outputs = computed(&settings, 0.5);
    for t in [0.0, 0.5, 1.0] {
        let probe = Probe::pointing([0.5, 1.0]);
        let scene =
            scene(&View { settings: &settings, outputs: &outputs, t, probe, span: FIGURE.time });
        let numbers = |mark: &Mark| match mark {
            Mark::Dots { xy, .. } | Mark::Lines { xy, .. } | Mark::Curves { xy, .. } => xy.clone(),
            Mark::Arrows { tails, .. } => tails.clone(),
            _ => Vec::new(),
        };
        for mark in scene.panels.iter().flat_map(|panel| &panel.marks) {
            assert!(numbers(mark).iter().all(|v| v.is_finite()), "{} at {t}", mark.name());
        }
        let [_, exact] = &scene.panels[..] else { panic!("two maps") };
        if (0.1..0.9).contains(&t) {
            for name in expected {
                assert!(names(exact).contains(name), "{name} is not in {:?}", names(exact));
            }
        }
    }
}

#[test]
fn every_layer_of_the_plane_is_drawn() {
    let expected = [
        "density",
        "contours around 20, 50, 80 and 95 % of the density",
        "points of the data",
        "streamlines of the velocity",
        "velocity",
        "score, scaled at each time",
        "grid over ±3 of the source, carried by the flow",
        "trajectories",
        "samples",
        "law of x given z, 1 and 2 standard deviations",
        "velocity given z, scaled at each time",
        "data points, fuller the larger their weight",
        "their average: the velocity of these points",
    ];
    check_layers(&[("data", "gmm5")], &expected);
}

#[test]
fn every_layer_of_time_and_the_line_is_drawn() {
    let expected = [
        "density",
        "contours around 20, 50, 80 and 95 % of the density",
        "points of the data",
        "streamlines of the velocity",
        "velocity u as the slope (1, u)",
        "score, scaled at each time",
        "grid over ±3 of the source, carried by the flow",
        "trajectories",
        "time t",
        "samples",
        "law of x given z: its mean, 1 and 2 standard deviations",
        "slope of the velocity given z",
        "data points, fuller the larger their weight",
        "their average: the velocity of these points",
    ];
    check_layers(&[("data", "two-points")], &expected);
}

#[test]
fn the_learned_density_is_said_to_be_estimated() {
    for data in ["gmm5", "two-points"] {
        let settings = all_layers(&[("data", data)]);
        let outputs = computed(&settings, 0.5);
        let probe = Probe::default();
        let scene = scene(&View {
            settings: &settings,
            outputs: &outputs,
            t: 0.5,
            probe,
            span: FIGURE.time,
        });
        let learned = names(&scene.panels[0]);
        assert!(learned.contains(&"density estimated from the samples"), "{learned:?}");
        assert!(!learned.contains(&"density"), "{learned:?}");
        assert!(scene.remarks().iter().any(|remark| remark.contains("Scott")));
    }
}

#[test]
fn from_another_source_what_needs_noise_is_left_out_and_said() {
    let settings = all_layers(&[("data", "gmm5"), ("source", "8gaussians"), ("path", "linear")]);
    let outputs = computed(&settings, 0.5);
    let probe = Probe::pointing([0.5, 1.0]);
    let scene =
        scene(&View { settings: &settings, outputs: &outputs, t: 0.5, probe, span: FIGURE.time });
    let [_, exact] = &scene.panels[..] else { panic!("two maps") };
    assert!(exact.handles.is_empty() && !exact.is_probed);
    assert!(names(exact).contains(&"velocity"));
    assert!(names(exact).iter().all(|name| !name.contains("score") && !name.contains("given z")));
    assert!(scene.remarks()[0].contains("Gaussian noise only"));
}

#[test]
fn outputs_of_the_data_before_do_no_harm() {
    let plane = all_layers(&[("data", "gmm5")]);
    let line = all_layers(&[("data", "two-points")]);
    for (before, now) in [(&plane, &line), (&line, &plane)] {
        let outputs = computed(before, 0.5);
        let probe = Probe::pointing([0.5, 1.0]).with_handle(probe::Z, [9.0, -9.0]);
        let scene =
            scene(&View { settings: now, outputs: &outputs, t: 0.5, probe, span: FIGURE.time });
        assert!(scene.panels.iter().all(|panel| panel.waiting.is_some()));
    }
}

#[test]
fn the_handle_stands_where_the_data_are_until_it_is_moved() {
    for (data, axes) in [("gmm5", Axes::Plane), ("two-points", Axes::TimeAndLine)] {
        let settings = all_layers(&[("data", data)]);
        let outputs = computed(&settings, 0.5);
        let handle = |z: Option<[f64; 2]>| {
            let probe = z.map_or(Probe::default(), |z| Probe::default().with_handle(probe::Z, z));
            let scene = scene(&View {
                settings: &settings,
                outputs: &outputs,
                t: 0.5,
                probe,
                span: FIGURE.time,
            });
            assert!(scene.panels[0].handles.is_empty());
            assert_eq!(scene.panels[1].axes, axes);
            scene.panels[1].handles[0].at
        };
        let first = outputs.slot("data").and_then(|data| data.cloud.clone()).unwrap().points[0];
        assert!(handle(None).iter().any(|v| (v - f64::from(first)).abs() < 1e-6));
        assert!((handle(Some([0.5, 1.25]))[1] - 1.25).abs() < 1e-12);
        assert!(handle(Some([0.5, 1e9]))[1] < 100.0);
    }
}

#[test]
fn samples_that_left_the_range_of_numbers_are_named_with_their_time() {
    let settings = Settings::with(catalogue::LAB, &[("data", "gmm5")]);
    let mut outputs = computed(&settings, 0.5);
    let name = crate::job::flow::BLOW_UP.to_owned();
    let event = Event::Metric { run: RunId(1), name, value: 0.62, spread: None };
    outputs.absorb(EXACT_FLOW, event);
    let scene = scene(&View {
        settings: &settings,
        outputs: &outputs,
        t: 0.5,
        probe: Probe::default(),
        span: FIGURE.time,
    });
    let said = scene.remarks();
    assert!(said.iter().any(|remark| remark.contains("exact") && remark.contains("0.62")));
}
