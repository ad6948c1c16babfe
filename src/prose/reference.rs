//! Works that lectures cite: `references.toml`, `(Lipman et al., 2023)`, the list at the end.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lecture::check::escaped;
use crate::prose::mistake::Log;
use crate::prose::mistake::Mistake;

/// Works by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    all: BTreeMap<String, Reference>,
}

/// A work.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    authors: Vec<String>,
    year: u32,
    title: String,
    #[serde(rename = "where")]
    place: String,
    arxiv: Option<String>,
    doi: Option<String>,
}

impl References {
    /// Reads the list of works in `file`.
    ///
    /// # Errors
    /// The mistakes that were found.
    pub fn parse(file: &str, toml: &str) -> Result<Self, Vec<Mistake>> {
        let mut log = Log::new(file);
        let all: BTreeMap<String, Reference> = match toml::from_str(toml) {
            Ok(all) => all,
            Err(error) => {
                let before = error.span().map_or(0, |span| span.start.min(toml.len()));
                let line = toml[..before].matches('\n').count() + 1;
                log.say(line, format!("{}.", error.message().replace('\n', " ")));
                return Err(log.sorted());
            }
        };
        for (key, reference) in &all {
            let head = format!("[{key}]");
            let line = toml.lines().position(|line| line.trim() == head).map_or(1, |i| i + 1);
            if reference.authors.iter().all(|author| author.trim().is_empty()) {
                log.say(line, format!("{key} has no authors."));
            }
            if !(1700..=2100).contains(&reference.year) {
                log.say(line, format!("{key} is not of the year {}.", reference.year));
            }
        }
        let mistakes = log.sorted();
        if mistakes.is_empty() { Ok(Self { all }) } else { Err(mistakes) }
    }

    /// The citation in the text, with the work as hover text; none for an unknown key.
    pub(crate) fn citation(&self, key: &str) -> Option<String> {
        let work = self.all.get(key)?;
        let shown = format!("({}, {})", escaped(&work.short_authors()), work.year);
        let about = format!(
            "class=\"cite\" data-cite=\"{}\" title=\"{}\"",
            escaped(key),
            escaped(&work.plain())
        );
        Some(match work.address() {
            Some(address) => {
                format!(
                    "<a {about} href=\"{}\" rel=\"external noopener\">{shown}</a>",
                    escaped(&address)
                )
            }
            None => format!("<span {about}>{shown}</span>"),
        })
    }

    /// The list at the end of a text.
    pub(crate) fn list<'a>(&self, keys: impl IntoIterator<Item = &'a String>) -> String {
        let items: Vec<String> = keys
            .into_iter()
            .filter_map(|key| Some((key, self.all.get(key)?)))
            .map(|(key, work)| {
                format!("<li data-reference=\"{}\">{}</li>", escaped(key), work.html())
            })
            .collect();
        if items.is_empty() {
            return String::new();
        }
        format!(
            "<section class=\"references\" aria-label=\"References\">\n<h2>References</h2>\n<ul>\n{}\n</ul>\n</section>\n",
            items.join("\n")
        )
    }
}

impl Reference {
    /// `Lipman et al.`, `Li and He`, `Song`.
    fn short_authors(&self) -> String {
        match self.authors.as_slice() {
            [] => String::new(),
            [one] => surname(one).to_owned(),
            [one, two] => format!("{} and {}", surname(one), surname(two)),
            [first, ..] => format!("{} et al.", surname(first)),
        }
    }

    fn plain(&self) -> String {
        let Self { year, title, place, .. } = self;
        format!("{} ({year}). {title}. {place}.", self.authors.join(", "))
    }

    fn html(&self) -> String {
        let Self { year, title, place, .. } = self;
        let mut html = format!(
            "{} ({year}). <cite>{}</cite>. {}.",
            escaped(&self.authors.join(", ")),
            escaped(title),
            escaped(place)
        );
        if let Some(address) = self.address() {
            let shown = match (&self.arxiv, &self.doi) {
                (Some(arxiv), _) => format!("arXiv:{arxiv}"),
                (None, doi) => format!("doi:{}", doi.as_deref().unwrap_or_default()),
            };
            let link = format!(
                " <a href=\"{}\" rel=\"external noopener\">{}</a>",
                escaped(&address),
                escaped(&shown)
            );
            html.push_str(&link);
        }
        html
    }

    fn address(&self) -> Option<String> {
        let arxiv = self.arxiv.as_ref().map(|id| format!("https://arxiv.org/abs/{id}"));
        arxiv.or_else(|| self.doi.as_ref().map(|id| format!("https://doi.org/{id}")))
    }
}

/// `Lipman` of `Yaron Lipman`; `van den Oord` of `van den Oord, Aäron`.
fn surname(author: &str) -> &str {
    match author.split_once(',') {
        Some((surname, _)) => surname.trim(),
        None => author.split_whitespace().last().unwrap_or(author),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = r#"
[lipman2023]
authors = ["Yaron Lipman", "Ricky T. Q. Chen", "Heli Ben-Hamu"]
year = 2023
title = "Flow Matching <for> Generative Modeling"
where = "ICLR"
arxiv = "2210.02747"

[li2025]
authors = ["Tianhong Li", "Kaiming He"]
year = 2025
title = "Back to Basics"
where = "preprint"

[oord2016]
authors = ["van den Oord, Aäron"]
year = 2016
title = "Pixels"
where = "ICML"
doi = "10.1/x"
"#;

    fn works() -> References {
        References::parse("r.toml", TOML).unwrap()
    }

    #[test]
    fn citations_name_authors_and_year_and_tell_the_rest_on_hover() {
        let citation = works().citation("lipman2023").unwrap();
        assert!(citation.ends_with(">(Lipman et al., 2023)</a>"), "{citation}");
        assert!(citation.contains("href=\"https://arxiv.org/abs/2210.02747\""));
        assert!(citation.contains("Flow Matching &lt;for&gt; Generative Modeling. ICLR.\""));
        let citation = works().citation("li2025").unwrap();
        assert!(citation.starts_with("<span ") && citation.contains("(Li and He, 2025)"));
        assert!(works().citation("oord2016").unwrap().contains("(van den Oord, 2016)"));
        assert_eq!(works().citation("nobody"), None);
    }

    #[test]
    fn the_list_holds_what_was_cited() {
        let keys = ["li2025", "lipman2023"].map(str::to_owned);
        let list = works().list(&keys);
        assert_eq!(list.matches("<li ").count(), 2);
        assert!(
            list.contains("<cite>Back to Basics</cite>") && list.contains(">arXiv:2210.02747<")
        );
        assert_eq!(works().list(&[]), "");
    }

    #[test]
    fn mistakes_in_the_list_are_said_with_their_line() {
        let said = |toml: &str| References::parse("r.toml", toml).unwrap_err()[0].to_string();
        assert!(
            said("[a]\nauthors = [\"A\"]\nyear = 2000\ntitle = \"T\"\n")
                .contains("r.toml:1: missing field `where`")
        );
        assert!(
            said("[a]\nauthors = [\"A\"]\nyears = 2000\n")
                .starts_with("r.toml:3: unknown field `years`")
        );
        assert!(said("\n[a\n").starts_with("r.toml:2:"));
        let work = "title = \"T\"\nwhere = \"W\"\n";
        assert!(said(&format!("[a]\nauthors = []\nyear = 2000\n{work}")).contains("no authors"));
        assert!(
            said(&format!("[a]\nauthors = [\"A\"]\nyear = 20\n{work}")).contains("the year 20")
        );
    }
}
