//! A list of numbers, typed with commas between them.

use leptos::IntoView;
use leptos::component;
use leptos::html::Input;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::ui::control::field::Field;
use crate::ui::control::field::Labelled;

/// A line of text whose name is the field's key.
#[component]
pub fn RealsEntry(
    /// What is chosen.
    field: Field,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let take = move |text: String| {
        field.take(&text);
        if let Some(input) = input.get() {
            input.set_value(&field.value_now().to_string());
        }
    };
    view! {
        <Labelled field>
            <input
                class="control-text"
                type="text"
                spellcheck="false"
                autocomplete="off"
                node_ref=input
                id=field.id()
                name=field.param().key
                aria-describedby=field.help_id()
                prop:value=move || field.value().to_string()
                on:change=move |event| take(event_target_value(&event))
            />
        </Labelled>
    }
}
