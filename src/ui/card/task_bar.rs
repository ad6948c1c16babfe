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
use crate::figure::phase;
use crate::ui::bench::Bench;
use crate::ui::control::button::WordButton;
use crate::ui::control::icon::IconKind;

/// A bar, the time left and Stop, while a task says how fast it goes or waits for a file.
#[component]
pub fn TaskBar(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let course = Signal::derive(move || bench.outputs.with(Course::of));
    let is_none = Signal::derive(move || course.get().is_none());
    let share = move |of: fn(&Course) -> f64| course.get().as_ref().map_or(0.0, of);
    view! {
        <div class="run run--task" hidden=move || is_none.get()>
            <div class="run-course">
                <progress
                    aria-label="Work under way"
                    max="1"
                    value=move || share(|course| course.share)
                ></progress>
                <p class="run-words">{move || course.get().map(|course| course.words)}</p>
                <WordButton icon=IconKind::Stop label="Stop" name="stop-task" is_disabled=is_none on_press=move || bench.stop_tasks() />
            </div>
        </div>
    }
}

/// How far the work is, from 0 to 1, and in words.
#[derive(Clone, PartialEq)]
struct Course {
    share: f64,
    words: String,
}

impl Course {
    fn of(outputs: &Outputs) -> Option<Self> {
        let part = |done: u32, total: u32| f64::from(done) / f64::from(total.max(1));
        if let Some(loaded) = outputs.loading() {
            let share = part(loaded.n_here.min(loaded.n_all), loaded.n_all);
            return Some(Self { share, words: phase::loading(loaded) });
        }
        let progress = outputs.task_progress()?;
        let share = part(progress.done, progress.total);
        let left = progress.secs_left.map(number::time_left).filter(|left| !left.is_empty());
        let left = left.map_or_else(String::new, |left| format!(", {left}"));
        Some(Self { share, words: format!("{:.0} % done{left}", 100.0 * share) })
    }
}
