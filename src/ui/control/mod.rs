//! Form elements made from parameters: one labelled element per link key.

pub mod button;
pub mod chips;
pub mod choice;
pub mod drawn;
pub mod field;
pub mod group;
pub mod icon;
pub mod layers;
pub mod mix;
pub mod number;
pub mod pad;
pub mod reals;
pub mod text;

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::Get;
use leptos::prelude::IntoAny;
use leptos::prelude::Memo;
use leptos::prelude::RwSignal;
use leptos::prelude::With;
use leptos::prelude::use_context;
use leptos::view;

use crate::experiment::page::PageOptions;
use crate::experiment::param::Param;
use crate::experiment::param::ParamKind;
use crate::experiment::rules;
use crate::experiment::settings::Settings;
use crate::ui::control::chips::Chips;
use crate::ui::control::choice::ChoiceMenu;
use crate::ui::control::drawn::DrawnEntry;
use crate::ui::control::field::Field;
use crate::ui::control::layers::LayersEntry;
use crate::ui::control::mix::MixEntry;
use crate::ui::control::number::NumberEntry;
use crate::ui::control::reals::RealsEntry;

/// The control of a parameter; it acts at once on the settings.
///
/// The form element's `name` is the parameter's key. What was typed and not
/// taken as it stands is said in a sentence beside it. Nothing is there while
/// the parameter has no meaning beside the others, or where the link hides it.
#[component]
pub fn Control(
    /// What is chosen.
    param: &'static Param,
    /// Where the choice is kept.
    settings: RwSignal<Settings>,
) -> impl IntoView {
    let is_shown = is_shown(param.key, settings);
    move || is_shown.get().then(|| of_kind(Field::new(param, settings)))
}

/// Whether the control of `key` is in the page.
fn is_shown(key: &'static str, settings: RwSignal<Settings>) -> Memo<bool> {
    let is_hidden = use_context::<PageOptions>().is_some_and(|options| options.hides(key));
    Memo::new(move |_| !is_hidden && settings.with(|settings| rules::applies(key, settings)))
}

fn of_kind(field: Field) -> AnyView {
    match field.param().kind {
        ParamKind::Choice(choices) => view! { <ChoiceMenu field choices /> }.into_any(),
        ParamKind::Set(choices) => view! { <Chips field choices /> }.into_any(),
        ParamKind::Whole { .. } | ParamKind::Real { .. } => {
            view! { <NumberEntry field /> }.into_any()
        }
        ParamKind::Reals { .. } => view! { <RealsEntry field /> }.into_any(),
        ParamKind::Net => view! { <LayersEntry field /> }.into_any(),
        ParamKind::Drawn => view! { <DrawnEntry field /> }.into_any(),
        ParamKind::Mix => view! { <MixEntry field /> }.into_any(),
    }
}
