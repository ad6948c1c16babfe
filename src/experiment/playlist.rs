//! A class session: links in an order, under one title, all in one address.
//!
//! `title=…&i=…&i=…&k=2`: each `i` is an experiment of the Lab or a place of the
//! page, percent-encoded; `k` is the item that is shown, from 1. Reading never
//! panics, and what was printed reads back as it was.

use crate::experiment::param::short;
use crate::experiment::percent::decoded;
use crate::experiment::percent::encoded;
use crate::experiment::route::Route;

/// Most items of a session.
pub const MAX_ITEMS: usize = 100;

/// Longest address that is read, in bytes.
pub const MAX_LEN: usize = 100_000;

/// Longest title, in characters.
const MAX_TITLE: usize = 120;

/// A session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Playlist {
    /// What it is called; may be empty.
    pub title: String,
    /// Links as typed, decoded.
    pub items: Vec<String>,
    /// Index of the item shown; 0 without items.
    pub at: usize,
}

/// A session read from an address, and what was not taken as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaylistReading {
    /// The session.
    pub playlist: Playlist,
    /// Sentences for the reader.
    pub notices: Vec<String>,
}

/// Reads the query of `#/play`.
pub fn parse(query: &str) -> PlaylistReading {
    let mut list = Playlist::default();
    let mut notices = Vec::new();
    if MAX_LEN < query.len() {
        notices.push("The playlist's address is too long to be read.".to_owned());
        return PlaylistReading { playlist: list, notices };
    }
    let mut n_left_out = 0_usize;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("title", text)) => list.title = decoded(text).chars().take(MAX_TITLE).collect(),
            Some(("i", _)) if list.items.len() == MAX_ITEMS => n_left_out += 1,
            Some(("i", text)) => list.items.push(decoded(text)),
            Some(("k", text)) => list.at = text.parse::<usize>().unwrap_or(1).saturating_sub(1),
            _ => notices.push(format!(
                "The playlist's “{}” is not known here and was ignored.",
                short(pair)
            )),
        }
    }
    notices.truncate(3);
    if 0 < n_left_out {
        notices
            .push(format!("A playlist has at most {MAX_ITEMS} items; {n_left_out} were left out."));
    }
    list.go(list.at);
    PlaylistReading { playlist: list, notices }
}

impl Playlist {
    /// The query that reads as this session; its first item is not named.
    pub fn print(&self) -> String {
        let title = (!self.title.is_empty()).then(|| format!("title={}", encoded(&self.title)));
        let items = self.items.iter().map(|item| format!("i={}", encoded(item)));
        let at = (0 < self.at).then(|| format!("k={}", self.at + 1));
        title.into_iter().chain(items).chain(at).collect::<Vec<_>>().join("&")
    }

    /// Shows the item `idx`, or the last one there is.
    pub fn go(&mut self, idx: usize) {
        self.at = idx.min(self.items.len().saturating_sub(1));
    }

    /// The place of item `idx`.
    ///
    /// # Errors
    /// One sentence, if it is neither an experiment or a comparison of the Lab nor a figure.
    pub fn place(&self, idx: usize) -> Result<Route, String> {
        let Some(item) = self.items.get(idx) else {
            return Err("This playlist has no items.".to_owned());
        };
        // A whole address counts from its `#` on.
        let route = match item.find("#/") {
            Some(start) => Route::parse(&item[start..]),
            None if item.is_empty() || item.contains('=') => Route::Lab { query: item.clone() },
            None => Route::NotFound { path: short(item) },
        };
        match route {
            Route::Lab { .. } | Route::Compare { .. } | Route::Figure { .. } => Ok(route),
            Route::Play { .. } => {
                Err(format!("Item {} is a playlist itself; step over it.", idx + 1))
            }
            Route::Lectures | Route::Lecture { .. } => Err(format!(
                "Item {} is a lecture, which has a way of its own; step over it.",
                idx + 1
            )),
            Route::Home | Route::NotFound { .. } => Err(format!(
                "Item {} is no link to an experiment: “{}”. Step over it.",
                idx + 1,
                short(item)
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn read(query: &str) -> Playlist {
        parse(query).playlist
    }

    #[test]
    fn a_session_reads_back_as_it_was_printed() {
        let items =
            ["", "data=gmm5&n=7", "#/figure/noise-to-data?data=moons&t=0.5", "ü & %41 + =#"];
        let items: Vec<String> = items.map(str::to_owned).to_vec();
        for at in 0..items.len() {
            let list =
                Playlist { title: "Week 2: flows & 50 %".to_owned(), items: items.clone(), at };
            assert_eq!(parse(&list.print()), PlaylistReading { playlist: list, notices: vec![] });
        }
        assert_eq!(read(""), Playlist::default());
    }

    #[test]
    fn items_are_queries_of_the_lab_places_or_whole_addresses() {
        let lab = |query: &str| Ok(Route::Lab { query: query.to_owned() });
        let figure = Route::Figure { id: "lab".to_owned(), query: "t=0".to_owned() };
        for (item, place) in [
            ("", lab("")),
            ("data=moons&n=5", lab("data=moons&n=5")),
            ("#/lab?n=5", lab("n=5")),
            ("https://example.org/flow/#/lab?n=5", lab("n=5")),
            ("#/figure/lab?t=0", Ok(figure)),
            ("#/compare?b=n%3D5", Ok(Route::Compare { query: "b=n%3D5".to_owned() })),
        ] {
            let list = Playlist { items: vec![item.to_owned()], ..Playlist::default() };
            assert_eq!(list.place(0), place, "{item}");
        }
    }

    #[test]
    fn broken_items_are_said_in_one_sentence_with_their_number() {
        let list = read("i=n%3D5&i=moons&i=%23/&i=%23/nowhere&i=%23/play?i=1");
        assert!(list.place(0).is_ok());
        for idx in 1..5 {
            let sentence = list.place(idx).unwrap_err();
            assert!(sentence.starts_with(&format!("Item {} ", idx + 1)), "{sentence}");
        }
        assert!(Playlist::default().place(0).is_err());
    }

    #[test]
    fn the_item_shown_is_always_one_of_the_list() {
        for (query, at) in
            [("i=&i=&k=2", 1), ("i=&i=&k=9", 1), ("i=&k=0", 0), ("k=x&i=", 0), ("k=7", 0)]
        {
            assert_eq!(read(query).at, at, "{query}");
        }
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert_eq!(parse("i=&colour=red&x").notices.len(), 2);
        let many = vec!["i=n%3D1"; MAX_ITEMS + 5].join("&");
        let reading = parse(&many);
        assert_eq!((reading.playlist.items.len(), reading.notices.len()), (MAX_ITEMS, 1));
        let long = format!("title={}", "x".repeat(MAX_LEN));
        assert_eq!(parse(&long).notices.len(), 1);
    }

    #[test]
    fn no_text_makes_it_panic_and_printing_is_stable() {
        let words =
            ["i=", "title=", "k=", "&", "%", "2", "F", "é", "%C3", "%A9", "=", "#/", "🙂", "lab"];
        let mut rng = Rng::stream(5, Stream::Figure, 0);
        for _ in 0..5_000 {
            let query: String = (0..rng.below(16)).map(|_| words[rng.below(words.len())]).collect();
            let list = read(&query);
            assert_eq!(read(&list.print()), list, "{query:?}");
            for idx in 0..=list.items.len() {
                let _ = list.place(idx);
            }
        }
    }
}
