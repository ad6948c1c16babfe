//! One training step, line by line: draws, the point on the path, prediction, loss, update.

use crate::experiment::catalogue;
use crate::experiment::choice::OptimizerKind;
use crate::experiment::link;
use crate::experiment::param::Effect;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::param::Scale;
use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::figure::BLANK;
use crate::figure::Figure;
use crate::figure::Metric;
use crate::figure::Need;
use crate::figure::Place;
use crate::figure::Task;
use crate::figure::TimeSpan;
use crate::figure::View;
use crate::figure::links;
use crate::figure::scene::Axes;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;
use crate::figure::scene::Panel;
use crate::figure::scene::Scene;
use crate::figure::training::slow_batch::SlowBatch;
use crate::figure::training::slow_lines;
use crate::figure::training::slow_lines::Recipe;
use crate::figure::window;
use crate::math::kind::Kind;
use crate::math::window::Window;
use crate::path::convert::PredictKind;
use crate::protocol::job::Job;

/// Training steps made before the one that is shown.
const AFTER: Param = Param {
    key: "after",
    label: "Steps before",
    help: "How many training steps the network has made before the one that is shown.",
    kind: ParamKind::Whole { min: 0, max: 2000, scale: Scale::Linear },
    default: "0",
    effect: Effect::Training,
};

/// The figure.
pub const FIGURE: Figure = Figure {
    id: "slow-motion",
    title: "One training step in slow motion",
    caption: "The first eight points of one batch, line by line through the training algorithm; the numbers are of the whole batch. It runs on the CPU, with the same draws as the Lab's run of these settings.",
    notice: "The network is asked at x_t alone: it never sees which z and ε the point came from. So one step moves its prediction only a little toward each target, and the gaps never close; what remains after many steps is the mean of all targets at a place.",
    params: &[
        &catalogue::DATA,
        &catalogue::POINTS,
        &catalogue::MIX,
        &catalogue::SOURCE,
        &catalogue::PATH,
        &catalogue::PREDICT,
        &catalogue::LOSS,
        &catalogue::WEIGHT,
        &catalogue::NET,
        &catalogue::ACT,
        &catalogue::TIME,
        &catalogue::OPT,
        &catalogue::BATCH,
        &catalogue::LR,
        &AFTER,
        &catalogue::SEED,
        &catalogue::T,
    ],
    defaults: &[("t", "0"), ("after", "200")],
    in_view: &["data", "predict", "after", "lr"],
    metrics: METRICS,
    time: Some(TimeSpan {
        symbol: "line",
        range: |_| [1.0, f64::from(slow_lines::N_LINES)],
        n_steps: Some(|_| slow_lines::N_LINES - 1),
        secs: 14.0,
    }),
    tasks,
    scene,
    ..BLANK
};

const METRICS: &[Metric] = &[
    number("loss_before", "Loss", "Mean over the whole batch before the step."),
    number(
        "loss_after",
        "Loss after",
        "Loss of the same batch after the step; another batch would tell less of a difference.",
    ),
    number("grad_norm", "Gradient", "Length of the gradient of the loss by all weights."),
    number("step_norm", "Step", "Length of the change of all weights."),
    number("rate", "Rate", "Step size of the optimizer at this step."),
];

const fn number(name: &'static str, label: &'static str, help: &'static str) -> Metric {
    Metric { name, label, help, noise_level: None }
}

/// Slot of the step.
const STEP: &str = "step";
/// Rows of the batch that are shown.
const N_SHOWN: u32 = 8;

/// Query of this figure for the experiment of `settings`.
pub fn query(settings: &Settings) -> String {
    let base = FIGURE.settings();
    let mut here = base.clone();
    for param in FIGURE.params.iter().filter(|param| param.key != "t") {
        if let Some(value) = settings.get(param.key) {
            here.set(param.key, value.clone());
        }
    }
    link::print(&base, &here)
}

fn tasks(need: &Need<'_>) -> Vec<Task> {
    let link = links::training(need.settings);
    let after = need.settings.whole("after") as u32;
    let job = Job::SlowStep { link, after, n_shown: N_SHOWN };
    // The worker for exact work has Burn on the CPU too, and no run of the Lab's to disturb.
    vec![Task { slot: STEP, job, place: Place::Exact, learned: None }]
}

fn scene(view: &View<'_>) -> Scene {
    let settings = view.settings;
    let line = view.step();
    let batch = SlowBatch::of(view.outputs.slot(STEP));
    let recipe = Recipe {
        predict: settings.choice("predict"),
        is_from_noise: rules::is_from_noise(settings),
        n_batch: settings.whole("batch"),
        optimizer: settings.choice::<OptimizerKind>("opt").label(),
    };
    let mut map = Panel::new("eight points of the batch", shown(settings));
    if settings.data().dim() == 1 {
        map.axes = Axes::TimeAndLine;
    }
    let mut panels = Vec::new();
    match &batch {
        None => map.waiting = Some(waiting(settings)),
        Some(batch) => {
            map.marks = marks(batch, recipe, line, map.window.width());
            panels.extend((slow_lines::LOSS <= line).then(|| row_losses(batch)));
        }
    }
    panels.insert(0, map);
    let listing = Some(slow_lines::listing(recipe, line, batch.as_ref()));
    Scene { panels, listing, ..Scene::default() }
}

fn waiting(settings: &Settings) -> String {
    match settings.whole("after") {
        0 => "Making the step.".to_owned(),
        n => format!("Making {n} steps first."),
    }
}

/// The data's window with room for noise.
fn shown(settings: &Settings) -> Window {
    let window = window::shown(settings);
    if settings.data().dim() == 1 {
        return window;
    }
    let grown = |edges: [f64; 2]| [edges[0].min(-3.0), edges[1].max(3.0)];
    Window { x: grown(window.x), y: grown(window.y) }
}

/// What has been drawn and computed up to `line`.
fn marks(batch: &SlowBatch<'_>, recipe: Recipe, line: u32, width: f64) -> Vec<Mark> {
    let scale = batch.scale(width);
    let dots = |name, of: &str, paint, alpha| Mark::Dots {
        name,
        xy: batch.places(of),
        paint,
        radius_px: 5.0,
        alpha,
    };
    let arrows = |name, of: &str, paint, width_px, alpha| Mark::Arrows {
        name,
        tails: batch.places("x"),
        vectors: batch.vectors(of),
        scale,
        paint,
        width_px,
        alpha,
    };
    let is_past = |since: u32| since <= line;
    // What the network does not see fades once it is asked.
    let faded = if is_past(slow_lines::PREDICT) { 0.25 } else { 1.0 };
    let mut marks = vec![dots("data points z", "z", Paint::Data, faded)];
    if is_past(slow_lines::DRAW_EPS) {
        let name = if recipe.is_from_noise { "noise ε" } else { "source points x₀" };
        marks.insert(0, dots(name, "eps", Paint::Noise, faded));
    }
    if is_past(slow_lines::MIX) {
        let ends = [batch.places("eps"), batch.places("x"), batch.places("z")];
        let [eps, x, z] = ends.each_ref().map(|xy| xy.chunks_exact(2));
        let ways = eps.zip(x).zip(z).flat_map(|((a, b), c)| [a, b, c].concat()).collect();
        marks.insert(
            0,
            Mark::Lines {
                name: "mixed from z and ε",
                xy: ways,
                n_per_line: 3,
                paint: Paint::Ink,
                width_px: 1.0,
                alpha: 0.35 * faded,
            },
        );
        marks.push(dots("x_t", "x", Paint::Between(0.5), 1.0));
    }
    if is_past(slow_lines::TARGET) {
        marks.push(arrows("target", "target", Paint::Exact, 1.5, 0.9));
    }
    let (before, meaning) = match recipe.predict {
        PredictKind::Score => ("prediction", Paint::Score),
        _ => ("prediction", Paint::Velocity),
    };
    if is_past(slow_lines::PREDICT) {
        let alpha = if is_past(slow_lines::AGAIN) { 0.35 } else { 1.0 };
        marks.push(arrows(before, "before", meaning, 2.2, alpha));
    }
    if (slow_lines::LOSS..slow_lines::AGAIN).contains(&line) {
        marks.push(Mark::Lines {
            name: "gap, squared in the loss",
            xy: batch.gaps(["before", "target"], scale),
            n_per_line: 2,
            paint: Paint::Error,
            width_px: 2.0,
            alpha: 0.9,
        });
    }
    if is_past(slow_lines::AGAIN) {
        marks.push(arrows("prediction after the step", "after", meaning, 2.6, 1.0));
    }
    marks
}

/// The loss of each shown row, over the loss of the whole batch.
fn row_losses(batch: &SlowBatch<'_>) -> Panel {
    let losses = batch.row_losses();
    let highest = losses.iter().fold(0.0_f32, |a, b| a.max(*b));
    let mean = batch.number("loss_before").unwrap_or(0.0) as f32;
    let top = f64::from(highest.max(mean)).max(1e-9) * 1.1;
    let n = losses.len() as f64;
    let window = Window { x: [0.5, n + 0.5], y: [0.0, top] };
    let edges = (0..=losses.len()).map(|i| i as f32 + 0.5).collect();
    let mut panel = Panel::chart("loss of each point", "point", "loss", window);
    panel.marks = vec![
        Mark::Bars {
            name: "loss of a point",
            edges,
            heights: losses.to_vec(),
            paint: Paint::Error,
            alpha: 0.8,
        },
        Mark::Lines {
            name: "mean of the whole batch",
            xy: vec![0.5, mean, n as f32 + 0.5, mean],
            n_per_line: 2,
            paint: Paint::Ink,
            width_px: 1.5,
            alpha: 1.0,
        },
    ];
    panel
}
