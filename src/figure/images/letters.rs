//! Letters of diagrams.

use crate::figure::scene::Align;
use crate::figure::scene::Mark;
use crate::figure::scene::Paint;

/// Size of letters where many stand side by side; at most some 6.3 pixels wide.
pub(super) const SMALL_PX: f32 = 11.0;

/// A few letters around a place.
pub(super) fn around(at: [f64; 2], text: impl Into<String>, size_px: f32) -> Mark {
    aligned(at, text, (Align::Middle, size_px))
}

/// A few letters at a place.
pub(super) fn aligned(
    at: [f64; 2],
    text: impl Into<String>,
    (align, size_px): (Align, f32),
) -> Mark {
    let (at, text) = (at.map(|v| v as f32), text.into());
    Mark::Text { name: "", at, text, paint: Paint::Ink, align, size_px }
}
