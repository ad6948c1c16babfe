//! `::: check kind {#id} …`: a question, its answers and hints, as a form with JSON beside it.
//!
//! Every check is tried here as a reader would: the right answer must be taken,
//! and every hint must be given to somebody.

mod answers;
mod pointed;
mod typed;

use crate::lecture::check::CheckSpec;
use crate::lecture::check::escaped;
use crate::lecture::formula;
use crate::prose::args::Args;
use crate::prose::block::Directive;
use crate::prose::check::answers::Answers;
use crate::prose::passage::Passage;
use crate::prose::writer::Writer;

/// A check as its author wrote it, while it is read.
struct Source<'a> {
    line: usize,
    args: Args,
    answers: Answers<'a>,
}

impl Writer<'_> {
    /// The form that the page makes live.
    pub(crate) fn check(&mut self, directive: &Directive<'_>) -> String {
        let line = directive.line;
        let mut args = Args::parse(directive.args, line, &mut self.log);
        let kind = if args.words.is_empty() { String::new() } else { args.words.remove(0) };
        let id = args.id.clone().unwrap_or_default();
        if id.is_empty() {
            self.log.say(line, "A check needs a name that stays: ::: check kind {#name}.");
        } else if !self.checks.insert(id.clone()) {
            self.log.say(line, format!("There is another check {{#{id}}}."));
        }
        let answers = Answers::parse(&directive.body, &kind, &mut self.log);
        let mut source = Source { line, args, answers };
        let spec = match kind.as_str() {
            "choose" => self.choose(&mut source),
            "number" => self.number(&mut source),
            "formula" => self.formula_check(&mut source),
            "predict" => self.predict(&mut source),
            "bug" => self.bug(&mut source),
            "match" => self.matching(&mut source),
            _ => {
                self.log.say(line, format!("“{kind}” is no kind of check; there are choose, number, formula, predict, bug and match."));
                None
            }
        };
        let question = source.answers.question();
        if question.is_empty() {
            self.log.say(line, "A check asks a question.");
        }
        let question = self.markdown(&question);
        source.args.finish(line, &mut self.log);
        let Some(spec) = spec else { return String::new() };
        format!(
            "<form class=\"check\" data-check=\"{}\" data-kind=\"{}\" data-spec=\"{}\">\n<div class=\"check-question\">{question}</div>\n</form>",
            escaped(&id),
            spec.kind(),
            escaped(&self.json(&spec, line))
        )
    }

    fn json(&mut self, spec: &CheckSpec, line: usize) -> String {
        serde_json::to_string(spec).unwrap_or_else(|error| {
            self.log.say(line, format!("The check can not be written: {error}."));
            String::new()
        })
    }

    /// A passage that must be there, in HTML.
    fn required(&mut self, passage: Option<Passage>, what: &str, line: usize) -> String {
        match passage {
            Some(passage) if !passage.is_empty() => self.inline(&passage),
            _ => {
                self.log.say(line, format!("A check of this kind has a line “{what} …”."));
                String::new()
            }
        }
    }

    /// A number that must be there.
    fn required_number(&mut self, source: &mut Source<'_>, key: &str) -> Option<f64> {
        let line = source.line;
        let Some(text) = source.args.take(key) else {
            self.log.say(line, format!("A check of this kind has {key}=."));
            return None;
        };
        match formula::number(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.log.say(line, format!("{key}={text}: {}", error.sentence));
                None
            }
        }
    }
}
