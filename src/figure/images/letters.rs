//! Letters and numbers of diagrams.

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

/// A whole number with commas between thousands.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if 0 < idx && (digits.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (2_662_400, "2,662,400")] {
            assert_eq!(grouped(n), text);
        }
    }
}
