//! Weights as a file.

use web_sys::HtmlAnchorElement;

use crate::figure::export::safetensors;
use crate::ui::bench::Bench;
use crate::ui::export::Saved;
use crate::ui::export::link;
use crate::ui::export::save_bytes;

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
