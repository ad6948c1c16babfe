//! A menu for one of a list.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::experiment::param::Value;
use crate::math::kind::Choice;
use crate::ui::control::field::Field;
use crate::ui::control::field::Labelled;

/// The menu.
#[component]
pub fn ChoiceMenu(
    /// What is chosen.
    field: Field,
    /// The list, in menu order.
    choices: &'static [Choice],
) -> impl IntoView {
    let options = choices.iter().map(move |choice| {
        let is_chosen = move || field.value() == Value::Choice(choice.key);
        view! { <option value=choice.key prop:selected=is_chosen>{choice.label}</option> }
    });
    view! {
        <Labelled field>
            <select
                class="control-select"
                id=field.id()
                name=field.param().key
                aria-describedby=field.help_id()
                on:change=move |event| field.take(&event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        </Labelled>
    }
}
