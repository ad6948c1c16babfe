//! Derivations that unfold a line at a time.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::IntoAny;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::prelude::WithValue;
use leptos::view;
use web_sys::HtmlElement;

use crate::ui::lecture::mounts::Mounts;
use crate::ui::lecture::reading::elements;

/// Folds the lines of a derivation but the first, and puts the buttons below
/// that unfold them.
pub fn mount(derivation: &HtmlElement, mounts: &Mounts) {
    let lines = elements(derivation, "[data-line]");
    if lines.len() < 2 {
        return;
    }
    mounts.put(derivation, move || view! { <Unfold lines /> }.into_any());
}

/// "Next line" and "All", until every line is there.
#[component]
fn Unfold(
    /// The lines, in order.
    lines: Vec<HtmlElement>,
) -> impl IntoView {
    let n = lines.len();
    let n_shown = RwSignal::new(1);
    let lines = StoredValue::new_local(lines);
    Effect::new(move |_| {
        let n_shown = n_shown.get();
        lines.with_value(|lines| {
            // Folded by the style sheet, which paper does not follow.
            for (idx, line) in lines.iter().enumerate() {
                // The attribute's name is a valid one.
                let _ = line.set_attribute("data-folded", &(n_shown <= idx).to_string());
            }
        });
    });
    let left = move || n - n_shown.get();
    let folded = move || {
        (0 < left()).then(|| {
            view! {
                <button class="button" type="button" name="next-line" on:click=move |_| n_shown.update(|n| *n += 1)>
                    "Next line"
                </button>
                <button class="button" type="button" name="all-lines" on:click=move |_| n_shown.set(n)>
                    "All"
                </button>
            }
        })
    };
    let unfolded = move || {
        (left() == 0).then(|| {
            view! {
                <button class="button" type="button" name="fold" on:click=move |_| n_shown.set(1)>
                    "Fold"
                </button>
            }
        })
    };
    view! {
        <div class="derive-acts" data-lines-left=left>
            {folded} {unfolded}
            <span class="unseen" role="status">
                {move || format!("Line {} of {n}", n_shown.get())}
            </span>
        </div>
    }
}
