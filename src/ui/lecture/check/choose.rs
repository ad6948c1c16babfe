//! Choose one of several answers.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::GetUntracked;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::view;

use crate::lecture::check::Answer;
use crate::lecture::check::choose::Choice;
use crate::lecture::check::choose::Choose;
use crate::ui::lecture::check::Check;
use crate::ui::lecture::check::verdict::AnswerButton;

/// Answers as radio buttons.
#[component]
pub fn ChooseEntry(
    /// The check.
    check: Check,
    /// Its answers.
    choose: Choose,
) -> impl IntoView {
    let chosen = RwSignal::new(usize::MAX);
    let name = check.name();
    let option = move |(idx, option): (usize, Choice)| {
        view! {
            <label class="check-option">
                <input type="radio" name=name.clone() value=idx.to_string() on:change=move |_| chosen.set(idx) />
                <span inner_html=option.label></span>
            </label>
        }
    };
    view! {
        <fieldset class="check-options">
            <legend class="unseen">"Answers"</legend>
            {choose.options.into_iter().enumerate().map(option).collect_view()}
        </fieldset>
        <AnswerButton on_press=move || check.judge(&Answer::Choice(chosen.get_untracked())) />
    }
}
