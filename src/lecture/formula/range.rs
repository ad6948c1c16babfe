//! Where the names of a formula live: `t=0.1..0.9, z=-3..3`.

use serde::Deserialize;
use serde::Serialize;

use crate::experiment::param::short;
use crate::lecture::formula;
use crate::lecture::formula::FormulaError;

/// A name and the numbers it takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Name in formulas.
    pub name: String,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

/// Reads ranges between commas.
///
/// # Errors
/// [`FormulaError`] if a part is not `name=least..most`, or a name comes twice.
pub fn parse(text: &str) -> Result<Vec<Range>, FormulaError> {
    let mut ranges: Vec<Range> = Vec::new();
    let mut at = 0;
    for part in text.split(',') {
        let range = range(part).map_err(|sentence| FormulaError { at, sentence })?;
        if ranges.iter().any(|known| known.name == range.name) {
            let sentence = format!("The range of {} is given twice.", range.name);
            return Err(FormulaError { at, sentence });
        }
        ranges.push(range);
        at += part.chars().count() + 1;
    }
    Ok(ranges)
}

/// Names of the ranges, for [`formula::Formula::parse`].
pub fn names(ranges: &[Range]) -> Vec<&str> {
    ranges.iter().map(|range| range.name.as_str()).collect()
}

fn range(text: &str) -> Result<Range, String> {
    let form = || format!("“{}” is not a range, as t=0..1.", short(text.trim()));
    let (name, ends) = text.split_once('=').ok_or_else(form)?;
    let (min, max) = ends.split_once("..").ok_or_else(form)?;
    let name = name.trim();
    let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(goes_on) {
        return Err(form());
    }
    let end = |text: &str| formula::number(text).map_err(|_no_number| form());
    let (min, max) = (end(min)?, end(max)?);
    if min < max {
        return Ok(Range { name: name.to_owned(), min, max });
    }
    Err(format!("The range of {name} must go from less to more."))
}
