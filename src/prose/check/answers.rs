//! The body of a check: the question, then items, hints and the reason.

use crate::prose::mistake::Log;
use crate::prose::passage::CodeFence;
use crate::prose::passage::Line;
use crate::prose::passage::Passage;
use crate::prose::passage::split_bars;

/// A check's body taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers<'a> {
    question: Vec<Line<'a>>,
    /// What the reader may choose from or point at.
    pub(super) items: Vec<Item>,
    /// `hint when: says`.
    pub(super) hints: Vec<Hint>,
    /// `hint else: says`.
    pub(super) otherwise: Option<Passage>,
    /// `reason: says`.
    pub(super) reason: Option<Passage>,
}

/// `- [x] label || says`, or `- (a) label || says`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// `x` or a space; the key.
    pub(super) mark: String,
    /// What it says.
    pub(super) label: Passage,
    /// What the reader is told who chooses it.
    pub(super) says: Passage,
}

/// A hint and when it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hint {
    /// `<0`, `=2`, `3`, or a formula.
    pub(super) when: String,
    /// The hint.
    pub(super) says: Passage,
}

/// Code taken out of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) language: String,
    pub(super) lines: Vec<String>,
    /// How many fenced blocks there were.
    pub(super) n_blocks: usize,
}

/// A line that begins something.
enum Head<'a> {
    Item { mark: &'a str, text: &'a str },
    Hint { when: &'a str, text: &'a str },
    Otherwise(&'a str),
    Reason(&'a str),
    Broken,
}

impl<'a> Answers<'a> {
    /// Takes the lines of a check of that kind apart.
    pub(super) fn parse(body: &[Line<'a>], kind: &str, log: &mut Log) -> Self {
        let mut answers = Self::default();
        let mut parts: Vec<(Head<'a>, Passage)> = Vec::new();
        let mut fence = CodeFence::default();
        let mut is_going_on = false;
        for line in body {
            let is_code = fence.takes(line.text);
            let head = if is_code { None } else { head(line.text) };
            if let Some(head) = head {
                let text = match head {
                    Head::Item { text, .. }
                    | Head::Hint { text, .. }
                    | Head::Otherwise(text)
                    | Head::Reason(text) => text,
                    Head::Broken => "",
                };
                parts.push((head, Passage::new(line.number, text)));
                is_going_on = true;
            } else if parts.is_empty() {
                answers.question.push(*line);
            } else if line.text.trim().is_empty() {
                is_going_on = false;
            } else if let Some((_, passage)) = parts.last_mut().filter(|_| is_going_on) {
                passage.push_line(line.text);
            } else {
                log.say(line.number, "After the answers only hints and the reason follow; the question stands before them.");
            }
        }
        for (head, passage) in parts {
            answers.take(&head, passage, kind, log);
        }
        answers
    }

    fn take(&mut self, head: &Head<'a>, passage: Passage, kind: &str, log: &mut Log) {
        let line = passage.line;
        let is_second = match head {
            Head::Item { mark, .. } => {
                self.take_item(mark, &passage, kind, log);
                false
            }
            Head::Hint { when, .. } => {
                self.hints.push(Hint { when: (*when).to_owned(), says: passage });
                false
            }
            Head::Otherwise(_) => self.otherwise.replace(passage).is_some(),
            Head::Reason(_) => self.reason.replace(passage).is_some(),
            Head::Broken => {
                log.say(line, "A hint is “hint when: what to think about”.");
                false
            }
        };
        if is_second {
            log.say(line, "This stands twice in one check.");
        }
    }

    fn take_item(&mut self, mark: &str, passage: &Passage, kind: &str, log: &mut Log) {
        let line = passage.line;
        let is_box = matches!(mark, "x" | " ");
        if is_box != (kind == "choose") {
            log.say(line, "Answers to choose from are “- [x] right || reason” and “- [ ] wrong || hint”; things to match are “- (a) thing || hint”.");
        }
        match split_bars(&passage.text).as_slice() {
            [label, says] if !label.is_empty() && !says.is_empty() => self.items.push(Item {
                mark: mark.to_owned(),
                label: Passage::new(line, label),
                says: Passage::new(line, says),
            }),
            _ => log.say(line, "Each answer says why, or what to think about: answer || sentence."),
        }
    }

    /// The question.
    pub(super) fn question(&self) -> Passage {
        let passage = Passage::of(&self.question);
        let n_before = passage.text.len() - passage.text.trim_start().len();
        Passage { line: passage.line_of(n_before), text: passage.text.trim().to_owned() }
    }

    /// Takes fenced code out of the question.
    pub(super) fn take_code(&mut self) -> Code {
        let mut code = Code::default();
        let mut fence = CodeFence::default();
        let mut is_inside = false;
        let mut rest = Vec::new();
        for line in std::mem::take(&mut self.question) {
            let was_inside = is_inside;
            let is_code = fence.takes(line.text);
            is_inside = is_code && (was_inside != is_fence(line.text));
            if !is_code {
                rest.push(line);
            } else if is_fence(line.text) && !was_inside {
                code.n_blocks += 1;
                let language = line.text.trim().trim_start_matches(['`', '~']);
                language.trim().clone_into(&mut code.language);
            } else if !is_fence(line.text) {
                code.lines.push(line.text.to_owned());
            }
        }
        self.question = rest;
        code
    }
}

fn is_fence(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("```") || text.starts_with("~~~")
}

fn head(text: &str) -> Option<Head<'_>> {
    let text = text.trim();
    if let Some(item) = text.strip_prefix("- [").or_else(|| text.strip_prefix("* [")) {
        let (mark, text) = item.split_once("] ")?;
        let mark = if mark == "X" { "x" } else { mark };
        return matches!(mark, "x" | " ").then_some(Head::Item { mark, text });
    }
    if let Some(item) = text.strip_prefix("- (") {
        let (mark, text) = item.split_once(") ")?;
        let is_key = mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase());
        return is_key.then_some(Head::Item { mark, text });
    }
    if let Some(text) = text.strip_prefix("reason:") {
        return Some(Head::Reason(text));
    }
    let hint = text.strip_prefix("hint ")?.trim_start();
    if let Some(formula) = hint.strip_prefix('"') {
        let apart = formula.split_once('"');
        let text = apart.and_then(|(_, text)| text.trim_start().strip_prefix(':'));
        return Some(match apart.zip(text) {
            Some(((when, _), text)) => Head::Hint { when, text },
            None => Head::Broken,
        });
    }
    // A word more is a sentence of the question, not a condition.
    match hint.split_once(':') {
        Some(("else", text)) => Some(Head::Otherwise(text)),
        Some((when, text)) if !when.contains(' ') => Some(Head::Hint { when, text }),
        _ => Some(Head::Broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::passage::lines;

    fn parsed(text: &str, kind: &str) -> (String, Vec<String>) {
        let mut log = Log::new("x.md");
        let lines = lines(text);
        let answers = Answers::parse(&lines, kind, &mut log);
        let mut shown = vec![answers.question().text];
        let said =
            |passage: &Passage| format!("{}@{}", passage.text.replace('\n', "/"), passage.line);
        shown.extend(
            answers.items.iter().map(|item| {
                format!("[{}] {} > {}", item.mark, said(&item.label), said(&item.says))
            }),
        );
        shown.extend(
            answers.hints.iter().map(|hint| format!("{} > {}", hint.when, said(&hint.says))),
        );
        shown.extend(answers.otherwise.iter().map(|passage| format!("else > {}", said(passage))));
        shown.extend(answers.reason.iter().map(|passage| format!("reason > {}", said(passage))));
        (shown.join("; "), log.sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn hints_and_the_reason_follow_the_question() {
        let text = "How\nmany?\n\nhint <0: No.\nhint =2.5: Near: not it,\n  though.\nhint \"a: b\": F.\nhint else: Hm.\n\nreason: So.";
        let expected = "How\nmany?; <0 > No.@4; =2.5 > Near: not it,/though.@5; a: b > F.@7; else > Hm.@8; reason > So.@10";
        assert_eq!(parsed(text, "number"), (expected.to_owned(), Vec::new()));
    }

    #[test]
    fn items_have_a_label_and_their_own_words() {
        let text = "Which?\n- plain list\n- [x] $a||b$ || right\n- [ ] c ||\n  wrong";
        let expected = "Which?\n- plain list; [x] $a||b$@3 > right@3; [ ] c@4 > wrong@4";
        assert_eq!(parsed(text, "choose"), (expected.to_owned(), Vec::new()));
        let text = "Which?\n- (a) n=3 || no\n- (b) n=4 || yes";
        assert_eq!(parsed(text, "match").0, "Which?; [a] n=3@2 > no@2; [b] n=4@3 > yes@3");
    }

    #[test]
    fn what_is_out_of_place_is_said() {
        let said = |text: &str, kind: &str| parsed(text, kind).1.join("; ");
        assert!(said("Q\nreason: a\n\nmore", "number").contains("x.md:4: After the answers"));
        assert!(said("Q\nreason: a\nreason: b", "number").contains("x.md:3: This stands twice"));
        assert!(said("Q\n- [x] a", "choose").contains("x.md:2: Each answer says why"));
        assert!(said("Q\n- (a) a || b", "choose").contains("x.md:2: Answers to choose from"));
        assert!(said("Q\nhint \"a: b", "formula").contains("x.md:2: A hint is"));
        assert!(said("Q\nhint above 3: b", "number").contains("x.md:2: A hint is"));
    }

    #[test]
    fn code_can_be_taken_out_of_a_question() {
        let mut log = Log::new("x.md");
        let lines = lines("Which?\n\n```python\na = 1\n\n  hint 1: no\n```\nhint else: b");
        let mut answers = Answers::parse(&lines, "bug", &mut log);
        let code = answers.take_code();
        assert_eq!((code.language.as_str(), code.n_blocks), ("python", 1));
        assert_eq!(code.lines, ["a = 1", "", "  hint 1: no"]);
        assert_eq!(answers.question().text, "Which?");
    }
}
