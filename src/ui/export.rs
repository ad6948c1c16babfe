//! Files that a reader takes home: samples, losses, the picture.

use js_sys::Array;
use leptos::prelude::WithUntracked;
use web_sys::Blob;
use web_sys::BlobPropertyBag;
use web_sys::HtmlAnchorElement;
use web_sys::Url;

use crate::figure::export;
use crate::ui::bench::Bench;
use crate::ui::plot::export::scene_png;

/// Name of a file of this figure.
pub fn name(bench: Bench, what: &str) -> String {
    format!("flow-lab-{}-{what}", bench.figure.id)
}

/// Saves the samples; false if there are none yet.
pub fn samples(bench: Bench, anchor: &HtmlAnchorElement) -> bool {
    let text = bench.outputs.with_untracked(|outputs| {
        export::samples(outputs).map(|(points, dim)| export::samples_csv(points, dim))
    });
    text.is_some_and(|text| save_text(anchor, &text))
}

/// Saves the losses; false if there are none yet.
pub fn losses(bench: Bench, anchor: &HtmlAnchorElement) -> bool {
    let text = bench.outputs.with_untracked(|outputs| match export::losses(outputs) {
        [] => None,
        losses => Some(export::losses_csv(losses)),
    });
    text.is_some_and(|text| save_text(anchor, &text))
}

/// Saves the picture; false if the browser can not make it.
pub async fn picture(bench: Bench, anchor: &HtmlAnchorElement) -> bool {
    match scene_png(&bench.scene_untracked()).await {
        Some(blob) => save(anchor, &blob),
        None => false,
    }
}

fn save_text(anchor: &HtmlAnchorElement, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let parts = Array::of1(&text.into());
    Blob::new_with_str_sequence_and_options(&parts, &options).is_ok_and(|blob| save(anchor, &blob))
}

/// Points the link at the file and follows it; the file before it is given up.
fn save(anchor: &HtmlAnchorElement, blob: &Blob) -> bool {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return false };
    let before = anchor.href();
    if before.starts_with("blob:") {
        // It fails only for what is no address of a file.
        let _ = Url::revoke_object_url(&before);
    }
    anchor.set_href(&url);
    anchor.click();
    true
}
