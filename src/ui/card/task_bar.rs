//! Work of seconds that a figure does without a training run: how far it is, and Stop.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Signal;
use leptos::prelude::With;
use leptos::view;

use crate::figure::number;
use crate::figure::output::Outputs;
use crate::ui::bench::Bench;
use crate::ui::control::button::WordButton;
use crate::ui::control::icon::IconKind;

/// A bar, the time left and Stop, while a task says how fast it goes.
#[component]
pub fn TaskBar(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let progress = Signal::derive(move || bench.outputs.with(Outputs::task_progress));
    let done = move || progress.get().map_or(0, |progress| progress.done);
    let total = move || progress.get().map_or(1, |progress| progress.total.max(1));
    let is_none = Signal::derive(move || progress.get().is_none());
    let words = move || {
        let progress = progress.get()?;
        let share = 100.0 * f64::from(progress.done) / f64::from(progress.total.max(1));
        let left = progress.secs_left.map(number::time_left).unwrap_or_default();
        Some(format!("{share:.0} % drawn, {left}"))
    };
    view! {
        <div class="run run--task" hidden=move || is_none.get()>
            <div class="run-course">
                <progress aria-label="Drawing" max=total value=done></progress>
                <p class="run-words">{words}</p>
                <WordButton icon=IconKind::Stop label="Stop" name="stop-task" is_disabled=is_none on_press=move || bench.stop_tasks() />
            </div>
        </div>
    }
}
