//! A small still of a figure: its maps and nothing else, made when its place comes near.

use leptos::IntoView;
use leptos::component;
use leptos::html::Div;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::untrack;
use leptos::view;

use crate::experiment::page;
use crate::figure::Figure;
use crate::ui::bench::Bench;
use crate::ui::plot::SceneView;
use crate::ui::plot::watch;

/// How far off the screen a picture is made already.
const NEAR: &str = "400px";

/// The figure with these settings, at rest.
#[component]
pub fn Picture(
    /// What is drawn.
    figure: &'static Figure,
    /// Its settings in link notation.
    query: String,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let is_near = RwSignal::new(false);
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        kept.set_value(watch::sight_within(&place, NEAR, move |is_seen| {
            // Once: a second picture would stand beside the first.
            if is_seen && is_near.try_get_untracked() == Some(false) {
                is_near.set(true);
            }
        }));
    });
    let still = move || {
        is_near.get().then(|| {
            let bench = untrack(|| {
                let opened = page::open(&figure.settings(), &query);
                Bench::new(figure, opened.settings, Vec::new())
            });
            bench.keep_still();
            view! { <SceneView scene=bench.scene() /> }
        })
    };
    view! { <div class="match-picture" node_ref=place>{still}</div> }
}
