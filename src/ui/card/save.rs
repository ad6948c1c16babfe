//! The card's menu of things to take home.

use leptos::IntoView;
use leptos::component;
use leptos::html::A;
use leptos::html::Details;
use leptos::html::Input;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::ElementChild;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::use_context;
use leptos::task::spawn_local;
use leptos::view;
use web_sys::HtmlAnchorElement;

use crate::experiment::page::PageOptions;
use crate::ui::bench::Bench;
use crate::ui::card::code::CodeDialog;
use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;
use crate::ui::export;
use crate::ui::export::Saved;
use crate::ui::export::link;

/// Picture, numbers, network and link as files and texts.
#[component]
pub fn SaveMenu(
    /// The figure.
    bench: Bench,
    /// What became of the last wish, beside the menu.
    said: RwSignal<String>,
) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let is_code_open = RwSignal::new(false);
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let copy_embed = move |_| {
        let text = link::embed(bench);
        spawn_local(async move {
            said.set(copied(link::is_copied(&text).await));
        });
    };
    let of_run = bench.figure.train.map(|_| view! { <RunItems bench said /> });
    let table = if bench.figure.train.is_some() && bench.figure.csv.is_none() {
        view! { <Item bench said kind="csv" file="samples.csv" label="Samples (CSV)" save=export::samples /> }
    } else {
        view! { <Item bench said kind="csv" file="numbers.csv" label="Numbers (CSV)" save=export::numbers /> }
    };
    let of_time = bench.figure.time.is_some().then(|| view! { <FilmItem bench said /> });
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
                <PictureItem bench said />
                <Item bench said kind="svg" file="charts.svg" label="Charts (SVG)" save=export::charts />
                {of_time}
                {table}
                {of_run}
                <button type="button" name="copy-embed" on:click=copy_embed>"Copy frame for a page"</button>
                <button type="button" name="show-code" on:click=move |_| is_code_open.set(true)>
                    "Link as QR code"
                </button>
            </div>
        </details>
        <CodeDialog bench is_open=is_code_open />
    }
}

/// What there is to say after a wish to copy.
pub fn copied(is_copied: bool) -> String {
    if is_copied {
        "Copied".to_owned()
    } else {
        "The browser does not let the page copy. The address bar has the link.".to_owned()
    }
}

/// A file that is made at once.
#[component]
fn Item(
    bench: Bench,
    said: RwSignal<String>,
    kind: &'static str,
    file: &'static str,
    label: &'static str,
    save: fn(Bench, &HtmlAnchorElement) -> Saved,
) -> impl IntoView {
    let anchor: NodeRef<A> = NodeRef::new();
    let press = move |_| {
        let Some(anchor) = anchor.get_untracked() else { return };
        said.set(save(bench, &anchor).err().unwrap_or_default());
    };
    view! {
        <button type="button" name=format!("export-{kind}") on:click=press>{label}</button>
        <a node_ref=anchor data-export=kind download=export::name(bench, file) hidden></a>
    }
}

#[component]
fn PictureItem(bench: Bench, said: RwSignal<String>) -> impl IntoView {
    let anchor: NodeRef<A> = NodeRef::new();
    let press = move |_| {
        let Some(anchor) = anchor.get_untracked() else { return };
        spawn_local(async move {
            said.set(export::picture(bench, &anchor).await.err().unwrap_or_default());
        });
    };
    view! {
        <button type="button" name="export-png" on:click=press>"Picture (PNG)"</button>
        <a node_ref=anchor data-export="png" download=export::name(bench, "picture.png") hidden></a>
    }
}

#[component]
fn FilmItem(bench: Bench, said: RwSignal<String>) -> impl IntoView {
    let anchor: NodeRef<A> = NodeRef::new();
    let press = move |_| {
        let Some(anchor) = anchor.get_untracked() else { return };
        spawn_local(async move {
            let tell = move |share: f64| {
                // The card may have left the page.
                said.try_set(format!("Film: {:.0} %", 100.0 * share));
            };
            let saved = export::film(bench, &anchor, tell).await;
            said.try_set(saved.err().unwrap_or_default());
        });
    };
    view! {
        <button type="button" name="export-gif" on:click=press>"Film of the flow (GIF)"</button>
        <a node_ref=anchor data-export="gif" download=export::name(bench, "flow.gif") hidden></a>
    }
}

/// What only a figure with a network has.
#[component]
fn RunItems(bench: Bench, said: RwSignal<String>) -> impl IntoView {
    // A file changes settings, as a control does.
    let options = use_context::<PageOptions>().unwrap_or_default();
    // Scripts and files of weights are of networks on the plane so far.
    let of_plane = bench.figure.opens_in_lab();
    let can_load = !["load-weights", "train"].into_iter().any(|name| options.hides(name));
    view! {
        <Item bench said kind="losses" file="losses.csv" label="Losses (CSV)" save=export::losses />
        {of_plane.then(|| view! { <Item bench said kind="pytorch" file="experiment.py" label="PyTorch script" save=export::script /> })}
        <Item bench said kind="weights" file="weights.safetensors" label="Weights (safetensors)" save=export::weights />
        {(can_load && of_plane).then(|| view! { <LoadItem bench /> })}
    }
}

/// Brings a file of weights back; what becomes of it is said in the figure.
#[component]
fn LoadItem(bench: Bench) -> impl IntoView {
    let input: NodeRef<Input> = NodeRef::new();
    let take = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same file chosen again is a choice too.
        input.set_value("");
        if let Some(file) = file {
            bench.load(file);
        }
    };
    view! {
        <label class="menu-file">
            "Load weights"
            <input
                node_ref=input
                type="file"
                name="load-weights"
                accept=".safetensors"
                on:change=take
            />
        </label>
    }
}
