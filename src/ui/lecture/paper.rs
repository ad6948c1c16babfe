//! A lecture on paper: its figures as they are, and a sheet with the answers at its end.

use std::time::Duration;

use leptos::IntoView;
use leptos::component;
use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::With;
use leptos::prelude::document;
use leptos::prelude::window;
use leptos::task::spawn_local;
use leptos::view;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use crate::lecture::check::Solution;
use crate::ui::lecture::check;
use crate::ui::lecture::reading::Reading;
use crate::ui::lecture::reading::elements;
use crate::ui::lecture::slot::Slot;

/// Time between two looks whether all figures are there.
const LOOK: Duration = Duration::from_millis(200);

/// Looks before a lecture is printed with what is there.
const MAX_LOOKS: u32 = 100;

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Heading of its step.
    step: String,
    /// The question, in HTML.
    question: String,
    /// The right answer and its reason.
    solution: Solution,
}

/// Every question of a text that is not live yet, in order.
pub fn answered(text: &Element) -> Vec<Answered> {
    let forms = elements(text, "form.check");
    let line = |form: &web_sys::HtmlElement| {
        let solution = check::spec_of(form)?.solution();
        let section = form.closest("[data-step]").ok().flatten();
        let heading = section.and_then(|section| section.query_selector("h2").ok().flatten());
        let step = heading.and_then(|heading| heading.text_content()).unwrap_or_default();
        Some(Answered { step, question: form.inner_html(), solution })
    };
    forms.iter().filter_map(line).collect()
}

/// The answers; only paper shows them.
#[component]
pub fn AnswerSheet(
    /// All questions with their answers.
    answered: RwSignal<Vec<Answered>>,
) -> impl IntoView {
    let line = |line: &Answered| {
        let Answered { step, question, solution: Solution { answer, reason } } = line.clone();
        view! {
            <li>
                <p class="answers-step">{step}</p>
                <div inner_html=question></div>
                <p><strong>"Answer: "</strong><span inner_html=answer></span></p>
                <p inner_html=reason></p>
            </li>
        }
    };
    let list = move || answered.with(|all| all.iter().map(line).collect_view());
    let is_empty = move || answered.with(Vec::is_empty);
    view! {
        <section class="answers" aria-label="Answers" data-answers hidden=is_empty>
            <h2>"Answers"</h2>
            <ol>{list}</ol>
        </section>
    }
}

/// Makes every figure ready and opens the browser's print dialog, in light colors.
pub fn print(reading: Reading) {
    reading.wants_all.set(true);
    let theme = Light::on();
    spawn_local(async move {
        for _ in 0..MAX_LOOKS {
            pause(LOOK).await;
            if reading.all_slots().into_iter().all(Slot::is_drawn) {
                break;
            }
        }
        for slot in reading.all_slots() {
            slot.take_still().await;
        }
        // A frame for the pictures to come into the page.
        pause(LOOK).await;
        // Refused only where the browser can not print.
        let _ = window().print();
        drop(theme);
        for slot in reading.all_slots() {
            slot.drop_still();
        }
        reading.wants_all.try_set(false);
    });
}

/// Light colors for as long as this lives, whatever the reader has chosen.
struct Light {
    chosen: Option<String>,
}

impl Light {
    fn on() -> Self {
        let root = document().document_element();
        let chosen = root.as_ref().and_then(|root| root.get_attribute("data-theme"));
        if let Some(root) = root {
            // The attribute's name is a valid one.
            let _ = root.set_attribute("data-theme", "light");
        }
        Self { chosen }
    }
}

impl Drop for Light {
    fn drop(&mut self) {
        let Some(root) = document().document_element() else { return };
        let _ = match &self.chosen {
            Some(chosen) => root.set_attribute("data-theme", chosen),
            None => root.remove_attribute("data-theme"),
        };
    }
}

async fn pause(time: Duration) {
    let mut start = |resolve: js_sys::Function, _: js_sys::Function| {
        let wake = move || {
            let _ = resolve.call0(&JsValue::NULL);
        };
        // Without a timer nobody would ever go on; browsers have one.
        let _ = set_timeout_with_handle(wake, time);
    };
    let _ = JsFuture::from(js_sys::Promise::new(&mut start)).await;
}
