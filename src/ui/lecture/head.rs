//! What the page adds under a lecture's title: its length, its steps, where the reader stopped.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::With;
use leptos::prelude::expect_context;
use leptos::view;

use crate::ui::lecture::contents::Contents;
use crate::ui::lecture::notation::NotationNote;
use crate::ui::lecture::reading::Reading;
use crate::ui::lecture::record::Record;

/// Length, note on the notation, contents.
#[component]
pub fn LectureHead(
    /// The lecture being read.
    reading: Reading,
    /// Whether another notation may rename symbols of this text.
    is_in_notation: bool,
) -> impl IntoView {
    let record = expect_context::<Record>();
    let minutes = format!("About {} minutes.", reading.lecture.minutes);
    let so_far = move || {
        let n = reading.steps.with(Vec::len);
        match record.n_seen(reading.lecture.slug) {
            0 => String::new(),
            seen => format!(" You have read {} of {n} steps.", seen.min(n)),
        }
    };
    view! {
        <div class="lecture-head">
            <p class="lecture-length">{minutes} {so_far}</p>
            {is_in_notation.then(|| view! { <NotationNote /> })}
            <nav aria-label="Contents"><Contents reading /></nav>
        </div>
    }
}
