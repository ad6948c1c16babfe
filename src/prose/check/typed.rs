//! Checks that are answered with a number or a formula, or by a guess on a line.

use crate::lecture::check::CheckSpec;
use crate::lecture::check::Verdict;
use crate::lecture::check::formula::FormulaCheck;
use crate::lecture::check::formula::FormulaHint;
use crate::lecture::check::number::NumberCheck;
use crate::lecture::check::number::NumberHint;
use crate::lecture::check::number::Side;
use crate::lecture::check::predict::Predict;
use crate::lecture::formula;
use crate::lecture::formula::Formula;
use crate::lecture::formula::compare;
use crate::lecture::formula::compare::Comparison;
use crate::lecture::formula::compare::N_POINTS;
use crate::lecture::formula::range;
use crate::prose::check::Source;
use crate::prose::check::answers::Hint;
use crate::prose::writer::Writer;

impl Writer<'_> {
    /// `answer= tolerance= unit=`, hints by where the number lies.
    pub(super) fn number(&mut self, source: &mut Source<'_>) -> Option<CheckSpec> {
        let line = source.line;
        let answer = self.required_number(source, "answer");
        let tolerance = self.required_number(source, "tolerance");
        let unit = source.args.take("unit").unwrap_or_default();
        let hints = self.number_hints(&source.answers.hints);
        let otherwise = self.required(source.answers.otherwise.take(), "hint else:", line);
        let reason = self.required(source.answers.reason.take(), "reason:", line);
        let (answer, tolerance) = (answer?, tolerance?);
        if tolerance < 0.0 {
            self.log.say(line, "A tolerance is not below 0.");
        }
        let check = NumberCheck { answer, tolerance, unit, hints, otherwise, reason };
        // One that could not be read has been said already.
        if check.hints.len() == source.answers.hints.len() {
            for (hint, source) in check.hints.iter().zip(&source.answers.hints) {
                if hint.side == Side::At {
                    let verdict = check.judge(&hint.than.to_string());
                    self.expect(&verdict, &hint.says, source);
                }
            }
        }
        Some(CheckSpec::Number(check))
    }

    /// `answer="…" vars="…"`, hints for known wrong formulas.
    pub(super) fn formula_check(&mut self, source: &mut Source<'_>) -> Option<CheckSpec> {
        let line = source.line;
        let answer = source.args.take("answer");
        let vars = source.args.take("vars");
        let mut hints = Vec::new();
        for hint in &source.answers.hints {
            let says = self.inline(&hint.says);
            hints.push(FormulaHint { formula: hint.when.clone(), says });
        }
        let otherwise = self.required(source.answers.otherwise.take(), "hint else:", line);
        let reason = self.required(source.answers.reason.take(), "reason:", line);
        let Some((answer, vars)) = answer.zip(vars) else {
            self.log.say(line, "A formula check has answer=\"…\" and vars=\"t=0..1, z=-3..3\".");
            return None;
        };
        let vars = match range::parse(&vars) {
            Ok(vars) => vars,
            Err(error) => {
                self.log.say(line, format!("vars: {}", error.sentence));
                return None;
            }
        };
        let names = range::names(&vars);
        match Formula::parse(&answer, &names) {
            Ok(formula) => {
                if compare::compare(&formula, &formula, &vars)
                    != (Comparison::Same { n_points: N_POINTS })
                {
                    self.log.say(
                        line,
                        "The answer has no value on a part of its ranges; choose others.",
                    );
                }
            }
            Err(error) => self.log.say(line, format!("answer: {}", error.sentence)),
        }
        let check = FormulaCheck { answer, vars, hints, otherwise, reason };
        for (hint, source) in check.hints.iter().zip(&source.answers.hints) {
            self.expect(&check.judge(&hint.formula), &hint.says, source);
        }
        Some(CheckSpec::Formula(check))
    }

    /// `answer= min= max= tolerance= unit= figure=`.
    pub(super) fn predict(&mut self, source: &mut Source<'_>) -> Option<CheckSpec> {
        let line = source.line;
        let [answer, min, max, tolerance] =
            ["answer", "min", "max", "tolerance"].map(|key| self.required_number(source, key));
        let unit = source.args.take("unit").unwrap_or_default();
        let metric = source.args.take("figure");
        if let Some(metric) = &metric {
            self.complain_about_metric(metric, line);
        }
        let hints = self.number_hints(&source.answers.hints);
        if let Some(otherwise) = &source.answers.otherwise {
            self.log.say(otherwise.line, "A guess is told the reason; it has no “hint else:”.");
        }
        let reason = self.required(source.answers.reason.take(), "reason:", line);
        let (answer, min, max, tolerance) = (answer?, min?, max?, tolerance?);
        if !(min..=max).contains(&answer) {
            self.log.say(line, "The answer lies outside of the line from min= to max=.");
        }
        if tolerance <= 0.0 || 0.5 * (max - min) <= tolerance {
            self.log.say(line, "The tolerance lets no guess be right, or nearly every one.");
        }
        let check = Predict { answer, metric, min, max, tolerance, unit, hints, reason };
        if !check.judge(answer, None).is_right() {
            self.log.say(line, "The right answer is not taken.");
        }
        Some(CheckSpec::Predict(check))
    }

    /// Says if a hint is not what its own case is told.
    fn expect(&mut self, verdict: &Verdict, says: &str, hint: &Hint) {
        let sentence = match verdict {
            Verdict::Wrong { hint } if hint == says => return,
            Verdict::Wrong { .. } => "An earlier hint takes the place of this one.".to_owned(),
            Verdict::Right { .. } => "This hint is for the right answer.".to_owned(),
            Verdict::Unreadable { sentence } => sentence.clone(),
        };
        self.log.say(hint.says.line, format!("hint {}: {sentence}", hint.when));
    }

    fn number_hints(&mut self, hints: &[Hint]) -> Vec<NumberHint> {
        let mut read = Vec::new();
        for hint in hints {
            let says = self.inline(&hint.says);
            let side = match hint.when.chars().next() {
                Some('<') => Side::Below,
                Some('>') => Side::Above,
                Some('=') => Side::At,
                _ => {
                    self.log.say(
                        hint.says.line,
                        format!("“hint {}” has no condition: <0, >1 or =2.", hint.when),
                    );
                    continue;
                }
            };
            match formula::number(&hint.when[1..]) {
                Ok(than) => read.push(NumberHint { side, than, says }),
                Err(error) => self.log.say(hint.says.line, error.sentence),
            }
        }
        read
    }

    fn complain_about_metric(&mut self, metric: &str, line: usize) {
        let Some(figure) = self.step.figure else {
            if !self.step.is_figure_unknown {
                self.log.say(line, "figure= asks about the step's figure, and the step has none.");
            }
            return;
        };
        if figure.metrics.iter().any(|known| known.name == metric) {
            return;
        }
        let known: Vec<&str> = figure.metrics.iter().map(|known| known.name).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let sentence = format!("Figure {} has no number “{metric}”; it has {known}.", figure.id);
        self.log.say(line, sentence);
    }
}
