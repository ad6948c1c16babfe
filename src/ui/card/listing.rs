//! An algorithm beside the picture, the line that is carried out marked.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::Memo;
use leptos::prelude::StyleAttribute;
use leptos::view;

use crate::figure::scene::Listing;
use crate::figure::scene::ListingLine;

/// The lines with what they did; nothing for a figure without a listing.
#[component]
pub fn ListingView(
    /// What is listed now.
    listing: Memo<Option<Listing>>,
) -> impl IntoView {
    let line = |line: ListingLine| {
        let current = line.is_current.then_some("step");
        let says = (!line.says.is_empty()).then(|| {
            view! { <span class="listing-says">{line.says.clone()}</span> }
        });
        view! {
            <li class="listing-line" aria-current=current style:--indent=line.indent.to_string()>
                <code>{line.code}</code>
                {says}
            </li>
        }
    };
    move || {
        listing.get().map(|Listing { title, lines }| {
            view! {
                <div class="listing-box">
                    <p class="listing-title" aria-hidden="true">{title.clone()}</p>
                    <ol class="listing" aria-label=title>{lines.into_iter().map(line).collect_view()}</ol>
                </div>
            }
        })
    }
}
