//! An algorithm beside the maps, as a list that a screen reader reads line by line.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::RwSignal;
use leptos::prelude::StyleAttribute;
use leptos::view;

use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;

/// The lines in order, the one at work marked.
#[component]
pub fn ListingView(
    /// What is shown; nothing shows nothing.
    listing: RwSignal<Option<Listing>>,
) -> impl IntoView {
    let line = |line: ListingLine| {
        let ListingLine { code, says, indent, is_current } = line;
        let says = (!says.is_empty()).then(|| view! { <span class="listing-says">{says}</span> });
        view! {
            <li
                class="listing-line"
                style:--indent=indent.to_string()
                aria-current=is_current.then_some("step")
            >
                <code class="listing-code">{code}</code>
                {says}
            </li>
        }
    };
    move || {
        listing.get().map(|Listing { title, lines }| {
            let shown = title.clone();
            view! {
                <div class="listing-box">
                    <p class="listing-title" aria-hidden="true">{shown}</p>
                    <ol class="listing" aria-label=title>
                        {lines.into_iter().map(line).collect_view()}
                    </ol>
                </div>
            }
        })
    }
}
