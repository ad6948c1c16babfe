//! The body of an answer as it comes in, piece by piece.

use js_sys::Function;
use js_sys::Promise;
use js_sys::Reflect;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::protocol::supervise::message::Loaded;

/// All bytes of an answer; `hear` is told of every piece. Nothing if the
/// connection is lost on the way.
pub(super) async fn arriving(answer: &Response, mut hear: impl FnMut(Loaded)) -> Option<Vec<u8>> {
    let n_all = announced(answer).unwrap_or(0);
    let reader = call(&of(answer, "body")?, "getReader", None)?;
    let mut bytes = Vec::with_capacity(n_all as usize);
    loop {
        let step: Promise = call(&reader, "read", None)?.dyn_into().ok()?;
        let step = JsFuture::from(step).await.ok()?;
        if of(&step, "done")?.is_truthy() {
            return Some(bytes);
        }
        let piece: Uint8Array = of(&step, "value")?.dyn_into().ok()?;
        bytes.extend(piece.to_vec());
        let n_here = bytes.len() as u32;
        // What is packed on its way may turn out larger than was announced.
        hear(Loaded { n_here, n_all: if n_here <= n_all { n_all } else { 0 } });
    }
}

/// Length that the server announced; none where it packs the file on its way.
fn announced(answer: &Response) -> Option<u32> {
    let headers = of(answer, "headers")?;
    let header = |name: &str| call(&headers, "get", Some(name))?.as_string();
    if header("content-encoding").is_some() {
        return None;
    }
    header("content-length")?.parse().ok()
}

fn of(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Calls a method by its name; streams are few words, and their types in
/// `web-sys` would be built into the workers as well.
fn call(object: &JsValue, name: &str, argument: Option<&str>) -> Option<JsValue> {
    let method: Function = of(object, name)?.dyn_into().ok()?;
    match argument {
        None => method.call0(object).ok(),
        Some(argument) => method.call1(object, &argument.into()).ok(),
    }
}
