//! Addresses inside the page: what stands behind the `#`, read and printed.
//!
//! Reading never panics; whatever is not an address of ours is
//! [`Route::NotFound`] and keeps what was typed. Queries are kept as typed:
//! [`crate::experiment::link`] reads them.

use std::fmt::Display;
use std::fmt::Formatter;

use crate::experiment::images::run::is_of_images;
use crate::experiment::param::short;

/// The figure that is the Lab for images.
const IMAGE_BENCH: &str = "train-digits";

/// A place in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `#/`, or nothing at all.
    Home,
    /// `#/lab?query`: the open bench.
    Lab {
        /// Settings in link notation.
        query: String,
    },
    /// `#/compare?query`: the open bench with two experiments, read by
    /// [`crate::experiment::comparison`].
    Compare {
        /// Both experiments and what they share.
        query: String,
    },
    /// `#/figure/id?query`: one figure alone.
    Figure {
        /// Lower-case letters, digits and dashes; the figure may not exist.
        id: String,
        /// Settings in link notation.
        query: String,
    },
    /// `#/lecture`: the list of lectures.
    Lectures,
    /// `#/lecture/slug/step?query`: a lecture, perhaps at one of its steps.
    Lecture {
        /// Lower-case letters, digits and dashes; the lecture may not exist.
        slug: String,
        /// Likewise; none is the lecture's beginning.
        step: Option<String>,
        /// How the page shows it, read by [`crate::experiment::page`].
        query: String,
    },
    /// `#/play?query`: a class session, read by [`crate::experiment::playlist`].
    Play {
        /// Title and items.
        query: String,
    },
    /// Anything else.
    NotFound {
        /// What was typed after the `#`, shortened.
        path: String,
    },
}

impl Route {
    /// The place that `hash` stands for, with or without its `#`.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let query = query.to_owned();
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        match path.split_once('/') {
            None if path.is_empty() => Self::Home,
            // Images have a bench of their own, which the same link opens.
            None if path == "lab" && is_of_images(&query) => {
                Self::Figure { id: IMAGE_BENCH.to_owned(), query }
            }
            None if path == "lab" => Self::Lab { query },
            None if path == "compare" => Self::Compare { query },
            None if path == "play" => Self::Play { query },
            None if path == "lecture" => Self::Lectures,
            Some(("lecture", place)) => Self::in_lecture(place, query)
                .unwrap_or_else(|| Self::NotFound { path: short(hash) }),
            Some(("figure", id)) if is_id(id) => Self::Figure { id: id.to_owned(), query },
            _ => Self::NotFound { path: short(hash) },
        }
    }

    /// `slug` or `slug/step`.
    fn in_lecture(place: &str, query: String) -> Option<Self> {
        let (slug, step) = match place.split_once('/') {
            Some((slug, step)) => (slug, Some(step)),
            None => (place, None),
        };
        let is_readable = is_id(slug) && step.is_none_or(is_id);
        is_readable.then(|| Self::Lecture {
            slug: slug.to_owned(),
            step: step.map(str::to_owned),
            query,
        })
    }

    /// Whether both are places in one lecture, so that going there is turning a page.
    pub fn is_in_lecture_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lecture { slug, .. }, Self::Lecture { slug: other, .. }) => slug == other,
            _ => false,
        }
    }

    /// Query of the place; empty where there is none.
    pub fn query(&self) -> &str {
        match self {
            Self::Lab { query }
            | Self::Compare { query }
            | Self::Figure { query, .. }
            | Self::Lecture { query, .. }
            | Self::Play { query } => query,
            Self::Home | Self::Lectures | Self::NotFound { .. } => "",
        }
    }

    /// The same place with another query.
    #[must_use]
    pub fn with_query(&self, query: String) -> Self {
        match self {
            Self::Lab { .. } => Self::Lab { query },
            Self::Compare { .. } => Self::Compare { query },
            Self::Figure { id, .. } => Self::Figure { id: id.clone(), query },
            Self::Lecture { slug, step, .. } => {
                Self::Lecture { slug: slug.clone(), step: step.clone(), query }
            }
            Self::Play { .. } => Self::Play { query },
            other => other.clone(),
        }
    }
}

impl Display for Route {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Home => f.write_str("#/"),
            Self::Lab { .. } => f.write_str("#/lab"),
            Self::Compare { .. } => f.write_str("#/compare"),
            Self::Figure { id, .. } => write!(f, "#/figure/{id}"),
            Self::Lectures => f.write_str("#/lecture"),
            Self::Lecture { slug, step: None, .. } => write!(f, "#/lecture/{slug}"),
            Self::Lecture { slug, step: Some(step), .. } => write!(f, "#/lecture/{slug}/{step}"),
            Self::Play { .. } => f.write_str("#/play"),
            Self::NotFound { path } => write!(f, "#{path}"),
        }?;
        match self.query() {
            "" => Ok(()),
            query => write!(f, "?{query}"),
        }
    }
}

fn is_id(text: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;

    fn lab(query: &str) -> Route {
        Route::Lab { query: query.to_owned() }
    }

    #[test]
    fn every_place_has_its_address() {
        for hash in ["", "#", "#/", "/", "#/?x=1"] {
            assert_eq!(Route::parse(hash), Route::Home, "{hash:?}");
        }
        assert_eq!(Route::parse("#/lab"), lab(""));
        assert_eq!(Route::parse("#/lab/"), lab(""));
        assert_eq!(Route::parse("#/lab?data=gmm5&n=7"), lab("data=gmm5&n=7"));
        let compared = "a=n%3D7&b=n%3D5&seed=2".to_owned();
        let route = Route::parse("#/compare?a=n%3D7&b=n%3D5&seed=2");
        assert_eq!(route, Route::Compare { query: compared });
        assert_eq!(
            Route::parse("#/figure/noise-to-data?seed=2"),
            Route::Figure { id: "noise-to-data".to_owned(), query: "seed=2".to_owned() }
        );
    }

    #[test]
    fn a_lecture_and_each_of_its_steps_have_an_address() {
        let lecture = |step: Option<&str>, query: &str| Route::Lecture {
            slug: "lab-1".to_owned(),
            step: step.map(str::to_owned),
            query: query.to_owned(),
        };
        assert_eq!(Route::parse("#/lecture"), Route::Lectures);
        assert_eq!(Route::parse("#/lecture/"), Route::Lectures);
        assert_eq!(Route::parse("#/lecture/lab-1"), lecture(None, ""));
        assert_eq!(Route::parse("#/lecture/lab-1/"), lecture(None, ""));
        assert_eq!(Route::parse("#/lecture/lab-1/ou"), lecture(Some("ou"), ""));
        assert_eq!(Route::parse("#/lecture/lab-1/ou?present=1"), lecture(Some("ou"), "present=1"));
    }

    #[test]
    fn steps_of_one_lecture_are_told_from_other_places() {
        let at = Route::parse("#/lecture/flows/euler");
        assert!(at.is_in_lecture_of(&Route::parse("#/lecture/flows?present=1")));
        for other in ["#/lecture/paths/euler", "#/lecture", "#/lab", "#/lecture/flows/a/b"] {
            assert!(!at.is_in_lecture_of(&Route::parse(other)), "{other}");
        }
    }

    #[test]
    fn strange_addresses_are_not_found() {
        for hash in [
            "#main",
            "#/labs",
            "#/figure",
            "#/figure/",
            "#/figure/A b",
            "#//lab",
            "#/🙂",
            "#/lecture/A",
            "#/lecture/flows/a/b",
            "#/lecture//a",
            "#/lectures",
        ] {
            assert!(matches!(Route::parse(hash), Route::NotFound { .. }), "{hash:?}");
        }
    }

    #[test]
    fn canonical_addresses_survive_reading_and_printing() {
        for hash in [
            "#/",
            "#/lab",
            "#/lab?n=3",
            "#/compare?a=n%3D5&run=1",
            "#/figure/lab?t=0.5",
            "#/lab?a=b?c#d",
            "#/play?i=n%3D5",
            "#/lecture",
            "#/lecture/flows",
            "#/lecture/lab-1/ou?present=1",
        ] {
            assert_eq!(Route::parse(hash).to_string(), hash);
        }
    }

    #[test]
    fn a_query_replaces_only_the_query() {
        let figure = Route::parse("#/figure/lab?seed=1");
        assert_eq!(figure.with_query("seed=2".to_owned()).to_string(), "#/figure/lab?seed=2");
        let step = Route::parse("#/lecture/flows/euler");
        let presented = step.with_query("present=1".to_owned());
        assert_eq!(presented.to_string(), "#/lecture/flows/euler?present=1");
        assert_eq!(Route::Home.with_query("seed=2".to_owned()), Route::Home);
    }

    #[test]
    fn no_text_makes_reading_panic_and_printing_is_stable() {
        let alphabet: Vec<char> = "##//??labfiguretc-&=%é\u{202e}🙂 \0".chars().collect();
        let mut rng = Rng::stream(1, Stream::Figure, 1);
        for _ in 0..5_000 {
            let n = rng.below(50);
            let hash: String = (0..n).map(|_| alphabet[rng.below(alphabet.len())]).collect();
            let route = Route::parse(&hash);
            if !matches!(route, Route::NotFound { .. }) {
                assert_eq!(Route::parse(&route.to_string()), route, "{hash:?}");
            }
        }
    }

    #[test]
    fn the_lab_of_images_is_their_own_bench() {
        let route = Route::parse("/lab?data=digits8&net=unet-s&w=3");
        let query = "data=digits8&net=unet-s&w=3".to_owned();
        assert_eq!(route, Route::Figure { id: IMAGE_BENCH.to_owned(), query });
        assert!(matches!(Route::parse("/lab?data=moons"), Route::Lab { .. }));
    }
}
