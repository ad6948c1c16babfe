//! Check boxes drawn as chips, for any number of a list.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::event_target_checked;
use leptos::view;

use crate::experiment::param::Value;
use crate::math::kind::Choice;
use crate::ui::control::field::Field;
use crate::ui::control::field::FieldNotes;

/// The chips.
#[component]
pub fn Chips(
    /// What is chosen.
    field: Field,
    /// The list, in the order of the chips.
    choices: &'static [Choice],
) -> impl IntoView {
    let chips = choices.iter().map(move |choice| {
        let is_on = move || has(&field.value(), choice.key);
        let turn =
            move |is_on: bool| field.choose(turned(&field.value_now(), choices, choice.key, is_on));
        view! {
            <label class="chip" data-choice=choice.key>
                <input
                    type="checkbox"
                    name=field.param().key
                    value=choice.key
                    prop:checked=is_on
                    on:change=move |event| turn(event_target_checked(&event))
                />
                <span>{choice.label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="control control--chips" data-control=field.param().key aria-describedby=field.help_id()>
            <legend class="control-label">{field.param().label}</legend>
            <div class="chips">{chips.collect_view()}</div>
            <FieldNotes field />
        </fieldset>
    }
}

fn has(value: &Value, key: &str) -> bool {
    matches!(value, Value::Set(keys) if keys.contains(&key))
}

/// The set with `key` put in or taken out, in the order of the list.
fn turned(value: &Value, choices: &[Choice], key: &str, is_on: bool) -> Value {
    let keys = choices.iter().map(|choice| choice.key);
    Value::Set(keys.filter(|&k| if k == key { is_on } else { has(value, k) }).collect())
}
