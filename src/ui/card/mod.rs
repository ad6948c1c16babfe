//! The card: draws any figure, with its picture, time, controls and numbers.

pub mod code;
pub mod head;
pub mod listing;
pub mod metric;
pub mod notices;
pub mod run_bar;
pub mod save;
pub mod task_bar;
pub mod transport;

use leptos::IntoView;
use leptos::children::ViewFnOnce;
use leptos::component;
use leptos::html::Section;
use leptos::prelude::AnyView;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::InnerHtmlAttribute;
use leptos::prelude::IntoAny;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::use_context;
use leptos::view;

use crate::experiment::group;
use crate::experiment::page::PageOptions;
use crate::figure::Figure;
use crate::ui::bench::Bench;
use crate::ui::card::head::CardHead;
use crate::ui::card::listing::ListingView;
use crate::ui::card::metric::Metrics;
use crate::ui::card::notices::CardNotices;
use crate::ui::card::run_bar::RunBar;
use crate::ui::card::task_bar::TaskBar;
use crate::ui::card::transport::Transport;
use crate::ui::control::group::ControlGroup;
use crate::ui::plot::SceneView;
use crate::ui::plot::watch;

/// What a text says about a figure that stands in it.
#[derive(Clone, Debug, Default)]
pub struct InText {
    /// What to notice, in HTML of our own; empty leaves the figure's sentence.
    pub notice: String,
    /// Tells apart figures of one kind in one text.
    pub instance: Option<String>,
}

/// A figure at work.
#[component]
pub fn FigureCard(
    /// The figure with its state.
    bench: Bench,
    /// Controls in place of the figure's own list; default its list, the first in view.
    #[prop(optional, into)]
    controls: Option<ViewFnOnce>,
    /// What the text around the card says about it; default it stands alone.
    #[prop(optional_no_strip)]
    text: Option<InText>,
) -> impl IntoView {
    let figure = bench.figure;
    let state = bench.data_state();
    let options = use_context::<PageOptions>().unwrap_or_default();
    let trains = figure.train.is_some() && !options.hides("train");
    let has_time = figure.time.is_some() && !options.hides("t");
    let has_seed = transport::seed_of(figure).is_some() && !options.hides("seed");
    let has_line = has_time || has_seed;
    let controls = controls.map_or_else(|| own_controls(bench), ViewFnOnce::run);
    let section = NodeRef::new();
    follow_sight(bench, section);
    let says = |text: &'static str| (!text.is_empty()).then_some(text);
    let caption = says(figure.caption).map(|text| view! { <p class="card-caption">{text}</p> });
    let is_in_text = text.is_some();
    let InText { notice, instance } = text.unwrap_or_default();
    let notice = notice_of(figure, notice);
    view! {
        <section
            class="card"
            node_ref=section
            data-figure=figure.id
            data-instance=instance
            data-highlight=move || bench.highlight.get()
            data-state=move || state.get().key()
            aria-label=figure.title
        >
            <CardHead bench is_in_text />
            <div class="card-body">
                <div class="card-main">
                    {trains.then(|| view! { <RunBar bench /> })}
                    <CardNotices bench />
                    <TaskBar bench />
                    <div class="card-picture">
                        <SceneView scene=bench.scene() on_touch=move |touch| bench.touch(touch) />
                        <ListingView listing=bench.listing() />
                    </div>
                    {has_line.then(|| view! { <Transport bench /> })}
                    <Metrics bench />
                    {caption}
                    {notice}
                </div>
                <div class="card-controls">{controls}</div>
            </div>
        </section>
    }
}

/// What to notice: the text's words, or else the figure's own.
fn notice_of(figure: &Figure, html: String) -> AnyView {
    if html.is_empty() {
        let own = (!figure.notice.is_empty()).then_some(figure.notice);
        return own
            .map(|text| {
                view! { <p class="card-notice"><strong>"What to notice: "</strong>{text}</p> }
            })
            .into_any();
    }
    view! {
        <div class="card-notice"><strong>"What to notice: "</strong><span inner_html=html></span></div>
    }
    .into_any()
}

/// Controls of the figure's parameters, the first in view and the others under "more".
fn own_controls(bench: Bench) -> AnyView {
    let figure = bench.figure;
    let is_here = |key: &&str| !group::ELSEWHERE.contains(key);
    let in_view: Vec<&str> = figure.in_view.iter().copied().filter(is_here).collect();
    let keys = figure.params.iter().map(|param| param.key);
    let more: Vec<&str> =
        keys.filter(|key| is_here(key) && !figure.in_view.contains(key)).collect();
    view! { <ControlGroup params=figure.params in_view more settings=bench.settings /> }.into_any()
}

/// Tells the bench whether the card can be seen.
pub fn follow_sight(bench: Bench, section: NodeRef<Section>) {
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(section) = section.get() else { return };
        kept.set_value(watch::sight(&section, move |is_seen| {
            // The browser may tell after the card has left.
            bench.is_on_screen.try_set(is_seen);
        }));
    });
}
