//! Training: what can be done with the run, and how far it is.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Memo;
use leptos::prelude::Signal;
use leptos::prelude::With;
use leptos::view;

use crate::figure::number;
use crate::figure::output::Outputs;
use crate::figure::output::Progress;
use crate::figure::phase::RunPhase;
use crate::figure::taught::Taught;
use crate::ui::bench::Bench;
use crate::ui::control::button::Loudness;
use crate::ui::control::button::WordButton;
use crate::ui::control::icon::IconKind;

/// Train, Pause, Step, Stop, Reset, and the course of the run.
#[component]
pub fn RunBar(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let is_stale = bench.is_stale();
    // Shipped weights as they came: training has not begun.
    let is_shipped = Memo::new(move |_| {
        bench.taught.with(|taught| matches!(taught, Some(Taught::Shipped(_)))) && !is_stale.get()
    });
    let phase = move || bench.phase.get();
    let train_label = Signal::derive(move || match phase() {
        phase if phase.is_busy() => "Training…".to_owned(),
        RunPhase::Idle => "Train".to_owned(),
        RunPhase::Held if !is_stale.get() => "Continue".to_owned(),
        RunPhase::Done if is_shipped.get() => "Train on".to_owned(),
        _ => "Train again".to_owned(),
    });
    let cannot_train = Signal::derive(move || phase().is_busy());
    let loudness = Signal::derive(move || match phase() {
        phase if phase.is_busy() => Loudness::Quiet,
        RunPhase::Done if !is_stale.get() && !is_shipped.get() => Loudness::Quiet,
        _ => Loudness::Loud,
    });
    let cannot_pause =
        Signal::derive(move || !matches!(phase(), RunPhase::Starting { .. } | RunPhase::Training));
    // A step begins a run or goes on with one; it never throws one away.
    let cannot_step = Signal::derive(move || {
        let is_at_rest = matches!(phase(), RunPhase::Idle | RunPhase::Held) || is_shipped.get();
        phase().is_busy() || !(is_at_rest || is_stale.get())
    });
    let cannot_stop = Signal::derive(move || !phase().is_open() || phase() == RunPhase::Stopping);
    let cannot_reset = Signal::derive(move || {
        phase() == RunPhase::Idle || (phase() == RunPhase::Done && is_shipped.get())
    });
    view! {
        <div class="run">
            <div class="run-verbs" role="group" aria-label="Training">
                <WordButton icon=IconKind::Play label=train_label name="train" loudness is_disabled=cannot_train on_press=move || bench.train() />
                <WordButton icon=IconKind::Pause label="Pause" name="pause" is_disabled=cannot_pause on_press=move || bench.pause() />
                <WordButton icon=IconKind::Step label="Step" name="step" is_disabled=cannot_step on_press=move || bench.step() />
                <WordButton icon=IconKind::Stop label="Stop" name="stop" is_disabled=cannot_stop on_press=move || bench.stop() />
                <WordButton icon=IconKind::Reset label="Reset" name="reset" is_disabled=cannot_reset on_press=move || bench.reset() />
            </div>
            <Course bench />
        </div>
    }
}

/// How far the run is, as a bar and in words.
#[component]
pub fn Course(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let progress = Signal::derive(move || bench.outputs.with(Outputs::progress));
    let done = move || progress.get().map_or(0, |progress| progress.done);
    let total = move || progress.get().map_or(1, |progress| progress.total.max(1));
    let is_shown = move || bench.phase.get() != RunPhase::Idle;
    let words = move || {
        let given = bench.taught.with(|taught| taught.as_ref()?.describe(done()));
        match (bench.phase.get(), given) {
            (RunPhase::Done, Some(given)) => given,
            (phase, _) => words(&phase, progress.get()),
        }
    };
    view! {
        <div class="run-course" hidden=move || !is_shown()>
            <progress aria-label="Training steps" max=total value=done></progress>
            <p class="run-words">{words}</p>
        </div>
    }
}

/// `1200 of 3000 steps, 250 a second, 7 s left`.
fn words(phase: &RunPhase, progress: Option<Progress>) -> String {
    let steps = progress.map_or_else(String::new, |progress| {
        format!("{} of {} steps", progress.done, progress.total)
    });
    match (phase, progress) {
        (RunPhase::Fetching, _) => "Fetching the shipped weights.".to_owned(),
        (RunPhase::Starting { what }, _) => what.clone(),
        (RunPhase::Training, Some(progress)) if progress.done < progress.total => {
            let speed = match progress.steps_per_sec {
                speed if 0.0 < speed => format!("{} a second", number::short(speed.into())),
                _ => String::new(),
            };
            let left = progress.secs_left.map(number::time_left).unwrap_or_default();
            let parts = [steps, speed, left].into_iter().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(", ")
        }
        (RunPhase::Training, _) => "Measuring the samples.".to_owned(),
        (RunPhase::Pausing, _) => "Pausing after this step.".to_owned(),
        (RunPhase::Held, _) => format!("{steps}, paused."),
        (RunPhase::Stopping, _) => "Stopped; measuring the samples.".to_owned(),
        (RunPhase::Done, _) => format!("{steps}, done."),
        (RunPhase::Stopped, Some(_)) => format!("{steps}, stopped."),
        (RunPhase::Stopped, None) => "Stopped before the first step.".to_owned(),
        (RunPhase::Failed { .. }, Some(_)) => format!("{steps}; the run failed."),
        (RunPhase::Failed { .. }, None) => "The run failed.".to_owned(),
        (RunPhase::Idle, _) => String::new(),
    }
}
