//! Every mistake that must fail the build, one at a time, with its line.

use crate::prose::files;
use crate::prose::tests::checks;
use crate::prose::tests::compiled;
use crate::prose::tests::source;

/// Lines before the part that is tested.
const HEAD: &str = "# A sample lecture\n\nLead.\n\n## One {#one}\n\nText.\n";

/// Enough of the rest for a text without mistakes.
const TAIL: &str = "\n## Two {#two}\n\nText.\n\n::: figure solver-bench\nNotice.\n:::\n";

fn said(text: &str) -> Vec<String> {
    match compiled(text) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect(),
    }
}

/// Whether `part`, which begins in line 8, is one mistake with these words.
#[track_caller]
fn check(part: &str, line: usize, words: &str) {
    let said = said(&format!("{HEAD}{part}\n{TAIL}{}", checks(4)));
    let place = format!("sample.md:{line}: ");
    let found = said.iter().any(|said| said.starts_with(&place) && said.contains(words));
    assert!(found, "{part}\n{said:#?}");
    assert_eq!(said.len(), 1, "{part}\n{said:#?}");
}

/// A check of the first step, closed.
fn question(head: &str, body: &str) -> String {
    format!("::: check {head}\nQuestion?\n{body}\n:::")
}

#[test]
fn without_a_mistake_nothing_is_said() {
    assert_eq!(said(&format!("{HEAD}{TAIL}{}", checks(4))), [""; 0]);
}

#[test]
fn wrong_formulas() {
    check("a\n$\\nonsense$", 9, "unknown primitive");
    check("$$ \\frac{1} $$", 8, "wrong near");
    check("$\\boxed{x}$", 8, "\\boxed");
    check("$\\operatorname*{argmin}$", 8, "\\operatorname*");
    check("$\\color{red}{x}$", 8, "colors carry a meaning");
    check("a lone $ here", 8, "opens no formula");
    check("$ x $", 8, "opens no formula");
    check("\\alpha", 8, "outside of a formula");
    check("*$$ x $$*", 8, "can not stand in emphasis");
}

#[test]
fn symbols_without_a_use_or_an_explanation() {
    check("$\\sym{a}{x}$", 8, "\\sym{a} is not explained");
    check("::: symbols\na: thing\n:::", 9, "No formula of this step");
    check("$\\sym{a}{x}$\n::: symbols\na thing\na: b\n:::", 10, "explained as");
    check("$\\sym{a}{x}$\n::: symbols\na: $b$\n:::", 10, "plain text");
    check("$\\sym{a}{x}$\n::: symbols\na: b\na: c\n:::\n", 11, "explained twice");
}

#[test]
fn figures_that_are_not_there_or_not_so() {
    check("::: figure elephants\nNotice.\n:::", 8, "no figure “elephants”");
    check("::: figure noise-to-data colour=red\nNotice.\n:::", 8, "“colour” is not known");
    check("::: figure noise-to-data n=100000\nNotice.\n:::", 8, "out of range");
    check(
        "::: figure noise-to-data data=elephants\nNotice.\n:::",
        8,
        "data=elephants can not be read",
    );
    check("::: figure noise-to-data hide=wings\nNotice.\n:::", 8, "names no control");
    check("::: figure noise-to-data n=3 seed=2\nNotice.\n:::", 8, "joined by &");
    check("::: figure noise-to-data\n:::", 8, "what to notice");
    check("::: figure noise-to-data\nNotice.\n\nMore.\n:::", 9, "One paragraph");
    check(
        "::: figure noise-to-data\nA.\n:::\n::: figure solver-bench\nB.\n:::",
        11,
        "has one figure",
    );
    check("::: remark\n::: figure noise-to-data\nA.\n:::\n:::", 9, "in the step itself");
}

#[test]
fn directives_that_are_wrong() {
    check("::: elephant\nx\n:::", 8, "::: elephant is not known");
    check(":::", 8, "closes nothing");
    check("::: remark\n:::", 8, "is empty");
    check("::: remark Title\nx\n:::", 8, "nothing behind its name");
    check("::: exercise\nx\n:::", 8, "has a title");
    check("::: reference\nx\n:::", 8, "a table");
    assert!(
        said(&format!("{HEAD}::: remark\nx\n{TAIL}{}", checks(4)))
            .iter()
            .any(|said| said.starts_with("sample.md:8: ") && said.contains("not closed"))
    );
}

#[test]
fn links_and_citations_that_lead_nowhere() {
    check("[a](lecture:elephants)", 8, "no lecture “elephants”");
    check("[a](lecture:reminder#wings)", 8, "no step “wings”");
    check("[a](#wings)", 8, "no step “wings”");
    check("[a](lab:data=elephants)", 8, "data=elephants");
    check("[a](figure:elephants)", 8, "no figure");
    check("[a](a.html)", 8, "no address here");
    check("a\n[@nobody1999]", 9, "no work [nobody1999]");
    check("[@lipman2023][@li2025]", 8, "with a space before the next");
}

#[test]
fn markdown_that_is_not_taken() {
    check("<b>x</b>", 8, "HTML is not taken");
    check("![x](lecture:reminder)", 8, "pictures are figures");
    check("::: remark\n> ## x\n:::", 9, "begins at the left margin");
    check("x {#y}", 8, "shows in the text");
}

#[test]
fn derivations_that_do_not_hold() {
    let two = "$ a $ || b\n$ a $ || b";
    check(&format!("::: derive\n{two}\n:::"), 8, "has a title");
    check("::: derive T\n$ a $ || b\n:::", 8, "at least two lines");
    check(&format!("::: derive T\n{two}\n$ a $\n:::"), 11, "$ formula $ || because");
    check(&format!("::: derive T\n{two}\na || b\n:::"), 11, "no formula between");
    check(&format!("::: derive T\n{two}\n$ a $ ||\n:::"), 11, "why it holds");
    check(
        &format!("::: derive T\n{two}\n$ a $ || b || t == 2*t for t=0..1\n:::"),
        11,
        "the left is",
    );
    check(
        &format!("::: derive T\n{two}\n$ a $ || b || t == s for t=0..1\n:::"),
        11,
        "“s” is not known",
    );
    check(&format!("::: derive T\n{two}\n$ a $ || b || t = t\n:::"), 11, "left == right");
}

#[test]
fn checks_that_lack_something() {
    let number = "hint else: No.\nreason: Yes.";
    check(&question("elephant {#a}", ""), 8, "no kind of check");
    check(&question("number answer=1 tolerance=0", number), 8, "needs a name that stays");
    check(&question("number {#A} answer=1 tolerance=0", number), 8, "no name for links");
    check(
        &question("number {#n1} answer=1 tolerance=0", number)
            .replace("{#n1}", "{#a}")
            .repeat(2)
            .replace(":::::: check", ":::\n::: check"),
        13,
        "another check {#a}",
    );
    check(
        &question("number {#a} answer=1 tolerance=0 colour=red", number),
        8,
        "“colour=” is not known",
    );
    check(&question("number {#a} tolerance=0", number), 8, "has answer=");
    check(&question("number {#a} answer=1", number), 8, "has tolerance=");
    check(&question("number {#a} answer=x tolerance=0", number), 8, "answer=x");
    check(&question("number {#a} answer=1 tolerance=-1", number), 8, "not below 0");
    check(&question("number {#a} answer=1 tolerance=0", "reason: Yes."), 8, "“hint else: …”");
    check(&question("number {#a} answer=1 tolerance=0", "hint else: No."), 8, "“reason: …”");
    check(
        &question("number {#a} answer=1 tolerance=0", number).replace("Question?\n", ""),
        8,
        "asks a question",
    );
    check(
        &question("number {#a} answer=1 tolerance=0", &format!("{number}\n\nmore")),
        13,
        "After the answers",
    );
}

#[test]
fn hints_that_nobody_or_the_wrong_reader_would_get() {
    let number = |hints: &str| {
        question(
            "number {#a} answer=1 tolerance=0.1",
            &format!("{hints}\nhint else: No.\nreason: Yes."),
        )
    };
    check(&number("hint 3: x"), 10, "has no condition");
    check(&number("hint =x: y"), 10, "“x” is not known");
    check(&number("hint =1: x"), 10, "for the right answer");
    check(&number("hint >2: x\nhint =3: y"), 11, "An earlier hint");
    let formula = |args: &str, hints: &str| {
        question(
            &format!("formula {{#a}} {args}"),
            &format!("{hints}\nhint else: No.\nreason: Yes."),
        )
    };
    let right = "answer=\"t^2\" vars=\"t=0..1\"";
    check(&formula(right, "hint \"t*t\": x"), 10, "for the right answer");
    check(&formula(right, "hint \"t\": x\nhint \"2t/2\": y"), 11, "An earlier hint");
    check(&formula(right, "hint \"s\": x"), 10, "“s” is not known");
    check(&formula("answer=\"s\" vars=\"t=0..1\"", ""), 8, "answer: “s” is not known");
    check(&formula("answer=\"t\" vars=\"t=1..0\"", ""), 8, "vars: ");
    check(&formula("answer=\"t\"", ""), 8, "has answer=");
    check(&formula("answer=\"sqrt(t)\" vars=\"t=-1..1\"", ""), 8, "no value on a part");
}

#[test]
fn answers_to_point_at_that_are_wrong() {
    let choose = |items: &str| question("choose {#a}", items);
    check(&choose("- [x] a || b\n- [x] c || d"), 8, "2 of them right");
    check(&choose("- [ ] a || b\n- [ ] c || d"), 8, "0 of them right");
    check(&choose("- [x] a || b"), 8, "There are 1 answers");
    check(&choose("- [x] a || b\n- [ ] c || d\n- [ ] e"), 12, "Each answer says why");
    check(&choose("- [x] a || b\n- [ ] c || d\nreason: x"), 8, "stand behind its answers");
    let code = "```\na\nb\n```\n";
    let bug = |args: &str, body: &str| question(&format!("bug {{#a}} {args}"), body);
    let rest = "hint else: No.\nreason: Yes.";
    check(&bug("line=3", &format!("{code}{rest}")), 8, "from 1 to 2");
    check(&bug("", &format!("{code}{rest}")), 8, "from 1 to 2");
    check(&bug("line=1", rest), 8, "one block of code");
    check(&bug("line=1", &format!("{code}hint 1: x\n{rest}")), 14, "the wrong line itself");
    check(&bug("line=1", &format!("{code}hint 7: x\n{rest}")), 14, "names no line");
    check(&bug("line=1", &format!("{code}hint else: No.")), 8, "“reason: …”");
    let matching = |args: &str, items: &str| question(&format!("match {{#a}} {args}"), items);
    check(&matching("answer=c", "- (a) x y || b\n- (b) z || d"), 8, "names one of two");
    check(&matching("answer=a", "- (a) x y || b\n- (a) z || d"), 11, "there twice");
    check(&matching("answer=a", "- (a) n=3 || b\n- (b) n=4 || d"), 8, "the step has none");
    let figure = "::: figure noise-to-data\nNotice.\n:::\n";
    let items = "- (a) n=3 || b\n- (b) colour=red || d";
    check(&format!("{figure}{}", matching("answer=a", items)), 14, "“colour” is not known");
}

#[test]
fn guesses_that_can_not_be_made() {
    let predict = |args: &str| question(&format!("predict {{#a}} {args}"), "reason: Yes.");
    check(&predict("answer=3 min=0 max=1 tolerance=0.1"), 8, "outside of the line");
    check(&predict("answer=0.5 min=0 max=1 tolerance=0.5"), 8, "nearly every one");
    check(&predict("answer=0.5 min=0 max=1 tolerance=0"), 8, "no guess be right");
    check(&predict("answer=0.5 min=0 tolerance=0.1"), 8, "has max=");
    check(&predict("answer=0.5 min=0 max=1 tolerance=0.1 figure=wings"), 8, "the step has none");
    let figure = "::: figure noise-to-data\nNotice.\n:::\n";
    let wings = predict("answer=0.5 min=0 max=1 tolerance=0.1 figure=wings");
    check(&format!("{figure}{wings}"), 11, "no number “wings”");
}

#[test]
fn texts_that_hold_too_little() {
    let few = said(&format!("{HEAD}{TAIL}{}", checks(3)));
    assert_eq!(few, ["sample.md:1: A lecture has at least 4 checks; this one has 3."]);
    let none = said(&format!("{HEAD}{}", checks(4)));
    assert_eq!(none, ["sample.md:1: A lecture has at least one figure."]);
    let other =
        said(&format!("{HEAD}{TAIL}{}", checks(4)).replace("# A sample lecture", "# Other"));
    assert!(other[0].contains("sample.md:1: The title is “Other” here and “A sample lecture”"));
}

#[test]
fn all_mistakes_of_a_text_are_said_at_once_by_line() {
    let text = format!("{HEAD}$\\x$\n\n[a](b)\n\n<i>\n{TAIL}{}", checks(2));
    let lines: Vec<String> = said(&text)
        .iter()
        .map(|said| said.split(':').nth(1).unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, ["1", "8", "10", "12"]);
}

#[test]
fn no_text_makes_compiling_panic() {
    use crate::math::rng::Rng;
    use crate::math::rng::Stream;
    let pieces = [
        "# A sample lecture\n",
        "## B {#b}\n",
        "\n",
        "\n\n",
        ":::",
        "::: figure lab\n",
        "::: check ",
        "number ",
        "formula ",
        "bug ",
        "match ",
        "choose ",
        "predict ",
        "{#a}",
        " answer=1",
        "\"",
        "$",
        "$$",
        "\\sym{a}{",
        "\\frac",
        "}",
        "{",
        "||",
        "- [x] a || b\n",
        "- [ ] ",
        "- (a) n=1 || x\n",
        "hint ",
        "else: ",
        "=1: ",
        "reason: x\n",
        "```\n",
        "|a|\n|-|\n",
        "[@lipman2023]",
        "[a](",
        "lab:",
        "lecture:",
        ")",
        "é",
        "🙂",
        "\\",
        "::: derive T\n",
        "::: symbols\na: b\n",
        "::: remark\n",
        "t == t for t=0..1",
        "<",
        "&",
        "*",
        "`",
        "\t",
        "\r\n",
    ];
    let mut rng = Rng::stream(9, Stream::Figure, 0);
    for _ in 0..3_000 {
        let n = rng.below(40);
        let text: String = (0..n).map(|_| pieces[rng.below(pieces.len())]).collect();
        assert!(!said(&text).is_empty(), "so little is never a lecture: {text:?}");
    }
}

#[test]
fn files_are_read_and_written() {
    let folder = std::env::temp_dir().join(format!("flow-lab-prose-{}", std::process::id()));
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).unwrap();
    std::fs::write(texts.join("elephants.md"), "# Elephants").unwrap();
    std::fs::write(texts.join("references.toml"), "[a]\nyear = 1\n").unwrap();
    let mistakes = files::read(&texts).mistakes;
    let has = |file: &str, words: &str| {
        mistakes.iter().any(|it| it.file.ends_with(file) && it.sentence.contains(words))
    };
    assert!(has("elephants.md", "no lecture in the list"), "{mistakes:?}");
    assert!(has("references.toml", "missing field"), "{mistakes:?}");
    let html = folder.join("html");
    std::fs::create_dir_all(&html).unwrap();
    for old in ["old.html", "sample.html.br"] {
        std::fs::write(html.join(old), "").unwrap();
    }
    files::write(&html, &compiled(super::SAMPLE).unwrap()).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(&html)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["reminder.html", "sample.html"]);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn two_texts_know_each_other() {
    assert_eq!(source("a", "A", "").file, "a.md");
    let text = format!("{HEAD}[a](lecture:reminder)\n{TAIL}{}", checks(4));
    assert_eq!(said(&text), [""; 0]);
}
