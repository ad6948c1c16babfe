//! Text of a mixture in links: `weight,x,y,std1,std2,degrees` a part, `;` between.
//!
//! Such as `1,2.5,0,0.4,0.4,0;3,-1,2,1.5,0.3,45`. Reading never panics; numbers
//! are moved to the nearest that a mixture can have, and that is said. What was
//! printed reads back as it was.

use crate::dataset::mix::MixSpec;
use crate::dataset::mix::Part;
use crate::dataset::mix::PartNumbers;
use crate::experiment::param::short;

/// Text of the default mixture, and so the default of a parameter.
pub const DEFAULT: &str = "1,-3.5,2.5,0.4,0.4,0;2,0,-2,1.8,0.35,20;1,3,3,0.9,0.6,135";

/// Numbers of a part.
const N_NUMBERS: usize = 6;

/// A mixture read from text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixReading {
    /// The mixture, within its bounds.
    pub mix: MixSpec,
    /// Whether a number had to move or a part had to go.
    pub is_clamped: bool,
}

/// A text that is no mixture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMix {
    /// No part at all.
    #[error("a mixture needs at least one component: weight,x,y,std1,std2,degrees")]
    Empty,
    /// Not six numbers, by the part's place from 1.
    #[error("component {0} needs six numbers: weight,x,y,std1,std2,degrees")]
    Count(usize),
    /// Something that is no number.
    #[error("“{0}” is not a number")]
    Number(String),
}

/// Reads a mixture.
///
/// # Errors
/// [`BadMix`] if a part is not six finite numbers, or there is none.
pub fn parse(text: &str) -> Result<MixReading, BadMix> {
    if text.is_empty() {
        return Err(BadMix::Empty);
    }
    let mut is_moved = false;
    let mut parts = Vec::new();
    for (i, text) in text.split(';').enumerate() {
        let (part, is_other) = Part::nearest(numbers(i + 1, text)?);
        is_moved |= is_other;
        parts.push(part);
    }
    let (mix, is_cut) = MixSpec::of_parts(&parts).ok_or(BadMix::Empty)?;
    Ok(MixReading { mix, is_clamped: is_moved || is_cut })
}

/// The text that reads as `mix`.
pub fn print(mix: &MixSpec) -> String {
    let parts: Vec<String> = mix.parts().iter().map(print_part).collect();
    parts.join(";")
}

fn print_part(part: &Part) -> String {
    let PartNumbers { weight, mean: [x, y], axes: [first, second], angle } = part.numbers();
    // The shortest digits that read back: hundredths print as hundredths.
    format!("{weight},{x},{y},{first},{second},{angle}")
}

/// The six numbers of the part at place `place`, from 1.
fn numbers(place: usize, text: &str) -> Result<PartNumbers, BadMix> {
    let pieces: Vec<&str> = text.split(',').collect();
    if pieces.len() != N_NUMBERS {
        return Err(BadMix::Count(place));
    }
    let numbers = pieces.into_iter().map(number).collect::<Result<Vec<f64>, BadMix>>()?;
    Ok(PartNumbers {
        weight: numbers[0],
        mean: [numbers[1], numbers[2]],
        axes: [numbers[3], numbers[4]],
        angle: numbers[5],
    })
}

fn number(text: &str) -> Result<f64, BadMix> {
    let typed: Option<f64> = text.parse().ok().filter(|v: &f64| v.is_finite());
    typed.ok_or_else(|| BadMix::Number(short(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    #[track_caller]
    fn check_round_trip(mix: &MixSpec) {
        let text = print(mix);
        let reading = parse(&text).unwrap();
        assert_eq!((&reading.mix, reading.is_clamped), (mix, false), "{text}");
        assert_eq!(print(&reading.mix), text);
    }

    fn read(text: &str) -> MixReading {
        parse(text).unwrap()
    }

    #[test]
    fn the_default_is_the_default_mixture() {
        assert_eq!(print(&MixSpec::default()), DEFAULT);
        assert_eq!(read(DEFAULT), MixReading { mix: MixSpec::default(), is_clamped: false });
    }

    #[test]
    fn every_hundredth_prints_as_itself() {
        for k in -600_i32..=600 {
            let sign = if k < 0 { "-" } else { "" };
            let exact = format!("{sign}{}.{:02}", k.abs() / 100, k.abs() % 100);
            let text = format!("1,{exact},0,1,1,0");
            let reading = read(&text);
            assert!(!reading.is_clamped, "{text}");
            let shortest = exact.trim_end_matches('0').trim_end_matches('.');
            let shortest = if k == 0 { "0" } else { shortest };
            assert_eq!(print(&reading.mix), format!("1,{shortest},0,1,1,0"));
        }
    }

    #[test]
    fn random_mixtures_read_back() {
        let mut rng = Rng::stream(1, Stream::Figure, 0);
        for _ in 0..2_000 {
            let mut part = || {
                let mut side = |[low, high]: [f64; 2]| rng.uniform_in(low, high);
                let mean = [side(Part::MEANS), side(Part::MEANS)];
                let axes = [side(Part::STDS), side(Part::STDS)];
                let (weight, angle) = (side(Part::WEIGHTS), side([-400.0, 400.0]));
                Part::nearest(PartNumbers { weight, mean, axes, angle }).0
            };
            let parts: Vec<Part> = (0..MixSpec::MAX_PARTS).map(|_| part()).collect();
            let n = 1 + rng.below(MixSpec::MAX_PARTS);
            check_round_trip(&MixSpec::of_parts(&parts[..n]).unwrap().0);
        }
    }

    #[test]
    fn numbers_out_of_range_are_moved_and_said() {
        let reading = read("0,99,-99,0,99,-30");
        assert!(reading.is_clamped);
        assert_eq!(print(&reading.mix), "1,6,-6,0.05,3,150");
        assert!(read("1,0,0,1,1e300,0").is_clamped && read("1,0.001,0,1,1,0").is_clamped);
        // Other ways to write the same numbers are no change.
        assert!(!read("+1,0.0,-0,1e0,1.00,-180").is_clamped);
        assert_eq!(print(&read("+1,0.0,-0,1e0,1.00,-180").mix), "1,0,0,1,1,0");
        let many = vec!["1,0,0,1,1,0"; 13].join(";");
        assert!(read(&many).is_clamped && read(&many).mix.n() == MixSpec::MAX_PARTS);
    }

    #[test]
    fn wrong_text_is_an_error() {
        assert_eq!(parse(""), Err(BadMix::Empty));
        assert_eq!(parse("1,2,3"), Err(BadMix::Count(1)));
        assert_eq!(parse("1,0,0,1,1,0;"), Err(BadMix::Count(2)));
        assert_eq!(parse("1,0,0,1,1,0,0"), Err(BadMix::Count(1)));
        for word in ["x", "", "NaN", "inf", " 1", "1e999"] {
            let text = format!("1,0,0,1,1,{word}");
            assert_eq!(parse(&text), Err(BadMix::Number(word.to_owned())), "{text}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        let alphabet: Vec<char> = "0123456789.,;,;-+eE xé".chars().collect();
        let words = ["1", "-2.5", "0", "1e9", "-0", ".5", "7.", "1e-400", "3.14159", "x"];
        let mut rng = Rng::stream(2, Stream::Figure, 0);
        for k in 0..20_000 {
            let text: String = if k % 2 == 0 {
                (0..rng.below(40)).map(|_| alphabet[rng.below(alphabet.len())]).collect()
            } else {
                let mut part = || {
                    let word = |_| words[rng.below(words.len())];
                    (0..N_NUMBERS).map(word).collect::<Vec<_>>().join(",")
                };
                let parts = [part(), part()];
                parts[..=rng.below(2)].join(";")
            };
            if let Ok(reading) = parse(&text) {
                check_round_trip(&reading.mix);
            }
        }
    }
}
