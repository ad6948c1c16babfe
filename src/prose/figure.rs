//! `::: figure id settings`, and what to notice in it.

use crate::figure;
use crate::figure::Figure;
use crate::lecture::check::escaped;
use crate::prose::block::Directive;
use crate::prose::link;
use crate::prose::passage::Passage;
use crate::prose::writer::Writer;

/// The figure that a directive names, if there is one.
pub(crate) fn named(directive: &Directive<'_>) -> Option<&'static Figure> {
    figure::by_id(directive.args.split_whitespace().next()?)
}

impl Writer<'_> {
    /// The stub that the page puts the live figure into.
    pub(crate) fn figure(&mut self, directive: &Directive<'_>) -> String {
        let line = directive.line;
        let mut words = directive.args.split_whitespace();
        let id = words.next().unwrap_or_default();
        let query = words.next().unwrap_or_default();
        if let Some(odd) = words.next() {
            self.log.say(
                line,
                format!("“{odd}” is too much; settings are joined by &, without spaces."),
            );
        }
        let Some(figure) = figure::by_id(id) else {
            self.log.say(line, link::unknown_figure(id));
            return String::new();
        };
        for notice in link::notices(figure, query) {
            self.log.say(line, format!("::: figure {id}: {notice}"));
        }
        let notice = Passage::of(&directive.body);
        if notice.is_empty() {
            self.log.say(
                line,
                format!("::: figure {id} needs one or two sentences that say what to notice."),
            );
        }
        let notice = self.inline(&Passage { text: notice.text.trim().to_owned(), ..notice });
        let n_before = self.figures.entry(figure.id).or_insert(0);
        *n_before += 1;
        let instance = match *n_before {
            1 => String::new(),
            n => format!(" data-instance=\"{n}\""),
        };
        format!(
            "<section data-figure=\"{}\" data-query=\"{}\"{instance} data-state=\"idle\" aria-label=\"{}\"><p class=\"card-notice\" data-notice-text>{notice}</p></section>",
            escaped(figure.id),
            escaped(query),
            escaped(figure.title)
        )
    }
}
