//! The open bench: one large figure with every choice in reach, or two of them
//! beside each other.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::Callback;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::ElementChild;
use leptos::prelude::IntoAny;
use leptos::prelude::RwSignal;
use leptos::prelude::Signal;
use leptos::prelude::provide_context;
use leptos::view;

use crate::experiment::comparison;
use crate::experiment::comparison::Comparison;
use crate::experiment::group;
use crate::experiment::group::Group;
use crate::experiment::page;
use crate::experiment::page::Opened;
use crate::experiment::route::Route;
use crate::experiment::settings::Settings;
use crate::figure::lab;
use crate::ui::card::FigureCard;
use crate::ui::compare::CompareCard;
use crate::ui::compare::CompareVerb;
use crate::ui::compare::Desk;
use crate::ui::compare::Sides;
use crate::ui::compare::starts;
use crate::ui::control::group::ControlGroup;
use crate::ui::present;
use crate::ui::router::Router;

/// The page for the experiment or the comparison of a link.
#[component]
pub fn Lab(
    /// A place of the Lab.
    place: Route,
) -> impl IntoView {
    let is_pair = matches!(place, Route::Compare { .. });
    let opened = opened(&place, is_pair);
    let is_presenting = opened.options.is_presenting;
    let is_started = starts(&opened.a);
    provide_context(opened.options.clone());
    let desk = Desk::open(opened, is_pair);
    provide_context(CompareVerb(Callback::new(move |()| desk.compare())));
    Router::keep(Signal::derive(move || desk.route()));
    let Sides { a, b } = desk.sides_now();
    if is_presenting {
        present::listen(a);
    }
    if is_started {
        a.train();
        if let Some(b) = b {
            b.train();
        }
    }
    view! {
        <div class="lab" class:presenting=is_presenting>
            {move || card(desk, desk.sides())}
        </div>
    }
}

/// What a link of the Lab asks for; without a second experiment it is the first again.
fn opened(place: &Route, is_pair: bool) -> Comparison {
    let base = lab::FIGURE.settings();
    if is_pair {
        return comparison::open(&base, place.query());
    }
    let Opened { settings, options, notices } = page::open(&base, place.query());
    Comparison { b: settings.clone(), a: settings, options, notices }
}

fn card(desk: Desk, sides: Sides) -> AnyView {
    match sides {
        Sides { a, b: Some(b) } => view! { <CompareCard desk a b /> }.into_any(),
        Sides { a: bench, b: None } => {
            let controls = move || view! { <Controls settings=bench.settings /> };
            view! { <FigureCard bench controls /> }.into_any()
        }
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
