//! Drag a marker to a guess, then see the value.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::OnAttribute;
use leptos::prelude::PropAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::StyleAttribute;
use leptos::prelude::event_target_value;
use leptos::view;

use crate::figure::number::short;
use crate::lecture::check::Answer;
use crate::lecture::check::predict::Predict;
use crate::ui::lecture::check::Check;
use crate::ui::lecture::check::verdict::AnswerButton;

/// Places of the marker along the line.
const N_PLACES: f64 = 200.0;

/// A line with a marker; revealed, the value stands on it too.
#[component]
pub fn PredictEntry(
    /// The check.
    check: Check,
    /// What is asked.
    predict: Predict,
) -> impl IntoView {
    let (min, max) = (predict.min, predict.max);
    let middle = 0.5 * (min + max);
    let guess = RwSignal::new(None::<f64>);
    let truth = RwSignal::new(None::<f64>);
    let share = move |value: f64| ((value - min) / (max - min)).clamp(0.0, 1.0);
    let unit = predict.unit.clone();
    let said = move || match guess.get() {
        Some(value) => format!("{} {unit}", short(value)).trim_end().to_owned(),
        None => "Drag to your guess".to_owned(),
    };
    let reveal = move || {
        let measured = predict.metric.as_ref().and_then(|metric| check.measured(metric));
        let guess = guess.get_untracked().unwrap_or(f64::NAN);
        if guess.is_finite() {
            truth.set(Some(predict.value(measured)));
        }
        check.judge(&Answer::Guess { guess, measured });
    };
    let mark = move || {
        truth.get().map(|value| {
            view! { <span class="predict-truth" style:--at=share(value).to_string()>{short(value)}</span> }
        })
    };
    view! {
        <div class="predict" class:is-guessed=move || guess.get().is_some()>
            <output class="predict-guess" style:--at=move || share(guess.get().unwrap_or(middle)).to_string()>{said.clone()}</output>
            <input
                class="predict-line"
                type="range"
                name=check.name()
                min=min
                max=max
                step=(max - min) / N_PLACES
                aria-label="Your guess"
                aria-valuetext=said
                style:--at=move || share(guess.get().unwrap_or(middle)).to_string()
                prop:value=middle
                on:input=move |event| {
                    if let Ok(value) = event_target_value(&event).parse() {
                        guess.set(Some(value));
                    }
                }
            />
            <div class="predict-ends" aria-hidden="true">
                <span>{short(min)}</span>
                {mark}
                <span>{short(max)}</span>
            </div>
        </div>
        <AnswerButton label="Reveal" on_press=reveal />
    }
}
