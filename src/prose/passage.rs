//! Pieces of a file that know where they stand.

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Number from 1.
    pub(crate) number: usize,
    /// What stands there.
    pub(crate) text: &'a str,
}

/// Some text and the line that it begins in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Number from 1.
    pub(crate) line: usize,
    /// The text, lines between newlines.
    pub(crate) text: String,
}

/// Lines of a file.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines().enumerate().map(|(i, text)| Line { number: i + 1, text }).collect()
}

impl Passage {
    /// Part of one line.
    pub(crate) fn new(line: usize, text: &str) -> Self {
        Self { line, text: text.trim().to_owned() }
    }

    /// Lines that follow each other.
    pub(crate) fn of(lines: &[Line<'_>]) -> Self {
        let text: Vec<&str> = lines.iter().map(|line| line.text).collect();
        Self { line: lines.first().map_or(1, |line| line.number), text: text.join("\n") }
    }

    /// Goes on with another line.
    pub(crate) fn push_line(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text.trim());
    }

    /// Line of the byte at `offset`.
    pub(crate) fn line_of(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        self.line + before.filter(|byte| **byte == b'\n').count()
    }

    /// Whether nothing stands there.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Follows fences of code: what stands between them is not read as anything else.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeFence {
    marks: Option<String>,
}

impl CodeFence {
    /// Takes the next line; whether it is code, or one of the fences.
    pub(crate) fn takes(&mut self, text: &str) -> bool {
        let text = text.trim();
        if let Some(marks) = &self.marks {
            let is_end =
                text.starts_with(marks.as_str()) && text.trim_start_matches(['`', '~']).is_empty();
            if is_end {
                self.marks = None;
            }
            return true;
        }
        let Some(mark) = text.chars().next().filter(|c| matches!(c, '`' | '~')) else {
            return false;
        };
        let marks: String = text.chars().take_while(|c| *c == mark).collect();
        let is_start = 3 <= marks.len() && !text[marks.len()..].contains('`');
        if is_start {
            self.marks = Some(marks);
        }
        is_start
    }
}

/// Parts between `||`, which inside formulas and code means something else.
pub(crate) fn split_bars(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut parts, mut start, mut closed_by) = (Vec::new(), 0, None);
    let mut i = 0;
    while i < bytes.len() {
        match (bytes[i], closed_by) {
            (b'\\', _) => i += 1,
            (mark @ (b'$' | b'`'), None) => closed_by = Some(mark),
            (mark, Some(closing)) if mark == closing => closed_by = None,
            (b'|', None) if bytes.get(i + 1) == Some(&b'|') => {
                parts.push(text[start..i].trim());
                i += 1;
                start = i + 1;
            }
            _ => {}
        }
        i += 1;
    }
    parts.push(text[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_knows_the_line_of_each_byte() {
        let passage = Passage::of(&lines("a\nbc\nd")[1..]);
        assert_eq!((passage.line, passage.text.as_str()), (2, "bc\nd"));
        assert_eq!([0, 1, 2, 3].map(|offset| passage.line_of(offset)), [2, 2, 2, 3]);
    }

    #[test]
    fn bars_in_formulas_and_code_do_not_divide() {
        assert_eq!(split_bars("a || b"), ["a", "b"]);
        assert_eq!(split_bars("$||x||$ || `a || b` || c"), ["$||x||$", "`a || b`", "c"]);
        assert_eq!(split_bars(r"\$5 || six"), [r"\$5", "six"]);
        assert_eq!(split_bars("a | b"), ["a | b"]);
        assert_eq!(split_bars("é||ü"), ["é", "ü"]);
        assert_eq!(split_bars(""), [""]);
        assert_eq!(split_bars("a ||"), ["a", ""]);
    }

    #[test]
    fn code_is_told_from_text() {
        let kinds = |text: &str| {
            let mut fence = CodeFence::default();
            text.lines().map(|line| fence.takes(line)).collect::<Vec<_>>()
        };
        assert_eq!(kinds("a\n```rust\n::: x\n```\nb"), [false, true, true, true, false]);
        assert_eq!(kinds("````\n```\n````\nb"), [true, true, true, false]);
        assert_eq!(kinds("`code` and\n```x``` inline"), [false, false]);
    }
}
