//! The card's title, and what can be done with the figure as a whole.

use leptos::IntoView;
use leptos::component;
use leptos::either::Either;
use leptos::prelude::AriaAttributes;
use leptos::prelude::Callable;
use leptos::prelude::ClassAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::With;
use leptos::prelude::use_context;
use leptos::task::spawn_local;
use leptos::view;

use crate::experiment::page::PageOptions;
use crate::experiment::route::Route;
use crate::experiment::run::lab_link;
use crate::figure::lab;
use crate::figure::solver_bench;
use crate::figure::training::slow_motion;
use crate::ui::bench::Bench;
use crate::ui::card::save::SaveMenu;
use crate::ui::card::save::copied;
use crate::ui::compare::CompareVerb;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;
use crate::ui::export::link;

/// Title, and buttons for reset, saving, the link and the Lab.
#[component]
pub fn CardHead(
    /// The figure.
    bench: Bench,
    /// Whether the card stands under a heading of its own; default no.
    #[prop(optional)]
    is_in_text: bool,
) -> impl IntoView {
    let title = if is_in_text {
        Either::Left(view! { <h3 class="card-title">{bench.figure.title}</h3> })
    } else {
        Either::Right(view! { <h2 class="card-title">{bench.figure.title}</h2> })
    };
    let is_lab = bench.figure.id == lab::FIGURE.id;
    let said = RwSignal::new(String::new());
    let copy = move || {
        let address = link::of(bench);
        spawn_local(async move {
            said.set(copied(link::is_copied(&address).await));
        });
    };
    let hides_compare =
        use_context::<PageOptions>().is_some_and(|options| options.hides("compare"));
    let beside = use_context::<CompareVerb>().filter(|_| is_lab && !hides_compare).map(|verb| {
        view! {
            <button class="card-link" type="button" name="compare" on:click=move |_| verb.0.run(())>
                "Compare"
            </button>
        }
    });
    // The Lab's experiment is where the solvers can be compared on it.
    let solvers = is_lab.then(|| {
        let href = move || {
            let id = solver_bench::FIGURE.id.to_owned();
            let query = bench.settings.with(solver_bench::query);
            Route::Figure { id, query }.to_string()
        };
        view! { <a class="card-link" href=href>"Compare solvers"</a> }
    });
    let slow = is_lab.then(|| {
        let href = move || {
            let id = slow_motion::FIGURE.id.to_owned();
            let query = bench.settings.with(slow_motion::query);
            Route::Figure { id, query }.to_string()
        };
        view! { <a class="card-link" href=href>"One step in slow motion"</a> }
    });
    let open = (!is_lab && bench.figure.opens_in_lab()).then(|| {
        let href = move || {
            let query = bench.settings.with(lab_link);
            Route::Lab { query }.to_string()
        };
        view! {
            <a class="button button--icon" href=href title="Open in the Lab" aria-label="Open in the Lab">
                <Icon kind=IconKind::Open />
            </a>
        }
    });
    // The run's own Reset has the name in figures that train.
    let reset_name = if bench.figure.train.is_some() { "defaults" } else { "reset" };
    view! {
        <header class="card-head">
            {title}
            <div class="card-words">{beside} {slow} {solvers}</div>
            <div class="card-tools">
                <span class="card-said" role="status" aria-live="polite">{move || said.get()}</span>
                <IconButton
                    icon=IconKind::Reset
                    label="Back to the defaults"
                    name=reset_name
                    on_press=move || bench.set_defaults()
                />
                <SaveMenu bench said />
                <IconButton icon=IconKind::Link label="Copy link" name="copy-link" on_press=copy />
                {open}
            </div>
        </header>
    }
}
