//! The card: draws any figure, with its picture, time, controls and numbers.

pub mod code;
pub mod head;
pub mod metric;
pub mod notices;
pub mod run_bar;
pub mod save;
pub mod transport;

use leptos::IntoView;
use leptos::children::ViewFnOnce;
use leptos::component;
use leptos::html::Section;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::IntoAny;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::view;

use crate::ui::bench::Bench;
use crate::ui::card::head::CardHead;
use crate::ui::card::metric::Metrics;
use crate::ui::card::notices::CardNotices;
use crate::ui::card::run_bar::RunBar;
use crate::ui::card::transport::Transport;
use crate::ui::control::Control;
use crate::ui::plot::SceneView;
use crate::ui::plot::watch;

/// Keys whose place is elsewhere: time and seed in the transport, the start in links.
const ELSEWHERE: &[&str] = &["t", "seed", "run"];

/// A figure at work.
#[component]
pub fn FigureCard(
    /// The figure with its state.
    bench: Bench,
    /// Controls in place of the figure's own list; default its list, the first in view.
    #[prop(optional, into)]
    controls: Option<ViewFnOnce>,
) -> impl IntoView {
    let figure = bench.figure;
    let state = bench.data_state();
    let controls = controls.map_or_else(|| own_controls(bench), ViewFnOnce::run);
    let section = NodeRef::new();
    follow_sight(bench, section);
    let says = |text: &'static str| (!text.is_empty()).then_some(text);
    let caption = says(figure.caption).map(|text| view! { <p class="card-caption">{text}</p> });
    let notice = says(figure.notice).map(|text| {
        view! { <p class="card-notice"><strong>"What to notice: "</strong>{text}</p> }
    });
    view! {
        <section
            class="card"
            node_ref=section
            data-figure=figure.id
            data-state=move || state.get().key()
            aria-label=figure.title
        >
            <CardHead bench />
            <div class="card-body">
                <div class="card-main">
                    {figure.train.map(|_| view! { <RunBar bench /> })}
                    <CardNotices bench />
                    <div class="card-picture"><SceneView scene=bench.scene() /></div>
                    {figure.has_time.then(|| view! { <Transport bench /> })}
                    <Metrics bench />
                    {caption}
                    {notice}
                </div>
                <div class="card-controls">{controls}</div>
            </div>
        </section>
    }
}

/// Controls of the figure's parameters, the first in view and the others under "more".
fn own_controls(bench: Bench) -> AnyView {
    let figure = bench.figure;
    let is_here = |key: &str| !ELSEWHERE.contains(&key);
    let control = move |key: &'static str| {
        let param = figure.params.iter().copied().find(|param| param.key == key);
        param.map(|param| view! { <Control param settings=bench.settings /> })
    };
    let in_view = figure.in_view.iter().copied().filter(|key| is_here(key));
    let is_folded = |key: &&str| is_here(key) && !figure.in_view.contains(key);
    let more: Vec<&'static str> = figure.params.iter().map(|p| p.key).filter(is_folded).collect();
    let more = (!more.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>"more"</summary>
                <div class="controls">{more.into_iter().map(control).collect_view()}</div>
            </details>
        }
    });
    view! { <div class="controls">{in_view.map(control).collect_view()}</div> {more} }.into_any()
}

/// Tells the bench whether the card can be seen.
fn follow_sight(bench: Bench, section: NodeRef<Section>) {
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(section) = section.get() else { return };
        kept.set_value(watch::sight(&section, move |is_seen| {
            // The browser may tell after the card has left.
            bench.is_on_screen.try_set(is_seen);
        }));
    });
}
