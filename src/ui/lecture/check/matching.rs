//! Point at the one of several pictures or texts that fits.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::view;

use crate::figure;
use crate::lecture::check::Answer;
use crate::lecture::check::matching::MatchItem;
use crate::lecture::check::matching::Matching;
use crate::ui::lecture::check::Check;
use crate::ui::lecture::check::picture::Picture;

/// The items, each with a button that is as large as it.
#[component]
pub fn MatchEntry(
    /// The check.
    check: Check,
    /// Its items.
    matching: Matching,
) -> impl IntoView {
    let pointed = RwSignal::new(String::new());
    let figure = matching.figure.and_then(|id| figure::by_id(&id));
    let has_pictures = figure.is_some();
    let item = move |item: MatchItem| {
        let MatchItem { key, query, label, .. } = item;
        let picture = figure.zip(query).map(|(figure, query)| view! { <Picture figure query /> });
        let (own, given) = (key.clone(), key.clone());
        let name = format!("({key})");
        view! {
            <li class="match-item">
                {picture}
                <button
                    class="match-key"
                    type="button"
                    name="item"
                    value=key
                    aria-pressed=move || (pointed.get() == own).to_string()
                    on:click=move |_| {
                        pointed.set(given.clone());
                        check.judge(&Answer::Item(given.clone()));
                    }
                >
                    <span>{name}</span>
                    <span inner_html=label></span>
                </button>
            </li>
        }
    };
    view! {
        <ul class="match" class:match--pictures=has_pictures>
            {matching.items.into_iter().map(item).collect_view()}
        </ul>
    }
}
