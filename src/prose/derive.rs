//! `::: derive Title`: lines `$ formula $ || because || left == right for t=0..1`.
//!
//! The third part is optional: two expressions in simple notation that the build
//! compares at random points, so that a slip in the algebra fails the build.

use crate::lecture::check::escaped;
use crate::lecture::formula::Formula;
use crate::lecture::formula::compare;
use crate::lecture::formula::compare::Comparison;
use crate::lecture::formula::compare::N_POINTS;
use crate::lecture::formula::range;
use crate::prose::block::Directive;
use crate::prose::passage::Line;
use crate::prose::passage::Passage;
use crate::prose::passage::split_bars;
use crate::prose::writer::Writer;

impl Writer<'_> {
    /// A derivation that the page unfolds line by line.
    pub(crate) fn derive(&mut self, directive: &Directive<'_>) -> String {
        let title = self.inline(&Passage::new(directive.line, directive.args));
        if title.is_empty() {
            self.log.say(directive.line, "A derivation has a title: ::: derive Title.");
        }
        let lines = directive.body.iter().filter(|line| !line.text.trim().is_empty());
        let lines: Vec<String> =
            lines.enumerate().map(|(i, line)| self.derive_line(i + 1, *line)).collect();
        if lines.len() < 2 {
            self.log.say(directive.line, "A derivation has at least two lines.");
        }
        format!(
            "<div class=\"derive\" data-derive>\n<h3 class=\"derive-title\">{title}</h3>\n<ol class=\"derive-lines\">\n{}\n</ol>\n</div>",
            lines.join("\n")
        )
    }

    fn derive_line(&mut self, number: usize, line: Line<'_>) -> String {
        let parts = split_bars(line.text);
        let (formula, because, equality) = match parts.as_slice() {
            [formula, because] => (*formula, *because, None),
            [formula, because, equality] => (*formula, *because, Some(*equality)),
            _ => {
                self.log.say(line.number, "A line of a derivation is $ formula $ || because, or $ formula $ || because || left == right for t=0..1.");
                return String::new();
            }
        };
        if because.is_empty() {
            self.log.say(line.number, "A line of a derivation says why it holds.");
        }
        let tex = formula.strip_prefix('$').and_then(|text| text.strip_suffix('$'));
        let shown = if let Some(tex) = tex {
            self.formula(tex.trim_matches('$').trim(), true, line.number)
        } else {
            self.log.say(line.number, format!("“{formula}” is no formula between $ and $."));
            String::new()
        };
        let because = self.inline(&Passage::new(line.number, because));
        let checked = equality.map(|equality| self.checked(equality, line.number));
        format!(
            "<li data-line=\"{number}\"><div class=\"derive-formula\">{shown}</div> <p class=\"derive-because\">{because}{}</p></li>",
            checked.unwrap_or_default()
        )
    }

    fn checked(&mut self, equality: &str, line: usize) -> String {
        if let Err(sentence) = holds(equality) {
            self.log.say(line, format!("“{equality}”: {sentence}"));
        }
        format!(
            " <span class=\"derive-checked\" title=\"{}\">checked at {N_POINTS} random points</span>",
            escaped(equality)
        )
    }
}

/// Whether an equality `left == right for ranges` holds at every random point.
///
/// # Errors
/// One sentence if it can not be read, does not hold, or has no value somewhere.
fn holds(equality: &str) -> Result<(), String> {
    let form = "a numeric check is left == right for t=0..1, z=-3..3.";
    let (equation, ranges) = equality.rsplit_once(" for ").ok_or(form)?;
    let (left, right) = equation.split_once("==").ok_or(form)?;
    let ranges = range::parse(ranges).map_err(|error| error.sentence)?;
    let names = range::names(&ranges);
    let parsed = |text: &str| Formula::parse(text, &names).map_err(|error| error.sentence);
    let (left, right) = (parsed(left)?, parsed(right)?);
    match compare::compare(&left, &right, &ranges) {
        Comparison::Same { n_points: N_POINTS } => Ok(()),
        Comparison::Same { .. } | Comparison::Unclear => {
            Err("on a part of the ranges there is no value; choose others.".to_owned())
        }
        Comparison::Different { at, left, right } => {
            let at: Vec<String> =
                names.iter().zip(at).map(|(name, value)| format!("{name} = {value:.3}")).collect();
            Err(format!("at {} the left is {left:.6} and the right {right:.6}.", at.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn equalities_are_tried_with_numbers() {
        assert_eq!(holds("(1-t)*(1+t) == 1 - t^2 for t=0..1"), Ok(()));
        assert_eq!(holds("exp(-a*t) * x == x / exp(a*t) for a=0.1..2, t=0..4, x=-3..3"), Ok(()));
    }

    #[test]
    fn what_does_not_hold_or_can_not_be_read_is_said() {
        let said = |equality| holds(equality).unwrap_err();
        assert!(said("(1-t)^2 == 1 - t^2 for t=0..1").starts_with("at t = "));
        assert!(said("1 == 1").contains("left == right"));
        assert!(said("1 = 1 for t=0..1").contains("left == right"));
        assert!(said("s == s for t=0..1").contains("“s” is not known here"));
        assert!(said("t == t for t=1..0").contains("from less to more"));
        assert!(said("sqrt(t) == sqrt(t) for t=-1..1").contains("no value"));
    }
}
