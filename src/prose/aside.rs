//! What stands apart from the running text: remarks, misconceptions, exercises, reference tables.

use crate::prose::block::Directive;
use crate::prose::passage::Passage;
use crate::prose::writer::Writer;

impl Writer<'_> {
    /// A block with its own element.
    pub(crate) fn aside(&mut self, directive: &Directive<'_>) -> String {
        let Directive { line, name, args, body } = directive;
        if Passage::of(body).is_empty() {
            self.log.say(*line, format!("::: {name} is empty."));
        }
        if *name != "exercise" && !args.is_empty() {
            self.log.say(*line, format!("::: {name} has nothing behind its name."));
        }
        let inside = self.nested(body);
        match *name {
            "misconception" => format!(
                "<aside class=\"misconception\">\n<p class=\"aside-title\">A common misconception</p>\n{inside}\n</aside>"
            ),
            "exercise" => {
                if args.is_empty() {
                    self.log.say(*line, "An exercise has a title: ::: exercise Title.");
                }
                let title = self.inline(&Passage::new(*line, args));
                format!(
                    "<section class=\"exercise\">\n<h3><span class=\"aside-title\">Exercise</span> {title}</h3>\n{inside}\n</section>"
                )
            }
            "reference" => {
                if !inside.contains("<table") {
                    self.log.say(*line, "::: reference holds a table of values.");
                }
                format!("<div class=\"reference\">\n{inside}\n</div>")
            }
            _ => format!("<aside class=\"remark\">\n{inside}\n</aside>"),
        }
    }
}
