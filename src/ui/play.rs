//! A class session: links one after the other, under one title.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::For;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::IntoAny;
use leptos::prelude::Memo;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::Update;
use leptos::prelude::With;
use leptos::prelude::WithUntracked;
use leptos::prelude::provide_context;
use leptos::prelude::window;
use leptos::task::spawn_local;
use leptos::view;

use crate::experiment::playlist;
use crate::experiment::playlist::Playlist;
use crate::experiment::playlist::PlaylistReading;
use crate::experiment::route::Route;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::IconKind;
use crate::ui::export::link::is_copied;
use crate::ui::figure_page::FigurePage;
use crate::ui::lab::Lab;
use crate::ui::present;
use crate::ui::router::Guest;
use crate::ui::router::Router;

/// The page of a session.
#[component]
pub fn Play(
    /// Title and items in link notation.
    query: String,
) -> impl IntoView {
    let PlaylistReading { playlist, notices } = playlist::parse(&query);
    let title = match playlist.title.as_str() {
        "" => "Playlist".to_owned(),
        title => title.to_owned(),
    };
    let list = RwSignal::new(playlist);
    Router::keep(Signal::derive(move || Route::Play { query: list.with(Playlist::print) }));
    // From here on the address is ours.
    provide_context(Guest);
    present::hear(move |event| {
        match event.key().as_str() {
            "ArrowRight" | "PageDown" => step(list, true),
            "ArrowLeft" | "PageUp" => step(list, false),
            _ => return false,
        }
        true
    });
    let at = Memo::new(move |_| list.with(|list| list.at));
    let line = |sentence: String| view! { <p class="notice" data-notice="playlist">{sentence}</p> };
    view! {
        <div class="play">
            <Bar list title />
            {notices.into_iter().map(line).collect_view()}
            // Keyed, so that every item starts afresh.
            <For
                each=move || [at.get()]
                key=|at| *at
                children=move |at| item(list.with_untracked(|list| list.place(at)))
            />
        </div>
    }
}

fn item(place: Result<Route, String>) -> AnyView {
    match place {
        Ok(place @ (Route::Lab { .. } | Route::Compare { .. })) => {
            view! { <Lab place /> }.into_any()
        }
        Ok(Route::Figure { id, query }) => view! { <FigurePage id query /> }.into_any(),
        Ok(_) => ().into_any(),
        Err(sentence) => {
            view! { <p class="notice" role="alert" data-notice="playlist">{sentence}</p> }
                .into_any()
        }
    }
}

fn step(list: RwSignal<Playlist>, is_forward: bool) {
    let (at, n) = list.with_untracked(|list| (list.at, list.items.len()));
    let next = if is_forward { at + 1 } else { at.saturating_sub(1) };
    if next != at && next < n {
        list.update(|list| list.go(next));
    }
}

/// Title, place in the session, and the way through it.
#[component]
fn Bar(list: RwSignal<Playlist>, title: String) -> impl IntoView {
    let n = list.with_untracked(|list| list.items.len());
    let at = move || list.with(|list| list.at);
    let place = move || format!("{} of {n}", (at() + 1).min(n));
    let is_first = Signal::derive(move || at() == 0);
    let is_last = Signal::derive(move || n <= at() + 1);
    let said = RwSignal::new(String::new());
    let copy = move || {
        let link = link_of(&list.get_untracked());
        spawn_local(async move {
            said.set(if is_copied(&link).await {
                "Copied".to_owned()
            } else {
                "The browser does not let the page copy. The address bar has the link.".to_owned()
            });
        });
    };
    let dot = move |idx: usize| {
        view! {
            <li>
                <button
                    class="play-dot"
                    type="button"
                    aria-label=format!("Item {}", idx + 1)
                    aria-current=move || (at() == idx).then_some("step")
                    on:click=move |_| list.update(|list| list.go(idx))
                ></button>
            </li>
        }
    };
    view! {
        <header class="play-bar">
            <h1 class="play-title">{title}</h1>
            <span class="card-said" role="status">{move || said.get()}</span>
            <IconButton icon=IconKind::Link label="Copy playlist link" name="copy-playlist" on_press=copy />
            <nav class="play-way" aria-label="Playlist">
                <IconButton icon=IconKind::Before label="Previous" name="previous" is_disabled=is_first on_press=move || step(list, false) />
                <span class="play-place" role="status" data-place=move || (at() + 1).to_string()>{place}</span>
                <IconButton icon=IconKind::Next label="Next" name="next" is_disabled=is_last on_press=move || step(list, true) />
                <ol class="play-dots">{(0..n).map(dot).collect_view()}</ol>
            </nav>
        </header>
    }
}

/// Address that opens the session at its first item.
fn link_of(list: &Playlist) -> String {
    let here = window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or_default();
    let query = Playlist { at: 0, ..list.clone() }.print();
    format!("{page}{}", Route::Play { query })
}
