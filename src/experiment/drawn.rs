//! Text of a drawing in links: three bytes a point, in base64url without padding.
//!
//! A point is its column and its row, twelve bits each, so four characters.
//! Nothing at all stands for the default drawing, [`BLANK`] for a blank sheet.
//! Reading never panics; what was printed reads back as it was.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::dataset::drawn::Drawn;

/// Text of the default drawing, and so the default of a parameter.
pub const DEFAULT: &str = "";

/// Text of a blank sheet.
pub const BLANK: &str = "-";

/// Bytes of a point.
const POINT: usize = 3;

/// A drawing read from text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnReading {
    /// The drawing, of as many points as it may have.
    pub drawn: Drawn,
    /// Whether there were more.
    pub is_clamped: bool,
}

/// A text that is no drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDrawn {
    /// Something else than base64url.
    #[error("a drawing is written in letters, digits, - and _ only, four a point")]
    Alphabet,
    /// The last point is cut off.
    #[error("the drawing's last point is cut off; copy the whole link")]
    Length,
}

/// Reads a drawing.
///
/// # Errors
/// [`BadDrawn`] if the text is not whole points in base64url.
pub fn parse(text: &str) -> Result<DrawnReading, BadDrawn> {
    match text {
        DEFAULT => return Ok(DrawnReading { drawn: Drawn::default(), is_clamped: false }),
        BLANK => return Ok(DrawnReading { drawn: Drawn::empty(), is_clamped: false }),
        _ => {}
    }
    let is_ours = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !text.bytes().all(is_ours) {
        return Err(BadDrawn::Alphabet);
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_error| BadDrawn::Length)?;
    let points = bytes.chunks_exact(POINT);
    if !points.remainder().is_empty() {
        return Err(BadDrawn::Length);
    }
    let cells: Vec<[u16; 2]> = points.map(cell).collect();
    let (drawn, is_clamped) = Drawn::of_cells(&cells);
    Ok(DrawnReading { drawn, is_clamped })
}

/// The text that reads as `drawn`.
pub fn print(drawn: &Drawn) -> String {
    if drawn.is_empty() {
        return BLANK.to_owned();
    }
    if *drawn == Drawn::default() {
        return DEFAULT.to_owned();
    }
    let bytes: Vec<u8> = drawn.cells().iter().flat_map(|cell| bytes(*cell)).collect();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Column and row of three bytes, the high bits first.
fn cell(bytes: &[u8]) -> [u16; 2] {
    let [a, b, c] = [bytes[0], bytes[1], bytes[2]].map(u16::from);
    [a << 4 | b >> 4, (b & 0xf) << 8 | c]
}

/// Three bytes of a column and a row, both below 4096.
fn bytes([x, y]: [u16; 2]) -> [u8; POINT] {
    [(x >> 4) as u8, ((x & 0xf) << 4 | y >> 8) as u8, (y & 0xff) as u8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[track_caller]
    fn check_round_trip(drawn: &Drawn) {
        let text = print(drawn);
        let reading = parse(&text).unwrap();
        assert_eq!((&reading.drawn, reading.is_clamped), (drawn, false), "{text}");
        assert_eq!(print(&reading.drawn), text);
    }

    #[test]
    fn drawings_of_every_size_read_back() {
        let mut rng = Rng::stream(1, Stream::Figure, 0);
        check_round_trip(&Drawn::empty());
        check_round_trip(&Drawn::default());
        for n in (0..=Drawn::MAX_POINTS).step_by(7).chain([1, 2, Drawn::MAX_POINTS]) {
            let cells: Vec<[u16; 2]> =
                (0..n).map(|_| [(); 2].map(|()| rng.below(4096) as u16)).collect();
            check_round_trip(&Drawn::of_cells(&cells).0);
        }
    }

    #[test]
    fn the_text_of_a_point_is_known() {
        // 0 and 0; 1 and 2 are the bits 000000 000001 000000 000010; all ones.
        let cells = [[0, 0], [1, 2], [4095, 4095]];
        let drawn = Drawn::of_cells(&cells).0;
        assert_eq!(print(&drawn), "AAAAABAC____");
        assert_eq!(parse("AAAAABAC____").unwrap().drawn, drawn);
    }

    #[test]
    fn wrong_text_is_an_error() {
        for text in ["AAAAA", "AAA", "--", "A"] {
            assert_eq!(parse(text), Err(BadDrawn::Length), "{text}");
        }
        for text in ["AA=A", "AA+A", "AA A", "ääää", "AAAA,AAAA", "\0"] {
            assert_eq!(parse(text), Err(BadDrawn::Alphabet), "{text}");
        }
    }

    #[test]
    fn too_many_points_are_left_out_and_said() {
        let text = "ABCD".repeat(Drawn::MAX_POINTS + 3);
        let reading = parse(&text).unwrap();
        assert!(reading.is_clamped);
        assert_eq!(reading.drawn.n(), Drawn::MAX_POINTS);
        assert_eq!(print(&reading.drawn), text[..4 * Drawn::MAX_POINTS]);
    }

    #[test]
    fn no_text_makes_it_panic() {
        let alphabet: Vec<char> = "ABCxyz059-_-_=%+é\n".chars().collect();
        let mut rng = Rng::stream(2, Stream::Figure, 0);
        for _ in 0..20_000 {
            let n = rng.below(24);
            // Half the time of the right characters, to get beyond the first check.
            let n_chars = if rng.below(2) == 0 { alphabet.len() } else { 13 };
            let text: String = (0..n).map(|_| alphabet[rng.below(n_chars)]).collect();
            if let Ok(reading) = parse(&text) {
                check_round_trip(&reading.drawn);
                assert!(reading.is_clamped || print(&reading.drawn) == text, "{text}");
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let mut rng = Rng::stream(3, Stream::Figure, 0);
        for _ in 0..20_000 {
            let bytes: Vec<u8> = (0..rng.below(40)).map(|_| rng.below(256) as u8).collect();
            if let Ok(reading) = parse(&String::from_utf8_lossy(&bytes)) {
                check_round_trip(&reading.drawn);
            }
        }
    }
}
