//! What the browser says of its GPU, without loading anything.

use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::protocol::program::Adapter;
use crate::protocol::program::Probe;

/// Longest wait for an adapter.
const ANSWER_MILLIS: i32 = 4000;

/// Asks the browser for an adapter and looks at it; opens no device.
pub(super) async fn probe() -> Probe {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let Some(gpu) = property(&navigator, "gpu") else { return Probe::NoWebGpu };
    let Some(request) = function(&gpu, "requestAdapter") else { return Probe::NoWebGpu };
    let Ok(asked) = request.call0(&gpu) else { return Probe::NoAdapter };
    let late = Promise::new(&mut |resolve, _| {
        let _ = leptos::prelude::window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ANSWER_MILLIS);
    });
    let first = Promise::race(&js_sys::Array::of2(&asked, &late));
    match JsFuture::from(first).await {
        Ok(adapter) if adapter.is_object() => Probe::Adapter(described(&adapter)),
        Ok(answer) if answer.is_undefined() => Probe::NoAnswer,
        Ok(_) | Err(_) => Probe::NoAdapter,
    }
}

fn described(adapter: &JsValue) -> Adapter {
    let info = property(adapter, "info").unwrap_or(JsValue::UNDEFINED);
    let words = ["vendor", "architecture", "device", "description"];
    let words = words.iter().filter_map(|word| property(&info, word)?.as_string());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    let is_fallback = [adapter, &info]
        .iter()
        .any(|of| property(of, "isFallbackAdapter").is_some_and(|value| value.is_truthy()));
    Adapter { name: words.join(" "), is_fallback, has_timestamps: has_timestamps(adapter) }
}

fn has_timestamps(adapter: &JsValue) -> bool {
    let Some(features) = property(adapter, "features") else { return false };
    let Some(has) = function(&features, "has") else { return false };
    has.call1(&features, &"timestamp-query".into()).is_ok_and(|answer| answer.is_truthy())
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    if !of.is_object() {
        return None;
    }
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    property(of, name)?.dyn_into().ok()
}
