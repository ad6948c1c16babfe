//! The bar under a lecture: the way through its steps, and how it is shown.

use leptos::IntoView;
use leptos::component;
use leptos::html::Details;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::With;
use leptos::view;

use crate::ui::control::button::IconButton;
use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;
use crate::ui::lecture::contents::Contents;
use crate::ui::lecture::notation::NotationSwitch;
use crate::ui::lecture::paper;
use crate::ui::lecture::reading::Reading;

/// Previous, where the reader is, next; the contents and the ways to show them.
#[component]
pub fn LectureBar(
    /// The lecture being read.
    reading: Reading,
) -> impl IntoView {
    let contents = NodeRef::<Details>::new();
    let options = NodeRef::<Details>::new();
    let close = |menu: NodeRef<Details>| {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let is_first = Signal::derive(move || reading.beside(false).is_none());
    let is_last = Signal::derive(move || reading.beside(true).is_none());
    let n = move || reading.steps.with(Vec::len);
    let count =
        move || reading.at.get().map_or_else(String::new, |at| format!("{} of {}", at + 1, n()));
    let title = move || {
        let at = reading.at.get();
        let title = reading.steps.with(|steps| Some(steps.get(at?)?.title.clone()));
        title.unwrap_or_else(|| "Contents".to_owned())
    };
    let present = move |_| {
        let is_presenting = reading.is_presenting.get_untracked();
        close(options);
        if !is_presenting && reading.at.get_untracked().is_none() {
            reading.at.set(Some(0));
        }
        reading.is_presenting.set(!is_presenting);
    };
    let present_label =
        move || if reading.is_presenting.get() { "Leave the presenter view" } else { "Present" };
    view! {
        <nav class="lecture-bar" aria-label="Steps" data-step-here=move || reading.at.get().map(|at| at + 1)>
            <IconButton icon=IconKind::Before label="Previous step" name="previous" is_disabled=is_first on_press=move || reading.turn(false) />
            <details class="menu lecture-contents" node_ref=contents>
                <summary class="button" title="Contents">
                    <span class="lecture-count">{count}</span>
                    <span class="lecture-here">{title}</span>
                </summary>
                <div class="menu-items" on:click=move |_| close(contents)><Contents reading /></div>
            </details>
            <span class="unseen" role="status" aria-live="polite">{move || format!("{} {}", count(), title())}</span>
            <details class="menu lecture-options" node_ref=options>
                <summary class="button button--icon" title="How it is shown" aria-label="How it is shown">
                    <Icon kind=IconKind::Options />
                </summary>
                <div class="menu-items">
                    <NotationSwitch />
                    <button type="button" name="present" on:click=present>{present_label}</button>
                    <button
                        type="button"
                        name="print"
                        on:click=move |_| {
                            close(options);
                            paper::print(reading);
                        }
                    >
                        "Print, with a sheet of answers"
                    </button>
                </div>
            </details>
            <IconButton icon=IconKind::Next label="Next step" name="next" is_disabled=is_last on_press=move || reading.turn(true) />
        </nav>
    }
}
