//! What an address says in all: a figure's settings, and how the page shows it.
//!
//! `hide=` and `present=` are about the page and not about the experiment, so no
//! figure has them as parameters; they are taken out before the link is read.

use crate::experiment::link;
use crate::experiment::param::short;
use crate::experiment::rules;
use crate::experiment::settings::Settings;

/// Most names that `hide=` may hold.
const MAX_NAMES: usize = 64;

/// How a page shows a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageOptions {
    hidden: Vec<String>,
    /// Presenter view: the figure large, no prose and no controls.
    pub is_presenting: bool,
}

/// A query taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// How the page shows the figure.
    pub options: PageOptions,
    /// What is left of the query, for [`link::parse`].
    pub query: String,
    /// Sentences about options that could not be read.
    pub notices: Vec<String>,
}

/// A query read against a figure, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Settings that go together.
    pub settings: Settings,
    /// How the page shows the figure.
    pub options: PageOptions,
    /// Sentences for the reader.
    pub notices: Vec<String>,
}

/// Reads `query` against the parameters and defaults of `base`.
pub fn open(base: &Settings, query: &str) -> Opened {
    let Split { options, query, mut notices } = split(query);
    let parsed = link::parse(base, &query);
    let (settings, gave_way) = rules::settled(parsed.settings);
    notices.extend(parsed.notices);
    notices.extend(gave_way);
    Opened { settings, options, notices }
}

/// Takes the page's options out of `query`.
pub fn split(query: &str) -> Split {
    let mut split =
        Split { options: PageOptions::default(), query: String::new(), notices: Vec::new() };
    // The link's own reader refuses what is longer, and says so.
    if link::MAX_LEN < query.len() {
        query.clone_into(&mut split.query);
        return split;
    }
    let mut rest = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("hide", names)) => split.hide(names),
            Some(("present", "1")) => split.options.is_presenting = true,
            Some(("present", "0")) => split.options.is_presenting = false,
            Some(("present", text)) => split
                .notices
                .push(format!("present={} can not be read; 1 is the presenter view.", short(text))),
            _ => rest.push(pair),
        }
    }
    split.query = rest.join("&");
    split
}

impl Split {
    fn hide(&mut self, names: &str) {
        let names = names.replace("%2C", ",").replace("%2c", ",");
        for name in names.split(',').filter(|name| !name.is_empty()) {
            let is_name = name.len() <= 24
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !is_name || self.options.hidden.len() == MAX_NAMES {
                let sentence = "Some names in hide= are no controls' names.".to_owned();
                if !self.notices.contains(&sentence) {
                    self.notices.push(sentence);
                }
            } else if self.options.hidden.iter().all(|known| known != name) {
                self.options.hidden.push(name.to_owned());
            }
        }
    }
}

impl PageOptions {
    /// Whether the control `name` is not shown: it was named, or all were.
    ///
    /// The names are the link's keys; `t` stands for the line of time under the
    /// picture and `train` for the buttons of the run, which `all` leaves.
    pub fn hides(&self, name: &str) -> bool {
        let is_listed = |name: &str| self.hidden.iter().any(|hidden| hidden == name);
        is_listed(name) || (is_listed("all") && !matches!(name, "t" | "train"))
    }

    /// `query` with these options behind it.
    pub fn added_to(&self, query: &str) -> String {
        let hide = (!self.hidden.is_empty()).then(|| format!("hide={}", self.hidden.join(",")));
        let present = self.is_presenting.then(|| "present=1".to_owned());
        let query = (!query.is_empty()).then(|| query.to_owned());
        [query, hide, present].into_iter().flatten().collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::catalogue;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn base() -> Settings {
        Settings::defaults(catalogue::LAB)
    }

    #[test]
    fn options_are_no_settings_and_raise_no_notice() {
        let opened = open(&base(), "data=gmm5&hide=data,net&n=7&present=1");
        assert_eq!(opened.notices, Vec::<String>::new());
        assert_eq!(link::print(&base(), &opened.settings), "data=gmm5&n=7");
        assert!(opened.options.is_presenting);
        assert!(opened.options.hides("net") && !opened.options.hides("n"));
    }

    #[test]
    fn all_hides_every_control_but_time_and_the_run() {
        let options = split("hide=all").options;
        assert!(options.hides("data") && options.hides("seed"));
        assert!(!options.hides("t") && !options.hides("train"));
        assert!(split("hide=all,t").options.hides("t"));
        assert!(!PageOptions::default().hides("data"));
    }

    #[test]
    fn options_survive_in_the_link() {
        for query in ["", "hide=all", "n=3&hide=data,net&present=1", "present=1", "n=3"] {
            let split = split(query);
            assert_eq!(split.options.added_to(&split.query), query);
        }
        assert_eq!(split("hide=a%2Cb,a,&hide=c").options.added_to(""), "hide=a,b,c");
    }

    #[test]
    fn options_that_can_not_be_read_are_said() {
        for query in ["present=yes", "present=", "hide=Data", "hide=a b"] {
            let split = split(query);
            assert_eq!((split.notices.len(), split.query.as_str()), (1, ""), "{query}");
            assert_eq!(split.options, PageOptions::default(), "{query}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_settled_and_said() {
        let opened = open(&base(), "source=moons&path=vp");
        assert_eq!(opened.notices.len(), 1);
        assert_eq!(link::print(&base(), &opened.settings), "source=moons&path=linear");
    }

    #[test]
    fn no_text_makes_it_panic_and_printing_is_stable() {
        let words = ["hide", "present", "=", "&", ",", "all", "1", "%2C", "é", "data", "A", "🙂"];
        let mut rng = Rng::stream(4, Stream::Figure, 0);
        for _ in 0..5_000 {
            let query: String = (0..rng.below(14)).map(|_| words[rng.below(words.len())]).collect();
            let options = split(&query).options;
            assert_eq!(split(&options.added_to("")).options, options, "{query:?}");
        }
    }
}
