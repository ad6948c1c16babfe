//! Weights as a file.

use web_sys::HtmlAnchorElement;

use crate::protocol::safetensors;
use crate::ui::bench::Bench;
use crate::ui::export::Saved;
use crate::ui::export::link;
use crate::ui::export::save_bytes;

/// Saves the weights of the figure's network as they were last saved, with the
/// link that trains them.
///
/// # Errors
/// A sentence if there are none yet.
pub fn weights(bench: Bench, anchor: &HtmlAnchorElement) -> Saved {
    let found = bench.snapshot().zip(link::of_network(bench));
    let (snapshot, link) = found.ok_or("There are no weights yet; train the network first.")?;
    let bytes = safetensors::write(&snapshot, &link, &link::build());
    save_bytes(anchor, &bytes, "application/octet-stream")
}
