//! What the reader is told about an answer.

use leptos::IntoView;
use leptos::component;
use leptos::html::Output;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::IntoAny;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::Track;
use leptos::prelude::With;
use leptos::prelude::expect_context;
use leptos::view;

use crate::lecture::check::Verdict;
use crate::ui::lecture::check::Check;
use crate::ui::lecture::notation::NotationChoice;

/// The verdict; quiet before the first answer, but for what was solved before.
#[component]
pub fn VerdictLine(
    /// The check.
    check: Check,
) -> impl IntoView {
    let kind = move || {
        check.verdict.with(|verdict| {
            verdict.as_ref().map(|verdict| match verdict {
                Verdict::Right { .. } => "right",
                Verdict::Wrong { .. } => "wrong",
                Verdict::Unreadable { .. } => "unreadable",
            })
        })
    };
    let words = move || match check.verdict.get() {
        Some(verdict) => said(verdict, check.reveals()),
        None if check.is_solved() => {
            view! { <span class="check-before">"You have solved this."</span> }.into_any()
        }
        None => ().into_any(),
    };
    let place = NodeRef::<Output>::new();
    let notation = expect_context::<NotationChoice>();
    Effect::new(move |_| {
        check.verdict.track();
        if let Some(place) = place.get() {
            notation.write_soon(place.into());
        }
    });
    view! {
        <output node_ref=place class="check-verdict" data-verdict=kind aria-live="polite">{words}</output>
    }
}

/// A verdict; one that reveals the value leaves nothing to be tried again.
fn said(verdict: Verdict, is_revealed: bool) -> AnyView {
    match verdict {
        Verdict::Right { reason } => {
            view! { <strong>"Right. "</strong><span inner_html=reason></span> }.into_any()
        }
        Verdict::Wrong { hint } if is_revealed => {
            view! { <span inner_html=hint></span> }.into_any()
        }
        Verdict::Wrong { hint } => {
            view! { <strong>"Not yet. "</strong><span inner_html=hint></span> }.into_any()
        }
        Verdict::Unreadable { sentence } => view! { <span>{sentence}</span> }.into_any(),
    }
}

/// The button that gives an answer.
#[component]
pub fn AnswerButton<F: Fn() + 'static>(
    /// What a press does; so does Enter in a field of the question.
    on_press: F,
    /// Default "Check".
    #[prop(default = "Check")]
    label: &'static str,
) -> impl IntoView {
    view! {
        <button class="button check-answer" type="submit" name="check" on:click=move |_| on_press()>
            {label}
        </button>
    }
}
