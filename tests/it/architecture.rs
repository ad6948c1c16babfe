//! The rules of the repository, each over all its files.

use crate::layers;
use crate::repository;
use crate::repository::Breach;

/// Most lines of a source file.
const MAX_LINES: usize = 400;

#[test]
fn modules_use_only_what_lies_below_them() {
    let files = library();
    let macros = layers::macro_homes(&files);
    let breaches: Vec<Breach> =
        files.iter().flat_map(|(file, source)| layers::breaches(file, source, &macros)).collect();
    repository::assert_none(&breaches);
}

#[test]
fn every_source_file_says_what_it_holds() {
    let files = rust_files();
    let breaches: Vec<Breach> =
        files.iter().filter_map(|(file, source)| undocumented(file, source)).collect();
    repository::assert_none(&breaches);
}

#[test]
fn no_source_file_is_too_long() {
    let css = ["src", "style"].map(|folder| repository::sources(folder, &["css"])).concat();
    let files = [rust_files(), css].concat();
    let breaches: Vec<Breach> =
        files.iter().filter_map(|(file, source)| too_long(file, source)).collect();
    repository::assert_none(&breaches);
}

#[test]
fn no_tracked_text_names_a_place_on_a_build_machine() {
    let files = repository::tracked_texts();
    assert!(files.iter().any(|(file, _)| file == "Cargo.toml"), "git lists the repository");
    let breaches: Vec<Breach> =
        files.iter().flat_map(|(file, source)| machine_paths(file, source)).collect();
    repository::assert_none(&breaches);
}

/// Sources of the library: all of `src` but the programs.
fn library() -> Vec<(String, String)> {
    let mut files = repository::sources("src", &["rs"]);
    files.retain(|(file, _)| !file.starts_with("src/bin/"));
    assert!(files.iter().any(|(file, _)| file == "src/lib.rs"), "the library was found");
    files
}

fn rust_files() -> Vec<(String, String)> {
    let folders = ["src", "tests"];
    folders.iter().flat_map(|folder| repository::sources(folder, &["rs"])).collect()
}

fn undocumented(file: &str, source: &str) -> Option<Breach> {
    let says = source.strip_prefix("//! ").is_some_and(|text| !text.starts_with("Placeholder"));
    let what = "a source file begins with `//!` and says what it holds".to_owned();
    (!says).then(|| Breach { file: file.to_owned(), line: 1, what })
}

fn too_long(file: &str, source: &str) -> Option<Breach> {
    let n_lines = source.lines().count();
    let what = format!("{n_lines} lines; a source file has at most {MAX_LINES}");
    (MAX_LINES < n_lines).then(|| Breach { file: file.to_owned(), line: n_lines, what })
}

/// Home folders and checkouts; put together here so that this file does not
/// name one.
fn machine_paths(file: &str, source: &str) -> Vec<Breach> {
    let places = ["root", "home", "Users", "work"].map(|name| format!("/{name}/"));
    // `site.org/work/` and `../home/x` are no places on a machine.
    let goes_on = |c: char| c.is_alphanumeric() || "._-~}$)".contains(c);
    let stands_in = |line: &str, place: &str| {
        line.match_indices(place).any(|(at, _)| !line[..at].ends_with(goes_on))
    };
    source
        .lines()
        .enumerate()
        .filter_map(|(i, line)| {
            let place = places.iter().find(|place| stands_in(line, place))?;
            let what = format!("a path of a build machine, under {place}");
            Some(Breach { file: file.to_owned(), line: i + 1, what })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_first_line_is_found() {
        assert!(undocumented("x.rs", "use std::fmt;\n//! Late.\n").is_some());
        assert!(undocumented("x.rs", "").is_some());
        assert!(undocumented("x.rs", "//! Placeholder.\n").is_some());
        assert!(undocumented("x.rs", "//! What it holds.\n").is_none());
    }

    #[test]
    fn a_file_of_too_many_lines_is_found() {
        assert!(too_long("x.rs", &"\n".repeat(MAX_LINES)).is_none());
        assert!(too_long("x.rs", &"\n".repeat(MAX_LINES + 1)).is_some());
    }

    #[test]
    fn paths_of_build_machines_are_found() {
        let found = |line: &str| machine_paths("x.md", line).len();
        for name in ["root", "home", "Users", "work"] {
            assert_eq!(found(&format!("a line\nsee \"/{name}/someone/x\"")), 1, "{name}");
        }
        let line = machine_paths("x.md", &format!("a\nb /{}/c", "home"))[0].line;
        assert_eq!(line, 2);
        assert_eq!(found("https://example.org/work/page and ./home/x and $HOME/work/x"), 0);
    }
}
