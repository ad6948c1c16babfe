//! Notations of other texts: which of our symbols they write otherwise, and time.
//!
//! A notation changes symbols on the page and never a computation. The build
//! marks the letters of [`MARKED`] in every formula, `<mi data-n="z">z</mi>`;
//! the page puts another symbol in their place.

/// Letters that the build marks in formulas, and the name of the mark.
///
/// Random variables have a mark of their own: `X_t` is the state as `x_t` is.
pub const MARKED: &[(char, &str)] =
    &[('z', "z"), ('Z', "Z"), ('ε', "eps"), ('ϵ', "eps"), ('x', "x"), ('X', "X"), ('u', "u")];

crate::kinds! {
    /// Whose symbols are shown.
    pub enum Notation {
        /// The lectures' own, which are those of the MIT course.
        Mit = "mit", "MIT 6.S184 (ours)";
        /// Lipman et al. (2023), and the Stanford course CME296.
        Lipman = "lipman", "Lipman et al., CME296";
        /// Li and He, "Back to Basics" (2025).
        Jit = "jit", "Li and He (JiT)";
    }
}

/// A symbol that a notation writes otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Name of the mark, one of [`MARKED`].
    pub mark: &'static str,
    /// What stands in its place, in plain text.
    pub text: &'static str,
    /// The same as `MathML`, to stand inside the marked element's parent.
    pub mathml: &'static str,
}

const fn symbol(mark: &'static str, text: &'static str, mathml: &'static str) -> Symbol {
    Symbol { mark, text, mathml }
}

const LIPMAN: &[Symbol] = &[
    symbol("z", "x₁", "<msub><mi>x</mi><mn>1</mn></msub>"),
    symbol("Z", "X₁", "<msub><mi>X</mi><mn>1</mn></msub>"),
    symbol("eps", "x₀", "<msub><mi>x</mi><mn>0</mn></msub>"),
    symbol("u", "v", "<mi>v</mi>"),
];

const JIT: &[Symbol] = &[
    symbol("z", "x", "<mi>x</mi>"),
    symbol("Z", "X", "<mi>X</mi>"),
    symbol("x", "z", "<mi>z</mi>"),
    symbol("X", "Z", "<mi>Z</mi>"),
    symbol("u", "v", "<mi>v</mi>"),
];

impl Notation {
    /// Symbols that differ from ours.
    pub fn symbols(self) -> &'static [Symbol] {
        match self {
            Self::Mit => &[],
            Self::Lipman => LIPMAN,
            Self::Jit => JIT,
        }
    }

    /// Symbol in the place of a mark, if it differs from ours.
    pub fn symbol(self, mark: &str) -> Option<&'static Symbol> {
        self.symbols().iter().find(|symbol| symbol.mark == mark)
    }

    /// What is renamed, in plain text.
    pub fn says(self) -> &'static str {
        match self {
            Self::Mit => "z is a data point, ε noise, xₜ the point on the way and uₜ its velocity.",
            Self::Lipman => {
                "x₁ is the data point (our z), x₀ the noise (our ε), xₜ the point on the way and vₜ its velocity (our uₜ)."
            }
            Self::Jit => {
                "x is the data point (our z), ε the noise, zₜ the point on the way (our xₜ) and vₜ its velocity (our uₜ)."
            }
        }
    }
}

crate::kinds! {
    /// Which way time runs.
    pub enum Direction {
        /// Ours: noise at 0, data at 1.
        NoiseToData = "noise-to-data", "from noise to data (ours)";
        /// That of most texts on diffusion: data at 0, noise at 1.
        DataToNoise = "data-to-noise", "from data to noise";
    }
}

impl Direction {
    /// Sentence about the direction, in plain text.
    pub fn says(self) -> &'static str {
        match self {
            Self::NoiseToData => "Time runs from noise at t = 0 to data at t = 1.",
            Self::DataToNoise => {
                "Texts on diffusion let time run from data to noise: their time is s = 1 - t. There α falls and β rises, a velocity changes its sign, and what is generation here is the reverse process there. The formulas on this page keep our t."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::kind::Kind;

    /// What a formula of marks reads as in a notation.
    fn rewritten(notation: Notation, marks: &[&str]) -> String {
        let shown = |mark: &&str| match notation.symbol(mark) {
            Some(symbol) => symbol.text.to_owned(),
            None => MARKED.iter().find(|(_, name)| name == mark).unwrap().0.to_string(),
        };
        marks.iter().map(shown).collect()
    }

    #[test]
    fn the_path_reads_as_in_each_text() {
        // x_t = t z + (1 - t) eps and its velocity u, in the order x, z, eps, u.
        let ours = ["x", "z", "eps", "u"];
        assert_eq!(rewritten(Notation::Mit, &ours), "xzεu");
        // Lipman et al. (2023), Section 4.1: x_t = t x_1 + (1 - t) x_0.
        assert_eq!(rewritten(Notation::Lipman, &ours), "xx₁x₀v");
        // Li and He (2025), Section 3: z_t = t x + (1 - t) eps, v = x - eps.
        assert_eq!(rewritten(Notation::Jit, &ours), "zxεv");
    }

    #[test]
    fn every_renamed_symbol_is_marked_and_is_named_in_the_sentence() {
        for &notation in Notation::ALL {
            for symbol in notation.symbols() {
                assert!(MARKED.iter().any(|(_, name)| *name == symbol.mark), "{}", symbol.mark);
                let letter = symbol.text.to_lowercase();
                assert!(notation.says().contains(&letter), "{notation:?}: {}", symbol.text);
            }
        }
    }

    #[test]
    fn text_and_mathml_of_a_symbol_say_the_same() {
        for symbol in Notation::ALL.iter().flat_map(|notation| notation.symbols()) {
            let mut plain = String::new();
            for part in symbol.mathml.split('<').filter_map(|part| part.split_once('>')) {
                plain.push_str(part.1);
            }
            assert_eq!(plain.replace('1', "₁").replace('0', "₀"), symbol.text);
        }
    }

    #[test]
    fn sentences_are_sentences() {
        let sentences = Notation::ALL.iter().map(|notation| notation.says());
        for sentence in sentences.chain(Direction::ALL.iter().map(|direction| direction.says())) {
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}
