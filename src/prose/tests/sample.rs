//! What the page finds in a compiled text.

use crate::lecture::check::Answer;
use crate::lecture::check::CheckSpec;
use crate::prose::tests::compiled;
use crate::prose::tests::sample;

/// The text between `start` and the next `end`, without them.
#[track_caller]
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let from = html.find(start).unwrap_or_else(|| panic!("no {start} in {html}")) + start.len();
    let to = html[from..].find(end).unwrap_or_else(|| panic!("no {end} after {start}"));
    &html[from..from + to]
}

#[track_caller]
fn check_has(html: &str, part: &str) {
    assert!(html.contains(part), "no {part} in {html}");
}

/// The JSON beside a check, as a browser reads the attribute.
fn spec(html: &str, id: &str) -> CheckSpec {
    let form = between(html, &format!("<form class=\"check\" data-check=\"{id}\""), "</form>");
    let json = between(form, "data-spec=\"", "\"");
    let json = json.replace("&quot;", "\"").replace("&#39;", "'");
    let json = json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{id}: {error}: {json}"))
}

/// Every element opens and closes in order; attributes hold no bare angle.
fn check_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("<{part}"));
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "</{name}> closes another element");
        } else if !tag.ends_with('/') && !matches!(name, "br" | "hr") {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0], "never closed");
}

#[test]
fn the_article_has_a_head_steps_and_a_list_of_works() {
    let html = sample();
    check_well_formed(&html);
    assert!(html.starts_with("<article class=\"lecture\" data-lecture=\"sample\">"));
    check_has(&html, "<header><h1>A sample lecture</h1>\n<p class=\"lead\">");
    for id in ["way", "numbers", "program"] {
        check_has(
            &html,
            &format!("<section class=\"step\" id=\"step-{id}\" data-step=\"{id}\">\n<h2>"),
        );
    }
    let works = between(&html, "<section class=\"references\"", "</section>");
    check_has(works, "data-reference=\"lipman2023\"");
    check_has(works, "data-reference=\"li2025\"");
    assert!(!works.contains("unused2000"));
    let shown: String = html
        .split("data-spec=\"")
        .map(|part| part.split_once("\">").map_or(part, |(_, after)| after))
        .collect();
    for odd in [":::", "{#", "\\", "<p></p>", "$$", "<script", "rgb("] {
        assert!(!shown.contains(odd), "{odd} in {html}");
    }
}

#[test]
fn every_text_says_how_much_it_holds() {
    let all = compiled(super::SAMPLE).unwrap();
    let counts: Vec<_> =
        all.iter().map(|it| (it.slug, it.n_steps, it.n_checks, it.n_figures)).collect();
    assert_eq!(counts, [("sample", 3, 8, 3), ("reminder", 1, 4, 1)]);
}

#[test]
fn figures_stand_beside_the_text_with_their_notice() {
    let html = sample();
    let figure = between(&html, "<div class=\"step-figure\">", "</div>");
    check_has(
        figure,
        "<section data-figure=\"noise-to-data\" data-query=\"data=8gaussians&amp;seed=3\" data-state=\"idle\" aria-label=\"",
    );
    check_has(figure, "<p class=\"card-notice\" data-notice-text>Each point follows <math");
    check_has(figure, "<em>one</em>");
    assert!(!figure.contains("data-instance"));
    check_has(&html, "data-query=\"data=moons\" data-instance=\"2\"");
    // Outside of the text's column.
    let text = between(&html, "<div class=\"step-text\">", "<div class=\"step-figure\">");
    assert!(!text.contains("data-figure"));
}

#[test]
fn equations_stand_on_lines_of_their_own() {
    let html = sample();
    check_has(&html, "</p>\n<div class=\"equation\"><math display=\"block\">");
    check_has(&html, "goes on\n</p>\n<div class=\"equation\">");
    check_has(&html, "</math></div>\n<p>\nafter an equation");
    check_has(&html, "<math display=\"inline\">");
}

#[test]
fn symbols_say_what_they_are() {
    let html = sample();
    check_has(
        &html,
        "<mrow class=\"sym\" data-sym=\"state\" tabindex=\"0\" data-says=\"where the point is at time t\">",
    );
    check_has(&html, "data-says=\"how much of the data &quot;point&quot; is in it\"");
    assert_eq!(html.matches("class=\"sym\"").count(), 2);
}

#[test]
fn letters_of_the_notation_are_marked_unless_the_text_keeps_its_own() {
    check_has(&sample(), "<mi data-n=\"z\">z</mi>");
    let reminder = &compiled(super::SAMPLE).unwrap()[1].html;
    check_has(reminder, "data-lecture=\"reminder\" data-notation=\"none\"");
    check_has(reminder, "<mi>z</mi>");
}

#[test]
fn derivations_have_lines_with_reasons() {
    let html = sample();
    let derivation = between(&html, "<div class=\"derive\" data-derive>", "</ol>");
    check_has(derivation, "<h3 class=\"derive-title\">From noise to <math");
    assert_eq!(derivation.matches("<li data-line=").count(), 2);
    check_has(derivation, "<p class=\"derive-because\">the path</p>");
    check_has(
        derivation,
        "subtract the noise <span class=\"derive-checked\" title=\"t*z + (1-t)*eps - eps == ",
    );
    check_has(derivation, ">checked at 64 random points</span>");
}

#[test]
fn links_and_citations_lead_somewhere() {
    let html = sample();
    check_has(&html, "<a href=\"#/lecture/reminder/facts\">the reminder</a>");
    check_has(&html, "<a href=\"#/lecture/sample/numbers\">below</a>");
    check_has(&html, "<a href=\"#/lab?data=gmm5&amp;net=64x3\">the Lab</a>");
    check_has(
        &html,
        "<a href=\"https://arxiv.org/abs/2210.02747\" rel=\"external noopener\">a paper</a>",
    );
    check_has(&html, "still to be written.\">lecture images</span>");
    check_has(&html, "(Lipman et al., 2023)</a> <span class=\"cite\"");
    check_has(&html, "(Li and He, 2025)</span>");
}

#[test]
fn asides_have_elements_of_their_own() {
    let html = sample();
    check_has(&html, "<aside class=\"remark\">\n<p>Papers write");
    check_has(
        &html,
        "<aside class=\"misconception\">\n<p class=\"aside-title\">A common misconception</p>\n<p>Many think",
    );
    check_has(
        &html,
        "<section class=\"exercise\">\n<h3><span class=\"aside-title\">Exercise</span> Steps with <math",
    );
    check_has(&html, "<div class=\"reference\">\n<table>");
    check_has(&html, "<h3>A smaller heading</h3>");
    check_has(&html, "<code>code &lt; 1</code>, a dollar $5 and an “elegant” quote.");
}

#[test]
fn questions_reveal_nothing_before_the_page_makes_them_live() {
    let html = sample();
    for id in ["which-end", "blend", "half", "guess", "pictures", "words", "wrong-line", "inner"] {
        let form = between(&html, &format!("data-check=\"{id}\""), "</form>");
        let (attributes, question) = form.split_once(">\n").unwrap();
        check_has(attributes, &format!("data-kind=\"{}\"", spec(&html, id).kind()));
        assert!(question.starts_with("<div class=\"check-question\"><p>"), "{id}: {question}");
        for secret in ["hint", "reason", "||", "[x]", "<pre>", "(a)"] {
            assert!(!question.contains(secret), "{id}: {secret} in {question}");
        }
    }
}

#[test]
fn right_answers_are_taken_and_wrong_ones_get_their_hints() {
    let html = sample();
    let typed = |text: &str| Answer::Typed(text.to_owned());
    let item = |text: &str| Answer::Item(text.to_owned());
    let guess = |guess| Answer::Guess { guess, measured: None };
    let cases = [
        ("which-end", Answer::Choice(0), Answer::Choice(1), "of the noise is <math"),
        ("blend", typed("eps + t*(z - eps)"), typed("z - t*z + t*eps"), "Time runs the other way"),
        ("half", typed("0.5"), typed("5"), "A factor of ten."),
        ("half", typed("1/2"), typed("-3"), "Time is positive."),
        ("half", typed("0.505"), typed("0.6"), "Halve it."),
        (
            "guess",
            guess(1.9),
            guess(3.5),
            "It is 2 th, less than your guess. That is very much. It is what",
        ),
        ("pictures", item("b"), item("a"), "eight spots"),
        ("words", item("a"), item("b"), "no direction"),
        ("wrong-line", Answer::Line(3), Answer::Line(1), "There are <code>n</code> steps."),
        ("wrong-line", Answer::Line(3), Answer::Line(4), "Look at the step."),
        ("inner", typed("4"), typed("5"), "Divide."),
    ];
    for (id, right, wrong, hint) in cases {
        let spec = spec(&html, id);
        assert!(spec.judge(&right).is_right(), "{id}: {right:?}");
        let verdict = format!("{:?}", spec.judge(&wrong));
        assert!(verdict.starts_with("Wrong") && verdict.contains(hint), "{id}: {verdict}");
        assert!(!spec.solution().reason.is_empty(), "{id}");
    }
}

#[test]
fn pictures_to_match_are_drawn_by_the_steps_figure() {
    let html = sample();
    let CheckSpec::Match(pictures) = spec(&html, "pictures") else { panic!("a match") };
    assert_eq!(pictures.figure.as_deref(), Some("noise-to-data"));
    assert_eq!(pictures.items[1].query.as_deref(), Some("data=moons"));
    let CheckSpec::Match(words) = spec(&html, "words") else { panic!("a match") };
    assert_eq!(words.figure, None);
    check_has(&words.items[0].label, "velocity <math");
    let CheckSpec::Bug(bug) = spec(&html, "wrong-line") else { panic!("a bug") };
    assert_eq!((bug.code.len(), bug.language.as_str()), (4, "python"));
    assert_eq!(bug.code[2], "    x = x + u(t, x)  # hint 1: no hint");
    let CheckSpec::Predict(guess) = spec(&html, "guess") else { panic!("a guess") };
    assert_eq!(guess.metric.as_deref(), Some("order_heun"));
}
