//! Files of both: their picture, their charts, their samples.

use leptos::IntoView;
use leptos::component;
use leptos::html::A;
use leptos::html::Details;
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
use leptos::prelude::untrack;
use leptos::task::spawn_local;
use leptos::view;

use crate::figure::compare;
use crate::figure::scene::Scene;
use crate::ui::bench::Bench;
use crate::ui::compare::Desk;
use crate::ui::control::icon::Icon;
use crate::ui::control::icon::IconKind;
use crate::ui::export;
use crate::ui::export::link;

/// The menu of what can be taken home from a comparison.
#[component]
pub fn SaveBoth(
    /// Where both stand.
    desk: Desk,
    /// The first.
    a: Bench,
    /// The second.
    b: Bench,
    /// What became of the last wish.
    said: RwSignal<String>,
) -> impl IntoView {
    let menu = NodeRef::<Details>::new();
    let [picture, charts, samples] = [(); 3].map(|()| NodeRef::<A>::new());
    let scene = move || -> Scene {
        untrack(move || a.with_view(|first| b.with_view(|second| compare::scene(&first, &second))))
    };
    let save_picture = move |_| {
        let Some(anchor) = picture.get_untracked() else { return };
        let scene = scene();
        spawn_local(async move {
            let saved = export::picture_of(&scene, &anchor).await;
            said.try_set(saved.err().unwrap_or_default());
        });
    };
    let save_charts = move |_| {
        let Some(anchor) = charts.get_untracked() else { return };
        let address = link::to(&desk.route_now());
        let saved = export::charts_at(&scene().charts, &address, &anchor);
        said.set(saved.err().unwrap_or_default());
    };
    let save_samples = move |_| {
        let Some(anchor) = samples.get_untracked() else { return };
        said.set(export::samples_of(&[a, b], &anchor).err().unwrap_or_default());
    };
    let close = move |_| {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    view! {
        <details class="menu" node_ref=menu>
            <summary class="button button--icon" title="Save" aria-label="Save">
                <Icon kind=IconKind::Save />
            </summary>
            <div class="menu-items" on:click=close>
                <button type="button" name="export-png" on:click=save_picture>"Picture (PNG)"</button>
                <button type="button" name="export-svg" on:click=save_charts>"Charts (SVG)"</button>
                <button type="button" name="export-csv" on:click=save_samples>"Samples (CSV)"</button>
            </div>
            <a node_ref=picture data-export="png" download="flow-lab-compare-picture.png" hidden></a>
            <a node_ref=charts data-export="svg" download="flow-lab-compare-charts.svg" hidden></a>
            <a node_ref=samples data-export="csv" download="flow-lab-compare-samples.csv" hidden></a>
        </details>
    }
}
