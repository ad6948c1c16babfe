//! A link as a QR code: squares for a phone's camera.

use std::fmt::Write;

use qrcode::Color;
use qrcode::EcLevel;
use qrcode::QrCode;

/// Free squares around a code, as its standard asks.
const QUIET: usize = 4;

/// A code as an SVG path over squares of side 1, the free rim included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Squares along a side.
    pub side: usize,
    /// The dark squares.
    pub path: String,
}

/// Code of a text; none if it is too long for one.
pub fn code(text: &str) -> Option<Code> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let n = code.width();
    let mut path = String::new();
    for (i, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            // Writing into a string can not fail.
            let _ = write!(path, "M{} {}h1v1h-1z", QUIET + i % n, QUIET + i / n);
        }
    }
    Some(Code { side: n + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_a_code_with_its_three_corners_and_a_free_rim() {
        let found = code("https://example.org/#/lab?data=moons").expect("a code");
        let last = found.side - QUIET - 1;
        for corner in [[QUIET, QUIET], [last, QUIET], [QUIET, last]] {
            assert!(found.path.contains(&format!("M{} {}h", corner[0], corner[1])), "{corner:?}");
        }
        assert!(!found.path.contains("M3 ") && !found.path.contains(&format!("M{} ", last + 1)));
    }

    #[test]
    fn a_text_longer_than_any_code_has_none() {
        assert_eq!(code(&"x".repeat(4_000)), None);
    }
}
