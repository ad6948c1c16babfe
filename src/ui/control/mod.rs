//! Form elements made from parameters: one labelled element per link key.

pub mod button;
pub mod chips;
pub mod choice;
pub mod field;
pub mod icon;
pub mod layers;
pub mod number;

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::IntoAny;
use leptos::prelude::RwSignal;
use leptos::view;

use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::settings::Settings;
use crate::ui::control::chips::Chips;
use crate::ui::control::choice::ChoiceMenu;
use crate::ui::control::field::Field;
use crate::ui::control::layers::LayersEntry;
use crate::ui::control::number::NumberEntry;

/// The control of a parameter; it acts at once on the settings.
///
/// The form element's `name` is the parameter's key. What was typed and not
/// taken as it stands is said in a sentence beside it.
#[component]
pub fn Control(
    /// What is chosen.
    param: &'static Param,
    /// Where the choice is kept.
    settings: RwSignal<Settings>,
) -> impl IntoView {
    of_kind(Field::new(param, settings))
}

fn of_kind(field: Field) -> AnyView {
    match field.param().kind {
        ParamKind::Choice(choices) => view! { <ChoiceMenu field choices /> }.into_any(),
        ParamKind::Set(choices) => view! { <Chips field choices /> }.into_any(),
        ParamKind::Whole { .. } | ParamKind::Real { .. } => {
            view! { <NumberEntry field /> }.into_any()
        }
        ParamKind::Net => view! { <LayersEntry field /> }.into_any(),
    }
}
