//! The compiler of lectures: Markdown with TeX, figures and checks into HTML.
//!
//! A lecture is `src/ui/lecture/text/<slug>.md` and a line in
//! [`crate::lecture::ALL`]. `cargo xtask prose` turns all of them into
//! `dist/lecture/<slug>.html` in a moment and says every mistake with its line;
//! building the page does the same, so that a text with a mistake is never
//! shipped. What follows is what an author writes.
//!
//! # The text
//!
//! ```markdown
//! # Generation as sampling
//!
//! Lead: what this lecture answers, in two sentences.
//!
//! ## Objects as vectors {#objects}
//!
//! Prose with $x \in \mathbb{R}^d$ and **few** *emphases*. One idea a step.
//!
//! $$ x_t = \sym{alpha}{\alpha_t} z + \beta_t \varepsilon $$
//!
//! ::: symbols
//! alpha: how much of the data point is in x_t
//! :::
//!
//! ::: figure noise-to-data data=8gaussians&seed=3
//! What to notice: one or two sentences, required.
//! :::
//! ```
//!
//! A title, a lead, then steps: `## Title {#name}`. The name stays, since links
//! and the reader's progress hold it. A step has prose, at most one figure, any
//! number of checks, derivations and remarks. A lecture has at least one figure
//! and four checks. Other headings are `###`. HTML is not taken. In a title,
//! `{notation=none}` keeps the symbols as they are in every notation.
//!
//! - Formulas: `$x$`, and `$$ x $$` on lines of their own. No `\boxed`, no
//!   `\operatorname*` (it is `\operatorname{argmin}\limits_{x}`), no colors, no
//!   equation numbers. In tables write `\lVert x \rVert`, not `\|x\|`.
//! - Citations: `[@lipman2023]` or `[@lipman2023; @liu2023]`, with the works in
//!   `references.toml` beside the texts (authors, year, title, where, and arxiv
//!   or doi).
//! - Links: `[flows](lecture:flows)`, `[order](lecture:flows#order)`,
//!   `[above](#objects)`, `[the Lab](lab:data=moons&net=64x3)`,
//!   `[alone](figure:solver-bench?seed=2)`, `[paper](https://…)`. A lecture of
//!   the course that is still to be written is named without a link.
//!
//! # Directives
//!
//! Each ends with a line `:::`. Remarks, misconceptions and exercises may hold
//! derivations and checks.
//!
//! - `::: figure ID [settings]`: the figure, with what to notice. Unknown
//!   figures, keys and values out of range are mistakes. `hide=` hides controls.
//! - `::: symbols`: lines `name: sentence` in plain text, for `\sym{name}{tex}`
//!   in the step's formulas. Pointing at one says the sentence, and raises the
//!   figure's marks of that name.
//! - `::: derive Title`: lines `$ formula $ || because`, unfolded one by one. A
//!   third part `|| left == right for t=0..1, z=-3..3` in simple notation
//!   ([`crate::lecture::formula`]) is compared at 64 random points.
//! - `::: remark`, `::: misconception`, `::: exercise Title`.
//! - `::: reference`: a table of values.
//!
//! # Checks
//!
//! `::: check KIND {#name} …`, a question, then what belongs to the kind. Every
//! wrong answer gets a hint, every right one its reason.
//!
//! - `choose`: `- [x] right || reason` once, `- [ ] wrong || hint`.
//! - `number answer=0.5 tolerance=0.01 [unit=s]`: `hint <0: …`, `hint >1: …`,
//!   `hint =2: …` (the first that fits), `hint else: …`, `reason: …`.
//! - `formula answer="t*z + (1-t)*eps" vars="t=0..1, z=-3..3, eps=-3..3"`:
//!   `hint "z + t*eps": …` for known wrong formulas, `hint else:`, `reason:`.
//! - `predict answer=0.75 min=0 max=1 tolerance=0.1 [unit=…] [figure=NUMBER]`:
//!   hints as for a number, `reason:`. With `figure=` the value is that number
//!   of the step's figure when it is revealed.
//! - `bug line=3`: one block of code, `hint 1: …` by line, `hint else:`,
//!   `reason:`.
//! - `match answer=b`: `- (a) settings || hint` drawn by the step's figure, or
//!   `- (a) a text || hint`; that of the right item is the reason.

mod args;
mod aside;
mod block;
mod check;
mod derive;
mod document;
mod figure;
pub mod files;
mod glyphs;
pub mod link;
mod markdown;
pub mod mistake;
mod passage;
pub mod reference;
mod symbols;
mod tex;
mod writer;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::lecture::Lecture;
use crate::prose::document::Document;
use crate::prose::link::Outline;
use crate::prose::mistake::Log;
use crate::prose::mistake::Mistake;
use crate::prose::reference::References;
use crate::prose::writer::StepScope;
use crate::prose::writer::Writer;

/// The text of a lecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Which lecture it is.
    pub lecture: Lecture,
    /// Name of its file, for mistakes.
    pub file: String,
    /// What stands in it.
    pub text: String,
}

/// A lecture as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// Name of the lecture in links.
    pub slug: &'static str,
    /// The `<article>`.
    pub html: String,
    /// How many steps it has.
    pub n_steps: usize,
    /// How many checks.
    pub n_checks: usize,
    /// How many figures.
    pub n_figures: usize,
}

/// Turns texts into HTML.
///
/// # Errors
/// Every mistake in any of them.
pub fn compile(sources: &[Source], references: &References) -> Result<Vec<Compiled>, Vec<Mistake>> {
    let mut logs: Vec<Log> = sources.iter().map(|source| Log::new(&source.file)).collect();
    let lines: Vec<_> = sources.iter().map(|source| passage::lines(&source.text)).collect();
    let documents: Vec<Document<'_>> =
        lines.iter().zip(&mut logs).map(|(lines, log)| Document::parse(lines, log)).collect();
    let mut outline = Outline::default();
    for (source, document) in sources.iter().zip(&documents) {
        let steps = document.steps.iter().map(|step| step.id.clone()).collect();
        outline.add(source.lecture.slug, steps);
    }
    let mut compiled = Vec::new();
    let mut mistakes = Vec::new();
    for ((source, document), log) in sources.iter().zip(&documents).zip(logs) {
        let mut writer = Writer {
            slug: source.lecture.slug,
            outline: &outline,
            references,
            is_in_notation: document.is_in_notation,
            log,
            cited: BTreeSet::new(),
            checks: BTreeSet::new(),
            figures: BTreeMap::new(),
            has_figures: false,
            step: StepScope::default(),
        };
        if document.title.text != source.lecture.title && !document.title.is_empty() {
            let sentence = format!(
                "The title is “{}” here and “{}” in the list of lectures.",
                document.title.text, source.lecture.title
            );
            writer.log.say(document.title.line, sentence);
        }
        let html = writer.article(document);
        compiled.push(Compiled {
            slug: source.lecture.slug,
            html,
            n_steps: document.steps.len(),
            n_checks: writer.checks.len(),
            n_figures: writer.figures.values().sum(),
        });
        mistakes.extend(writer.log.sorted());
    }
    if mistakes.is_empty() { Ok(compiled) } else { Err(mistakes) }
}

#[cfg(test)]
mod tests;
