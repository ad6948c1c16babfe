//! Checks at work: the question of the text, something to answer with, a verdict.
//!
//! A wrong answer gets a hint and can be tried again; a right one its reason.
//! What is right is decided in [`crate::lecture::check`].

pub mod bug;
pub mod choose;
pub mod formula;
pub mod matching;
pub mod number;
pub mod picture;
pub mod predict;
pub mod verdict;

use leptos::prelude::AnyView;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::GetValue;
use leptos::prelude::IntoAny;
use leptos::prelude::LocalStorage;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::StoredValue;
use leptos::prelude::WithUntracked;
use leptos::prelude::WithValue;
use leptos::view;
use web_sys::Element;
use web_sys::HtmlElement;

use crate::lecture::check::Answer;
use crate::lecture::check::CheckSpec;
use crate::lecture::check::Verdict;
use crate::ui::lecture::check::bug::BugEntry;
use crate::ui::lecture::check::choose::ChooseEntry;
use crate::ui::lecture::check::formula::FormulaEntry;
use crate::ui::lecture::check::matching::MatchEntry;
use crate::ui::lecture::check::number::NumberEntry;
use crate::ui::lecture::check::predict::PredictEntry;
use crate::ui::lecture::check::verdict::VerdictLine;
use crate::ui::lecture::mounts::Mounts;
use crate::ui::lecture::reading::Reading;
use crate::ui::lecture::record::Record;

/// A check of the text.
#[derive(Clone, Copy)]
pub struct Check {
    /// What the reader was told last.
    pub verdict: RwSignal<Option<Verdict>>,
    spec: StoredValue<CheckSpec>,
    id: StoredValue<String>,
    form: StoredValue<HtmlElement, LocalStorage>,
    reading: Reading,
    record: Record,
}

/// Makes the question in `form` live; one sentence if its specification can not
/// be read, which would be a mistake of the build.
pub fn mount(form: &HtmlElement, reading: Reading, record: Record, mounts: &Mounts) {
    let Some(spec) = spec_of(form) else {
        let sentence = "This question can not be read by this version of the page.";
        mounts.put(form, move || {
            view! { <p class="notice" data-notice="check">{sentence}</p> }.into_any()
        });
        return;
    };
    let form_kept = form.clone();
    let id = form.get_attribute("data-check").unwrap_or_default();
    mounts.put(form, move || {
        let check = Check {
            verdict: RwSignal::new(None),
            spec: StoredValue::new(spec),
            id: StoredValue::new(id),
            form: StoredValue::new_local(form_kept),
            reading,
            record,
        };
        view! { {check.entry()} <VerdictLine check /> }.into_any()
    });
}

/// Specification that the build has put beside a question.
pub fn spec_of(form: &Element) -> Option<CheckSpec> {
    serde_json::from_str(&form.get_attribute("data-spec")?).ok()
}

impl Check {
    /// Judges an answer and says so.
    pub fn judge(self, answer: &Answer) {
        let verdict = self.spec.with_value(|spec| spec.judge(answer));
        if verdict.is_right() {
            self.id.with_value(|id| self.record.solve(self.reading.lecture.slug, id));
        }
        self.verdict.set(Some(verdict));
    }

    /// Whether the check has been solved, also in an earlier visit; tracked.
    pub fn is_solved(self) -> bool {
        self.id.with_value(|id| self.record.has_solved(self.reading.lecture.slug, id))
    }

    /// Whether a wrong answer is told the right one.
    pub fn reveals(self) -> bool {
        self.spec.with_value(|spec| matches!(spec, CheckSpec::Predict(_)))
    }

    /// Name of the check in its lecture, for form elements.
    pub fn name(self) -> String {
        self.id.get_value()
    }

    /// A number of the step's figure, if it is there.
    fn measured(self, metric: &str) -> Option<f64> {
        let step = self.form.with_value(|form| self.reading.step_of(form))?;
        let section =
            self.reading.steps.with_untracked(|steps| Some(steps.get(step)?.section.clone()))?;
        let outputs = section.query_selector_all("output[data-metric]").ok()?;
        let outputs = (0..outputs.length()).filter_map(|i| {
            use wasm_bindgen::JsCast;
            outputs.get(i)?.dyn_into::<Element>().ok()
        });
        let mut named =
            outputs.filter(|it| it.get_attribute("data-metric").as_deref() == Some(metric));
        named.next()?.get_attribute("data-value")?.parse().ok()
    }

    /// Something to answer with.
    fn entry(self) -> AnyView {
        match self.spec.get_value() {
            CheckSpec::Choose(choose) => view! { <ChooseEntry check=self choose /> }.into_any(),
            CheckSpec::Number(number) => view! { <NumberEntry check=self number /> }.into_any(),
            CheckSpec::Formula(formula) => view! { <FormulaEntry check=self formula /> }.into_any(),
            CheckSpec::Predict(predict) => view! { <PredictEntry check=self predict /> }.into_any(),
            CheckSpec::Bug(bug) => view! { <BugEntry check=self bug /> }.into_any(),
            CheckSpec::Match(matching) => view! { <MatchEntry check=self matching /> }.into_any(),
        }
    }
}
