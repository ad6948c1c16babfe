//! A number: a slider for the round ones, a box for any.

use std::time::Duration;

use leptos::IntoView;
use leptos::component;
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::StyleAttribute;
use leptos::prelude::debounce;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::experiment::entry::Slider;
use crate::experiment::param::ParamKind;
use crate::ui::control::field::Field;
use crate::ui::control::field::Labelled;

/// How long typing must rest before a number is taken.
const TYPING_RESTS: Duration = Duration::from_millis(400);

/// Keys that move a slider but belong to the text of a box.
const SIDEWAYS: &[(&str, i32)] = &[("ArrowRight", 1), ("ArrowLeft", -1)];

/// Box and slider; a number with too many values for a slider has the box alone.
#[component]
pub fn NumberEntry(
    /// What is chosen.
    field: Field,
) -> impl IntoView {
    let track = Slider::of(&field.param().kind).map(|slider| view! { <Track field slider /> });
    view! {
        <Labelled field>
            {track}
            <NumberBox field />
        </Labelled>
    }
}

#[component]
fn NumberBox(field: Field) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    // What somebody types stands as typed as long as it means the value.
    Effect::new(move |_| {
        let value = field.value();
        if let Some(input) =
            input.get().filter(|it| field.exactly(&it.value()) != Some(value.clone()))
        {
            input.set_value(&value.to_string());
        }
    });
    let take = move |text: String| {
        field.take(&text);
        if let Some(input) = input.get() {
            input.set_value(&field.value_now().to_string());
        }
    };
    let mut take_later = debounce(TYPING_RESTS, move |text: String| field.take_quietly(&text));
    let (min, max) = bounds(&field.param().kind);
    view! {
        <input
            class="control-number"
            type="number"
            step="any"
            min=min
            max=max
            autocomplete="off"
            node_ref=input
            id=field.id()
            name=field.param().key
            aria-describedby=field.help_id()
            on:input=move |event| take_later(event_target_value(&event))
            on:change=move |event| take(event_target_value(&event))
            on:keydown=move |event| step_by_key(field, &event, &[])
        />
    }
}

#[component]
fn Track(field: Field, slider: Slider) -> impl IntoView {
    let tick = move || slider.tick_of(&field.value());
    let share = move || format!("{:.4}", f64::from(tick()) / f64::from(slider.last_tick()));
    let said = move || if field.is_off() { "off".to_owned() } else { field.value().to_string() };
    let slide = move |text: String| {
        if let Ok(tick) = text.parse() {
            field.choose(slider.value_at(tick));
        }
    };
    view! {
        <input
            class="control-slider"
            type="range"
            min="0"
            max=slider.last_tick().to_string()
            step="1"
            style:--share=share
            prop:value=move || tick().to_string()
            aria-label=format!("{}: slider", field.param().label)
            aria-valuetext=said
            on:input=move |event| slide(event_target_value(&event))
            on:keydown=move |event| step_by_key(field, &event, SIDEWAYS)
        />
    }
}

/// Arrow keys go to the next round number, the page keys ten of them.
fn step_by_key(field: Field, event: &KeyboardEvent, sideways: &[(&str, i32)]) {
    let Some(slider) = Slider::of(&field.param().kind) else { return };
    let upward = [("ArrowUp", 1), ("ArrowDown", -1), ("PageUp", 10), ("PageDown", -10)];
    let pressed = event.key();
    let mut keys = upward.iter().chain(sideways);
    if let Some((_, n_steps)) = keys.find(|(key, _)| *key == pressed) {
        event.prevent_default();
        field.choose(slider.stepped(&field.value_now(), *n_steps));
    }
}

fn bounds(kind: &ParamKind) -> (String, String) {
    match kind {
        ParamKind::Whole { min, max, .. } => (min.to_string(), max.to_string()),
        ParamKind::Real { min, max, .. } => (min.to_string(), max.to_string()),
        ParamKind::Choice(_)
        | ParamKind::Set(_)
        | ParamKind::Reals { .. }
        | ParamKind::Net
        | ParamKind::Drawn
        | ParamKind::Mix => Default::default(),
    }
}
