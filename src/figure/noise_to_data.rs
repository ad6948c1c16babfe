//! Home's figure: noise becomes data along the exact field of a known law.

use crate::dataset::DatasetKind;
use crate::dataset::spec::DataSpec;
use crate::experiment::catalogue;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::export;
use crate::figure::film::still;
use crate::figure::links;
use crate::figure::marks;
use crate::figure::output::Flow;
use crate::figure::scene::HeatMap;
use crate::figure::scene::Mark;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::window;
use crate::protocol::job::FieldOf;
use crate::protocol::job::Job;
use crate::protocol::job::Quantity;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "noise-to-data",
    title: "Noise becomes data",
    caption: "Points of pure noise (blue) are carried by one velocity field until they are points of the data (orange).",
    notice: "No point is told where to go: every point follows the same field, and the cloud as a whole takes the right shape. Neighbors in the noise end up as neighbors, until a border decides for one group or the other.",
    params: &[
        &catalogue::DATA,
        &catalogue::PATH,
        &catalogue::SOLVER,
        &catalogue::N,
        &catalogue::SAMPLES,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("data", "8gaussians"), ("samples", "1500"), ("n", "60"), ("t", "0")],
    in_view: &["data", "path"],
    metrics: &[],
    time: Some(TimeSpan::UNIT),
    tasks,
    scene,
    csv: Some(export::samples_table),
    ..BLANK
};

/// The flow from noise to data.
const FLOW: &str = "flow";
/// The data's density.
const TARGET: &str = "target";
/// Times kept of the flow.
const N_FRAMES: u32 = 61;
/// Points that leave a path.
const N_TRAJECTORIES: usize = 120;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let place = match need.settings.choice("data") {
        // A handful of parts: the page itself is quick enough.
        DatasetKind::EightGaussians | DatasetKind::Gmm5 | DatasetKind::Checkerboard => Place::Page,
        _ => Place::Exact,
    };
    let flow =
        Job::Flow { link: links::flow(need.settings), field: FieldOf::Exact, max_frames: N_FRAMES };
    let target = Job::Grid {
        link: links::data(need.settings),
        field: FieldOf::Exact,
        quantity: Quantity::LogDensity,
        times: vec![1.0],
        n_per_axis: 96,
    };
    vec![
        Task { slot: FLOW, job: flow, place, learned: None },
        Task { slot: TARGET, job: target, place, learned: None },
    ]
}

fn scene(view: &View<'_>) -> Scene {
    let outputs = view.outputs;
    let mut marks: Vec<Mark> = Vec::new();
    let target = outputs.slot(TARGET).and_then(|output| output.grid.as_ref());
    let target = target.and_then(|grid| still(grid, 1.0));
    let data = DataSpec::from(view.settings.choice::<DatasetKind>("data"));
    let over = window::of(&data);
    marks.extend(target.map(|still| marks::density(still, over, HeatMap::Data)));
    let flow: Option<&Flow> = outputs.slot(FLOW).and_then(|output| output.flow.as_ref());
    if let Some(flow) = flow {
        marks.extend(marks::trajectories(flow, view.t, N_TRAJECTORIES, 0.5));
        marks.push(marks::samples(flow.at(view.t), view.t));
    }
    let waiting = flow.is_none().then(|| "Drawing the noise.".to_owned());
    let panel = Panel { marks, waiting, ..Panel::new("", window::shown(view.settings)) };
    Scene { panels: vec![panel], ..Scene::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::output::Outputs;
    use crate::figure::probe::Probe;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    #[test]
    fn the_default_runs_in_the_page_and_larger_laws_in_a_worker() {
        for (data, place) in [("8gaussians", Place::Page), ("moons", Place::Exact)] {
            let settings = crate::experiment::settings::Settings::with(
                FIGURE.params,
                &[("data", data), ("samples", "1500")],
            );
            let need = Need { settings: &settings, t: 0.0, learned: None };
            assert!(tasks(&need).iter().all(|task| task.place == place), "{data}");
        }
    }

    #[test]
    fn the_default_asks_for_1500_points_in_60_steps() {
        let settings = FIGURE.settings();
        let need = Need { settings: &settings, t: 0.0, learned: None };
        let Job::Flow { link, .. } = &tasks(&need)[0].job else { panic!("a flow") };
        let run = crate::experiment::run::Experiment::from_link(link);
        assert_eq!((run.sample.n_samples, run.sample.n_steps), (1500, 60));
    }

    #[test]
    fn at_time_zero_the_dots_are_the_noise() {
        let settings = FIGURE.settings();
        let mut outputs = Outputs::default();
        let probe = Probe::default();
        let waiting = scene(&View {
            settings: &settings,
            outputs: &outputs,
            t: 0.0,
            probe,
            span: FIGURE.time,
        });
        assert!(waiting.panels[0].waiting.is_some());
        let noise = vec![0.5, -1.0, 2.0, 0.25];
        let points = [noise.clone(), vec![5.0, 0.0, 0.0, 5.0]].concat();
        let frame = Frame::Flow { times: Buffer(vec![0.0, 1.0]), dim: 2, points: Buffer(points) };
        outputs.absorb(FLOW, Event::Frame { run: RunId(1), frame });
        let scene = scene(&View {
            settings: &settings,
            outputs: &outputs,
            t: 0.0,
            probe,
            span: FIGURE.time,
        });
        assert_eq!(scene.panels[0].waiting, None);
        let Some(Mark::Dots { xy, .. }) = scene.panels[0].marks.last() else { panic!("dots") };
        assert_eq!(*xy, noise);
    }
}
