//! One figure alone, for an iframe or a projector.

use leptos::IntoView;
use leptos::component;
use leptos::either::Either;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Signal;
use leptos::prelude::provide_context;
use leptos::view;

use crate::experiment::page;
use crate::experiment::route::Route;
use crate::figure;
use crate::ui::bench::Bench;
use crate::ui::card::FigureCard;
use crate::ui::present;
use crate::ui::router::Router;

/// The figure `id` with the settings of `query`.
#[component]
pub fn FigurePage(
    /// Name of the figure; it may not exist.
    id: String,
    /// Settings in link notation.
    query: String,
) -> impl IntoView {
    let Some(figure) = figure::by_id(&id) else {
        return Either::Left(view! {
            <div class="missing prose">
                <h1>"No such figure"</h1>
                <p data-notice="figure">
                    "There is no figure called “" {id} "”. The link may be of another version of this page."
                </p>
                <p><a href="#/">"To the first page"</a></p>
            </div>
        });
    };
    let opened = page::open(&figure.settings(), &query);
    let starts = opened.settings.get("run").is_some_and(|run| run.to_string() == "1");
    let is_presenting = opened.options.is_presenting;
    provide_context(opened.options);
    let bench = Bench::new(figure, opened.settings, opened.notices);
    Router::keep(Signal::derive(move || Route::Figure {
        id: figure.id.to_owned(),
        query: bench.query(),
    }));
    if is_presenting {
        present::listen(bench);
    }
    if starts {
        bench.train();
    }
    Either::Right(view! {
        <div class="alone" class:presenting=is_presenting><FigureCard bench /></div>
    })
}
