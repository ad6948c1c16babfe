//! The component that shows a scene and keeps it painted.

use leptos::IntoView;
use leptos::component;
use leptos::html;
use leptos::prelude::Callable;
use leptos::prelude::Callback;
use leptos::prelude::ClassAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GetUntracked;
use leptos::prelude::GetValue;
use leptos::prelude::LocalStorage;
use leptos::prelude::NodeRef;
use leptos::prelude::NodeRefAttribute;
use leptos::prelude::OnAttribute;
use leptos::prelude::RwSignal;
use leptos::prelude::Set;
use leptos::prelude::SetValue;
use leptos::prelude::Signal;
use leptos::prelude::StoredValue;
use leptos::prelude::Update;
use leptos::prelude::UpdateValue;
use leptos::prelude::WithUntracked;
use leptos::prelude::WithValue;
use leptos::prelude::request_animation_frame;
use leptos::prelude::set_timeout;
use leptos::view;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use web_sys::KeyboardEvent;
use web_sys::PointerEvent;

use crate::figure::legend;
use crate::figure::probe::Touch;
use crate::figure::scene::Scene;
use crate::ui::plot::legend::Legend;
use crate::ui::plot::painter::Painter;
use crate::ui::plot::pointer;
use crate::ui::plot::pointer::Grip;
use crate::ui::plot::timing::measured;
use crate::ui::plot::watch;

/// The painter of one view; none before it stands in the page and after it left.
type Shared = StoredValue<Option<Painter>, LocalStorage>;

/// Shows a scene: its maps side by side on one canvas, their legend, its charts.
///
/// Nothing is computed or painted while the view is off screen. An animation
/// frame is painted once at most, charts at most ten times a second.
#[component]
pub fn SceneView(
    /// What to show; asked for only while on screen.
    #[prop(into)]
    scene: Signal<Scene>,
    /// Told of what is pointed at and dragged; default nobody.
    #[prop(optional, into)]
    on_touch: Option<Callback<Touch>>,
) -> impl IntoView {
    let maps: NodeRef<html::Div> = NodeRef::new();
    let charts: NodeRef<html::Div> = NodeRef::new();
    let painter: Shared = StoredValue::new_local(None);
    let is_seen = RwSignal::new(false);
    let entries = RwSignal::new(Vec::new());
    let remarks = RwSignal::new(Vec::new());

    Effect::new(move |_| {
        let Some((maps, charts)) = maps.get().zip(charts.get()) else { return };
        let (maps, charts): (HtmlElement, HtmlElement) =
            (maps.unchecked_into(), charts.unchecked_into());
        let Some(made) = Painter::new(&maps, &charts) else { return };
        painter.set_value(Some(watched(made, &maps, painter, is_seen)));
    });

    Effect::new(move |_| {
        if is_seen.get() {
            let now = measured("scene", || scene.get());
            tell(entries, legend::of(&now));
            tell(remarks, now.remarks());
            painter.update_value(|p| p.iter_mut().for_each(|p| p.show(now.clone())));
            request_paint(painter);
        }
    });

    let hands = Hands { painter, on_touch, grip: StoredValue::new_local(None) };
    let on = move |touch: fn(Hands, &HtmlElement, &PointerEvent)| {
        move |event: PointerEvent| {
            if let Some(maps) = maps.get_untracked() {
                touch(hands, &maps, &event);
            }
        }
    };
    view! {
        <div class="scene">
            <div
                class="scene-maps"
                node_ref=maps
                on:pointerdown=on(Hands::down)
                on:pointermove=on(Hands::moved)
                on:pointerup=on(Hands::up)
                on:pointercancel=on(Hands::up)
                on:pointerleave=on(Hands::left)
                on:keydown=move |event| hands.pressed(&event)
            ></div>
            <Legend entries remarks />
            <div class="scene-charts" node_ref=charts></div>
        </div>
    }
}

/// Sets a signal whose value has changed.
fn tell<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|known| *known != value) {
        signal.set(value);
    }
}

/// The painter, told of sizes, sight and colors.
fn watched(
    mut made: Painter,
    host: &HtmlElement,
    painter: Shared,
    is_seen: RwSignal<bool>,
) -> Painter {
    made.keep(watch::size(host, move || {
        painter.try_update_value(|p| p.iter_mut().for_each(Painter::resize));
        request_paint(painter);
    }));
    made.keep(watch::sight(host, move |sight| {
        // The signal is gone when the browser tells late.
        is_seen.try_update(|is_seen| *is_seen = sight);
    }));
    for theme in watch::theme(move || {
        painter.try_update_value(|p| p.iter_mut().for_each(Painter::retheme));
        request_paint(painter);
    }) {
        made.keep(Some(theme));
    }
    made
}

/// What the pointer and the keys do on this view.
#[derive(Clone, Copy)]
struct Hands {
    painter: Shared,
    on_touch: Option<Callback<Touch>>,
    grip: StoredValue<Option<Grip>, LocalStorage>,
}

impl Hands {
    fn down(self, host: &HtmlElement, event: &PointerEvent) {
        let grip = self.with_painter(|painter| pointer::grip(painter, event));
        self.grip.set_value(grip);
        if grip.is_none() {
            // A finger points where it is put down.
            self.moved(host, event);
            let chosen = self.with_painter(|painter| {
                pointer::chosen(painter, pointer::moved(painter, host, None, event))
            });
            self.tell(chosen);
        }
    }

    fn moved(self, host: &HtmlElement, event: &PointerEvent) {
        let grip = self.grip.get_value();
        self.tell(self.with_painter(|painter| pointer::moved(painter, host, grip, event)));
    }

    fn up(self, _: &HtmlElement, _: &PointerEvent) {
        self.grip.set_value(None);
    }

    fn left(self, _: &HtmlElement, event: &PointerEvent) {
        // A finger that is lifted leaves its question there.
        let is_asked = self.with_painter(|painter| painter.is_probed(0).then_some(()));
        if event.pointer_type() == "mouse" && is_asked.is_some() {
            self.tell(Some(Touch::Point { panel: 0, at: None }));
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        self.tell(self.with_painter(|painter| pointer::pressed(painter, event)));
    }

    fn with_painter<T>(self, ask: impl FnOnce(&Painter) -> Option<T>) -> Option<T> {
        self.on_touch?;
        self.painter.try_with_value(|painter| painter.as_ref().and_then(ask)).flatten()
    }

    fn tell(self, touch: Option<Touch>) {
        if let Some((on_touch, touch)) = self.on_touch.zip(touch) {
            on_touch.run(touch);
        }
    }
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
