//! Files that a reader takes home, and what is brought back.

mod film;
pub mod link;
mod weights;

use js_sys::Array;
use js_sys::Uint8Array;
use leptos::prelude::WithUntracked;
use leptos::prelude::document;
use leptos::prelude::untrack;
use web_sys::Blob;
use web_sys::BlobPropertyBag;
use web_sys::HtmlAnchorElement;
use web_sys::Url;

use crate::experiment::pytorch;
use crate::experiment::pytorch::Origin;
use crate::experiment::rules;
use crate::experiment::run::Experiment;
use crate::figure::export;
use crate::figure::export::svg;
use crate::figure::scene::Chart;
use crate::figure::scene::Scene;
use crate::ui::bench::Bench;
use crate::ui::plot::export::scene_png;
use crate::ui::plot::theme;

pub use crate::ui::export::film::film;
pub use crate::ui::export::weights::weights;

/// What became of a wish for a file: nothing more to say, or one sentence.
pub type Saved = Result<(), String>;

/// Name of a file of this figure.
pub fn name(bench: Bench, what: &str) -> String {
    format!("flow-lab-{}-{what}", bench.figure.id)
}

/// Saves the samples.
///
/// # Errors
/// A sentence if there are none yet.
pub fn samples(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    samples_of(&[bench], anchor)
}

/// Saves the samples of several figures; a point's label is the number of its
/// figure, from 0.
///
/// # Errors
/// A sentence if there are none yet.
pub fn samples_of(benches: &[Bench], anchor: &HtmlAnchorElement) -> Saved {
    let lines = |(label, bench): (usize, &Bench)| {
        let is_backward = bench.settings.with_untracked(rules::is_backward);
        bench.outputs.with_untracked(|outputs| {
            let (points, dim) = export::samples(outputs, is_backward)?;
            Some(export::samples_csv(points, dim, label))
        })
    };
    let lines: Vec<String> = benches.iter().enumerate().filter_map(lines).collect();
    if lines.is_empty() {
        return Err("There are no samples yet.".to_owned());
    }
    let text = format!("{}{}", export::SAMPLES_HEAD, lines.concat());
    save_text(anchor, &text, "text/csv;charset=utf-8")
}

/// Saves the numbers of a figure that does not train.
///
/// # Errors
/// A sentence if there are none yet.
pub fn numbers(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let text = untrack(|| bench.with_view(|view| export::csv(bench.figure, &view)));
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
    let origin = format!("{} · build {}", link::of(bench), link::build());
    charts_from(&bench.scene_untracked().charts, &origin, anchor)
}

/// Saves charts that are no figure's alone; `address` is where they are from.
///
/// # Errors
/// A sentence if there are none.
pub fn charts_at(charts: &[Chart], address: &str, anchor: &HtmlAnchorElement) -> Saved {
    charts_from(charts, &format!("{address} · build {}", link::build()), anchor)
}

fn charts_from(charts: &[Chart], origin: &str, anchor: &HtmlAnchorElement) -> Saved {
    let root = document().document_element().filter(|_| !charts.is_empty());
    let root = root.ok_or("There are no charts yet.")?;
    let text = svg::charts(charts, &theme::of(&root).palette, origin);
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
    picture_of(&bench.scene_untracked(), anchor).await
}

/// Saves the picture of a scene.
///
/// # Errors
/// A sentence if the browser can not make it.
pub async fn picture_of(scene: &Scene, anchor: &HtmlAnchorElement) -> Saved {
    let refused = "The browser could not make the picture.";
    let blob = scene_png(scene).await.ok_or(refused)?;
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
