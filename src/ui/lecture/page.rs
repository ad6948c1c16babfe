//! The page of one lecture: its text is fetched, and then read.

use leptos::IntoView;
use leptos::component;
use leptos::either::Either;
use leptos::prelude::AnyView;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::IntoAny;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::expect_context;
use leptos::task::spawn_local;
use leptos::view;

use crate::lecture;
use crate::ui::lecture::article::Article;
use crate::ui::lecture::bar::LectureBar;
use crate::ui::lecture::load;
use crate::ui::lecture::reading::Reading;
use crate::ui::router::Router;

/// How far the text has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Text {
    OnItsWay,
    Here(String),
    /// One sentence.
    Missing(String),
}

/// The lecture `slug`, at the step that the address names.
#[component]
pub fn LecturePage(
    /// Name of the lecture; it may not exist.
    slug: String,
) -> impl IntoView {
    let Some(lecture) = lecture::by_slug(&slug) else {
        return Either::Left(view! {
            <div class="missing prose">
                <h1>"No such lecture"</h1>
                <p data-notice="lecture">
                    "There is no lecture called “" {slug} "”. The link may be of another version of this page."
                </p>
                <p><a href="#/lecture">"To the lectures"</a></p>
            </div>
        });
    };
    let reading = Reading::new(lecture);
    let text = RwSignal::new(Text::OnItsWay);
    let fetch = move || {
        text.set(Text::OnItsWay);
        spawn_local(async move {
            let came = load::text_of(lecture.slug).await;
            // The reader may have left by now.
            text.try_set(came.map_or_else(Text::Missing, Text::Here));
        });
    };
    fetch();
    reading.follow_links(expect_context::<Router>());
    reading.mark_step();
    reading.follow_scrolling();
    reading.follow_progress(expect_context());
    reading.hear_keys();
    Either::Right(view! {
        <div
            class="lecture-page"
            class:presenting=move || reading.is_presenting.get()
            data-lecture-page=lecture.slug
        >
            {move || content(text.get(), reading, fetch)}
        </div>
    })
}

fn content(text: Text, reading: Reading, fetch: impl Fn() + 'static) -> AnyView {
    match text {
        Text::OnItsWay => {
            view! { <p class="lecture-wait" role="status">"The lecture is on its way."</p> }.into_any()
        }
        Text::Here(html) => {
            view! {
                <Article reading html />
                <LectureBar reading />
            }
            .into_any()
        }
        Text::Missing(sentence) => view! {
            <div class="missing prose" role="alert">
                <h1>{reading.lecture.title}</h1>
                <p data-notice="lecture">{sentence}</p>
                <p>
                    <button class="button button--loud" type="button" name="try-again" on:click=move |_| fetch()>
                        "Try again"
                    </button>
                </p>
            </div>
        }
        .into_any(),
    }
}
