//! The open bench: one large figure with every choice in reach.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::view;

use crate::experiment::group;
use crate::experiment::group::Group;
use crate::experiment::link;
use crate::experiment::route::Route;
use crate::experiment::settings::Settings;
use crate::figure::lab;
use crate::ui::bench::Bench;
use crate::ui::card::FigureCard;
use crate::ui::control::Control;
use crate::ui::router::Router;

/// The page for the experiment of `query`.
#[component]
pub fn Lab(
    /// Settings in link notation.
    query: String,
) -> impl IntoView {
    let base = lab::FIGURE.settings();
    let parsed = link::parse(&base, &query);
    let starts = parsed.settings.get("run").is_some_and(|run| run.to_string() == "1");
    let bench = Bench::new(&lab::FIGURE, parsed.settings, parsed.notices);
    Router::keep(Signal::derive(move || Route::Lab {
        query: link::print(&base, &bench.settings.get()),
    }));
    if starts {
        bench.train();
    }
    view! {
        <div class="lab">
            <FigureCard bench controls=move || view! { <Controls settings=bench.settings /> } />
        </div>
    }
}

#[component]
fn Controls(settings: RwSignal<Settings>) -> impl IntoView {
    let control = move |key: &&str| {
        let param = lab::FIGURE.params.iter().copied().find(|param| param.key == *key);
        param.map(|param| view! { <Control param settings /> })
    };
    let section = move |group: &'static Group| {
        let more = (!group.more.is_empty()).then(|| {
            view! {
                <details class="more">
                    <summary>"more"</summary>
                    <div class="controls">{group.more.iter().map(control).collect_view()}</div>
                </details>
            }
        });
        view! {
            <section class="group" data-group=group.title>
                <h3 class="group-title">{group.title}</h3>
                <div class="controls">{group.in_view.iter().map(control).collect_view()}</div>
                {more}
            </section>
        }
    };
    group::LAB.iter().map(section).collect_view()
}
