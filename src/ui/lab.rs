//! The open bench: one large figure with every choice in reach.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::prelude::provide_context;
use leptos::view;

use crate::experiment::group;
use crate::experiment::group::Group;
use crate::experiment::page;
use crate::experiment::route::Route;
use crate::experiment::settings::Settings;
use crate::figure::lab;
use crate::ui::bench::Bench;
use crate::ui::card::FigureCard;
use crate::ui::control::group::ControlGroup;
use crate::ui::present;
use crate::ui::router::Router;

/// The page for the experiment of `query`.
#[component]
pub fn Lab(
    /// Settings in link notation.
    query: String,
) -> impl IntoView {
    let opened = page::open(&lab::FIGURE.settings(), &query);
    let starts = opened.settings.get("run").is_some_and(|run| run.to_string() == "1");
    let is_presenting = opened.options.is_presenting;
    provide_context(opened.options);
    let bench = Bench::new(&lab::FIGURE, opened.settings, opened.notices);
    Router::keep(Signal::derive(move || Route::Lab { query: bench.query() }));
    if is_presenting {
        present::listen(bench);
    }
    if starts {
        bench.train();
    }
    view! {
        <div class="lab" class:presenting=is_presenting>
            <FigureCard bench controls=move || view! { <Controls settings=bench.settings /> } />
        </div>
    }
}

#[component]
fn Controls(settings: RwSignal<Settings>) -> impl IntoView {
    let group = move |group: &'static Group| {
        view! {
            <ControlGroup
                title=group.title
                params=lab::FIGURE.params
                in_view=group.in_view.to_vec()
                more=group.more.to_vec()
                settings
            />
        }
    };
    group::LAB.iter().map(group).collect_view()
}
