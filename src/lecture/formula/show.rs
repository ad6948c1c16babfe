//! A formula in print: `MathML` that shows how what was typed has been read.

use std::f64::consts::E;
use std::f64::consts::PI;

use crate::lecture::check::escaped;
use crate::lecture::formula::Expr;
use crate::lecture::formula::Formula;
use crate::lecture::formula::Function;
use crate::lecture::formula::Sign;
use crate::lecture::formula::read::GREEK;
use crate::math::kind::Kind;

/// How tightly a part holds together; looser ones stand in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Sum,
    Product,
    Power,
    Whole,
}

impl Formula {
    /// The formula as a `<math>` element; `names` are those it was read with.
    ///
    /// # Panics
    /// If there are not as many names as it was read with.
    pub fn mathml(&self, names: &[&str]) -> String {
        assert_eq!(names.len(), self.n_names, "formula: its own names");
        format!("<math>{}</math>", self.root.printed(names))
    }
}

impl Expr {
    fn printed(&self, names: &[&str]) -> String {
        let within = |expr: &Self, least: Hold| expr.held(names, least);
        match self {
            Self::Number(value) => number(*value),
            Self::Name(idx) => name(names[*idx]),
            Self::Minus(inner) => format!("<mo>−</mo>{}", within(inner, Hold::Product)),
            Self::Two(Sign::Plus, left, right) => {
                format!("{}<mo>+</mo>{}", left.printed(names), within(right, Hold::Product))
            }
            Self::Two(Sign::Minus, left, right) => {
                format!("{}<mo>−</mo>{}", left.printed(names), within(right, Hold::Product))
            }
            Self::Two(Sign::Times, left, right) => {
                format!("{}<mo>·</mo>{}", within(left, Hold::Product), within(right, Hold::Product))
            }
            Self::Two(Sign::Over, left, right) => format!(
                "<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>",
                left.printed(names),
                right.printed(names)
            ),
            Self::Two(Sign::Power, base, exponent) => format!(
                "<msup><mrow>{}</mrow><mrow>{}</mrow></msup>",
                within(base, Hold::Whole),
                exponent.printed(names)
            ),
            Self::Call(Function::Sqrt, inner) => {
                format!("<msqrt>{}</msqrt>", inner.printed(names))
            }
            Self::Call(Function::Abs, inner) => {
                format!("<mo>|</mo>{}<mo>|</mo>", inner.printed(names))
            }
            Self::Call(function, inner) => {
                format!("<mi>{}</mi>{}", function.key(), parenthesized(&inner.printed(names)))
            }
        }
    }

    /// In parentheses if it holds less than `least`.
    fn held(&self, names: &[&str], least: Hold) -> String {
        let printed = self.printed(names);
        if self.hold() < least { parenthesized(&printed) } else { printed }
    }

    fn hold(&self) -> Hold {
        match self {
            Self::Number(value) if *value < 0.0 => Hold::Sum,
            Self::Number(_) | Self::Name(_) | Self::Call(..) => Hold::Whole,
            Self::Minus(_) | Self::Two(Sign::Plus | Sign::Minus, ..) => Hold::Sum,
            // A fraction's own line holds it together, but not under an exponent.
            Self::Two(Sign::Times | Sign::Over, ..) => Hold::Product,
            Self::Two(Sign::Power, ..) => Hold::Power,
        }
    }
}

fn parenthesized(printed: &str) -> String {
    format!("<mrow><mo>(</mo>{printed}<mo>)</mo></mrow>")
}

fn number(value: f64) -> String {
    match value {
        PI => "<mi>π</mi>".to_owned(),
        E => "<mi>e</mi>".to_owned(),
        _ => format!("<mn>{value}</mn>"),
    }
}

/// `alpha_t` as the letter with its index.
fn name(name: &str) -> String {
    let letter = |text: &str| {
        let greek = GREEK.iter().find(|(_, name)| *name == text);
        let shown = greek.map_or_else(|| escaped(text), |(letter, _)| letter.to_string());
        format!("<mi>{shown}</mi>")
    };
    match name.split_once('_') {
        Some((base, index)) if !base.is_empty() && !index.is_empty() => {
            format!("<msub>{}{}</msub>", letter(base), letter(index))
        }
        _ => letter(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The print with its tags taken away; fractions and powers with their signs.
    #[track_caller]
    fn check(typed: &str, shown: &str) {
        let names = ["t", "z", "eps", "alpha_t"];
        let formula = Formula::parse(typed, &names).unwrap();
        let print = formula.mathml(&names).replace("</mrow><mrow>", "¦");
        let plain = print
            .replace("<mfrac>", "{")
            .replace("</mfrac>", "}")
            .replace("<msup>", "[")
            .replace("</msup>", "]")
            .replace("<msqrt>", "√{")
            .replace("</msqrt>", "}");
        let mut text = String::new();
        let mut is_tag = false;
        for c in plain.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                _ if !is_tag => text.push(c),
                _ => {}
            }
        }
        assert_eq!(text, shown, "{typed}: {print}");
    }

    #[test]
    fn products_and_sums_are_grouped_as_they_were_read() {
        check("t*z + (1-t)*eps", "t·z+(1−t)·ε");
        check("2t z", "2·t·z");
        check("z - (t - eps)", "z−(t−ε)");
        check("-t^2", "−[t¦2]");
        check("(-t)^2", "[(−t)¦2]");
        check("t*(-z)", "t·(−z)");
    }

    #[test]
    fn fractions_powers_and_functions_are_printed_as_such() {
        check("(z - eps)/(1 - t)", "{z−ε¦1−t}");
        check("(z/t)^2", "[({z¦t})¦2]");
        check("z/2t", "{z¦2}·t");
        check("2^3^t", "[2¦[3¦t]]");
        check("(2^3)^t", "[([2¦3])¦t]");
        check("sqrt(1 - t)", "√{1−t}");
        check("cos(pi*t)", "cos(π·t)");
        check("alpha_t z", "αt·z");
    }
}
