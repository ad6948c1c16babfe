//! Type a number.

use leptos::IntoView;
use leptos::component;
use leptos::html::Input;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::view;

use crate::lecture::check::Answer;
use crate::lecture::check::number::NumberCheck;
use crate::ui::lecture::check::Check;
use crate::ui::lecture::check::verdict::AnswerButton;

/// A field for a number, or for something that has one.
#[component]
pub fn NumberEntry(
    /// The check.
    check: Check,
    /// What is asked.
    number: NumberCheck,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let judge = move || {
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        check.judge(&Answer::Typed(typed));
    };
    view! {
        <div class="check-field">
            <label>
                <span class="check-label">"Your number"</span>
                <input
                    class="control-text"
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    spellcheck="false"
                    name=check.name()
                    node_ref=input
                />
            </label>
            <span class="check-unit">{number.unit}</span>
            <AnswerButton on_press=judge />
        </div>
    }
}
