//! Markdown into HTML: formulas become `MathML`, links and citations are looked up.

use pulldown_cmark::BrokenLink;
use pulldown_cmark::CowStr;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::LinkType;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;
use pulldown_cmark::html;

use crate::prose::link;
use crate::prose::passage::Passage;
use crate::prose::tex;
use crate::prose::tex::Style;
use crate::prose::writer::Writer;

/// Scheme that stands for citations while Markdown is read.
const CITE: &str = "cite:";

impl Writer<'_> {
    /// Paragraphs, lists, tables, code.
    pub(crate) fn markdown(&mut self, passage: &Passage) -> String {
        let options =
            Options::ENABLE_MATH | Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION;
        let citation = |link: BrokenLink<'_>| {
            let keys = link.reference.strip_prefix('@')?;
            Some((CowStr::from(format!("{CITE}{keys}")), CowStr::from("")))
        };
        let parser = Parser::new_with_broken_link_callback(&passage.text, options, Some(citation));
        let mut reading = Reading::default();
        let mut events = Vec::new();
        for (event, range) in parser.into_offset_iter() {
            let is_escaped = passage.text[..range.start].ends_with('\\');
            let place = Place { line: passage.line_of(range.start), is_escaped };
            self.take(event, place, &mut reading, &mut events);
        }
        let mut html = String::new();
        html::push_html(&mut html, events.into_iter());
        // Left where an equation was a paragraph of its own.
        html.replace("<p></p>\n", "").replace("<p>\n</p>\n", "").trim().to_owned()
    }

    /// One paragraph without its `<p>`: for labels, hints, titles.
    pub(crate) fn inline(&mut self, passage: &Passage) -> String {
        let html = self.markdown(passage);
        let inside = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
        match inside {
            Some(inside) if !inside.contains("<p>") => inside.to_owned(),
            _ if html.is_empty() => html,
            _ => {
                self.log.say(
                    passage.line,
                    "One paragraph is taken here, without lists or equations of their own.",
                );
                html
            }
        }
    }

    /// A formula, or its source where it is wrong.
    pub(crate) fn formula(&mut self, tex: &str, is_block: bool, line: usize) -> String {
        let style = Style { is_block, is_in_notation: self.is_in_notation };
        match tex::mathml(tex, style, &mut self.step.symbols) {
            Ok(mathml) => mathml,
            Err(sentence) => {
                self.log.say(line, sentence);
                String::new()
            }
        }
    }

    fn take<'a>(
        &mut self,
        event: Event<'a>,
        place: Place,
        reading: &mut Reading,
        events: &mut Vec<Event<'a>>,
    ) {
        let line = place.line;
        if reading.is_in_citation {
            reading.is_in_citation = !matches!(event, Event::End(TagEnd::Link));
            return;
        }
        let event = match event {
            Event::InlineMath(tex) => raw(self.formula(&tex, false, line)),
            Event::DisplayMath(tex) => {
                let parts: Vec<String> =
                    abreast(&tex).into_iter().map(|part| self.formula(part, true, line)).collect();
                let equation = format!("<div class=\"equation\">{}</div>", parts.join(" "));
                if reading.n_spans != 0 {
                    self.log.say(line, "An equation can not stand in emphasis or in a link.");
                }
                raw(if reading.is_in_paragraph {
                    format!("</p>\n{equation}\n<p>")
                } else {
                    equation
                })
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                raw(self.link(link_type, &dest_url, line, reading))
            }
            Event::End(TagEnd::Link) => {
                reading.n_spans = reading.n_spans.saturating_sub(1);
                raw(reading.closings.pop().unwrap_or_default().to_owned())
            }
            Event::Text(text) => {
                if !reading.is_in_code && !place.is_escaped {
                    self.complain_about_text(&text, line);
                }
                Event::Text(text)
            }
            other => {
                self.complain_about(&other, line);
                reading.follow(&other);
                other
            }
        };
        events.push(event);
    }

    /// Opening tag of a link, or a whole citation.
    fn link(
        &mut self,
        kind: LinkType,
        address: &str,
        line: usize,
        reading: &mut Reading,
    ) -> String {
        if let Some(keys) = address.strip_prefix(CITE) {
            reading.is_in_citation = true;
            if kind != LinkType::ShortcutUnknown {
                self.log.say(line, "A citation is [@key], with a space before the next one.");
            }
            return self.citations(keys, line);
        }
        reading.n_spans += 1;
        match link::tags(address, self.slug, self.outline) {
            Ok((opening, closing)) => {
                reading.closings.push(closing);
                opening
            }
            Err(sentence) => {
                self.log.say(line, sentence);
                reading.closings.push("");
                String::new()
            }
        }
    }

    /// `[@one; @two]`.
    fn citations(&mut self, keys: &str, line: usize) -> String {
        let mut shown = Vec::new();
        for key in keys.split(';').map(|key| key.trim().trim_start_matches('@')) {
            match self.references.citation(key) {
                Some(citation) => {
                    self.cited.insert(key.to_owned());
                    shown.push(citation);
                }
                None => {
                    self.log.say(line, format!("references.toml has no work [{key}]."));
                }
            }
        }
        shown.join(" ")
    }

    fn complain_about(&mut self, event: &Event<'_>, line: usize) {
        let sentence = match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                "HTML is not taken; < is written \\< where it stands alone."
            }
            Event::Start(Tag::Image { .. }) => "A lecture's pictures are figures: ::: figure id.",
            Event::Start(Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. }) => {
                "A step begins at the left margin with ## Title {#name}; inside, headings are ###."
            }
            _ => return,
        };
        self.log.say(line, sentence);
    }

    fn complain_about_text(&mut self, text: &str, line: usize) {
        if text.contains('$') {
            self.log.say(line, "A $ opens no formula here; a formula has no space after its first and before its last $, and a dollar is \\$.");
        }
        if text.contains('\\') {
            self.log.say(line, "A backslash stands outside of a formula.");
        }
        if text.contains("{#") {
            self.log.say(line, "“{#” shows in the text; only steps and checks have names.");
        }
    }
}

/// Where an event stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    line: usize,
    /// Whether a backslash stands before it.
    is_escaped: bool,
}

/// What is open while Markdown is read.
#[derive(Debug, Default)]
struct Reading {
    is_in_citation: bool,
    is_in_paragraph: bool,
    is_in_code: bool,
    /// Emphasis and links that are open.
    n_spans: usize,
    closings: Vec<&'static str>,
}

impl Reading {
    fn follow(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Paragraph) => self.is_in_paragraph = true,
            Event::End(TagEnd::Paragraph) => self.is_in_paragraph = false,
            Event::Start(Tag::CodeBlock(_)) => self.is_in_code = true,
            Event::End(TagEnd::CodeBlock) => self.is_in_code = false,
            Event::Start(Tag::Emphasis | Tag::Strong) => self.n_spans += 1,
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => {
                self.n_spans = self.n_spans.saturating_sub(1);
            }
            _ => {}
        }
    }
}

fn raw<'a>(html: String) -> Event<'a> {
    Event::InlineHtml(html.into())
}

/// Equations that stand side by side, apart by `\qquad`: formulas of their own,
/// so that they stand under each other where there is no room.
fn abreast(tex: &str) -> Vec<&str> {
    const APART: &str = "\\qquad";
    if tex.contains("\\begin") || tex.contains("\\left") {
        return vec![tex];
    }
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in tex.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\\' if depth == 0 && start <= at && tex[at..].starts_with(APART) => {
                parts.push(&tex[start..at]);
                start = at + APART.len();
            }
            _ => {}
        }
    }
    parts.push(&tex[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::abreast;

    #[test]
    fn equations_side_by_side_are_formulas_of_their_own() {
        assert_eq!(abreast("a = b, \\qquad c = d."), ["a = b, ", " c = d."]);
        assert_eq!(
            abreast("a \\qquad \\text{for \\qquad all} \\qquad"),
            ["a ", " \\text{for \\qquad all} "]
        );
        for whole in ["x", "\\begin{aligned} a \\qquad b \\end{aligned}"] {
            assert_eq!(abreast(whole), [whole]);
        }
    }
}
