//! What follows a directive's name: `{#id} key=value key="two words"`.

use crate::lecture::progress::is_name;
use crate::prose::mistake::Log;

/// Arguments of a directive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Args {
    /// The name in `{#name}`.
    pub(crate) id: Option<String>,
    /// Words without a `=`.
    pub(crate) words: Vec<String>,
    pairs: Vec<(String, String)>,
}

impl Args {
    /// Reads arguments; what can not be read is said for `line`.
    pub(crate) fn parse(text: &str, line: usize, log: &mut Log) -> Self {
        let mut args = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let (word, after) = word(rest);
            rest = after.trim_start();
            if let Some(id) = word.strip_prefix("{#").and_then(|word| word.strip_suffix('}')) {
                if !is_name(id) {
                    log.say(line, bad_id(id));
                }
                args.id = Some(id.to_owned());
            } else if let Some((key, value)) = word.split_once('=') {
                let value = value.strip_prefix('"').map_or(value, |value| {
                    value.strip_suffix('"').unwrap_or_else(|| {
                        log.say(line, format!("The quotation mark after {key}= is not closed."));
                        value
                    })
                });
                if args.pairs.iter().any(|(known, _)| known == key) {
                    log.say(line, format!("{key}= is given twice."));
                }
                args.pairs.push((key.to_owned(), value.to_owned()));
            } else {
                args.words.push(word.to_owned());
            }
        }
        args
    }

    /// Takes the value of `key` out.
    pub(crate) fn take(&mut self, key: &str) -> Option<String> {
        let idx = self.pairs.iter().position(|(known, _)| known == key)?;
        Some(self.pairs.remove(idx).1)
    }

    /// Says what nobody has taken.
    pub(crate) fn finish(&self, line: usize, log: &mut Log) {
        let pairs = self.pairs.iter().map(|(key, _)| format!("{key}="));
        for odd in pairs.chain(self.words.iter().cloned()) {
            log.say(line, format!("“{odd}” is not known here."));
        }
    }
}

/// Sentence about a name that can not stand in links.
pub(crate) fn bad_id(id: &str) -> String {
    format!("“{id}” is no name for links: lower-case letters, digits and dashes, at most 64.")
}

/// The first word, spaces between quotation marks included, and the rest.
fn word(text: &str) -> (&str, &str) {
    let mut is_quoted = false;
    let end = text.find(|c: char| {
        is_quoted ^= c == '"';
        c.is_whitespace() && !is_quoted
    });
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Args, Vec<String>) {
        let mut log = Log::new("x.md");
        let args = Args::parse(text, 3, &mut log);
        (args, log.sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn names_words_and_values_are_told_apart() {
        let (mut args, said) = parsed("formula {#blend} answer=\"t*z + (1-t)*eps\"  tolerance=0.1");
        assert_eq!(said, [""; 0]);
        assert_eq!(args.id.as_deref(), Some("blend"));
        assert_eq!(args.words, ["formula"]);
        assert_eq!(args.take("answer").as_deref(), Some("t*z + (1-t)*eps"));
        assert_eq!(args.take("tolerance").as_deref(), Some("0.1"));
        assert_eq!(args.take("tolerance"), None);
    }

    #[test]
    fn what_can_not_be_read_is_said() {
        assert_eq!(parsed("a=1 a=2").1, ["x.md:3: a= is given twice."]);
        assert_eq!(parsed("a=\"1 2").1, ["x.md:3: The quotation mark after a= is not closed."]);
        assert!(parsed("{#Two Words}").1.is_empty());
        assert!(parsed("{#Two}").1[0].contains("no name for links"));
    }

    #[test]
    fn what_nobody_takes_is_said() {
        let (mut args, _) = parsed("choose a=1 b=2");
        args.take("a");
        args.words.clear();
        let mut log = Log::new("x.md");
        args.finish(3, &mut log);
        assert_eq!(log.sorted()[0].to_string(), "x.md:3: “b=” is not known here.");
    }
}
