//! A small exact picture of an experiment, made when its place comes near.

use std::time::Duration;

use leptos::IntoView;
use leptos::component;
use leptos::html::Div;
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
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::StoredValue;
use leptos::prelude::StyleAttribute;
use leptos::prelude::set_timeout;
use leptos::view;

use crate::experiment::link;
use crate::figure::lab;
use crate::figure::thumb;
use crate::figure::thumb::Thumb;
use crate::ui::plot::watch;

/// Width and height of the picture in its own units.
const SIDE: f64 = 100.0;

/// How far off the screen a picture is made already.
const NEAR: &str = "400px";

/// The picture of the Lab's `query`.
#[component]
pub fn Thumbnail(
    /// Query of the Lab.
    query: &'static str,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let thumb = RwSignal::new(None);
    let kept = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let mut is_made = false;
        kept.set_value(watch::sight_within(&place, NEAR, move |is_near| {
            if is_near && !std::mem::replace(&mut is_made, true) {
                // A turn of its own for each: together they would hold up the page.
                let make = move || {
                    let parsed = link::parse(&lab::FIGURE.settings(), query);
                    thumb.try_set(Some(thumb::of(&parsed.settings)));
                };
                set_timeout(make, Duration::ZERO);
            }
        }));
    });
    view! {
        <div class="thumbnail" node_ref=place aria-hidden="true">
            {move || thumb.get().map(|thumb| picture(&thumb))}
        </div>
    }
}

fn picture(thumb: &Thumb) -> AnyView {
    let view_box = format!("0 0 {SIDE} {SIDE}");
    match thumb {
        Thumb::Cloud { t, places } => {
            let path: String = places.iter().map(|place| dot(*place)).collect();
            view! {
                <svg viewBox=view_box focusable="false">
                    <path class="thumbnail-cloud" d=path style:--t=t.to_string() />
                </svg>
            }
            .into_any()
        }
        Thumb::Line { shades, cell } => {
            let shade = |(i, corners): (usize, &Vec<[f64; 2]>)| {
                let path: String = corners.iter().map(|corner| tile(*corner, *cell)).collect();
                let opacity = (i + 1) as f64 / thumb::N_SHADES as f64;
                view! { <path class="thumbnail-line" d=path fill-opacity=format!("{opacity:.2}") /> }
            };
            let shades = shades.iter().enumerate().map(shade).collect_view();
            view! { <svg viewBox=view_box preserveAspectRatio="none" focusable="false">{shades}</svg> }
                .into_any()
        }
    }
}

/// A line of no length, which round caps draw as a dot.
fn dot([x, y]: [f64; 2]) -> String {
    format!("M{:.1} {:.1}h0", x * SIDE, (1.0 - y) * SIDE)
}

/// A filled rectangle from its lower left corner.
fn tile([x, y]: [f64; 2], [width, height]: [f64; 2]) -> String {
    let (w, h) = (width * SIDE, height * SIDE);
    format!("M{:.2} {:.2}h{w:.2}v-{h:.2}h-{w:.2}z", x * SIDE, (1.0 - y) * SIDE)
}
