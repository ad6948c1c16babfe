//! A network of images trained in the page: samples grow while it learns.

use crate::dataset::images::ImageKind;
use crate::experiment::images::catalogue as of_images;
use crate::experiment::settings::Settings;
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
use crate::figure::images::generate_digits;
use crate::figure::images::table;
use crate::figure::images::table::Table;
use crate::figure::output::LEARNED_FLOW;
use crate::figure::output::TRAIN;
use crate::figure::scene::Chart;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::scene::Series;
use crate::figure::thin::thinned;
use crate::protocol::job::Job;

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "train-digits",
    title: "An image generator, from nothing",
    caption: "A network learns to carry noise to images, told each image's label but for a share η of them. First, what it draws: a column for every class, always from the same noise while it learns. Second, the image that you point at or choose. Before Train is pressed the data themselves are shown.",
    notice: "The network begins at 0, so the first samples are the noise that they began as. Then the rim turns black, ink gathers in the middle, and strokes appear in it. The loss falls fast at first and then hardly at all, while the images go on getting better: most of it is what no network can know.",
    params: of_images::IMAGES,
    defaults: &[
        ("batch", "64"),
        ("lr", "0.003"),
        ("steps", "1000"),
        ("ema", "0.98"),
        ("warm", "50"),
        ("decay", "cosine"),
        ("n", "20"),
        ("each", "4"),
    ],
    in_view: &["data", "net", "steps", "w"],
    metrics: METRICS,
    time: Some(TimeSpan::UNIT),
    train: Some(train),
    tasks,
    scene,
    csv: Some(|view| generate_digits::csv(view, LEARNED_FLOW)),
    ..BLANK
};

const METRICS: &[Metric] = &[
    draw::metric(
        "loss",
        "Loss",
        "Mean squared error of the prediction, summed over the pixels; mean of the last steps, with its standard error.",
    ),
    asked::ACCURACY,
    asked::DIVERSITY,
    asked::NEAREST,
    draw::metric("steps_per_s", "Steps per second", "Training steps each second, lately."),
];

/// Slot of the images that there are to learn from.
const DATA: &str = "data";
/// Most points of the loss curve.
const N_LOSS_POINTS: usize = 300;
/// Rows of the data and of previews.
const N_ROWS: usize = 2;

fn train(settings: &Settings) -> Job {
    Job::Train { link: asked::link(settings), is_held: false }
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let experiment = asked::experiment(need.settings);
    let data = Job::ImagePath {
        link: format!(
            "data={}",
            need.settings.get("data").map(ToString::to_string).unwrap_or_default()
        ),
        label: None,
        n: (N_ROWS * experiment.data.n_classes()) as u32,
    };
    let mut tasks = vec![Task { slot: DATA, job: data, place: Place::Engine, learned: None }];
    if need.learned.is_some() {
        tasks.push(asked::draw(need, LEARNED_FLOW));
    }
    tasks
}

fn scene(view: &View<'_>) -> Scene {
    let panels = if view.outputs.slot(LEARNED_FLOW).is_some() && !view.outputs.is_training() {
        generate_digits::grid(view, LEARNED_FLOW, "drawn by the network").into()
    } else {
        growing(view)
    };
    Scene { panels, charts: vec![loss(view)], ..Scene::default() }
}

/// The preview of a run, or before it the data.
fn growing(view: &View<'_>) -> Vec<Panel> {
    let kind: ImageKind = asked::experiment(view.settings).data;
    let preview = view.outputs.slot(TRAIN).and_then(|output| output.cloud.as_ref());
    let data = view.outputs.slot(DATA).map(|output| asked::pixels(output, 1.0));
    let (pixels, title, slot) = match preview {
        Some(cloud) if cloud.dim == kind.dim() => {
            (cloud.points.clone(), "drawn by the network", TRAIN)
        }
        _ => (data.unwrap_or_default(), "data", DATA),
    };
    let n_columns = kind.n_classes();
    let table = Table {
        kind,
        size: [N_ROWS, n_columns],
        pixels: &pixels,
        rows: Vec::new(),
        columns: (0..n_columns).map(|label| kind.class_name(label)).collect(),
        is_wrong: Vec::new(),
    };
    let idx = table.looked_at(view);
    let mut first = table.panel(title, table.chosen(view));
    if slot == TRAIN {
        let n_made = view.outputs.n_steps();
        first.note = format!("while it learns, about step {n_made}");
    }
    if pixels.is_empty() {
        first.waiting = Some("Loading the images.".to_owned());
    }
    let image = pixels.chunks_exact(kind.dim()).nth(idx);
    // A preview shows what was asked for, the data what they are.
    let article = if slot == TRAIN { "asked for" } else { "a" };
    let name = format!("{article} {}", kind.class_name(idx % n_columns));
    vec![first, table::large(kind, image, None, &name)]
}

/// The losses so far.
fn loss(view: &View<'_>) -> Chart {
    let losses = view.outputs.slot(TRAIN).map_or(&[][..], |train| &train.losses);
    let thin = thinned(losses, N_LOSS_POINTS);
    let label = match thin.n_per_point {
        1 => "loss of each step".to_owned(),
        n => format!("loss, mean of {n} steps"),
    };
    Chart {
        title: "Loss".to_owned(),
        x_label: "training step".to_owned(),
        y_label: String::new(),
        is_x_log: false,
        is_y_log: true,
        series: vec![Series { label, points: thin.points, paint: Paint::Velocity }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::images::run::Imaging;
    use crate::experiment::images::run::is_of_images;

    #[test]
    fn the_figure_trains_what_its_settings_say() {
        let settings = FIGURE.settings();
        let Job::Train { link, .. } = train(&settings) else { panic!("a training job") };
        assert!(is_of_images(&link));
        assert_eq!(Imaging::from_link(&link), Imaging::from_settings(&settings));
        let experiment = Imaging::from_link(&link);
        assert_eq!((experiment.train.batch, experiment.sample.n_samples), (64, 40));
    }
}
