//! The text of a lecture, from the page's own site.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::ui::export::link;

/// HTML of the lecture `slug`.
///
/// # Errors
/// One sentence that says what happened and what to try.
pub async fn text_of(slug: &str) -> Result<String, String> {
    // The build's name in the address keeps texts and programs of two builds apart.
    let address = format!("./lecture/{slug}.html?v={}", link::build());
    let Ok(response) = JsFuture::from(window().fetch_with_str(&address)).await else {
        return Err("The text of this lecture could not be loaded. Are you offline?".to_owned());
    };
    let broken = |_: JsValue| "The text of this lecture broke off on its way.".to_owned();
    let response: Response = response.dyn_into().map_err(broken)?;
    if !response.ok() {
        return Err(format!(
            "The text of this lecture is not on this server (it answered {}).",
            response.status()
        ));
    }
    let text = JsFuture::from(response.text().map_err(broken)?).await.map_err(broken)?;
    text.as_string().ok_or_else(|| broken(JsValue::NULL))
}
