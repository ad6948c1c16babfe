//! Lines into blocks: Markdown, and directives fenced by `:::`.

use crate::prose::mistake::Log;
use crate::prose::passage::CodeFence;
use crate::prose::passage::Line;
use crate::prose::passage::Passage;

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block<'a> {
    /// Markdown.
    Markdown(Passage),
    /// Between fences.
    Directive(Directive<'a>),
}

/// `::: name args`, some lines, `:::`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directive<'a> {
    /// Line of its opening.
    pub(crate) line: usize,
    /// First word.
    pub(crate) name: &'a str,
    /// What follows it.
    pub(crate) args: &'a str,
    /// What stands inside.
    pub(crate) body: Vec<Line<'a>>,
}

/// Divides lines into blocks.
pub(crate) fn blocks<'a>(lines: &[Line<'a>], log: &mut Log) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut prose: Vec<Line<'a>> = Vec::new();
    let mut fence = CodeFence::default();
    let mut i = 0;
    while i < lines.len() {
        let line = lines[i];
        i += 1;
        let opening = if fence.takes(line.text) { None } else { directive_line(line.text) };
        let Some(opening) = opening else {
            prose.push(line);
            continue;
        };
        flush(&mut prose, &mut blocks);
        if opening.is_empty() {
            log.say(line.number, "This ::: closes nothing.");
            continue;
        }
        let n = closing(&lines[i..]).unwrap_or_else(|| {
            log.say(line.number, format!("::: {opening} is never closed by a line of :::."));
            lines.len() - i
        });
        let (name, args) = opening.split_once(char::is_whitespace).unwrap_or((opening, ""));
        let body = lines[i..i + n].to_vec();
        blocks.push(Block::Directive(Directive {
            line: line.number,
            name,
            args: args.trim(),
            body,
        }));
        i += n + 1;
    }
    flush(&mut prose, &mut blocks);
    blocks
}

/// What follows `:::` on a line that begins with it.
pub(crate) fn directive_line(text: &str) -> Option<&str> {
    text.trim().strip_prefix(":::").map(|rest| rest.trim_start_matches(':').trim())
}

fn flush<'a>(prose: &mut Vec<Line<'a>>, blocks: &mut Vec<Block<'a>>) {
    let passage = Passage::of(prose);
    prose.clear();
    if !passage.is_empty() {
        blocks.push(Block::Markdown(passage));
    }
}

/// Number of lines before the `:::` that closes what has just been opened.
fn closing(lines: &[Line<'_>]) -> Option<usize> {
    let mut depth = 1;
    let mut fence = CodeFence::default();
    for (i, line) in lines.iter().enumerate() {
        if fence.takes(line.text) {
            continue;
        }
        match directive_line(line.text) {
            Some("") => depth -= 1,
            Some(_) => depth += 1,
            None => {}
        }
        if depth == 0 {
            return Some(i);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::passage::lines;

    #[track_caller]
    fn check(text: &str, expected: &[&str], mistakes: &[&str]) {
        let mut log = Log::new("x.md");
        let shown: Vec<String> = blocks(&lines(text), &mut log)
            .iter()
            .map(|block| match block {
                Block::Markdown(passage) => format!("{}: {}", passage.line, passage.text),
                Block::Directive(Directive { line, name, args, body }) => {
                    let body: Vec<&str> = body.iter().map(|line| line.text).collect();
                    format!("{line}: {name}({args}) {}", body.join("/"))
                }
            })
            .collect();
        assert_eq!(shown, expected);
        let said: Vec<String> = log.sorted().iter().map(ToString::to_string).collect();
        assert_eq!(said, mistakes);
    }

    #[test]
    fn directives_stand_apart_from_the_text() {
        check(
            "a\nb\n::: figure lab n=3\nsee\n:::\n\nc",
            &["1: a\nb", "3: figure(lab n=3) see", "6: \nc"],
            &[],
        );
        check(":::remark\n:::", &["1: remark() "], &[]);
    }

    #[test]
    fn directives_may_stand_in_each_other() {
        check(
            "::: remark\na\n::: derive T\nb\n:::\nc\n:::",
            &["1: remark() a/::: derive T/b/:::/c"],
            &[],
        );
    }

    #[test]
    fn code_is_not_read_as_directives() {
        check("```\n::: x\n```", &["1: ```\n::: x\n```"], &[]);
        check("::: check\n```\n:::\n```\n:::", &["1: check() ```/:::/```"], &[]);
    }

    #[test]
    fn fences_without_their_other_half_are_said() {
        check("a\n:::\nb", &["1: a", "3: b"], &["x.md:2: This ::: closes nothing."]);
        check(
            "a\n::: remark\nb",
            &["1: a", "2: remark() b"],
            &["x.md:2: ::: remark is never closed by a line of :::."],
        );
    }
}
