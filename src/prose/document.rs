//! A file into its title, its lead and its steps.

use crate::lecture::progress::is_name;
use crate::prose::args::bad_id;
use crate::prose::block::directive_line;
use crate::prose::mistake::Log;
use crate::prose::passage::CodeFence;
use crate::prose::passage::Line;
use crate::prose::passage::Passage;

/// A lecture's text, divided.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document<'a> {
    /// The title.
    pub(crate) title: Passage,
    /// Whether another notation may rename its symbols.
    pub(crate) is_in_notation: bool,
    /// What stands before the first step.
    pub(crate) lead: Passage,
    /// The steps.
    pub(crate) steps: Vec<Step<'a>>,
}

/// `## Title {#id}` and what follows it.
#[derive(Clone, Debug)]
pub(crate) struct Step<'a> {
    /// Name in links.
    pub(crate) id: String,
    /// The title.
    pub(crate) title: Passage,
    /// What follows.
    pub(crate) body: Vec<Line<'a>>,
}

impl<'a> Document<'a> {
    /// Divides the lines of a file.
    pub(crate) fn parse(lines: &[Line<'a>], log: &mut Log) -> Self {
        let mut document = Self { is_in_notation: true, ..Self::default() };
        let mut lead: Vec<Line<'a>> = Vec::new();
        for (line, heading) in headings(lines, log) {
            match heading {
                Some((1, text)) => document.take_title(line.number, text, log),
                Some((_, text)) => document.take_step(line.number, text, log),
                None => match document.steps.last_mut() {
                    Some(step) => step.body.push(line),
                    None => lead.push(line),
                },
            }
        }
        let first = lead.iter().position(|line| !line.text.trim().is_empty());
        let last = lead.iter().rposition(|line| !line.text.trim().is_empty());
        document.lead = match first.zip(last) {
            Some((first, last)) => Passage::of(&lead[first..=last]),
            None => Passage::default(),
        };
        document.complain(log);
        document
    }

    fn take_title(&mut self, line: usize, text: &str, log: &mut Log) {
        if !self.title.is_empty() {
            log.say(line, "A text has one title; a step begins with ##.");
            return;
        }
        let (title, attributes) = attributes(text);
        self.title = Passage::new(line, title);
        match attributes {
            None => {}
            Some("notation=none") => self.is_in_notation = false,
            Some(odd) => log.say(line, format!("“{{{odd}}}” is not known here.")),
        }
    }

    fn take_step(&mut self, line: usize, text: &str, log: &mut Log) {
        let (title, attributes) = attributes(text);
        let id = match attributes.and_then(|text| text.strip_prefix('#')) {
            Some(id) if is_name(id) => id,
            Some(id) => {
                log.say(line, bad_id(id));
                id
            }
            None => {
                log.say(line, "A step needs a name that stays: ## Title {#name}.");
                ""
            }
        };
        if self.steps.iter().any(|step| step.id == id) && !id.is_empty() {
            log.say(line, format!("There is another step {{#{id}}}."));
        }
        if title.is_empty() {
            log.say(line, "A step needs a title.");
        }
        let step = Step { id: id.to_owned(), title: Passage::new(line, title), body: Vec::new() };
        self.steps.push(step);
    }

    fn complain(&self, log: &mut Log) {
        if self.title.is_empty() {
            log.say(1, "A text begins with its title: # Title.");
        } else if self.lead.is_empty() {
            log.say(
                self.title.line,
                "After the title, two sentences say what the lecture answers.",
            );
        } else if self.lead.line < self.title.line {
            log.say(self.lead.line, "A text begins with its title: # Title.");
        }
        if self.steps.is_empty() {
            log.say(1, "A text has steps: ## Title {#name}.");
        }
        for step in &self.steps {
            if step.body.iter().all(|line| line.text.trim().is_empty()) {
                log.say(step.title.line, "This step is empty.");
            }
        }
    }
}

/// Every line with the level and text of its heading, if it is one of level 1 or 2.
///
/// Code and directives have no headings of steps: one that stands in an open
/// directive shows that its end has been forgotten.
fn headings<'a>(lines: &[Line<'a>], log: &mut Log) -> Vec<(Line<'a>, Option<(usize, &'a str)>)> {
    let mut fence = CodeFence::default();
    let mut open: Vec<Line<'a>> = Vec::new();
    let mut heading = |line: &Line<'a>| {
        if fence.takes(line.text) {
            return None;
        }
        match directive_line(line.text) {
            Some("") => drop(open.pop()),
            Some(_) => open.push(*line),
            None => {}
        }
        let level = line.text.chars().take_while(|c| *c == '#').count();
        let text = line.text.get(level..).and_then(|text| text.strip_prefix(' '));
        let heading = text.filter(|_| (1..=2).contains(&level)).map(|text| (level, text.trim()));
        if let Some(open) = open.first().filter(|_| heading.is_some()) {
            log.say(
                open.number,
                format!("{} is not closed before the next step.", open.text.trim()),
            );
        }
        if heading.is_some() {
            open.clear();
        }
        heading
    };
    lines.iter().map(|line| (*line, heading(line))).collect()
}

/// `text {attributes}` taken apart.
fn attributes(text: &str) -> (&str, Option<&str>) {
    let apart = text.strip_suffix('}').and_then(|text| text.rsplit_once('{'));
    match apart {
        // A formula in a title ends in a brace, too.
        Some((title, inside)) if !inside.contains(['$', '\\']) && !title.ends_with(['_', '^']) => {
            (title.trim(), Some(inside.trim()))
        }
        _ => (text.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::passage::lines;

    fn said(text: &str) -> Vec<String> {
        let mut log = Log::new("x.md");
        Document::parse(&lines(text), &mut log);
        log.sorted().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_text_has_a_title_a_lead_and_steps() {
        let text = "# Flows\n\nLead\nmore.\n\n## One {#one}\n\na\n\n```\n## no\n```\n## Two, $x_{1}$ {#two}\nb\n";
        let mut log = Log::new("x.md");
        let document = Document::parse(&lines(text), &mut log);
        assert_eq!(log.sorted(), []);
        assert_eq!((document.title.line, document.title.text.as_str()), (1, "Flows"));
        assert_eq!((document.lead.line, document.lead.text.as_str()), (3, "Lead\nmore."));
        let steps: Vec<(&str, &str, usize)> = document
            .steps
            .iter()
            .map(|step| (step.id.as_str(), step.title.text.as_str(), step.body.len()))
            .collect();
        assert_eq!(steps, [("one", "One", 6), ("two", "Two, $x_{1}$", 1)]);
        assert!(document.is_in_notation);
    }

    #[test]
    fn a_text_may_keep_its_symbols() {
        let mut log = Log::new("x.md");
        let text = "# Reminder {notation=none}\nLead.\n## A {#a}\nb";
        let document = Document::parse(&lines(text), &mut log);
        assert!(log.sorted().is_empty() && !document.is_in_notation);
        assert_eq!(
            said("# A {color=red}\nLead.\n## A {#a}\nb"),
            ["x.md:1: “{color=red}” is not known here."]
        );
    }

    #[test]
    fn what_a_text_lacks_is_said() {
        assert!(said("Lead.\n## A {#a}\nb")[0].contains("begins with its title"));
        assert!(
            said("Lead.\n# A\n## A {#a}\nb")[0].contains("x.md:1: A text begins with its title")
        );
        assert!(said("# A\n\n## A {#a}\nb")[0].contains("two sentences"));
        assert!(said("# A\nLead.")[0].contains("has steps"));
        assert_eq!(
            said("# A\nLead.\n## B\nc"),
            ["x.md:3: A step needs a name that stays: ## Title {#name}."]
        );
        assert!(said("# A\nLead.\n## B {#B}\nc")[0].contains("x.md:3: “B” is no name"));
        assert_eq!(
            said("# A\nLead.\n## B {#b}\nc\n## C {#b}\nd"),
            ["x.md:5: There is another step {#b}."]
        );
        assert_eq!(said("# A\nLead.\n## B {#b}\n\n## C {#c}\nd"), ["x.md:3: This step is empty."]);
        assert_eq!(
            said("# A\nLead.\n# B\n## C {#c}\nd"),
            ["x.md:3: A text has one title; a step begins with ##."]
        );
    }

    #[test]
    fn a_directive_that_runs_into_the_next_step_is_said() {
        let text = "# A\nLead.\n## B {#b}\n::: remark\nc\n## C {#c}\nd";
        assert!(said(text)[0].contains("x.md:4: ::: remark is not closed before the next step."));
    }
}
