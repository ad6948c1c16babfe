//! Finds what a Rust source uses from outside its own top module.
//!
//! Reads tokens, so comments and strings do not count and macros do.

use proc_macro2::Delimiter;
use proc_macro2::Spacing;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

/// A name used, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    /// What the name stands for.
    pub(crate) name: Name,
    /// Line from 1.
    pub(crate) line: usize,
    /// Whether it stands in a module that is compiled for tests alone.
    pub(crate) in_tests: bool,
}

/// What a path begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// `crate::NAME`, or as many `super` as lead there.
    Root(String),
    /// `NAME::`, or `use NAME`: another crate, a local module or a type.
    Head(String),
}

/// All names that `source` uses; `module` is its path, `["path", "gaussian"]`
/// for `src/path/gaussian.rs`.
///
/// # Errors
/// The message of the lexer if the source is not Rust.
pub(crate) fn uses(module: &[&str], source: &str) -> Result<Vec<Used>, String> {
    let tokens: TokenStream = source.parse().map_err(|e| format!("not Rust: {e}"))?;
    let place = Place { depth: module.len(), in_tests: module.last() == Some(&"tests") };
    let mut found = Vec::new();
    walk(tokens, place, &mut found);
    Ok(found)
}

/// Names of the macros that `source` exports to the root of the crate.
pub(crate) fn exported_macros(source: &str) -> Vec<String> {
    let tokens: Vec<TokenTree> = source.parse::<TokenStream>().into_iter().flatten().collect();
    let is_exported = |i: usize| {
        let attribute = |token: &TokenTree| token.to_string().starts_with("[macro_export");
        // The attribute, then `macro_rules ! name`.
        i.checked_sub(1).is_some_and(|before| attribute(&tokens[before]))
    };
    (0..tokens.len())
        .filter(|&i| is_ident(tokens.get(i), "macro_rules") && is_exported(i))
        .filter_map(|i| tokens.get(i + 2).map(ToString::to_string))
        .collect()
}

#[derive(Clone, Copy)]
struct Place {
    /// Number of modules from the root of the crate.
    depth: usize,
    in_tests: bool,
}

fn walk(tokens: TokenStream, place: Place, found: &mut Vec<Used>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                walk(group.stream(), inside(&tokens, i, place), found);
            }
            TokenTree::Ident(ident) => {
                let line = ident.span().start().line;
                let used = |name| Used { name, line, in_tests: place.in_tests };
                match ident.to_string().as_str() {
                    "crate" => found.extend(roots(&tokens, i + 1).into_iter().map(used)),
                    "super" => found.extend(above(&tokens, i, place).into_iter().map(used)),
                    "self" => {}
                    head if is_head(&tokens, i) => found.push(used(Name::Head(head.to_owned()))),
                    _ => {}
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Where the group at `i` is: one module deeper after `mod name`.
fn inside(tokens: &[TokenTree], i: usize, place: Place) -> Place {
    let TokenTree::Group(group) = &tokens[i] else { return place };
    let is_module = group.delimiter() == Delimiter::Brace
        && 2 <= i
        && is_ident(tokens.get(i - 2), "mod")
        && matches!(tokens[i - 1], TokenTree::Ident(_));
    if !is_module {
        return place;
    }
    let for_tests = tokens[..i - 2]
        .iter()
        .rev()
        // Back over `pub`, `#[...]` and their like to the item before.
        .take_while(|token| !ends_an_item(token))
        .any(|token| token.to_string().replace(' ', "") == "[cfg(test)]");
    Place { depth: place.depth + 1, in_tests: place.in_tests || for_tests }
}

fn ends_an_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}

/// First names after the `::` at `i`; several for `::{a::x, b::y}`.
fn roots(tokens: &[TokenTree], i: usize) -> Vec<Name> {
    if !is_colons(tokens, i) {
        return Vec::new();
    }
    match tokens.get(i + 2) {
        Some(TokenTree::Ident(ident)) => vec![Name::Root(ident.to_string())],
        Some(TokenTree::Group(group)) => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            tokens
                .split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','))
                .filter_map(|item| item.first())
                .map(|first| Name::Root(first.to_string()))
                .collect()
        }
        // `crate::*`
        _ => vec![Name::Root("*".to_owned())],
    }
}

/// What the chain of `super` that begins at `i` leads to, if to the root.
fn above(tokens: &[TokenTree], i: usize, place: Place) -> Vec<Name> {
    let continues = 3 <= i && is_colons(tokens, i - 2) && is_ident(tokens.get(i - 3), "super");
    if continues {
        return Vec::new();
    }
    let mut last = i;
    let mut n = 1;
    while is_colons(tokens, last + 1) && is_ident(tokens.get(last + 3), "super") {
        last += 3;
        n += 1;
    }
    if n < place.depth { Vec::new() } else { roots(tokens, last + 1) }
}

/// Whether a path begins at the identifier `i`.
fn is_head(tokens: &[TokenTree], i: usize) -> bool {
    let follows_path = 2 <= i && is_colons(tokens, i - 2) && !is_global(tokens, i - 2);
    let is_used_whole = i
        .checked_sub(1)
        .is_some_and(|k| is_ident(tokens.get(k), "use") || is_ident(tokens.get(k), "crate"));
    !follows_path && (is_colons(tokens, i + 1) || is_used_whole)
}

/// Whether nothing stands before the `::` at `i`, as in `::burn::tensor`.
fn is_global(tokens: &[TokenTree], i: usize) -> bool {
    match i.checked_sub(1).map(|k| &tokens[k]) {
        Some(TokenTree::Ident(ident)) => ident == "use",
        Some(TokenTree::Punct(punct)) => punct.as_char() != '>',
        _ => true,
    }
}

/// Whether `::` stands at `i`; in `x: ::burn::y` the first colon stands apart.
fn is_colons(tokens: &[TokenTree], i: usize) -> bool {
    let colon = |i: usize| match tokens.get(i) {
        Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => Some(punct.spacing()),
        _ => None,
    };
    colon(i) == Some(Spacing::Joint) && colon(i + 1).is_some()
}

fn is_ident(token: Option<&TokenTree>, name: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root_names(module: &[&str], source: &str) -> Vec<String> {
        let name = |used: Used| match used.name {
            Name::Root(name) => Some(name),
            Name::Head(_) => None,
        };
        uses(module, source).unwrap().into_iter().filter_map(name).collect()
    }

    fn heads(source: &str) -> Vec<String> {
        let name = |used: Used| match used.name {
            Name::Head(name) => Some(name),
            Name::Root(_) => None,
        };
        uses(&["path"], source).unwrap().into_iter().filter_map(name).collect()
    }

    #[test]
    fn crate_paths_are_found_wherever_they_stand() {
        let found = |source| root_names(&["path"], source);
        assert_eq!(found("use crate::solver::run::Integration;"), ["solver"]);
        assert_eq!(found("use crate::{math::points::Points, solver::run};"), ["math", "solver"]);
        assert_eq!(
            found("fn f() -> crate::ui::App { view! { <b>{crate::job::now()}</b> } }"),
            ["ui", "job"]
        );
        assert_eq!(found("macro_rules! m { () => { $crate::worker::x } }"), ["worker"]);
        assert_eq!(found("use crate::*;"), ["*"]);
        assert_eq!(found("pub(crate) fn f() {}"), [""; 0]);
    }

    #[test]
    fn comments_and_strings_do_not_count() {
        let source = "//! See [`crate::ui`].\n/* burn::x */ fn f() { g(\"crate::ui\", r#\"burn::x\"#, '\"'); }";
        assert_eq!(uses(&["path"], source), Ok(vec![]));
    }

    #[test]
    fn supers_count_when_they_lead_to_the_root() {
        assert_eq!(root_names(&["path"], "use super::solver::run;"), ["solver"]);
        assert_eq!(root_names(&["path", "gaussian"], "use super::scheduler::x;"), [""; 0]);
        assert_eq!(root_names(&["path", "gaussian"], "use super::super::solver::x;"), ["solver"]);
        assert_eq!(root_names(&["path"], "mod tests { use super::*; }"), [""; 0]);
        assert_eq!(root_names(&["path"], "mod tests { use super::super::solver::x; }"), ["solver"]);
        assert_eq!(root_names(&["path"], "pub(super) fn f() {}"), [""; 0]);
    }

    #[test]
    fn other_crates_are_found_wherever_they_stand() {
        assert_eq!(heads("use burn::tensor::Tensor;"), ["burn"]);
        assert_eq!(heads("use burn as b;"), ["burn"]);
        assert_eq!(heads("extern crate burn;"), ["burn"]);
        assert_eq!(heads("fn f(x: ::web_sys::Window) {}"), ["web_sys"]);
        assert_eq!(heads("fn f() { a(js_sys::Date::now()) }"), ["js_sys"]);
        assert_eq!(heads("fn f() { leptos::view! { <b/> } }"), ["leptos"]);
        assert_eq!(heads("use {burn::x, std::fmt};"), ["burn", "std"]);
        assert_eq!(heads("use crate::model::burn::x;"), [""; 0]);
    }

    #[test]
    fn lines_are_counted_from_one() {
        let found = uses(&["path"], "//! Doc.\n\nuse crate::ui::x;\n").unwrap();
        assert_eq!(found[0].line, 3);
    }

    #[test]
    fn test_modules_are_told_apart() {
        let source = "use crate::a::x;\n#[cfg(test)]\nmod tests { use crate::b::x; }\nmod c { use crate::d::x; }";
        let found = uses(&["path"], source).unwrap();
        let in_tests: Vec<bool> = found.iter().map(|used| used.in_tests).collect();
        assert_eq!(in_tests, [false, true, false]);
        assert!(uses(&["path", "tests"], "use crate::b::x;").unwrap()[0].in_tests);
    }

    #[test]
    fn exported_macros_are_found_by_name() {
        let source = "/// Doc.\n#[macro_export]\nmacro_rules! kinds { () => {} }\nmacro_rules! own { () => {} }";
        assert_eq!(exported_macros(source), ["kinds"]);
    }

    #[test]
    fn a_source_that_is_not_rust_is_an_error() {
        assert!(uses(&["path"], "fn f( {").is_err());
    }
}
