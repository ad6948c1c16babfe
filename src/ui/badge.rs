//! Which device computes and why, in words and on `<body>`.

use leptos::IntoView;
use leptos::component;
use leptos::prelude::AriaAttributes;
use leptos::prelude::ClassAttribute;
use leptos::prelude::CustomAttribute;
use leptos::prelude::Effect;
use leptos::prelude::ElementChild;
use leptos::prelude::Get;
use leptos::prelude::GlobalAttributes;
use leptos::prelude::document;
use leptos::view;

use crate::ui::link::LinkState;

/// The badge: the device's name, and its reason on hover and focus.
#[component]
pub fn DeviceBadge(
    /// What is known of device and workers.
    state: LinkState,
) -> impl IntoView {
    let LinkState { device, device_reason, worker } = state;
    Effect::new(move |_| mark_body("data-device", device.get()));
    Effect::new(move |_| mark_body("data-worker", worker.get()));
    let name = move || match device.get() {
        "webgpu" => "WebGPU",
        "cpu" => "CPU",
        _ => "No device yet",
    };
    let doing = move || match worker.get() {
        "busy" => ", computing",
        "failed" => ", failed",
        _ => "",
    };
    view! {
        <p class="badge" tabindex="0" data-worker=move || worker.get() aria-describedby="device-reason">
            <span class="badge-dot"></span>
            <span class="badge-name">{name}<span class="unseen">{doing}</span></span>
            <span
                class="badge-reason"
                id="device-reason"
                role="tooltip"
                data-device-reason=move || device_reason.get()
            >
                {move || device_reason.get()}
            </span>
        </p>
    }
}

/// Part of the public contract: other programs read it.
fn mark_body(attribute: &str, value: &str) {
    if let Some(body) = document().body() {
        // Only a name that is no name fails.
        let _ = body.set_attribute(attribute, value);
    }
}
