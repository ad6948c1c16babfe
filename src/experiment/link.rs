//! The link codec: `key=value&key=value`, defaults left out, versioned by `v`.
//!
//! Reading never panics and never trusts: what is unknown is left out with a
//! notice, what is out of range is moved into it with a notice. Printing a
//! canonical link and reading it are inverse to each other.

use crate::experiment::param::short;
use crate::experiment::settings::Settings;

/// Version of the table of defaults that links leave out.
pub const VERSION: &str = "1";

/// Longest query that is read, in bytes.
pub const MAX_LEN: usize = 8192;

/// Settings that a link asks for, and a sentence for each thing not taken as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// `base` with what the link changes.
    pub settings: Settings,
    /// Sentences for the reader.
    pub notices: Vec<String>,
}

/// Most notices shown for one link.
const MAX_NOTICES: usize = 6;

/// Reads `query` against the parameters and defaults of `base`.
pub fn parse(base: &Settings, query: &str) -> Parsed {
    let mut parsed = Parsed { settings: base.clone(), notices: Vec::new() };
    if MAX_LEN < query.len() {
        parsed.notices.push("The link is too long to be read; the defaults are used.".to_owned());
        return parsed;
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if let Err(notice) = take(&mut parsed.settings, pair) {
            parsed.notices.push(notice);
        }
    }
    let n_more = parsed.notices.len().saturating_sub(MAX_NOTICES);
    if 0 < n_more {
        parsed.notices.truncate(MAX_NOTICES);
        parsed.notices.push(format!("{n_more} more parts of the link were not understood."));
    }
    parsed
}

/// The shortest query that `parse` reads as `settings`.
pub fn print(base: &Settings, settings: &Settings) -> String {
    let pairs = settings.params().iter().filter_map(|param| {
        let value = settings.get(param.key)?;
        (base.get(param.key) != Some(value)).then(|| format!("{}={value}", param.key))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Takes one `key=value` into the settings; the sentence to show otherwise.
fn take(settings: &mut Settings, pair: &str) -> Result<(), String> {
    let Some((key, text)) = pair.split_once('=') else {
        return Err(format!("“{}” in the link is not key=value and was ignored.", short(pair)));
    };
    if key == "v" {
        return match text {
            VERSION => Ok(()),
            _ => Err(format!(
                "The link is of version {}; this page reads version {VERSION} and tried its best.",
                short(text)
            )),
        };
    }
    let Some(param) = settings.param(key) else {
        return Err(format!("The link's “{}” is not known here and was ignored.", short(key)));
    };
    let text = decoded(text);
    let Some(reading) = param.read(&text) else {
        return Err(format!("{key}={} can not be read; the default is used.", short(&text)));
    };
    settings.set(key, reading.value);
    reading.notice.map_or(Ok(()), Err)
}

/// `%2C`, `%3A`, `%3B` and `%20`, as messengers write `,`, `:`, `;` and a space.
fn decoded(text: &str) -> String {
    let text = text.replace("%2C", ",").replace("%2c", ",");
    let text = text.replace("%3A", ":").replace("%3a", ":");
    text.replace("%3B", ";").replace("%3b", ";").replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::experiment::param::Value;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn base() -> Settings {
        Settings::defaults(catalogue::LAB)
    }

    #[test]
    fn printing_and_reading_are_inverse() {
        let query = "data=gmm5&net=32x2&lr=0.002&steps=500&n=7&seed=9&view=samples,field";
        let parsed = parse(&base(), query);
        assert_eq!(parsed.notices, Vec::<String>::new());
        let printed = print(&base(), &parsed.settings);
        let again = parse(&base(), &printed);
        assert_eq!(again.settings, parsed.settings);
        assert_eq!(print(&base(), &again.settings), printed);
    }

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(print(&base(), &base()), "");
        assert_eq!(print(&base(), &parse(&base(), "v=1&data=moons").settings), "");
    }

    #[test]
    fn what_is_not_understood_is_said_and_changes_nothing() {
        for query in ["colour=red", "data=elephants", "lr=fast", "net=64", "net=x", "justtext"] {
            let parsed = parse(&base(), query);
            assert_eq!(parsed.settings, base(), "{query}");
            assert_eq!(parsed.notices.len(), 1, "{query}");
        }
    }

    #[test]
    fn infinite_and_nan_numbers_are_refused_or_moved() {
        assert_eq!(parse(&base(), "lr=NaN").settings, base());
        let parsed = parse(&base(), "lr=inf");
        assert!(matches!(parsed.settings.get("lr"), Some(Value::Real(v)) if v.is_finite()));
        assert_eq!(parsed.notices.len(), 1);
    }

    #[test]
    fn no_text_makes_reading_panic() {
        let alphabet: Vec<char> = "=&%x,.-+eE019 datnlrvwé\u{202e}🙂#?/\\\0".chars().collect();
        let mut rng = Rng::stream(1, Stream::Figure, 0);
        for _ in 0..5_000 {
            let n = rng.below(60);
            let query: String = (0..n).map(|_| alphabet[rng.below(alphabet.len())]).collect();
            let parsed = parse(&base(), &query);
            let printed = print(&base(), &parsed.settings);
            assert_eq!(parse(&base(), &printed).settings, parsed.settings, "{query:?}");
        }
    }
}
