//! Symbols that a step explains: `::: symbols`, and `\sym{name}{tex}` in its formulas.

use crate::lecture::progress::is_name;
use crate::prose::block::Directive;
use crate::prose::mistake::Log;

/// Symbols of a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbols {
    all: Vec<Symbol>,
}

#[derive(Clone, Debug)]
struct Symbol {
    name: String,
    says: String,
    line: usize,
    is_used: bool,
}

impl Symbols {
    /// Takes the lines of a `::: symbols`.
    pub(crate) fn take(&mut self, directive: &Directive<'_>, log: &mut Log) {
        if !directive.args.is_empty() {
            log.say(directive.line, "::: symbols has nothing behind its name.");
        }
        for line in directive.body.iter().filter(|line| !line.text.trim().is_empty()) {
            let Some((name, says)) = line.text.split_once(':') else {
                log.say(line.number, "A symbol is explained as “name: what it is”.");
                continue;
            };
            let (name, says) = (name.trim(), says.trim());
            if !is_name(name) {
                log.say(
                    line.number,
                    format!(
                        "“{name}” is no name of a symbol: lower-case letters, digits and dashes."
                    ),
                );
            }
            if says.is_empty() {
                log.say(line.number, format!("What “{name}” is, is not said."));
            }
            if says.contains(['$', '\\', '`', '*']) {
                log.say(
                    line.number,
                    "The sentence about a symbol is plain text, without formulas.",
                );
            }
            if self.all.iter().any(|symbol| symbol.name == name) {
                log.say(line.number, format!("“{name}” is explained twice in this step."));
                continue;
            }
            self.explain(name, says, line.number);
        }
    }

    /// Explains a symbol.
    pub(crate) fn explain(&mut self, name: &str, says: &str, line: usize) {
        let symbol = Symbol { name: name.to_owned(), says: says.to_owned(), line, is_used: false };
        self.all.push(symbol);
    }

    /// The sentence about a symbol that a formula uses.
    pub(crate) fn use_one(&mut self, name: &str) -> Option<String> {
        let symbol = self.all.iter_mut().find(|symbol| symbol.name == name)?;
        symbol.is_used = true;
        Some(symbol.says.clone())
    }

    /// Says which were never used.
    pub(crate) fn finish(&self, log: &mut Log) {
        for symbol in self.all.iter().filter(|symbol| !symbol.is_used) {
            let name = &symbol.name;
            log.say(symbol.line, format!("No formula of this step has \\sym{{{name}}}{{…}}."));
        }
    }
}
