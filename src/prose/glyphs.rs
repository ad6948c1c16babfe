//! Which characters the font for formulas has.
//!
//! `public/fonts/flow-lab-math.woff2` is made from the list `glyphs.txt`; what
//! is not in it would be drawn in another font, and another one on each machine.

/// The list, as the font was made with it.
const LIST: &str = include_str!("glyphs.txt");

/// The first character of a `<math>` element that the font does not have.
pub(crate) fn missing(mathml: &str) -> Option<char> {
    let ranges = ranges();
    let has = |c: char| ranges.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c)));
    shown(mathml).into_iter().find(|c| !has(*c))
}

/// Characters as a browser draws them: a single letter in `<mi>` is italic.
fn shown(mathml: &str) -> Vec<char> {
    let mut all = Vec::new();
    for part in mathml.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}");
        let text = text.replace("&amp;", "&");
        let is_letter = tag.starts_with("mi") && !tag.contains("mathvariant");
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) if is_letter => all.push(italic(letter)),
            _ => all.extend(text.chars().filter(|c| !matches!(c, '\n' | ' '))),
        }
    }
    all
}

/// The italic form, as `MathML` Core maps it.
fn italic(letter: char) -> char {
    let moved = |first: char, to: u32| {
        char::from_u32(to + u32::from(letter) - u32::from(first)).unwrap_or(letter)
    };
    match letter {
        'h' => '\u{210e}',
        'a'..='z' => moved('a', 0x1d44e),
        'A'..='Z' => moved('A', 0x1d434),
        'Α'..='Ω' => moved('Α', 0x1d6e2),
        'α'..='ω' => moved('α', 0x1d6fc),
        'ϴ' => '\u{1d6f3}',
        '∇' => '\u{1d6fb}',
        '∂' => '\u{1d715}',
        'ϵ' => '\u{1d716}',
        'ϑ' => '\u{1d717}',
        'ϕ' => '\u{1d719}',
        'ϱ' => '\u{1d71a}',
        'ϖ' => '\u{1d71b}',
        'ı' => '\u{1d6a4}',
        'ȷ' => '\u{1d6a5}',
        other => other,
    }
}

/// First and last of each range of the list.
fn ranges() -> Vec<(u32, u32)> {
    let lines = LIST.lines().map(|line| line.split('#').next().unwrap_or_default());
    let parts = lines.flat_map(|line| line.split(','));
    let number = |text: &str| u32::from_str_radix(text.trim().trim_start_matches("U+"), 16).ok();
    parts
        .filter_map(|part| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            Some((number(from)?, number(to)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lecture::notation::MARKED;
    use crate::lecture::notation::Notation;
    use crate::math::kind::Kind;

    #[test]
    fn the_list_is_read() {
        let ranges = ranges();
        assert!(ranges.contains(&(0x20, 0x7e)) && ranges.contains(&(0x1d6e2, 0x1d71b)));
        let n: u32 = ranges.iter().map(|(from, to)| to - from + 1).sum();
        assert_eq!(n, 603, "another list: make the font again, as public/fonts/README.md says");
    }

    #[test]
    fn single_letters_are_drawn_in_italics() {
        assert_eq!(shown("<math><mi>h</mi><mi>θ</mi></math>"), ['ℎ', '𝜃']);
        assert_eq!(shown("<mi mathvariant=\"normal\">Γ</mi><mi>log</mi>"), ['Γ', 'l', 'o', 'g']);
        assert_eq!(shown("<mo>&lt;</mo><mtext>a b&nbsp;</mtext>"), ['<', 'a', 'b', '\u{a0}']);
    }

    #[test]
    fn what_the_font_lacks_is_found() {
        assert_eq!(missing("<math><mi>x</mi><mo>=</mo><mn>1</mn></math>"), None);
        assert_eq!(missing("<math><mtext>猫</mtext></math>"), Some('猫'));
        assert_eq!(missing("<math><mi>𝔤</mi></math>"), Some('𝔤'));
    }

    #[test]
    fn every_notation_can_be_drawn() {
        for symbol in Notation::ALL.iter().flat_map(|notation| notation.symbols()) {
            assert_eq!(missing(symbol.mathml), None, "{}", symbol.text);
        }
        for (letter, _) in MARKED {
            assert_eq!(missing(&format!("<mi>{letter}</mi>")), None, "{letter}");
        }
    }
}
