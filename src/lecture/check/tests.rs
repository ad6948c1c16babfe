//! Every kind of check: the right answer is accepted, wrong ones get their own hint.

use super::*;
use crate::lecture::check::bug::LineHint;
use crate::lecture::check::choose::Choice;
use crate::lecture::check::formula::FormulaHint;
use crate::lecture::check::matching::MatchItem;
use crate::lecture::check::number::NumberHint;
use crate::lecture::check::number::Side;
use crate::lecture::formula::range;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

fn text(text: &str) -> String {
    text.to_owned()
}

fn choose() -> CheckSpec {
    let option = |label: &str, is_right, says: &str| Choice {
        label: text(label),
        is_right,
        says: text(says),
    };
    CheckSpec::Choose(Choose {
        options: vec![
            option("noise", false, "That is t = 0."),
            option("data", true, "Time ends at the data."),
        ],
    })
}

fn number() -> CheckSpec {
    let hint = |side, than, says: &str| NumberHint { side, than, says: text(says) };
    CheckSpec::Number(NumberCheck {
        answer: 0.3,
        tolerance: 0.1,
        unit: text("s"),
        hints: vec![
            hint(Side::At, 3.0, "A factor of ten."),
            hint(Side::Below, 0.0, "It is positive."),
            hint(Side::Above, 1.0, "At most 1."),
        ],
        otherwise: text("Try again."),
        reason: text("Because."),
    })
}

fn formula() -> CheckSpec {
    CheckSpec::Formula(FormulaCheck {
        answer: text("t*z + (1-t)*eps"),
        vars: range::parse("t=0..1, z=-3..3, eps=-3..3").unwrap(),
        hints: vec![FormulaHint {
            formula: text("(1-t)*z + t*eps"),
            says: text("Time runs the other way."),
        }],
        otherwise: text("What is it at t = 0?"),
        reason: text("A straight line."),
    })
}

fn predict(metric: Option<&str>) -> CheckSpec {
    CheckSpec::Predict(Predict {
        answer: 0.75,
        metric: metric.map(text),
        min: 0.0,
        max: 1.0,
        tolerance: 0.1,
        unit: String::new(),
        hints: vec![NumberHint { side: Side::Below, than: 0.2, says: text("Far off.") }],
        reason: text("The mean."),
    })
}

fn bug() -> CheckSpec {
    CheckSpec::Bug(Bug {
        code: ["for t in ts:", "  x += h * u(x, t)", "  x += sigma * h * eps"].map(text).to_vec(),
        language: text("python"),
        line: 3,
        hints: vec![LineHint { line: 2, says: text("The drift is right.") }],
        otherwise: text("Look at the noise."),
        reason: text("The root of h."),
    })
}

fn matching() -> CheckSpec {
    let item = |key: &str, query: &str, says: &str| MatchItem {
        key: text(key),
        query: Some(text(query)),
        label: String::new(),
        says: text(says),
    };
    CheckSpec::Match(Matching {
        answer: text("b"),
        figure: Some(text("lab")),
        items: vec![item("a", "n=1", "One step."), item("b", "n=20", "Twenty steps.")],
    })
}

fn all() -> Vec<CheckSpec> {
    vec![choose(), number(), formula(), predict(None), bug(), matching()]
}

fn guess(guess: f64, measured: Option<f64>) -> Answer {
    Answer::Guess { guess, measured }
}

fn typed(answer: &str) -> Answer {
    Answer::Typed(text(answer))
}

#[track_caller]
fn check_right(spec: &CheckSpec, answer: &Answer, reason: &str) {
    assert_eq!(spec.judge(answer), Verdict::right(reason), "{answer:?}");
    assert!(spec.judge(answer).is_right());
}

#[track_caller]
fn check_wrong(spec: &CheckSpec, answer: &Answer, hint: &str) {
    assert_eq!(spec.judge(answer), Verdict::wrong(hint), "{answer:?}");
}

#[track_caller]
fn check_unreadable(spec: &CheckSpec, answer: &Answer, part: &str) {
    match spec.judge(answer) {
        Verdict::Unreadable { sentence } => assert!(sentence.contains(part), "{sentence}"),
        other => panic!("{answer:?}: {other:?}"),
    }
}

#[test]
fn a_choice_is_judged_by_its_own_words() {
    check_right(&choose(), &Answer::Choice(1), "Time ends at the data.");
    check_wrong(&choose(), &Answer::Choice(0), "That is t = 0.");
    check_unreadable(&choose(), &Answer::Choice(2), "Choose one");
}

#[test]
fn a_number_counts_within_its_tolerance_and_at_its_ends() {
    for answer in ["0.3", "0.2", "0.4", "3/10", ".35", "3e-1"] {
        check_right(&number(), &typed(answer), "Because.");
    }
    for (answer, hint) in [
        ("0.41", "Try again."),
        ("0.19", "Try again."),
        ("3", "A factor of ten."),
        ("3.1", "A factor of ten."),
        ("-0.3", "It is positive."),
        ("2", "At most 1."),
    ] {
        check_wrong(&number(), &typed(answer), hint);
    }
}

#[test]
fn a_number_without_tolerance_is_that_number_alone() {
    let CheckSpec::Number(check) = number() else { unreachable!() };
    let exact = CheckSpec::Number(NumberCheck { answer: 12_866.0, tolerance: 0.0, ..check });
    check_right(&exact, &typed("12866"), "Because.");
    check_wrong(&exact, &typed("12867"), "At most 1.");
}

#[test]
fn what_is_no_number_is_said_in_one_sentence() {
    check_unreadable(&number(), &typed("0,3"), "comma");
    check_unreadable(&number(), &typed(""), "Nothing is written yet");
    check_unreadable(&number(), &typed("a third"), "not known here");
    check_unreadable(&number(), &typed("1/0"), "no finite value");
}

#[test]
fn a_formula_counts_however_it_is_written() {
    for answer in ["t*z + (1-t)*eps", "eps + t*(z - eps)", "t z + (1 − t)ε"] {
        check_right(&formula(), &typed(answer), "A straight line.");
    }
    check_wrong(&formula(), &typed("z + t*(eps - z)"), "Time runs the other way.");
    check_wrong(&formula(), &typed("t*z + eps"), "What is it at t = 0?");
    check_wrong(&formula(), &typed("1"), "What is it at t = 0?");
    check_unreadable(&formula(), &typed("t*x"), "“x” is not known here; known are t, z, eps");
    check_unreadable(&formula(), &typed("t*z + (1-t"), "not closed");
    check_wrong(&formula(), &typed("log(-1-t)"), "What is it at t = 0?");
}

#[test]
fn a_guess_is_told_the_value_either_way() {
    check_right(&predict(None), &guess(0.7, None), "The mean.");
    check_right(&predict(None), &guess(0.85, None), "The mean.");
    check_wrong(&predict(None), &guess(0.5, None), "It is 0.75, more than your guess. The mean.");
    check_wrong(&predict(None), &guess(0.9, None), "It is 0.75, less than your guess. The mean.");
    check_wrong(
        &predict(None),
        &guess(0.1, None),
        "It is 0.75, more than your guess. Far off. The mean.",
    );
    check_unreadable(&predict(None), &guess(f64::NAN, None), "Drag the marker");
}

#[test]
fn a_guess_about_a_figure_is_held_to_what_the_figure_measured() {
    let asked = predict(Some("w2"));
    check_right(&asked, &guess(0.3, Some(0.31)), "The mean.");
    check_wrong(
        &asked,
        &guess(0.75, Some(0.314_159)),
        "It is 0.314, less than your guess. The mean.",
    );
    check_right(&asked, &guess(0.75, None), "The mean.");
    check_right(&asked, &guess(0.75, Some(f64::NAN)), "The mean.");
    // Not asked about a figure: a measured number changes nothing.
    check_right(&predict(None), &guess(0.75, Some(0.3)), "The mean.");
}

#[test]
fn a_line_is_judged_by_its_own_hint() {
    check_right(&bug(), &Answer::Line(3), "The root of h.");
    check_wrong(&bug(), &Answer::Line(2), "The drift is right.");
    check_wrong(&bug(), &Answer::Line(1), "Look at the noise.");
    check_unreadable(&bug(), &Answer::Line(0), "one of the lines");
    check_unreadable(&bug(), &Answer::Line(4), "one of the lines");
}

#[test]
fn an_item_is_judged_by_its_own_words() {
    check_right(&matching(), &Answer::Item(text("b")), "Twenty steps.");
    check_wrong(&matching(), &Answer::Item(text("a")), "One step.");
    check_unreadable(&matching(), &Answer::Item(text("c")), "one of the items");
}

#[test]
fn an_answer_of_another_kind_is_no_answer() {
    let answers =
        [Answer::Choice(0), typed("1"), guess(0.0, None), Answer::Line(1), Answer::Item(text("a"))];
    for spec in all() {
        let n_read = answers
            .iter()
            .filter(|answer| !matches!(spec.judge(answer), Verdict::Unreadable { .. }))
            .count();
        assert_eq!(n_read, 1, "{}", spec.kind());
    }
}

#[test]
fn solutions_name_the_right_answer_and_its_reason() {
    let shown: Vec<String> = all().iter().map(|spec| spec.solution().answer).collect();
    let expected = [
        "data",
        "0.3 s",
        "<code>t*z + (1-t)*eps</code>",
        "0.75",
        "line 3: <code>x += sigma * h * eps</code>",
        "(b)",
    ];
    assert_eq!(shown, expected);
    assert!(all().iter().all(|spec| !spec.solution().reason.is_empty()));
    assert_eq!(predict(Some("w2")).solution().answer, "about 0.75");
}

#[test]
fn no_typed_text_makes_judging_panic() {
    let alphabet: Vec<char> = "tzeps0123.,+-*/^()[]=\\ε²√−🙂\0 \n".chars().collect();
    let mut rng = Rng::stream(5, Stream::Figure, 0);
    for _ in 0..3_000 {
        let n = rng.below(30);
        let text: String = (0..n).map(|_| alphabet[rng.below(alphabet.len())]).collect();
        for spec in [number(), formula()] {
            if let Verdict::Unreadable { sentence } = spec.judge(&typed(&text)) {
                assert!(sentence.ends_with('.'), "{text:?}: {sentence}");
            }
        }
    }
}
