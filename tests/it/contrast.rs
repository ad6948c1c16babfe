//! The colors of `style/tokens.css` can be told from the paper, in both themes.

use std::collections::BTreeMap;

type Colors = BTreeMap<String, [f64; 3]>;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Read as text: 4.5 to 1 at least.
const TEXT: &[&str] = &["ink", "quiet", "warn"];

/// Seen as marks, edges of controls or focus: 3 to 1 at least.
const MARKS: &[&str] = &[
    "noise",
    "data",
    "velocity",
    "score",
    "second",
    "exact",
    "error-high",
    "edge",
    "focus",
    "class-1",
    "class-2",
    "class-3",
    "class-4",
    "class-5",
    "class-6",
    "class-7",
];

/// What lies below them.
const PAPERS: &[&str] = &["paper", "card"];

/// Custom properties with a hexadecimal color in the block that starts with `head`.
fn block(head: &str) -> Colors {
    let start = TOKENS.find(head).unwrap_or_else(|| panic!("no block {head}")) + head.len();
    let body = &TOKENS[start..];
    let body = &body[..body.find('}').expect("a block ends")];
    body.lines().filter_map(color).collect()
}

fn color(line: &str) -> Option<(String, [f64; 3])> {
    let (name, rest) = line.trim().strip_prefix("--")?.split_once(": #")?;
    let hex = rest.strip_suffix(';')?;
    assert_eq!(hex.len(), 6, "{line}");
    let channel = |i: usize| {
        let byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hexadecimal");
        f64::from(byte) / 255.0
    };
    Some((name.to_owned(), [channel(0), channel(1), channel(2)]))
}

/// Relative luminance, WCAG 2.2.
fn luminance(color: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2])
}

/// Contrast ratio, WCAG 2.2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[track_caller]
fn check_contrasts(head: &str) {
    let colors = block(head);
    for (names, least) in [(TEXT, 4.5), (MARKS, 3.0)] {
        for name in names {
            for paper in PAPERS {
                let ratio = contrast(colors[*name], colors[*paper]);
                assert!(least <= ratio, "{head}: {name} on {paper} is {ratio:.2}, below {least}");
            }
        }
    }
    for (name, paper) in [("ink", "sunk"), ("quiet", "sunk"), ("warn", "warn-paper")] {
        let ratio = contrast(colors[name], colors[paper]);
        assert!(4.5 <= ratio, "{head}: {name} on {paper} is {ratio:.2}");
    }
}

const LIGHT: &str = ":root {";
const DARK_BY_SYSTEM: &str = ":root:not([data-theme=\"light\"]) {";
const DARK_BY_CHOICE: &str = ":root[data-theme=\"dark\"] {";

#[test]
fn black_on_white_is_21_to_1() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}

#[test]
fn light_colors_stand_out_from_their_paper() {
    check_contrasts(LIGHT);
}

#[test]
fn dark_colors_stand_out_from_their_paper() {
    check_contrasts(DARK_BY_SYSTEM);
}

#[test]
fn dark_is_the_same_by_system_and_by_choice_and_names_what_light_names() {
    assert_eq!(block(DARK_BY_SYSTEM), block(DARK_BY_CHOICE));
    let names = |colors: Colors| colors.into_keys().collect::<Vec<_>>();
    assert_eq!(names(block(DARK_BY_SYSTEM)), names(block(LIGHT)));
}
