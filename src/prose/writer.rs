//! Writes the HTML of one lecture and notes its mistakes on the way.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::figure::Figure;
use crate::lecture::check::escaped;
use crate::prose::block;
use crate::prose::block::Block;
use crate::prose::block::Directive;
use crate::prose::document;
use crate::prose::document::Document;
use crate::prose::figure;
use crate::prose::link::Outline;
use crate::prose::mistake::Log;
use crate::prose::passage::Line;
use crate::prose::reference::References;
use crate::prose::symbols::Symbols;

/// Fewest checks of a lecture.
const MIN_CHECKS: usize = 4;

/// What is known while a lecture is written.
pub(crate) struct Writer<'a> {
    pub(crate) slug: &'a str,
    pub(crate) outline: &'a Outline,
    pub(crate) references: &'a References,
    pub(crate) is_in_notation: bool,
    pub(crate) log: Log,
    /// Keys of the works cited so far.
    pub(crate) cited: BTreeSet<String>,
    /// Names of the checks so far.
    pub(crate) checks: BTreeSet<String>,
    /// How often each figure has come so far.
    pub(crate) figures: BTreeMap<&'static str, usize>,
    /// Whether any step has one, also one that does not exist.
    pub(crate) has_figures: bool,
    pub(crate) step: StepScope,
}

/// What belongs to the step that is written.
#[derive(Default)]
pub(crate) struct StepScope {
    pub(crate) symbols: Symbols,
    pub(crate) figure: Option<&'static Figure>,
    /// Whether the step names a figure that does not exist, which is said once.
    pub(crate) is_figure_unknown: bool,
}

impl Writer<'_> {
    /// The lecture as `<article>`.
    pub(crate) fn article(&mut self, document: &Document<'_>) -> String {
        let title = self.inline(&document.title);
        let lead = self.markdown(&document.lead).replace("<p>", "<p class=\"lead\">");
        let steps: Vec<String> = document.steps.iter().map(|step| self.step(step)).collect();
        let n_checks = self.checks.len();
        if n_checks < MIN_CHECKS {
            let sentence =
                format!("A lecture has at least {MIN_CHECKS} checks; this one has {n_checks}.");
            self.log.say(document.title.line.max(1), sentence);
        }
        if !self.has_figures {
            self.log.say(document.title.line.max(1), "A lecture has at least one figure.");
        }
        let notation = if self.is_in_notation { "" } else { " data-notation=\"none\"" };
        format!(
            "<article class=\"lecture\" data-lecture=\"{}\"{notation}>\n<header><h1>{title}</h1>\n{lead}\n</header>\n{}\n{}</article>\n",
            escaped(self.slug),
            steps.join("\n"),
            self.references.list(&self.cited)
        )
    }

    fn step(&mut self, step: &document::Step<'_>) -> String {
        let blocks = block::blocks(&step.body, &mut self.log);
        self.step = StepScope::default();
        let mut figures = Vec::new();
        for directive in blocks.iter().filter_map(Block::directive) {
            match directive.name {
                "symbols" => self.step.symbols.take(directive, &mut self.log),
                "figure" => figures.push(directive),
                _ => {}
            }
        }
        if let Some(second) = figures.get(1) {
            self.log.say(second.line, "A step has one figure; begin another step.");
        }
        self.step.figure = figures.first().and_then(|directive| figure::named(directive));
        self.step.is_figure_unknown = !figures.is_empty() && self.step.figure.is_none();
        self.has_figures |= !figures.is_empty();
        let title = self.inline(&step.title);
        let text = self.blocks(&blocks, Depth::Step);
        let figure = figures.first().map(|directive| {
            format!("<div class=\"step-figure\">{}</div>\n", self.figure(directive))
        });
        self.step.symbols.finish(&mut self.log);
        let id = escaped(&step.id);
        format!(
            "<section class=\"step\" id=\"step-{id}\" data-step=\"{id}\">\n<h2>{title}</h2>\n<div class=\"step-text\">\n{text}\n</div>\n{}</section>",
            figure.unwrap_or_default()
        )
    }

    /// Blocks one after the other.
    pub(crate) fn blocks(&mut self, blocks: &[Block<'_>], depth: Depth) -> String {
        let written = blocks.iter().map(|block| match block {
            Block::Markdown(passage) => self.markdown(passage),
            Block::Directive(directive) => self.directive(directive, depth),
        });
        written.filter(|html| !html.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// Lines that may hold blocks.
    pub(crate) fn nested(&mut self, lines: &[Line<'_>]) -> String {
        let blocks = block::blocks(lines, &mut self.log);
        self.blocks(&blocks, Depth::Inside)
    }

    fn directive(&mut self, directive: &Directive<'_>, depth: Depth) -> String {
        match (directive.name, depth) {
            ("check", _) => self.check(directive),
            ("derive", _) => self.derive(directive),
            ("remark" | "misconception" | "exercise" | "reference", _) => self.aside(directive),
            // Written beside the step's text, and read before it.
            ("figure" | "symbols", Depth::Step) => String::new(),
            ("figure" | "symbols", Depth::Inside) => {
                let name = directive.name;
                self.log.say(
                    directive.line,
                    format!(
                        "::: {name} stands in the step itself, not inside of another directive."
                    ),
                );
                String::new()
            }
            (odd, _) => {
                self.log.say(directive.line, format!(
                    "::: {odd} is not known; there are figure, symbols, derive, check, remark, misconception, exercise and reference."
                ));
                String::new()
            }
        }
    }
}

/// Where blocks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// In a step.
    Step,
    /// In another directive.
    Inside,
}

impl<'a> Block<'a> {
    fn directive(&self) -> Option<&Directive<'a>> {
        match self {
            Self::Directive(directive) => Some(directive),
            Self::Markdown(_) => None,
        }
    }
}
