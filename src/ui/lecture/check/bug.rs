//! Point at the line of a program that is wrong.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::view;

use crate::lecture::check::Answer;
use crate::lecture::check::bug::Bug;
use crate::ui::lecture::check::Check;

/// The program, each line a button.
#[component]
pub fn BugEntry(
    /// The check.
    check: Check,
    /// The program.
    bug: Bug,
) -> impl IntoView {
    let pointed = RwSignal::new(0);
    let line = move |(idx, code): (usize, String)| {
        let number = idx + 1;
        let point = move |_| {
            pointed.set(number);
            check.judge(&Answer::Line(number));
        };
        view! {
            <li>
                <button
                    class="check-line"
                    type="button"
                    name="line"
                    value=number.to_string()
                    aria-pressed=move || (pointed.get() == number).to_string()
                    on:click=point
                >
                    <code>{code}</code>
                </button>
            </li>
        }
    };
    view! {
        <ol class="check-code" aria-label="Program; press the line that is wrong">
            {bug.code.into_iter().enumerate().map(line).collect_view()}
        </ol>
    }
}
