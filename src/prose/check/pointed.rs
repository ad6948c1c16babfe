//! Checks that are answered by pointing: choose, find the bug, match.

use crate::lecture::check::CheckSpec;
use crate::lecture::check::bug::Bug;
use crate::lecture::check::bug::LineHint;
use crate::lecture::check::choose::Choice;
use crate::lecture::check::choose::Choose;
use crate::lecture::check::matching::MatchItem;
use crate::lecture::check::matching::Matching;
use crate::prose::check::Source;
use crate::prose::check::answers::Answers;
use crate::prose::link;
use crate::prose::writer::Writer;

impl Writer<'_> {
    /// Answers of which one is right.
    pub(super) fn choose(&mut self, source: &mut Source<'_>) -> Option<CheckSpec> {
        let line = source.line;
        self.refuse_hints(&source.answers, line);
        let mut options = Vec::new();
        for item in &source.answers.items {
            let label = self.inline(&item.label);
            let says = self.inline(&item.says);
            options.push(Choice { label, is_right: item.mark == "x", says });
        }
        let n_right = options.iter().filter(|option| option.is_right).count();
        if n_right != 1 || options.len() < 2 {
            self.log.say(
                line,
                format!(
                    "There are {} answers, {n_right} of them right; of two or more, one is.",
                    options.len()
                ),
            );
            return None;
        }
        Some(CheckSpec::Choose(Choose { options }))
    }

    /// A program with a wrong line.
    pub(super) fn bug(&mut self, source: &mut Source<'_>) -> Option<CheckSpec> {
        let line = source.line;
        let code = source.answers.take_code();
        let wrong: Option<usize> = source.args.take("line").and_then(|text| text.parse().ok());
        if code.n_blocks != 1 {
            self.log.say(line, "A bug is looked for in one block of code between ``` and ```.");
            return None;
        }
        let n_lines = code.lines.len();
        let Some(wrong) = wrong.filter(|wrong| (1..=n_lines).contains(wrong)) else {
            self.log.say(line, format!("line= names the wrong line, from 1 to {n_lines}."));
            return None;
        };
        let mut hints: Vec<LineHint> = Vec::new();
        for hint in &source.answers.hints {
            let says = self.inline(&hint.says);
            match hint.when.parse() {
                Ok(at) if at == wrong => {
                    self.log.say(
                        hint.says.line,
                        "This hint is for the wrong line itself; its words are the reason.",
                    );
                }
                Ok(at)
                    if (1..=n_lines).contains(&at)
                        && hints.iter().all(|other| other.line != at) =>
                {
                    hints.push(LineHint { line: at, says });
                }
                _ => self.log.say(
                    hint.says.line,
                    format!("“hint {}” names no line of its own from 1 to {n_lines}.", hint.when),
                ),
            }
        }
        let otherwise = source.answers.otherwise.take();
        let otherwise = if otherwise.is_none() && hints.len() + 1 == n_lines {
            String::new()
        } else {
            self.required(otherwise, "hint else:", line)
        };
        let reason = self.required(source.answers.reason.take(), "reason:", line);
        let (language, code) = (code.language, code.lines);
        Some(CheckSpec::Bug(Bug { code, language, line: wrong, hints, otherwise, reason }))
    }

    /// Pictures or texts of which one fits.
    pub(super) fn matching(&mut self, source: &mut Source<'_>) -> Option<CheckSpec> {
        let line = source.line;
        self.refuse_hints(&source.answers, line);
        let answer = source.args.take("answer").unwrap_or_default();
        let are_pictures = source.answers.items.iter().all(|item| is_query(&item.label.text));
        let figure = self.step.figure.filter(|_| are_pictures);
        if are_pictures && figure.is_none() && !self.step.is_figure_unknown {
            self.log.say(
                line,
                "Pictures to match are drawn by the step's figure, and the step has none.",
            );
        }
        let mut items: Vec<MatchItem> = Vec::new();
        for item in &source.answers.items {
            if items.iter().any(|other| other.key == item.mark) {
                self.log.say(item.label.line, format!("({}) is there twice.", item.mark));
            }
            let says = self.inline(&item.says);
            let (query, label) = if are_pictures {
                if let Some(figure) = figure {
                    for notice in link::notices(figure, &item.label.text) {
                        self.log.say(item.label.line, notice);
                    }
                }
                (Some(item.label.text.clone()), String::new())
            } else {
                (None, self.inline(&item.label))
            };
            items.push(MatchItem { key: item.mark.clone(), query, label, says });
        }
        if items.len() < 2 || items.iter().all(|item| item.key != answer) {
            self.log.say(line, "answer= names one of two or more items, such as answer=b.");
            return None;
        }
        let figure = figure.map(|figure| figure.id.to_owned());
        Some(CheckSpec::Match(Matching { answer, figure, items }))
    }

    /// Answers that are pointed at bring their own words.
    fn refuse_hints(&mut self, answers: &Answers<'_>, line: usize) {
        if !answers.hints.is_empty() || answers.otherwise.is_some() || answers.reason.is_some() {
            self.log.say(line, "Hints and the reason of such a check stand behind its answers: answer || sentence.");
        }
    }
}

/// Whether a text is settings in link notation.
fn is_query(text: &str) -> bool {
    let is_pair = |pair: &str| {
        pair.split_once('=').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
    };
    !text.contains(char::is_whitespace) && text.split('&').all(is_pair)
}

#[cfg(test)]
mod tests {
    use super::is_query;

    #[test]
    fn settings_are_told_from_texts() {
        assert!(is_query("n=3") && is_query("data=moons&net=64x3") && is_query("mix=1,2;3,4"));
        assert!(!is_query("n = 3") && !is_query("$x=3$") && !is_query("moons") && !is_query(""));
    }
}
