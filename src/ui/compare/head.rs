//! The card's title, what differs in words, and what can be done with both.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::With;
use leptos::task::spawn_local;
use leptos::view;

use crate::experiment::differences;
use crate::figure::compare;
use crate::ui::bench::Bench;
use crate::ui::card::save::copied;
use crate::ui::compare::Desk;
use crate::ui::compare::save::SaveBoth;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;
use crate::ui::export::link;

/// Title, verbs, and the differences of B in words.
#[component]
pub fn Head(
    /// Where both stand.
    desk: Desk,
    /// The first.
    a: Bench,
    /// The second.
    b: Bench,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let copy = move || {
        let address = link::to(&desk.route_now());
        spawn_local(async move {
            said.set(copied(link::is_copied(&address).await));
        });
    };
    let differences = move || {
        a.settings.with(|first| b.settings.with(|second| differences::words(first, second)))
    };
    let sentence = move || match differences() {
        words if words.is_empty() => {
            "A and B are alike so far. Choose what is to differ, then train both.".to_owned()
        }
        words => format!("{}.", words.join("; ")),
    };
    let is_alike = move || differences().is_empty();
    let verb = |name: &'static str, label: &'static str, press: fn(Desk)| {
        view! {
            <button class="card-link" type="button" name=name on:click=move |_| press(desk)>
                {label}
            </button>
        }
    };
    view! {
        <header class="card-head">
            <h2 class="card-title">{compare::TITLE}</h2>
            <div class="card-words">
                {verb("swap", "Swap", Desk::swap)}
                {verb("copy-a-to-b", "Copy A to B", Desk::copy)}
                {verb("leave", "Leave comparison", Desk::leave)}
            </div>
            <div class="card-tools">
                <span class="card-said" role="status" aria-live="polite">{move || said.get()}</span>
                <SaveBoth desk a b said />
                <IconButton icon=IconKind::Link label="Copy link" name="copy-link" on_press=copy />
            </div>
        </header>
        <p class="differences" class:differences--none=is_alike data-differences>
            <span class="side" data-side="b" aria-hidden="true">"B"</span>
            <span class="unseen">"B: "</span>
            {sentence}
        </p>
    }
}
