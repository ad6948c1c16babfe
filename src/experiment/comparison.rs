//! Two experiments beside each other: what they share, how they are kept in
//! line, and the link that carries both.
//!
//! `a=…&b=…&seed=7&run=1`: `a` and `b` are links of the Lab, percent-encoded,
//! each without what both share, which stands once. Reading never panics and
//! says what it did not take as typed.

use crate::experiment::link;
use crate::experiment::page;
use crate::experiment::page::PageOptions;
use crate::experiment::page::Split;
use crate::experiment::percent::decoded;
use crate::experiment::percent::encoded;
use crate::experiment::rules;
use crate::experiment::settings::Settings;

/// What two experiments beside each other always share: one seed, one time that
/// runs one way, one way of looking, and as many samples, so that distances can
/// be compared.
pub const SHARED: &[&str] = &["dir", "samples", "seed", "t", "view", "device", "run"];

/// Two experiments, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The first.
    pub a: Settings,
    /// The second, in line with the first.
    pub b: Settings,
    /// How the page shows them.
    pub options: PageOptions,
    /// Sentences for the reader.
    pub notices: Vec<String>,
}

/// The second of two experiments, in line with the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// Its settings.
    pub settings: Settings,
    /// Keys that are its own, in the order of the list.
    pub own: Vec<&'static str>,
    /// Sentences about what gave way in it.
    pub notices: Vec<String>,
}

/// Reads the query of a comparison against the parameters and defaults of
/// `base`; what stands outside `a` and `b` is for both, and without a `b` the
/// second is a copy of the first.
pub fn open(base: &Settings, query: &str) -> Comparison {
    let (mut a_query, mut b_query) = (String::new(), None);
    let mut rest = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("a", text)) => a_query = decoded(text),
            Some(("b", text)) => b_query = Some(decoded(text)),
            _ => rest.push(pair),
        }
    }
    let Split { options, query: shared, mut notices } = page::split(&rest.join("&"));
    let both = link::parse(base, &shared);
    let first = link::parse(&both.settings, &a_query);
    let second = b_query.map(|query| link::parse(&both.settings, &query));
    let (a, gave_way) = rules::settled(first.settings);
    for (who, said) in [("", both.notices), ("A: ", first.notices), ("A: ", gave_way)] {
        notices.extend(said.into_iter().map(|sentence| format!("{who}{sentence}")));
    }
    let Some(second) = second else {
        return Comparison { b: a.clone(), a, options, notices };
    };
    notices.extend(second.notices.into_iter().map(|sentence| format!("B: {sentence}")));
    notices.extend(not_shared(&both.settings, &a, &second.settings));
    let followed = follow(&a, &second.settings, &differing(&a, &second.settings));
    notices.extend(followed.notices.into_iter().map(|sentence| format!("B: {sentence}")));
    Comparison { a, b: followed.settings, options, notices }
}

/// The query that reads as these two experiments.
pub fn print(base: &Settings, a: &Settings, b: &Settings, options: &PageOptions) -> String {
    let (mut own_a, mut own_b, mut shared) = (a.clone(), b.clone(), base.clone());
    for key in SHARED {
        for (to, from) in [(&mut shared, a), (&mut own_a, base), (&mut own_b, base)] {
            if let Some(value) = from.get(key) {
                to.set(key, value.clone());
            }
        }
    }
    let coded = |name: &str, settings| format!("{name}={}", encoded(&link::print(base, settings)));
    let mut pairs = Vec::new();
    if own_a != *base {
        pairs.push(coded("a", &own_a));
    }
    if own_b != own_a {
        pairs.push(coded("b", &own_b));
    }
    let shared = link::print(base, &shared);
    pairs.extend((!shared.is_empty()).then_some(shared));
    options.added_to(&pairs.join("&"))
}

/// Keys in which two experiments differ, but for what they share.
pub fn differing(a: &Settings, b: &Settings) -> Vec<&'static str> {
    let keys = a.params().iter().map(|param| param.key);
    keys.filter(|key| !SHARED.contains(key) && a.get(key) != b.get(key)).collect()
}

/// `b` with everything of `a` but the keys that are its `own`; what must give
/// way in it because of them becomes its own too.
pub fn follow(a: &Settings, b: &Settings, own: &[&'static str]) -> Followed {
    let mut next = a.clone();
    for key in own.iter().filter(|key| !SHARED.contains(key)) {
        if let Some(value) = b.get(key) {
            next.set(key, value.clone());
        }
    }
    let (settings, notices) = rules::settled(next);
    let forced = differing(a, &settings);
    let keys = a.params().iter().map(|param| param.key);
    let is_own = |key: &&'static str| own.contains(key) || forced.contains(key);
    let own = keys.filter(is_own).filter(|key| !SHARED.contains(key)).collect();
    Followed { settings, own, notices }
}

/// A sentence for what the link of `b` wants otherwise and both must share.
fn not_shared(base: &Settings, a: &Settings, b: &Settings) -> Option<String> {
    let is_asked = |key: &&&str| b.get(key) != base.get(key) && b.get(key) != a.get(key);
    let names: Vec<&str> = SHARED.iter().filter(is_asked).copied().collect();
    (!names.is_empty()).then(|| {
        format!("A and B share {}; what the link says of it for B was ignored.", names.join(", "))
    })
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

    fn lab(query: &str) -> Settings {
        let parsed = link::parse(&base(), query);
        assert_eq!(parsed.notices, Vec::<String>::new(), "{query}");
        parsed.settings
    }

    fn opened(query: &str) -> Comparison {
        open(&base(), query)
    }

    #[test]
    fn what_was_printed_reads_back_and_shared_keys_stand_once() {
        for (a, b) in [
            ("", ""),
            ("data=gmm5&seed=9", "data=gmm5&seed=9&path=sqrt&solver=euler&n=5"),
            ("net=32x2&t=0.25&view=samples,field&run=1", "t=0.25&view=samples,field&run=1"),
            ("", "data=mixture&mix=1,2.5,0,0.4,0.4,0;3,-1,2,1.5,0.3,45"),
        ] {
            let (a, b) = (lab(a), lab(b));
            let query = print(&base(), &a, &b, &PageOptions::default());
            let read = opened(&query);
            assert_eq!(read.notices, Vec::<String>::new(), "{query}");
            assert_eq!((&read.a, &read.b), (&a, &b), "{query}");
            assert_eq!(print(&base(), &read.a, &read.b, &read.options), query);
        }
        let query = print(
            &base(),
            &lab("data=gmm5&seed=9&run=1"),
            &lab("data=gmm5&seed=9&run=1&path=sqrt"),
            &page::split("hide=all").options,
        );
        assert_eq!(query, "a=data%3Dgmm5&b=data%3Dgmm5%26path%3Dsqrt&seed=9&run=1&hide=all");
    }

    #[test]
    fn links_of_the_lab_are_taken_whole() {
        let read = opened("a=data%3Dgmm5%26seed%3D4%26run%3D1&b=n%3D5");
        assert_eq!(read.a, lab("data=gmm5&seed=4&run=1"));
        assert_eq!(read.b, lab("n=5&seed=4&run=1"));
        assert_eq!(read.notices, Vec::<String>::new());
        let read = opened("data=gmm5&b=n%3D5");
        assert_eq!((read.a, read.b), (lab("data=gmm5"), lab("data=gmm5&n=5")));
    }

    #[test]
    fn without_a_second_it_is_a_copy_of_the_first() {
        let read = opened("a=data%3Dgmm5&seed=3");
        assert_eq!((&read.a, &read.b), (&lab("data=gmm5&seed=3"), &lab("data=gmm5&seed=3")));
        assert_eq!(opened("b=").b, base());
        assert_eq!((opened("").a, opened("").b), (base(), base()));
    }

    #[test]
    fn what_b_can_not_have_of_its_own_is_said() {
        let read = opened("a=seed%3D4&b=seed%3D5%26n%3D7");
        assert_eq!(read.b, lab("seed=4&n=7"));
        assert!(read.notices.len() == 1 && read.notices[0].contains("seed"), "{:?}", read.notices);
    }

    #[test]
    fn what_is_not_understood_is_said_with_whose_it_is() {
        let read = opened("a=lr%3Dfast&b=colour%3Dred%26n%3D7&x=1&hide=net");
        assert_eq!((&read.a, &read.b), (&base(), &lab("n=7")));
        assert_eq!(read.notices.len(), 3, "{:?}", read.notices);
        assert!(read.notices[1].starts_with("A: ") && read.notices[2].starts_with("B: "));
        assert!(read.options.hides("net"));
    }

    #[test]
    fn b_follows_a_but_for_its_own() {
        let (a, b) = (lab("data=gmm5&n=7&seed=2"), lab("n=5&lr=0.01&seed=8"));
        let followed = follow(&a, &b, &["n", "seed"]);
        assert_eq!(followed.settings, lab("data=gmm5&n=5&seed=2"));
        assert_eq!((followed.own, followed.notices), (vec!["n"], vec![]));
    }

    #[test]
    fn what_gives_way_in_b_becomes_its_own_and_then_nothing_changes_any_more() {
        let a = lab("path=vp&solver=em");
        let followed = follow(&a, &lab("source=moons"), &["source"]);
        assert_eq!(followed.settings, lab("source=moons&path=linear&solver=heun"));
        assert_eq!(followed.own, ["source", "path", "solver"]);
        assert!(!followed.notices.is_empty());
        let again = follow(&a, &followed.settings, &followed.own);
        assert_eq!(again, Followed { notices: vec![], ..followed });
    }

    #[test]
    fn where_b_can_not_go_back_only_b_goes_forward_and_the_link_stays() {
        let (a, b) = (lab("dir=backward"), lab("solver=em"));
        let followed = follow(&a, &b, &["solver"]);
        assert_eq!(followed.settings, lab("solver=em"));
        assert_eq!((followed.own, followed.notices.len()), (vec!["solver"], 1));
        let query = print(&base(), &a, &followed.settings, &PageOptions::default());
        let read = opened(&query);
        assert_eq!((read.a, read.b, read.notices.len()), (a, lab("solver=em"), 1));
    }

    #[test]
    fn no_text_makes_it_panic_and_printing_is_stable() {
        let words =
            ["a=", "b=", "&", "n%3D5", "%26", "seed=3", "seed%3D4", "run=1", "%", "é", "path%3Dvp"];
        let mut rng = Rng::stream(6, Stream::Figure, 0);
        for _ in 0..3_000 {
            let query: String = (0..rng.below(14)).map(|_| words[rng.below(words.len())]).collect();
            let read = opened(&query);
            let printed = print(&base(), &read.a, &read.b, &read.options);
            let again = opened(&printed);
            assert_eq!((&again.a, &again.b), (&read.a, &read.b), "{query:?}");
            assert_eq!(again.notices, Vec::<String>::new(), "{query:?} {printed:?}");
        }
    }
}
