//! Type a formula; what was understood is shown while it is typed.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::IntoAny;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::event_target_value;
use leptos::prelude::expect_context;
use leptos::view;

use crate::lecture::check::Answer;
use crate::lecture::check::formula::FormulaCheck;
use crate::lecture::formula::Formula;
use crate::lecture::formula::range;
use crate::ui::lecture::check::Check;
use crate::ui::lecture::check::verdict::AnswerButton;
use crate::ui::lecture::notation::NotationChoice;

/// A field for a formula, and below it the formula as it was read.
#[component]
pub fn FormulaEntry(
    /// The check.
    check: Check,
    /// What is asked.
    formula: FormulaCheck,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let vars = formula.vars;
    let names = range::names(&vars).join(", ");
    let understood = move || understood(&typed.get(), &range::names(&vars));
    let notation = expect_context::<NotationChoice>();
    let in_ours = move || (!notation.is_ours()).then_some(", the lectures' own letters");
    view! {
        <div class="check-field check-field--formula">
            <label>
                <span class="check-label">"Your formula in " {names} {in_ours}</span>
                <input
                    class="control-text"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    name=check.name()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            <AnswerButton on_press=move || check.judge(&Answer::Typed(typed.get_untracked())) />
        </div>
        <p class="check-read" aria-live="polite">{understood}</p>
    }
}

/// The formula in print, or why it can not be read; nothing before anything is typed.
fn understood(text: &str, names: &[&str]) -> AnyView {
    if text.trim().is_empty() {
        return ().into_any();
    }
    match Formula::parse(text, names) {
        Ok(formula) => {
            view! { "Read as " <span inner_html=formula.mathml(names)></span> }.into_any()
        }
        Err(error) => view! { <span class="check-unread">{error.sentence}</span> }.into_any(),
    }
}
