//! Weights as a file, and back from one.

use js_sys::Uint8Array;
use leptos::prelude::WithUntracked;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use web_sys::HtmlAnchorElement;

use crate::experiment::run::Experiment;
use crate::figure::export::safetensors;
use crate::ui::bench::Bench;
use crate::ui::export::Saved;
use crate::ui::export::link;
use crate::ui::export::save_bytes;

/// Largest file that is read; our largest network has far less.
const MAX_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

/// Saves the weights of the figure's network as they were last saved.
///
/// # Errors
/// A sentence if there are none yet.
pub fn weights(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let snapshot = bench.snapshot();
    let snapshot = snapshot.ok_or("There are no weights yet; train the network first.")?;
    let bytes = safetensors::write(&snapshot, &link::of(bench), &link::build());
    save_bytes(anchor, &bytes, "application/octet-stream")
}

/// Reads weights for the figure's network from a file.
///
/// # Errors
/// A sentence if the file is none of weights, or they are of another network.
pub async fn load(bench: Bench, file: File) -> Saved {
    if MAX_BYTES < file.size() {
        return Err("The file is too large to be weights of a network made here.".to_owned());
    }
    let unreadable = |_refusal| "The browser could not read the file.".to_owned();
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(unreadable)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let experiment = bench.settings.with_untracked(Experiment::from_settings);
    let snapshot = safetensors::read(&bytes).and_then(|snapshot| {
        safetensors::check(&snapshot, &experiment)?;
        Ok(snapshot)
    });
    let snapshot = snapshot.map_err(|bad| format!("These weights do not fit: {bad}."))?;
    bench.load(snapshot);
    Ok(())
}
