//! Training of both: the verbs once, and how far each is.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Signal;
use leptos::view;

use crate::figure::compare::Side;
use crate::figure::phase::RunPhase;
use crate::ui::bench::Bench;
use crate::ui::card::run_bar::Course;
use crate::ui::control::button::Loudness;
use crate::ui::control::button::WordButton;
use crate::ui::control::icon::IconKind;

/// Train, Pause, Step, Stop, Reset for both, Train for one, and both courses.
#[component]
pub fn Runs(
    /// The first.
    a: Bench,
    /// The second.
    b: Bench,
) -> impl IntoView {
    let both = [a, b];
    let any = move |is_so: fn(Bench) -> bool| Signal::derive(move || both.into_iter().any(is_so));
    let can_train = any(can_train);
    let train_label = Signal::derive(move || {
        let phases = both.map(|bench| bench.phase.get());
        let label = if phases.iter().all(RunPhase::is_busy) {
            "Training…"
        } else if phases.contains(&RunPhase::Held) {
            "Continue both"
        } else if phases.iter().all(|phase| *phase == RunPhase::Idle) {
            "Train both"
        } else {
            "Train both again"
        };
        label.to_owned()
    });
    let loudness = Signal::derive(move || {
        let is_next = both.into_iter().all(wants_training);
        if is_next { Loudness::Loud } else { Loudness::Quiet }
    });
    let not = |can: Signal<bool>| Signal::derive(move || !can.get());
    let each = move |verb: fn(Bench)| move || both.into_iter().for_each(verb);
    let lines = Side::ALL.into_iter().zip(both).map(|(side, bench)| line(side, bench));
    view! {
        <div class="run">
            <div class="run-verbs" role="group" aria-label="Training of both">
                <WordButton icon=IconKind::Play label=train_label name="train" loudness is_disabled=not(can_train) on_press=each(Bench::train) />
                <WordButton icon=IconKind::Pause label="Pause" name="pause" is_disabled=not(any(can_pause)) on_press=each(Bench::pause) />
                <WordButton icon=IconKind::Stop label="Stop" name="stop" is_disabled=not(any(can_stop)) on_press=each(Bench::stop) />
                <WordButton icon=IconKind::Reset label="Reset" name="reset" is_disabled=not(any(can_reset)) on_press=each(Bench::reset) />
            </div>
            <div class="run-sides">{lines.collect_view()}</div>
        </div>
    }
}

/// One side: its letter, its course, and the button that trains it alone.
fn line(side: Side, bench: Bench) -> impl IntoView {
    let (name, label) = match side {
        Side::A => ("train-a", "Train A"),
        Side::B => ("train-b", "Train B"),
    };
    let is_disabled = Signal::derive(move || !can_train(bench));
    view! {
        <div class="run-side" data-side=side.key()>
            <span class="side" data-side=side.key() aria-hidden="true">{side.label()}</span>
            <Course bench />
            <WordButton icon=IconKind::Play label=label name=name is_disabled on_press=move || bench.train() />
        </div>
    }
}

fn can_train(bench: Bench) -> bool {
    !bench.phase.get().is_busy()
}

/// Whether there is no network of these settings yet.
fn wants_training(bench: Bench) -> bool {
    let phase = bench.phase.get();
    !phase.is_busy() && phase != RunPhase::Done
}

fn can_pause(bench: Bench) -> bool {
    matches!(bench.phase.get(), RunPhase::Starting { .. } | RunPhase::Training)
}

fn can_stop(bench: Bench) -> bool {
    let phase = bench.phase.get();
    phase.is_open() && phase != RunPhase::Stopping
}

fn can_reset(bench: Bench) -> bool {
    bench.phase.get() != RunPhase::Idle
}
