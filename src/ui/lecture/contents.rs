//! The lecture's steps as a list of links, with what has been read.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::With;
use leptos::prelude::expect_context;
use leptos::view;

use crate::ui::lecture::reading::Reading;
use crate::ui::lecture::reading::Step;
use crate::ui::lecture::record::Record;

/// Links to all steps.
#[component]
pub fn Contents(
    /// The lecture being read.
    reading: Reading,
) -> impl IntoView {
    let record = expect_context::<Record>();
    let slug = reading.lecture.slug;
    let line = move |(idx, step): (usize, &Step)| {
        let href = reading.route_to(Some(step)).to_string();
        let id = step.id.clone();
        let is_seen = move || record.has_seen(slug, &id);
        let is_here = move || (reading.at.get() == Some(idx)).then_some("step");
        view! {
            <li >
                // Also where the address is this one already, and so does not change.
                <a href=href aria-current=is_here on:click=move |_| reading.go(Some(idx))>
                    {step.title.clone()}
                </a>
                {move || is_seen().then(|| view! { <span class="contents-seen" title="Read"><span class="unseen">" (read)"</span></span> })}
            </li>
        }
    };
    view! {
        <ol class="contents" data-contents>
            {move || reading.steps.with(|steps| steps.iter().enumerate().map(line).collect_view())}
        </ol>
    }
}
