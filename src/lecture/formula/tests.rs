//! Formulas: what is read, what is refused and how, and what counts as the same.

use super::*;
use crate::lecture::formula::compare::Comparison;
use crate::lecture::formula::compare::N_POINTS;
use crate::math::kind::Kind;
use crate::math::rng::Rng;
use crate::math::rng::Stream;

#[track_caller]
fn check_value(text: &str, expected: f64) {
    let value = Formula::parse(text, &["t", "z", "eps"]).expect(text).value(&[0.5, 3.0, -2.0]);
    assert!((value - expected).abs() <= 1e-14 * expected.abs().max(1.0), "{text} is {value}");
}

#[track_caller]
fn check_refused(text: &str, at: usize, part: &str) {
    let error = Formula::parse(text, &["t", "z", "eps"]).expect_err(text);
    assert!(error.sentence.contains(part), "{text}: {}", error.sentence);
    assert_eq!(error.at, at, "{text}: {}", error.sentence);
}

fn comparison(left: &str, right: &str, ranges: &str) -> Comparison {
    let ranges = range::parse(ranges).unwrap();
    let names = range::names(&ranges);
    let parsed = |text| Formula::parse(text, &names).expect(text);
    compare::compare(&parsed(left), &parsed(right), &ranges)
}

#[track_caller]
fn check_same(left: &str, right: &str, ranges: &str) {
    let all = Comparison::Same { n_points: N_POINTS };
    assert_eq!(comparison(left, right, ranges), all, "{left} and {right}");
}

#[track_caller]
fn check_different(left: &str, right: &str, ranges: &str) {
    let found = comparison(left, right, ranges);
    assert!(matches!(found, Comparison::Different { .. }), "{left} and {right}: {found:?}");
}

#[test]
fn signs_bind_as_in_mathematics() {
    check_value("1 + 2*3", 7.0);
    check_value("(1 + 2)*3", 9.0);
    check_value("8 - 3 - 2", 3.0);
    check_value("8/4/2", 1.0);
    check_value("2^3^2", 512.0);
    check_value("-t^2", -0.25);
    check_value("2^-1", 0.5);
    check_value("3 - -2", 5.0);
    check_value("3*-2", -6.0);
    check_value("--2", 2.0);
    check_value("+2", 2.0);
    check_value("-2^2", -4.0);
}

#[test]
fn products_may_leave_out_their_sign() {
    check_value("2t", 1.0);
    check_value("2 t z", 3.0);
    check_value("(1-t)z", 1.5);
    check_value("2(1-t)", 1.0);
    check_value("(1-t)(1+t)", 0.75);
    check_value("2t^2", 0.5);
    check_value("1/2t", 0.25);
    check_value("2sin(t)", 2.0 * 0.5_f64.sin());
    check_value("t*z + (1 - t)*eps", 0.5);
}

#[test]
fn numbers_are_read_in_every_usual_form() {
    for (text, value) in [
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("3e-4", 3e-4),
        ("2E3", 2000.0),
        ("1e+2", 100.0),
        ("2e", 2.0 * std::f64::consts::E),
        ("2e-t", 2.0 * std::f64::consts::E - 0.5),
        ("2e−1", 0.2),
        ("pi/2", std::f64::consts::FRAC_PI_2),
        ("e^2", 7.389_056_098_930_65),
    ] {
        check_value(text, value);
    }
    for (text, value) in [("1/3", 1.0 / 3.0), ("sqrt(2)", std::f64::consts::SQRT_2), (" -2 ", -2.0)]
    {
        assert!((number(text).unwrap() - value).abs() < 1e-15, "{text}");
    }
}

#[test]
fn what_keyboards_and_papers_write_is_understood() {
    check_value("t·z − 1", 0.5);
    check_value("t×z ÷ 2", 0.75);
    check_value("2**3", 8.0);
    check_value("z² + z³", 36.0);
    check_value("√(t + 3.5)", 2.0);
    check_value("ε + π", std::f64::consts::PI - 2.0);
    check_value("[1 + t]*2", 3.0);
    check_value("ln(e)", 1.0);
    let alpha = Formula::parse("α_t*z", &["alpha_t", "z"]).unwrap();
    assert!((alpha.value(&[0.25, 4.0]) - 1.0).abs() < 1e-15);
}

#[test]
fn functions_have_their_values() {
    let t = 0.5_f64;
    let values = [t.sqrt(), t.exp(), t.ln(), t.sin(), t.cos(), t.tan(), t.tanh(), t];
    for (function, value) in Function::ALL.iter().zip(values) {
        check_value(&format!("{}(t)", function.key()), value);
    }
    check_value("abs(-3)", 3.0);
}

#[test]
fn what_can_not_be_read_is_said_with_its_place() {
    check_refused("", 0, "Nothing");
    check_refused("  ", 0, "Nothing");
    check_refused("1 +", 3, "ends");
    check_refused("* 2", 0, "Before “*” something is missing");
    check_refused("(1 + t", 0, "not closed");
    check_refused("2*(1 + t", 2, "not closed");
    check_refused("1 + t)", 5, "no opening one");
    check_refused("()", 1, "something is missing");
    check_refused("x + 1", 0, "“x” is not known here; known are t, z, eps.");
    check_refused("1 + tz", 4, "products with *");
    check_refused("sin t", 0, "sin needs parentheses");
    check_refused("t(1 - t)", 0, "t*(…)");
    check_refused("0,5", 1, "comma");
    check_refused("u = t", 2, "equals");
    check_refused("\\sqrt{t}", 0, "not TeX");
    check_refused("2 3", 2, "The number 3 can not stand there");
    check_refused("t # 2", 2, "“#”");
    check_refused("1e999", 0, "not a number");
    check_refused("1.2.3", 3, "can not stand there");
    check_refused(&"(".repeat(200), 60, "nested too deeply");
    check_refused(&"-".repeat(200), 60, "nested too deeply");
    check_refused(&"1+".repeat(MAX_LEN), MAX_LEN, "too long");
}

#[test]
fn a_number_is_asked_for_where_no_names_are() {
    assert!(number("t").unwrap_err().sentence.contains("a number is asked for"));
    assert!(number("1/0").unwrap_err().sentence.contains("no finite value"));
    assert!(number("0/0").is_err() && number("sqrt(-1)").is_err() && number("").is_err());
}

#[test]
fn a_name_of_ours_comes_before_constants_and_functions() {
    let formula = Formula::parse("e + exp", &["e", "exp"]).unwrap();
    assert!((formula.value(&[1.0, 2.0]) - 3.0).abs() < 1e-15);
}

#[test]
fn equal_formulas_are_the_same_however_they_are_written() {
    check_same("t*z + (1-t)*eps", "eps + t*(z - eps)", "t=0..1, z=-3..3, eps=-3..3");
    check_same("(1-t^2)/(1-t)", "1+t", "t=0..1");
    check_same("sin(t)^2 + cos(t)^2", "1", "t=-9..9");
    check_same("tanh(t)", "(exp(2t) - 1)/(exp(2t) + 1)", "t=-2..2");
    check_same("exp(log(t))", "t", "t=0..100");
    check_same("(1-t) + t - 1", "0", "t=0..1");
    check_same("t - t", "0", "t=0..1");
    check_same("sqrt(t^2)", "abs(t)", "t=-1..1");
    check_same("tan(t)", "sin(t)/cos(t)", "t=-1..1");
    check_same("1e-12*t", "t/1e12", "t=0..1");
    check_same("1^2*t + 0^2*(1-t)", "t", "t=0..1");
    check_same("0^0.5 + (t - t)^2 + (-t)^3", "-t*t*t", "t=0..1");
}

#[test]
fn unequal_formulas_are_told_apart() {
    check_different("t*z + (1-t)*eps", "t*z + eps", "t=0..1, z=-3..3, eps=-3..3");
    check_different("z - eps", "eps - z", "z=-3..3, eps=-3..3");
    check_different("1e-12*t", "2e-12*t", "t=0..1");
    check_different("t", "1.00001*t", "t=0..1");
    check_different("0", "1e-9", "t=0..1");
    check_different("sqrt(t)", "abs(t)^0.5", "t=-1..1");
}

#[test]
fn points_without_a_value_do_not_count() {
    let found = comparison("sqrt(t)", "t^0.5", "t=-1..1");
    assert!(matches!(found, Comparison::Same { n_points } if (8..N_POINTS).contains(&n_points)));
    assert_eq!(comparison("sqrt(-1 - t)", "log(-t)", "t=0..1"), Comparison::Unclear);
    assert_eq!(comparison("exp(1e4 + t)", "exp(1e4 + t)", "t=0..1"), Comparison::Unclear);
}

#[test]
fn numbers_that_rounding_has_eaten_prove_nothing() {
    assert_eq!(comparison("t + 1e30 - 1e30", "0", "t=0..1"), Comparison::Unclear);
    assert_eq!(comparison("t + 1e30 - 1e30", "t", "t=0..1"), Comparison::Unclear);
}

#[test]
fn ranges_are_read() {
    let ranges = range::parse("t=0.1..0.9, z = -3..3,theta_1=-pi..pi").unwrap();
    let names = range::names(&ranges);
    assert_eq!(names, ["t", "z", "theta_1"]);
    assert!((ranges[0].min - 0.1).abs() < 1e-15 && (ranges[0].max - 0.9).abs() < 1e-15);
    assert!((ranges[2].min + std::f64::consts::PI).abs() < 1e-15);
}

#[test]
fn what_is_no_range_is_said() {
    for (text, part) in [
        ("", "not a range"),
        ("t", "not a range"),
        ("t=1", "not a range"),
        ("t=a..b", "not a range"),
        ("=0..1", "not a range"),
        ("2t=0..1", "not a range"),
        ("t=1..0", "from less to more"),
        ("t=1..1", "from less to more"),
        ("t=0..1, t=0..2", "given twice"),
        ("t=0..1,", "not a range"),
        ("t=0..1/0", "not a range"),
    ] {
        let sentence = range::parse(text).expect_err(text).sentence;
        assert!(sentence.contains(part), "{text}: {sentence}");
    }
}

#[test]
fn no_text_makes_reading_panic() {
    let pieces: Vec<&str> = vec![
        "t", "z", "eps", "e", "pi", "sin", "sqrt", "(", ")", "[", "]", "+", "-", "*", "/", "^",
        "**", " ", ".", ",", "=", "\\", "{", "1", "2.5", "1e9", "e-", "9e999", "é", "ε", "²", "√",
        "−", "\u{202e}", "🙂", "\0", "\n", "_", "|", "0",
    ];
    let mut rng = Rng::stream(11, Stream::Figure, 0);
    let ranges = range::parse("t=0..1, z=-3..3, eps=-3..3").unwrap();
    let names = range::names(&ranges);
    let mut n_read = 0;
    for _ in 0..20_000 {
        let n = rng.below(24);
        let text: String = (0..n).map(|_| pieces[rng.below(pieces.len())]).collect();
        match Formula::parse(&text, &names) {
            Ok(formula) => {
                n_read += 1;
                let found = compare::compare(&formula, &formula, &ranges);
                assert!(!matches!(found, Comparison::Different { .. }), "{text:?}");
            }
            Err(error) => {
                assert!(error.at <= text.chars().count(), "{text:?}");
                assert!(error.sentence.ends_with('.'), "{text:?}: {}", error.sentence);
            }
        }
        range::parse(&text).ok();
        number(&text).ok();
    }
    assert!(200 < n_read, "the garbage holds formulas too: {n_read}");
}
