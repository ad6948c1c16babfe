//! TeX into `MathML`, with the marks of annotated symbols and of the notation.

use pulldown_latex::Parser;
use pulldown_latex::RenderConfig;
use pulldown_latex::Storage;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::mathml::push_mathml;

use crate::lecture::check::escaped;
use crate::lecture::notation::MARKED;
use crate::prose::glyphs;
use crate::prose::symbols::Symbols;

/// Commands that the renderer takes and gets wrong, or that would bring what
/// the style sheet decides; and what to write instead.
const REFUSED: &[(&str, &str)] = &[
    ("\\operatorname*", "write \\operatorname{name}\\limits_{index}"),
    ("\\boxed", "boxes are not rendered; say what stands out in words"),
    ("\\color", "colors carry a meaning here; explain a symbol with \\sym{name}{tex}"),
    ("\\textcolor", "colors carry a meaning here; explain a symbol with \\sym{name}{tex}"),
    ("\\colorbox", "colors carry a meaning here; explain a symbol with \\sym{name}{tex}"),
    ("\\fcolorbox", "colors carry a meaning here; explain a symbol with \\sym{name}{tex}"),
    ("\\tag", "equations have no numbers here"),
    ("\\label", "equations have no numbers here"),
];

/// What the renderer writes, and what draws the same better.
const REPLACED: &[(&str, &str)] = &[
    // A bar that is in no font for formulas; the macron is.
    ("\u{203e}", "\u{af}"),
    // The micro sign for mu, which browsers do not make italic.
    ("\u{b5}", "\u{3bc}"),
    ("\u{27c2}", "\u{22a5}"),
    // Browsers put room around these; TeX does not.
    ("<mo>/</mo>", "<mo lspace=\"0\" rspace=\"0\">/</mo>"),
    ("<mo>.</mo>", "<mo lspace=\"0\" rspace=\"0\">.</mo>"),
];

/// How a formula stands in the text, and what is marked in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// On a line of its own.
    pub(crate) is_block: bool,
    /// Whether letters that another notation renames are marked.
    pub(crate) is_in_notation: bool,
}

/// The formula as a `<math>` element.
///
/// # Errors
/// One sentence if the TeX is wrong, or would be rendered wrongly.
pub(crate) fn mathml(tex: &str, style: Style, symbols: &mut Symbols) -> Result<String, String> {
    if tex.trim().is_empty() {
        return Err("A formula is empty.".to_owned());
    }
    if let Some((command, instead)) = REFUSED.iter().find(|(command, _)| has(tex, command)) {
        return Err(format!("{command} can not be used: {instead}."));
    }
    let mut marks = Vec::new();
    let marked = with_colors(tex, &mut marks)?;
    let mathml = REPLACED
        .iter()
        .fold(rendered(&marked, style.is_block)?, |mathml, (from, to)| mathml.replace(from, to));
    let mut mathml = check(mathml, tex)?;
    for (idx, name) in marks.iter().enumerate() {
        let says = symbols.use_one(name).ok_or_else(|| {
            format!(
                "\\sym{{{name}}} is not explained: this step's ::: symbols has no line “{name}: …”."
            )
        })?;
        let element = format!(
            "class=\"sym\" data-sym=\"{}\" tabindex=\"0\" data-says=\"{}\"",
            escaped(name),
            escaped(&says)
        );
        mathml = mathml.replace(&color_attribute(idx), &element);
    }
    Ok(if style.is_in_notation { with_notation(&mathml) } else { mathml })
}

/// Whether a text has a command, and not a longer one that begins like it.
fn has(tex: &str, command: &str) -> bool {
    tex.match_indices(command).any(|(at, _)| {
        let after = tex[at + command.len()..].chars().next();
        command.ends_with('*') || after.is_none_or(|c| !c.is_ascii_alphabetic())
    })
}

fn rendered(tex: &str, is_block: bool) -> Result<String, String> {
    let storage = Storage::new();
    if let Some(Err(error)) = Parser::new(tex, &storage).find(Result::is_err) {
        return Err(sentence(&error.to_string()));
    }
    let display_mode = if is_block { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, Parser::new(tex, &storage), config)
        .map_err(|error| format!("The formula could not be rendered: {error}."))?;
    Ok(mathml)
}

/// The renderer's words, `parsing error: what` and a drawing of the place.
fn sentence(error: &str) -> String {
    let mut lines = error.lines();
    let what = lines.next().unwrap_or_default().trim_start_matches("parsing error: ");
    let place = lines.nth(2).unwrap_or_default().trim_start_matches(['│', ' ']);
    format!("The formula is wrong near “{}”: {what}.", plain(place))
}

/// A piece of TeX without the marks that were put into it.
fn plain(tex: &str) -> String {
    match tex.find("{\\color{#") {
        Some(at) => tex[..at].to_owned(),
        None => tex.to_owned(),
    }
}

/// Refuses what the renderer lets pass without an error.
fn check(mathml: String, tex: &str) -> Result<String, String> {
    if mathml.contains("<merror") {
        return Err(format!("The formula “{tex}” is rendered as an error."));
    }
    if mathml.contains('\\') {
        return Err(format!(
            "The formula “{tex}” shows a backslash: a command in it is not known."
        ));
    }
    if mathml.contains("<mi>*</mi>") {
        return Err(format!(
            "The formula “{tex}” takes its * for a letter; write \\ast or \\cdot."
        ));
    }
    if let Some(c) = glyphs::missing(&mathml) {
        return Err(format!(
            "The formula “{tex}” has a “{c}” (U+{:04X}), which its font lacks; see public/fonts/README.md.",
            u32::from(c)
        ));
    }
    Ok(mathml)
}

/// Replaces each `\sym{name}{tex}` by `tex` in a color of its own, which the
/// renderer writes as an attribute that can be found again.
fn with_colors(tex: &str, marks: &mut Vec<String>) -> Result<String, String> {
    let Some((before, after)) = split_at_sym(tex) else { return Ok(tex.to_owned()) };
    let form = "\\sym takes a name and a formula: \\sym{alpha}{\\alpha_t}.";
    let (name, after) = group(after).ok_or(form)?;
    let (inner, after) = group(after).ok_or(form)?;
    let idx = marks.len();
    if 255 < idx {
        return Err("A formula has at most 255 annotated symbols.".to_owned());
    }
    marks.push(name.trim().to_owned());
    let inner = with_colors(inner, marks)?;
    let rest = with_colors(after, marks)?;
    Ok(format!("{before}{{\\color{{#0100{idx:02x}}}{inner}}}{rest}"))
}

/// What the renderer writes for the color of mark `idx`.
fn color_attribute(idx: usize) -> String {
    format!("style=\"color: rgb(1 0 {idx})\"")
}

fn split_at_sym(tex: &str) -> Option<(&str, &str)> {
    let at = tex.match_indices("\\sym").map(|(at, _)| at).find(|at| {
        let after = tex[at + 4..].chars().next();
        // Not \symbb and its like.
        after.is_none_or(|c| !c.is_ascii_alphabetic())
    })?;
    Some((&tex[..at], &tex[at + 4..]))
}

/// The group in braces that a text begins with, and what follows.
fn group(tex: &str) -> Option<(&str, &str)> {
    let inside = tex.trim_start().strip_prefix('{')?;
    let (mut depth, mut is_escaped) = (1, false);
    for (at, c) in inside.char_indices() {
        match c {
            _ if is_escaped => {
                is_escaped = false;
                continue;
            }
            '\\' => is_escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inside[..at], &inside[at + 1..]));
        }
    }
    None
}

/// Marks the letters that another notation renames.
fn with_notation(mathml: &str) -> String {
    let mut marked = mathml.to_owned();
    for (letter, name) in MARKED {
        let (from, to) =
            (format!("<mi>{letter}</mi>"), format!("<mi data-n=\"{name}\">{letter}</mi>"));
        marked = marked.replace(&from, &to);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols() -> Symbols {
        let mut symbols = Symbols::default();
        symbols.explain("alpha", "how much of \"z\" is in x", 1);
        symbols.explain("eps", "noise", 2);
        symbols
    }

    const INLINE: Style = Style { is_block: false, is_in_notation: false };

    fn shown(tex: &str) -> String {
        mathml(tex, INLINE, &mut symbols()).expect(tex)
    }

    #[track_caller]
    fn check_refused(tex: &str, part: &str) {
        let sentence = mathml(tex, INLINE, &mut symbols()).expect_err(tex);
        assert!(sentence.contains(part), "{tex}: {sentence}");
        assert!(sentence.ends_with('.') && sentence.lines().count() == 1, "{sentence}");
    }

    #[test]
    fn formulas_become_mathml() {
        assert_eq!(
            shown("x_t"),
            "<math display=\"inline\"><msub><mi>x</mi><mi>t</mi></msub></math>"
        );
        let block = Style { is_block: true, is_in_notation: false };
        let html = mathml("\\frac12", block, &mut symbols()).unwrap();
        assert!(html.starts_with("<math display=\"block\">") && html.contains("<mfrac>"), "{html}");
    }

    #[test]
    fn symbols_are_marked_and_explained() {
        let html = shown("\\sym{alpha}{\\alpha_t} z + \\sym{eps}{\\sqrt{\\varepsilon}}");
        assert!(
            html.contains(
                "<mrow class=\"sym\" data-sym=\"alpha\" tabindex=\"0\" \
                 data-says=\"how much of &quot;z&quot; is in x\"><msub><mi>α</mi>"
            ),
            "{html}"
        );
        assert!(html.contains("data-sym=\"eps\"") && !html.contains("rgb"), "{html}");
    }

    #[test]
    fn symbols_may_stand_anywhere_in_a_formula() {
        for tex in [
            "\\frac{\\sym{alpha}{a}}{\\sym{eps}{b}}",
            "\\sqrt{\\sym{alpha}{a}}",
            "\\sym{alpha}{a}^2_t",
            "x^{\\sym{alpha}{a}}",
            "\\sym{alpha}{a + \\sym{eps}{b}}",
            "\\left( \\sym{alpha}{a} \\right)",
            "\\sum_{i=1}^n \\sym{alpha}{x_i}",
            "\\begin{aligned} a &= \\sym{alpha}{b} \\\\ &= c \\end{aligned}",
            "\\sym{alpha}{\\left\\{ a \\right\\}}",
            "\\hat{\\sym{alpha}{a}}",
        ] {
            let html = shown(tex);
            let n = tex.matches("\\sym").count();
            assert_eq!(html.matches("class=\"sym\"").count(), n, "{tex}: {html}");
            assert!(!html.contains("rgb"), "{tex}: {html}");
        }
    }

    #[test]
    fn symbols_that_are_not_explained_are_said() {
        check_refused("\\sym{beta}{\\beta_t}", "\\sym{beta} is not explained");
        check_refused("\\sym{beta}", "takes a name and a formula");
        check_refused("\\sym alpha", "takes a name and a formula");
    }

    #[test]
    fn letters_of_the_notation_are_marked() {
        let style = Style { is_block: false, is_in_notation: true };
        let html = mathml("x_t = t z + \\varepsilon X u_t", style, &mut symbols()).unwrap();
        for mark in [
            "<mi data-n=\"x\">x</mi>",
            "<mi data-n=\"z\">z</mi>",
            "<mi data-n=\"eps\">ε</mi>",
            "<mi data-n=\"X\">X</mi>",
            "<mi data-n=\"u\">u</mi>",
            "<mi>t</mi>",
        ] {
            assert!(html.contains(mark), "{mark}: {html}");
        }
        assert!(!shown("x_t").contains("data-n"));
    }

    #[test]
    fn letters_and_signs_are_those_of_the_font_without_room_of_their_own() {
        assert_eq!(shown("\\mu"), "<math display=\"inline\"><mi>\u{3bc}</mi></math>");
        assert!(shown("\\bar x").contains('\u{af}'));
        assert!(shown("a/b.").contains("<mo lspace=\"0\" rspace=\"0\">/</mo>"));
    }

    #[test]
    fn what_would_be_wrong_is_refused() {
        check_refused("\\mathfrak{g}", "(U+1D524), which its font lacks");
        check_refused("", "empty");
        check_refused("\\frac{a}", "wrong near");
        check_refused("\\nonsense", "unknown primitive");
        check_refused("x_t_s", "subscript twice");
        check_refused("\\operatorname*{argmin}", "\\operatorname{name}\\limits");
        check_refused("\\boxed{x}", "boxes");
        check_refused("\\color{red}x", "colors");
        check_refused("{x", "wrong near");
        check_refused("a \\\\ b", "new line");
        check_refused("x = 1 \\tag{1}", "no numbers");
    }

    #[test]
    fn what_the_lectures_write_is_rendered() {
        for tex in [
            "\\frac{\\mathrm{d}}{\\mathrm{d}t} \\psi_t(x_0) = u_t(\\psi_t(x_0)), \\qquad \\psi_0(x_0) = x_0.",
            "\\lVert u_t(x) - u_t(y) \\rVert \\le L \\, \\lVert x - y \\rVert \\quad \\text{for all } x, y, t.",
            "\\mathbb{E}\\big[(Y - g(X))^2\\big]",
            "p_{\\text{data}}(\\cdot \\mid y)",
            "\\operatorname{Var}\\!\\left(\\frac{N}{n}\\right)",
            "\\operatorname{argmin}\\limits_{x} f(x)",
            "\\nabla \\log p_t(x)",
            "\\sum_{i=1}^{n} \\int_A f\\,dx \\;\\to\\; \\infty",
            "x \\in \\mathbb{R}^d, \\quad X_0 \\sim \\mathcal{N}(0, I_d)",
            "\\tfrac{1}{2} \\ddot{x}_t + \\dots + \\underbrace{a}_{\\text{drift}}",
            "f(x) = \\begin{cases} 1 & x < 0 \\\\ 0 & \\text{otherwise} \\end{cases}",
            "\\|\\varepsilon\\|^2, \\tilde u, \\bar x, \\partial_t p",
            "X \\perp Y, \\mu + \\sigma, 1/\\sqrt{2\\pi}, \\hat x, \\vec v, \\dot x, x'",
        ] {
            let html = shown(tex);
            assert!(!html.contains('\\') && !html.contains("merror"), "{tex}: {html}");
        }
    }
}
