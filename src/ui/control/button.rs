//! Buttons: an icon with a name, or a word.
//!
//! One that can not be pressed now stays in the tab order (`aria-disabled`), so
//! that focus is not lost when a press disables the button itself.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::Signal;
use leptos::view;

use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;

/// A square button that shows an icon and tells its name on hover.
#[component]
pub fn IconButton<F: Fn() + 'static>(
    /// What is drawn; may change.
    #[prop(into)]
    icon: Signal<IconKind>,
    /// Accessible name and hover text; may change.
    #[prop(into)]
    label: Signal<String>,
    /// What a press does.
    on_press: F,
    /// Name of the button in the public contract; default none.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Whether it can not be pressed now; default no.
    #[prop(optional, into)]
    is_disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="button button--icon"
            type="button"
            name=name
            title=move || label.get()
            aria-label=move || label.get()
            aria-disabled=move || is_disabled.get().to_string()
            on:click=move |_| {
                if !is_disabled.get_untracked() {
                    on_press();
                }
            }
        >
            {move || view! { <Icon kind=icon.get() /> }}
        </button>
    }
}

/// How loud a button with words is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loudness {
    /// One of several.
    #[default]
    Quiet,
    /// The thing to do next; at most one in view.
    Loud,
}

/// A button with an icon and a word.
#[component]
pub fn WordButton<F: Fn() + 'static>(
    /// What is drawn before the word; may change.
    #[prop(into)]
    icon: Signal<IconKind>,
    /// The word; may change.
    #[prop(into)]
    label: Signal<String>,
    /// What a press does.
    on_press: F,
    /// Name of the button in the public contract; default none.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Default quiet; may change.
    #[prop(optional, into)]
    loudness: Signal<Loudness>,
    /// Whether it can not be pressed now; default no.
    #[prop(optional, into)]
    is_disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="button"
            class:button--loud=move || loudness.get() == Loudness::Loud
            type="button"
            name=name
            aria-disabled=move || is_disabled.get().to_string()
            on:click=move |_| {
                if !is_disabled.get_untracked() {
                    on_press();
                }
            }
        >
            {move || view! { <Icon kind=icon.get() /> }}
            <span>{move || label.get()}</span>
        </button>
    }
}
