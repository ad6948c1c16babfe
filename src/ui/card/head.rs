//! The card's title, and what can be done with the figure as a whole.

use leptos::IntoView;
use leptos::component;
use leptos::html::A;
use leptos::html::Details;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::With;
use leptos::prelude::untrack;
use leptos::prelude::window;
use leptos::task::spawn_local;
use leptos::view;
use wasm_bindgen_futures::JsFuture;

use crate::experiment::route::Route;
use crate::experiment::run::lab_link;
use crate::figure::lab;
use crate::ui::bench::Bench;
use crate::ui::control::button::IconButton;
use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;
use crate::ui::export;

/// Title, and buttons for reset, saving, the link and the Lab.
#[component]
pub fn CardHead(
    /// The figure.
    bench: Bench,
) -> impl IntoView {
    let is_lab = bench.figure.id == lab::FIGURE.id;
    let said = RwSignal::new(String::new());
    let copy = move || {
        let link = link_of(bench);
        spawn_local(async move {
            said.set(if is_copied(&link).await {
                "Copied".to_owned()
            } else {
                "The browser does not let the page copy. The address bar has the link.".to_owned()
            });
        });
    };
    let open = (!is_lab).then(|| {
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
            <h2 class="card-title">{bench.figure.title}</h2>
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

/// Whether the text is on the clipboard; pages without a secure origin have none.
pub(crate) async fn is_copied(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Address that opens this figure with these settings.
fn link_of(bench: Bench) -> String {
    let query = untrack(|| bench.query());
    let route = if bench.figure.id == lab::FIGURE.id {
        Route::Lab { query }
    } else {
        Route::Figure { id: bench.figure.id.to_owned(), query }
    };
    let here = window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or_default();
    format!("{page}{route}")
}

/// Picture and numbers as files.
#[component]
fn SaveMenu(bench: Bench, said: RwSignal<String>) -> impl IntoView {
    let (csv, losses, png): (NodeRef<A>, NodeRef<A>, NodeRef<A>) =
        (NodeRef::new(), NodeRef::new(), NodeRef::new());
    let save_csv = move |_| {
        let is_there = csv.get_untracked().is_some_and(|anchor| export::samples(bench, &anchor));
        said.set(if is_there { String::new() } else { "There are no samples yet.".to_owned() });
    };
    let save_losses = move |_| {
        let is_there = losses.get_untracked().is_some_and(|anchor| export::losses(bench, &anchor));
        said.set(if is_there { String::new() } else { "There are no losses yet.".to_owned() });
    };
    let save_png = move |_| {
        let Some(anchor) = png.get_untracked() else { return };
        spawn_local(async move {
            if !export::picture(bench, &anchor).await {
                said.set("The browser could not make the picture.".to_owned());
            }
        });
    };
    let losses_item = bench.figure.train.map(|_| {
        view! {
            <button type="button" name="export-losses" on:click=save_losses>"Losses (CSV)"</button>
            <a node_ref=losses data-export="losses" download=export::name(bench, "losses.csv") hidden></a>
        }
    });
    let menu = NodeRef::<Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    view! {
        <details class="menu" node_ref=menu on:keydown=move |event| {
            if event.key() == "Escape" {
                close();
            }
        }>
            <summary class="button button--icon" title="Save" aria-label="Save">
                <Icon kind=IconKind::Save />
            </summary>
            <div class="menu-items" on:click=move |_| close()>
                <button type="button" name="export-png" on:click=save_png>"Picture (PNG)"</button>
                <a node_ref=png data-export="png" download=export::name(bench, "picture.png") hidden></a>
                <button type="button" name="export-csv" on:click=save_csv>"Samples (CSV)"</button>
                <a node_ref=csv data-export="csv" download=export::name(bench, "samples.csv") hidden></a>
                {losses_item}
            </div>
        </details>
    }
}
