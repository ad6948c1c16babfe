//! The component that shows a scene and keeps it painted.

use leptos::IntoView;
use leptos::component;
use leptos::html;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Effect;
use leptos::prelude::Get;
use leptos::prelude::LocalStorage;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::SetValue;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::prelude::UpdateValue;
use leptos::prelude::request_animation_frame;
use leptos::prelude::set_timeout;
use leptos::view;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::figure::scene::Scene;
use crate::ui::plot::painter::Painter;
use crate::ui::plot::timing::measured;
use crate::ui::plot::watch;

/// The painter of one view; none before it stands in the page and after it left.
type Shared = StoredValue<Option<Painter>, LocalStorage>;

/// Shows a scene: its maps side by side on one canvas, its charts below.
///
/// Nothing is computed or painted while the view is off screen. An animation
/// frame is painted once at most, charts at most ten times a second.
#[component]
pub fn SceneView(
    /// What to show; asked for only while on screen.
    #[prop(into)]
    scene: Signal<Scene>,
) -> impl IntoView {
    let host: NodeRef<html::Div> = NodeRef::new();
    let painter: Shared = StoredValue::new_local(None);
    let is_seen = RwSignal::new(false);

    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        let host: HtmlElement = host.unchecked_into();
        let Some(mut made) = Painter::new(&host) else { return };
        made.keep(watch::size(&host, move || {
            painter.try_update_value(|p| p.iter_mut().for_each(Painter::resize));
            request_paint(painter);
        }));
        made.keep(watch::sight(&host, move |sight| {
            // The signal is gone when the browser tells late.
            is_seen.try_update(|is_seen| *is_seen = sight);
        }));
        for theme in watch::theme(move || {
            painter.try_update_value(|p| p.iter_mut().for_each(Painter::retheme));
            request_paint(painter);
        }) {
            made.keep(Some(theme));
        }
        painter.set_value(Some(made));
    });

    Effect::new(move |_| {
        if is_seen.get() {
            let scene = measured("scene", || scene.get());
            painter.update_value(|p| p.iter_mut().for_each(|p| p.show(scene.clone())));
            request_paint(painter);
        }
    });

    view! { <div class="scene" node_ref=host></div> }
}

/// Paints now, or in the next animation frame if this one has its picture.
fn request_paint(painter: Shared) {
    let is_first = painter.try_update_value(|p| p.as_mut().is_some_and(Painter::claim_frame));
    if is_first == Some(true) {
        paint(painter);
    }
}

/// Paints, and again in the next frame if something was asked for by then.
fn paint(painter: Shared) {
    let millis_until_charts =
        painter.try_update_value(|p| p.as_mut().and_then(Painter::paint)).flatten();
    if let Some(millis) = millis_until_charts {
        let later = std::time::Duration::from_millis(millis);
        set_timeout(move || request_paint(painter), later);
    }
    request_animation_frame(move || {
        let is_wanted = painter.try_update_value(|p| p.as_mut().is_some_and(Painter::next_frame));
        if is_wanted == Some(true) {
            paint(painter);
        }
    });
}
