//! Hidden layers as `64x3`, with a stepper for the width and one for the depth.

use leptos::IntoView;
use leptos::component;
use leptos::html::Input;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::experiment::entry;
use crate::experiment::layers::Layers;
use crate::experiment::param::Value;
use crate::ui::control::button::IconButton;
use crate::ui::control::field::Field;
use crate::ui::control::field::Labelled;
use crate::ui::control::icon::IconKind;

/// Box and two steppers.
#[component]
pub fn LayersEntry(
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
            <Stepper field what="width" change=entry::wider />
            <Stepper field what="layers" change=entry::deeper />
        </Labelled>
    }
}

#[component]
fn Stepper(field: Field, what: &'static str, change: fn(Layers, bool) -> Layers) -> impl IntoView {
    let step = move |is_more: bool| {
        if let Value::Net(layers) = field.value_now() {
            field.choose(Value::Net(change(layers, is_more)));
        }
    };
    let (less, more) = match what {
        "width" => ("Half the width", "Twice the width"),
        _ => ("One layer less", "One layer more"),
    };
    view! {
        <span class="stepper" role="group" aria-label=what>
            <IconButton icon=IconKind::Minus label=less on_press=move || step(false) />
            <span class="stepper-name" aria-hidden="true">{what}</span>
            <IconButton icon=IconKind::Plus label=more on_press=move || step(true) />
        </span>
    }
}
