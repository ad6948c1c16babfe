//! Two experiments beside each other: one picture, one line of time, one seed.

mod desk;
pub mod differ;
pub mod head;
pub mod numbers;
pub mod runs;
pub mod save;

pub use crate::ui::compare::desk::Desk;
pub use crate::ui::compare::desk::Sides;
pub use crate::ui::compare::desk::starts;

use leptos::IntoView;
use leptos::component;
use leptos::html::Section;
use leptos::prelude::AriaAttributes;
use leptos::prelude::Callback;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CollectView;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::Memo;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::Set;
use leptos::prelude::Signal;
use leptos::prelude::Update;
use leptos::prelude::on_cleanup;
use leptos::prelude::use_context;
use leptos::view;

use crate::experiment::comparison;
use crate::experiment::comparison::Followed;
use crate::experiment::page::PageOptions;
use crate::experiment::settings::Settings;
use crate::figure::compare;
use crate::figure::phase::DataState;
use crate::figure::scene::Scene;
use crate::ui::bench::Bench;
use crate::ui::card::follow_sight;
use crate::ui::card::notices::CardNotices;
use crate::ui::card::notices::line;
use crate::ui::card::transport::Transport;
use crate::ui::compare::differ::Controls;
use crate::ui::compare::head::Head;
use crate::ui::compare::numbers::Numbers;
use crate::ui::compare::runs::Runs;
use crate::ui::plot::SceneView;

/// What the Compare button of a card does; in the context where there is one.
#[derive(Clone, Copy)]
pub struct CompareVerb(pub Callback<()>);

/// The card of two experiments.
#[component]
pub fn CompareCard(
    /// Where they stand.
    desk: Desk,
    /// The first.
    a: Bench,
    /// The second.
    b: Bench,
) -> impl IntoView {
    let options = use_context::<PageOptions>().unwrap_or_default();
    keep_in_line(desk, a, b);
    let state = state_of(a, b);
    hold_time(desk, state);
    let section: NodeRef<Section> = NodeRef::new();
    follow_sight(a, section);
    let from_link = move || desk.notices.get().into_iter().map(line).collect_view();
    let trains = !options.hides("train");
    let has_time = !options.hides("t");
    view! {
        <section
            class="card"
            node_ref=section
            data-figure=compare::ID
            data-state=move || state.get().key()
            aria-label=compare::TITLE
        >
            <Head desk a b />
            <div class="card-body">
                <div class="card-main">
                    {trains.then(|| view! { <Runs a b /> })}
                    <div class="notices" role="status" aria-live="polite">{from_link}</div>
                    <CardNotices bench=a whose="A" />
                    <CardNotices bench=b whose="B" />
                    <div class="card-picture">
                        <SceneView scene=scene_of(a, b) on_touch=move |touch| a.touch(touch) />
                    </div>
                    {has_time.then(|| view! { <Transport bench=a /> })}
                    <Numbers a b />
                    <p class="card-notice">
                        <strong>"What to notice: "</strong>
                        "A difference counts only where it is larger than what chance alone would make. Draw a new seed: what stays is a difference, what goes was luck."
                    </p>
                </div>
                <div class="card-controls"><Controls desk a b /></div>
            </div>
        </section>
    }
}

/// The picture of both now.
fn scene_of(a: Bench, b: Bench) -> Signal<Scene> {
    Signal::derive(move || {
        a.with_view(|first| b.with_view(|second| compare::scene(&first, &second)))
    })
}

/// State of both in the public contract.
fn state_of(a: Bench, b: Bench) -> Memo<DataState> {
    let (of_a, of_b) = (a.data_state(), b.data_state());
    Memo::new(move |_| of_a.get().with(of_b.get()))
}

/// Lets nothing play by itself before both are done.
fn hold_time(desk: Desk, state: Memo<DataState>) {
    let is_held = desk.timeline().is_held;
    Effect::new(move |_| is_held.set(state.get() == DataState::Running));
    on_cleanup(move || {
        // The desk may be going away as well.
        is_held.try_set(false);
    });
}

/// Gives B what A has, but for what is its own; what changes in B alone becomes
/// its own.
fn keep_in_line(desk: Desk, a: Bench, b: Bench) {
    Effect::new(move |before: Option<Settings>| {
        let (first, second) = (a.settings.get(), b.settings.get());
        let own = desk.own.get_untracked();
        if before.as_ref() == Some(&first) {
            let new = comparison::differing(&first, &second);
            let new: Vec<_> = new.into_iter().filter(|key| !own.contains(key)).collect();
            if !new.is_empty() {
                desk.own.update(|own| own.extend(new));
            }
            return first;
        }
        let Followed { settings, own: now, notices } = comparison::follow(&first, &second, &own);
        if now.iter().any(|key| !own.contains(key)) {
            desk.own.set(now);
        }
        if settings != second {
            b.settings.set(settings);
            b.rule_notices.set(notices);
        }
        first
    });
}
