//! The list of lectures, with what has been read of each.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::expect_context;
use leptos::view;

use crate::experiment::route::Route;
use crate::lecture;
use crate::lecture::Lecture;
use crate::ui::lecture::record::Record;

/// The page of all lectures.
#[component]
pub fn Lectures() -> impl IntoView {
    view! {
        <div class="lectures">
            <h1>"Lectures"</h1>
            <p class="lectures-lead prose">
                "Each is a walk in short steps. Every figure computes while you read, and the questions on the way tell you why an answer is right or what to think about."
            </p>
            <LectureList />
        </div>
    }
}

/// Every lecture: number, title, summary, minutes, progress.
#[component]
pub fn LectureList() -> impl IntoView {
    view! {
        <ol class="lecture-list" data-lectures>
            {lecture::ALL.iter().map(entry).collect_view()}
        </ol>
    }
}

fn entry(lecture: &'static Lecture) -> impl IntoView {
    let record = expect_context::<Record>();
    let slug = lecture.slug.to_owned();
    let link = Route::Lecture { slug, step: None, query: String::new() }.to_string();
    let progress = move || {
        let (seen, solved) = (record.n_seen(lecture.slug), record.n_solved(lecture.slug));
        let words = match (seen, solved) {
            (0, 0) => return None,
            (seen, 0) => format!("{} read", counted(seen, "step")),
            (seen, solved) => {
                format!("{} read, {} solved", counted(seen, "step"), counted(solved, "check"))
            }
        };
        Some(view! { <span class="lecture-progress" data-progress>{words}</span> })
    };
    view! {
        <li class="lecture-entry">
            <span class="lecture-number">{lecture.number}</span>
            <h3><a href=link>{lecture.title}</a></h3>
            <p>{lecture.summary}</p>
            <p class="lecture-facts">
                <span>{format!("{} min", lecture.minutes)}</span>
                {progress}
            </p>
        </li>
    }
}

fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}
