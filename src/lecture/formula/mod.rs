//! Formulas in simple notation, as readers type them: `t*z + (1 - t)*eps`.
//!
//! Signs `+ - * / ^`, parentheses, names, `pi` and `e`, and the functions of
//! [`Function`]. A product may be left out after a number, before a name and
//! between parentheses: `2t`, `(1-t)z`. `a/2b` is `(a/2)*b`, `-t^2` is `-(t^2)`.
//! Reading never panics; what can not be read is one sentence with its place.

pub mod compare;
pub mod range;
mod read;
mod show;

use crate::lecture::formula::compare::Rounded;

/// Longest text that is read as a formula, in characters.
pub const MAX_LEN: usize = 500;

/// A formula over a list of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    root: Expr,
    n_names: usize,
}

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct FormulaError {
    /// Place of what is wrong, in characters from 0.
    pub at: usize,
    /// What is wrong, for the person who typed it.
    pub sentence: String,
}

/// Part of a formula.
#[derive(Clone, Debug, PartialEq)]
enum Expr {
    Number(f64),
    /// Name, by its place in the list.
    Name(usize),
    Minus(Box<Expr>),
    Two(Sign, Box<Expr>, Box<Expr>),
    Call(Function, Box<Expr>),
}

/// What joins two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

crate::kinds! {
    /// A function of one number.
    pub enum Function {
        /// Square root.
        Sqrt = "sqrt", "square root";
        /// Exponential.
        Exp = "exp", "exponential";
        /// Natural logarithm.
        Log = "log", "natural logarithm";
        /// Sine.
        Sin = "sin", "sine";
        /// Cosine.
        Cos = "cos", "cosine";
        /// Tangent.
        Tan = "tan", "tangent";
        /// Hyperbolic tangent.
        Tanh = "tanh", "hyperbolic tangent";
        /// Distance from zero.
        Abs = "abs", "absolute value";
    }
}

impl Formula {
    /// Reads a formula over `names`.
    ///
    /// # Errors
    /// [`FormulaError`] if the text is not a formula over these names.
    pub fn parse(text: &str, names: &[&str]) -> Result<Self, FormulaError> {
        let root = read::formula(text, names)?;
        Ok(Self { root, n_names: names.len() })
    }

    /// Value where the names have `values`; NaN or infinite where it has none.
    ///
    /// # Panics
    /// If there are not as many values as names.
    pub fn value(&self, values: &[f64]) -> f64 {
        self.rounded(values).value
    }

    /// Value with a bound on what rounding may have done to it.
    ///
    /// # Panics
    /// If there are not as many values as names.
    pub(crate) fn rounded(&self, values: &[f64]) -> Rounded {
        assert_eq!(values.len(), self.n_names, "formula: a value for each name");
        self.root.rounded(values)
    }
}

/// Number that `text` stands for: `0.5`, `-3e-4`, `1/3`, `sqrt(2)`.
///
/// # Errors
/// [`FormulaError`] if it is no number.
pub fn number(text: &str) -> Result<f64, FormulaError> {
    let value = Formula::parse(text, &[])?.value(&[]);
    if value.is_finite() {
        return Ok(value);
    }
    Err(FormulaError { at: 0, sentence: "That has no finite value.".to_owned() })
}

impl Expr {
    fn rounded(&self, values: &[f64]) -> Rounded {
        match self {
            Self::Number(value) => Rounded::of_digits(*value),
            Self::Name(idx) => Rounded::exact(values[*idx]),
            Self::Minus(inner) => inner.rounded(values).negated(),
            Self::Two(sign, left, right) => {
                let (left, right) = (left.rounded(values), right.rounded(values));
                match sign {
                    Sign::Plus => left.plus(right),
                    Sign::Minus => left.plus(right.negated()),
                    Sign::Times => left.times(right),
                    Sign::Over => left.over(right),
                    Sign::Power => left.power(right),
                }
            }
            Self::Call(function, inner) => inner.rounded(values).through(*function),
        }
    }
}

#[cfg(test)]
mod tests;
