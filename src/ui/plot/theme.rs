//! Colors and letters of the style sheet, as the canvas needs them.

use web_sys::Element;

use crate::figure::draw::color::Rgb;
use crate::figure::draw::palette::DARK;
use crate::figure::draw::palette::LIGHT;
use crate::figure::draw::palette::Palette;

/// What a picture takes from the page's style.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Colors by meaning.
    pub palette: Palette,
    /// Font family of the controls.
    pub font: String,
}

/// The theme where `element` stands: custom properties `--card` (or
/// `--paper`), `--ink`, `--quiet`, `--line`, `--noise`, `--data`, `--velocity`,
/// `--score`, `--second`, `--error-low`, `--error-high`; a color that the style sheet does
/// not name is taken from the built-in palette.
pub fn of(element: &Element) -> Theme {
    let style = web_sys::window().and_then(|window| window.get_computed_style(element).ok()?);
    let property = |name: &str| -> Option<String> {
        let text = style.as_ref()?.get_property_value(name).ok()?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let color = |name: &str| property(name).and_then(|text| Rgb::parse(&text));
    let paper = color("--card").or_else(|| color("--paper"));
    let is_dark = paper.map_or_else(prefers_dark, |paper| paper.to_oklab()[0] < 0.5);
    let base = if is_dark { DARK } else { LIGHT };
    let palette = Palette {
        paper: paper.unwrap_or(base.paper),
        ink: color("--ink").unwrap_or(base.ink),
        quiet: color("--quiet").unwrap_or(base.quiet),
        line: color("--line").unwrap_or(base.line),
        noise: color("--noise").unwrap_or(base.noise),
        data: color("--data").unwrap_or(base.data),
        velocity: color("--velocity").unwrap_or(base.velocity),
        score: color("--score").unwrap_or(base.score),
        second: color("--second").unwrap_or(base.second),
        classes: std::array::from_fn(|i| {
            color(&format!("--class-{}", i + 1)).unwrap_or(base.classes[i])
        }),
        error_low: color("--error-low").unwrap_or(base.error_low),
        error_high: color("--error-high").unwrap_or(base.error_high),
        is_dark,
    };
    Theme { palette, font: property("font-family").unwrap_or_else(|| "sans-serif".to_owned()) }
}

/// A number that the style sheet gives where `element` stands.
pub fn number(element: &Element, name: &str) -> Option<f64> {
    let style = web_sys::window()?.get_computed_style(element).ok()??;
    style.get_property_value(name).ok()?.trim().parse().ok()
}

fn prefers_dark() -> bool {
    let query = web_sys::window()
        .and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok()?);
    query.is_some_and(|query| query.matches())
}
