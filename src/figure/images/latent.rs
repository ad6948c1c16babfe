//! A flow in the plane of an autoencoder's codes, decoded to small digits.

use crate::dataset::images::ImageKind;
use crate::experiment::catalogue;
use crate::experiment::images::latent as of_latent;
use crate::experiment::images::latent::HALF_WIDTH;
use crate::experiment::images::latent::N_NODES;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::diffusions::draw;
use crate::figure::images::asked;
use crate::figure::images::table;
use crate::figure::images::table::Table;
use crate::figure::marks;
use crate::figure::output::Output;
use crate::figure::scene::Align;
use crate::figure::scene::Handle;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::math::window::Window;
use crate::protocol::job::Job;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "latent",
    title: "A flow in a latent plane",
    caption: "First, the plane of an autoencoder that was trained before: every digit stands where the encoder puts an image of it, and points are carried from noise to these codes by the exact field of the codes, each blurred a little. Second, the place that you drag or point at, decoded. Third, the first forty points at the time shown, decoded.",
    notice: "Noise in this plane decodes to digits from the start, never to gray snow: the decoder knows images only. What the flow has to learn is where in the plane to go, two numbers in place of 64; fine detail is the decoder's, and what two numbers cannot hold is lost.",
    params: &[&of_latent::DIGITS, &catalogue::N, &catalogue::SEED, &catalogue::T],
    defaults: &[],
    in_view: &["digits", "n"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    tasks,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "rms_held_out",
        "Missed by a pixel",
        "Root mean square difference between pixels of held-out images, from -1 to 1, and of what comes back from their codes.",
    ),
    draw::metric(
        "label_accuracy",
        "Still known",
        "Share of the held-out images that the judge takes for their label after they have been encoded and decoded; with its standard error.",
    ),
    draw::metric(
        "confidence",
        "Judge's confidence",
        "Mean probability that the judge gives to the label it says of the forty decoded points at t = 1.",
    ),
    draw::metric(
        "noise_confidence",
        "The same at t = 0",
        "Mean probability that the judge gives to the label it says of the forty points of noise, decoded.",
    ),
];

/// Slot of the plane.
const PLANE: &str = "plane";
/// Handle of the place that is decoded.
const PLACE: &str = "place";
/// Points whose images are shown, in rows of eight.
const SIZE: [usize; 2] = [5, 8];
const KIND: ImageKind = ImageKind::Digits8;
/// Paths that are drawn.
const N_PATHS: usize = 40;

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let link = asked::link(need.settings);
    let job = Job::Latent { link };
    vec![Task { slot: PLANE, job, place: Place::Engine, learned: None }]
}

fn scene(view: &View<'_>) -> Scene {
    let output = view.outputs.slot(PLANE);
    let place = place(view);
    let panels = vec![plane(view, output, place), decoded(output, place), samples(view, output)];
    Scene { panels, ..Scene::default() }
}

/// The place that is decoded: under the pointer, else where the handle is.
fn place(view: &View<'_>) -> [f64; 2] {
    let pointed = view.probe.pointer.filter(|_| view.probe.pointer_panel == 0);
    let at = pointed.or_else(|| view.probe.handle(PLACE)).unwrap_or([0.0, 0.0]);
    at.map(|v| v.clamp(-HALF_WIDTH, HALF_WIDTH))
}

fn plane(view: &View<'_>, output: Option<&Output>, at: [f64; 2]) -> Panel {
    let mut panel = Panel::new("latent plane", Window::centered(HALF_WIDTH));
    panel.note = format!("t = {:.2}", view.t);
    panel.is_probed = true;
    let Some(codes) = asked::curve(output, "codes") else {
        panel.waiting = Some("Loading images and the autoencoder.".to_owned());
        return panel;
    };
    let places = codes.x.0.iter().zip(&codes.y.0).zip(&codes.spread.0);
    panel.marks = places
        .map(|((&x, &y), &label)| Mark::Text {
            name: "",
            at: [x, y],
            text: format!("{label:.0}"),
            paint: Paint::Ink,
            align: Align::Middle,
            size_px: 11.0,
        })
        .collect();
    if let Some(flow) = output.and_then(|output| output.flow.as_ref()) {
        panel.marks.extend(marks::trajectories(flow, view.t, N_PATHS, 0.5));
        panel.marks.push(marks::samples(flow.at(view.t), view.t));
    }
    panel.handles =
        vec![Handle { name: PLACE, label: "the place that is decoded", at, paint: Paint::Ink }];
    panel
}

fn decoded(output: Option<&Output>, [x, y]: [f64; 2]) -> Panel {
    let node = |v: f64| {
        let share = (v + HALF_WIDTH) / (2.0 * HALF_WIDTH);
        (share * (N_NODES - 1) as f64).round() as usize
    };
    let idx = node(y) * N_NODES + node(x);
    let plane = asked::curve(output, "plane");
    let image = plane.and_then(|plane| plane.y.0.chunks_exact(KIND.dim()).nth(idx));
    let mut panel = table::large(KIND, image, None, "decoded");
    panel.note = format!("({x:.1}, {y:.1})");
    panel
}

fn samples(view: &View<'_>, output: Option<&Output>) -> Panel {
    let times = output.and_then(|output| output.flow.as_ref()).map(|flow| flow.times.clone());
    let k = asked::nearest(&times.unwrap_or_default(), view.t);
    let pixels = asked::curve(output, &format!("images/{k}")).map(|curve| curve.y.0.clone());
    let pixels = pixels.unwrap_or_default();
    let table = Table {
        kind: KIND,
        size: SIZE,
        pixels: &pixels,
        rows: Vec::new(),
        columns: Vec::new(),
        is_wrong: Vec::new(),
    };
    let mut panel = table.still("points, decoded");
    panel.note = format!("t = {:.2}", view.t);
    if pixels.is_empty() {
        panel.waiting = Some("Carrying points.".to_owned());
    }
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::diffusions::tests::Stage;
    use crate::protocol::buffer::Buffer;
    use crate::protocol::command::RunId;
    use crate::protocol::event::Curve;
    use crate::protocol::event::Event;
    use crate::protocol::event::Frame;

    #[test]
    fn the_place_that_is_dragged_is_the_one_that_is_decoded() {
        let mut stage = Stage::of(&FIGURE, &[]);
        assert!(stage.scene().panels[0].waiting.is_some());
        // Every node's image is of one level: its number from below.
        let level = |i: usize| -1.0 + 2.0 * i as f32 / (N_NODES * N_NODES) as f32;
        let pixels = (0..N_NODES * N_NODES).flat_map(|i| [level(i); 64]).collect();
        let codes = Curve {
            name: "codes".to_owned(),
            x: Buffer(vec![0.5]),
            y: Buffer(vec![-1.0]),
            spread: Buffer(vec![7.0]),
        };
        let plane = Curve { name: "plane".to_owned(), y: Buffer(pixels), ..Curve::default() };
        let frame = Frame::Curves { curves: vec![codes, plane] };
        stage.absorb(PLANE, Event::Frame { run: RunId(1), frame });
        let scene = stage.dragged(PLACE, [-3.0, 3.0]).scene();
        let Mark::Text { text, at, .. } = &scene.panels[0].marks[0] else { panic!("a digit") };
        assert_eq!((text.as_str(), *at), ("7", [0.5, -1.0]));
        let Mark::Pixels { values, .. } = &scene.panels[1].marks[0] else { panic!("an image") };
        let expected = 0.5 * (level((N_NODES - 1) * N_NODES) + 1.0);
        assert!((values[0] - expected).abs() < 1e-6);
    }
}
