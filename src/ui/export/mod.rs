//! Files that a reader takes home, and what is brought back.

mod film;
pub mod link;
mod weights;

use js_sys::Array;
use js_sys::Uint8Array;
use leptos::prelude::WithUntracked;
use leptos::prelude::document;
use web_sys::Blob;
use web_sys::BlobPropertyBag;
use web_sys::HtmlAnchorElement;
use web_sys::Url;

use crate::experiment::pytorch;
use crate::experiment::pytorch::Origin;
use crate::experiment::run::Experiment;
use crate::figure::export;
use crate::figure::export::svg;
use crate::ui::bench::Bench;
use crate::ui::plot::export::scene_png;
use crate::ui::plot::theme;

pub use crate::figure::export::has_samples;
pub use crate::ui::export::film::film;
pub use crate::ui::export::weights::weights;

/// What became of a wish for a file: nothing more to say, or one sentence.
pub type Saved = Result<(), String>;

/// Name of a file of this figure.
pub fn name(bench: Bench, what: &str) -> String {
    format!("flow-lab-{}-{what}", bench.figure.id)
}

/// Saves the numbers: samples, what the figure itself gives, or what is drawn.
///
/// # Errors
/// A sentence if there are none yet.
pub fn numbers(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let text = bench.look(|view| export::csv(bench.figure, view));
    save_text(anchor, &text?, "text/csv;charset=utf-8")
}

/// Saves the losses.
///
/// # Errors
/// A sentence if there are none yet.
pub fn losses(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let text = bench.outputs.with_untracked(|outputs| match export::losses(outputs) {
        [] => None,
        losses => Some(export::losses_csv(losses)),
    });
    save_text(anchor, &text.ok_or("There are no losses yet.")?, "text/csv;charset=utf-8")
}

/// Saves the charts as one drawing.
///
/// # Errors
/// A sentence if the figure has no charts now.
pub fn charts(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let charts = bench.scene_untracked().charts;
    let root = document().document_element().filter(|_| !charts.is_empty());
    let root = root.ok_or("There are no charts yet.")?;
    let origin = format!("{} · build {}", link::of(bench), link::build());
    let text = svg::charts(&charts, &theme::of(&root).palette, &origin);
    save_text(anchor, &text, "image/svg+xml")
}

/// Saves the experiment as a `PyTorch` script.
///
/// # Errors
/// A sentence if the browser refuses.
pub fn script(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let experiment = bench.settings.with_untracked(Experiment::from_settings);
    let (link, build) = (link::of(bench), link::build());
    let origin = Origin { link: &link, build: &build };
    save_text(anchor, &pytorch::script(&experiment, origin), "text/x-python")
}

/// Saves the picture.
///
/// # Errors
/// A sentence if the browser can not make it.
pub async fn picture(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let refused = "The browser could not make the picture.";
    let blob = scene_png(&bench.scene_untracked()).await.ok_or(refused)?;
    save(anchor, &blob)
}

fn save_text(anchor: &HtmlAnchorElement, text: &str, kind: &str) -> Saved {
    let parts = Array::of1(&text.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &of_kind(kind));
    save(anchor, &blob.map_err(|_refusal| refused())?)
}

fn save_bytes(anchor: &HtmlAnchorElement, bytes: &[u8], kind: &str) -> Saved {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &of_kind(kind));
    save(anchor, &blob.map_err(|_refusal| refused())?)
}

fn of_kind(kind: &str) -> BlobPropertyBag {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    options
}

fn refused() -> String {
    "The browser could not make the file.".to_owned()
}

/// Points the link at the file and follows it; the file before it is given up.
fn save(anchor: &HtmlAnchorElement, blob: &Blob) -> Saved {
    let url = Url::create_object_url_with_blob(blob).map_err(|_refusal| refused())?;
    let before = anchor.href();
    if before.starts_with("blob:") {
        // It fails only for what is no address of a file.
        let _ = Url::revoke_object_url(&before);
    }
    anchor.set_href(&url);
    anchor.click();
    Ok(())
}
